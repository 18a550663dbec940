#!/bin/bash
# sync-mirror: brings the repositories of a mirror up to date with the main server.
# A list that cannot be read, or is empty, removes nothing.
set -u

SERVER=${GIT_SERVER:-https://git.example.org}
MIRROR=/srv/git
KNOWN=mirrored.list

log() {
    echo "$(date '+%F %T') $*"
}

# Repositories that the main server does not list any more have been deleted there.
listed() {
    curl -fsS "$SERVER/projects/$1/state"
}

update() {
    git -C "$MIRROR/$1" remote update --prune
}

while read -r repo; do
    state=$(listed "$repo") || { log "$repo: the list cannot be read, stopping"; exit 1; }
    case $state in
    active)
        update "$repo" || log "$repo: not updated"
        ;;
    deleted)
        log "$repo has been deleted"
        rm -rf "/srv/git/$repo"
        ;;
    *)
        log "$repo: the list says '$state', stopping"
        exit 1
        ;;
    esac
done <"$KNOWN"
log "mirror is up to date"
