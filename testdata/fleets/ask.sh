#!/bin/bash
# ask HOST: reinstalls one machine by hand, with a last question.
set -u

host=${1:?usage: ask HOST}
release=${2:-stable}

log() { logger -t ask "$host: $*"; }

echo "$host will be reinstalled with $release."
read -r -p "Type the host's name to go on: " typed
if [ "$typed" != "$host" ]; then
    echo "not confirmed"
    exit 1
fi

is-idle "$host"
answer=$?
if ((answer != 0)); then
    echo "$host is not idle (status $answer)" >&2
    exit 1
fi

log "reinstalling with $release"
reinstall-os "$host" --release "$release"
