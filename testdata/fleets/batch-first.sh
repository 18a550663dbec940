#!/usr/bin/env bash
# batch HOST...: reinstalls hosts whose agent and mysqld both say that nothing is left on them.

SSH=(ssh -o BatchMode=yes -o ConnectTimeout=10 -l root)
dry=no
hosts=()

warn() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

on() {
    local where=$1
    shift
    "${SSH[@]}" "$where" "$@"
}

no_mysqld() {
    local rc=0
    on "$1" pgrep -x mysqld >/dev/null || rc=$?
    case $rc in
    1) return 0 ;;
    0) warn "$1: mysqld is running" ;;
    *) warn "$1: could not look (status $rc)" ;;
    esac
    return 1
}

one() {
    local host=$1
    no_mysqld "$host" || return 1
    if [ "$dry" = yes ]; then
        echo "would reinstall $host"
        return 0
    fi
    on "${2:-$host}" reinstall-os --now
}

main() {
    local host bad=0
    while [ $# -gt 0 ]; do
        case $1 in
        -n | --dry-run) dry=yes ;;
        --) shift; hosts+=("$@"); break ;;
        -*) warn "unknown option $1"; exit 64 ;;
        *) hosts+=("$1") ;;
        esac
        shift
    done
    if [ ${#hosts[@]} -eq 0 ]; then
        warn "no hosts"
        exit 64
    fi
    for host in "${hosts[@]}"; do
        one "$hosts" "$host" || bad=1
    done
    return $bad
}

main "$@"
