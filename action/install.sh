#!/usr/bin/env bash
# Gets wipelint for the action: the program of the release that the action belongs to, with the checksum that the release lists; or, between
# releases and where none can be reached, what Go builds from the action's own source. An archive with another checksum is refused, and
# nothing is built in its place: somebody has changed it.
# In: WIPELINT_VERSION, WIPELINT_ACTION (the action's folder), and for tests WIPELINT_RELEASES. Out: the step's output "program".
# It has to run with the bash 3.2 of macOS.
set -euo pipefail

refuse() {
    # A message is a workflow command, so nothing of an input stands in it.
    echo "::error title=wipelint::$1"
    exit 2
}

version=$WIPELINT_VERSION
case $version in
*[!A-Za-z0-9._+/-]*) refuse "the input version is no version; write one such as v1.2.3, or latest" ;;
'') version=$(cat "$WIPELINT_ACTION/packaging/version") ;;
esac
version=${version#v}
releases=${WIPELINT_RELEASES:-https://github.com/wipelint/wipelint/releases/download}

if [[ -n ${RUNNER_TEMP:-} ]]; then
    folder=$RUNNER_TEMP/wipelint-program
    mkdir -p "$folder"
else
    folder=$(mktemp -d)
fi

case $(uname -s) in
Linux) system=linux suffix=tar.gz exe= ;;
Darwin) system=darwin suffix=tar.gz exe= ;;
*) system=windows suffix=zip exe=.exe ;;
esac
case $(uname -m) in
x86_64 | amd64) machine=amd64 ;;
aarch64 | arm64) machine=arm64 ;;
*) machine=none ;;
esac

digest() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

get() { curl --fail --silent --show-error --location --retry 3 --max-time 120 --max-filesize 200000000 -o "$2" "$1"; }

# 0: the program is there; 1: there is no such release, or none for this machine.
download() {
    local name=wipelint_${version}_${system}_${machine}.$suffix base=$releases/v$version want
    local kept=${RUNNER_TOOL_CACHE:-$folder/kept}/wipelint/$version/$machine
    mkdir -p "$kept"
    get "$base/checksums.txt" "$folder/checksums.txt" || return 1
    want=$(awk -v name="$name" '$2 == name { print $1 }' "$folder/checksums.txt")
    [[ -n $want ]] || return 1
    # What is kept from an earlier job is compared too.
    if [[ ! -f $kept/$name || $(digest "$kept/$name") != "$want" ]]; then
        get "$base/$name" "$kept/$name.part" || return 1
        if [[ $(digest "$kept/$name.part") != "$want" ]]; then
            rm -f "$kept/$name.part"
            refuse "the archive of the release has not the checksum that the release lists; nothing is run"
        fi
        mv -f "$kept/$name.part" "$kept/$name"
    fi
    # An old gh has no attestations; the checksum holds all the same.
    if [[ -n ${GH_TOKEN:-} ]] && command -v gh >/dev/null && gh attestation verify --help >/dev/null 2>&1; then
        gh attestation verify "$kept/$name" --repo wipelint/wipelint --signer-workflow wipelint/wipelint/.github/workflows/release.yml >/dev/null ||
            refuse "the archive of the release was not built by the project's workflow; nothing is run"
    fi
    case $suffix in
    zip) unzip -qo "$kept/$name" "wipelint$exe" -d "$folder" ;;
    *) tar -xzf "$kept/$name" -C "$folder" wipelint ;;
    esac
}

case $version in
*-dev | latest | */*) found=no ;;
*) if download; then found=yes; else found=no; fi ;;
esac
if [[ $found == no ]]; then
    command -v go >/dev/null || refuse "there is no release of this version for this machine, and Go is not installed to build it; add a step with actions/setup-go before this one"
    case $WIPELINT_VERSION in
    '')
        # The folder may lie in a workspace of the caller's, or be no checkout of git.
        (cd "$WIPELINT_ACTION" && GOWORK=off GOFLAGS='' go build -trimpath -buildvcs=false -ldflags="-s -X main.version=v$version" -o "$folder/" ./cmd/wipelint)
        ;;
    *)
        (cd "$folder" && GOBIN=$folder GOWORK=off GOFLAGS='' go install -trimpath "github.com/wipelint/wipelint/cmd/wipelint@$WIPELINT_VERSION")
        ;;
    esac
fi
program=$folder/wipelint$exe
"$program" --version
echo "program=$program" >>"$GITHUB_OUTPUT"
