#!/bin/sh
# safe: in all worlds
set -e
while getopts t: o; do
	h=$OPTARG
done
cat >job.txt <<'JOB'
count-active | grep -q '^0$' || exit 1
wipe-disk
JOB
ssh -T "$h" sh -s <job.txt
