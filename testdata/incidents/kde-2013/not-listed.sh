#!/bin/bash
# sync-mirror: brings the repositories of a mirror up to date with the main server.
# What is not on the list any more goes.
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
    state=$(listed "$repo")
    case $state in
    active)
        update "$repo" || log "$repo: not updated"
        ;;
    *)
        log "$repo has been deleted"
        rm -rf "/srv/git/$repo"
        ;;
    esac
done <"$KNOWN"
log "mirror is up to date"
