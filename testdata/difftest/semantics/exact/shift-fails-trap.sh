#!/bin/sh
# unsafe: without a parameter shift ends the script, and the handler runs
trap '[ -n "$done" ] || wipe-all' EXIT
shift
done=1
