#!/bin/sh
# preflight: runs before the new player is copied to the volume that the user chose, and removes the old one.
# $1 is the package, $2 the folder that the volume is mounted on.

volume=$2
app=Applications/Player.app

if [ -z "$volume" ]; then
    echo "no volume" >&2
    exit 1
fi

# The player keeps its library open while it runs.
pgrep -x Player >/dev/null
if [ $? -ne 1 ]; then
    echo "quit the player first" >&2
    exit 1
fi

if [ -e "$volume/$app" ]; then
    echo "replacing $app"
fi

rm -rf $volume/$app 2>/dev/null
exit 0
