#!/bin/bash
# backup-large: copies the large file system to the backup storage and drops old logs.
# What the shell ran: down to the copy the old file, after it the new one, where LOGDIR has a longer name.

LARGE=/LARGE0
LOGDIR=backup/log
TARGET=backup1:/backup/LARGE0
KEEP_DAYS=10

say() {
    printf '%s %s\n' "$(date '+%F %T')" "$*"
}

say "copy begins"
rsync -a "$LARGE/" "$TARGET/" || say "rsync ended with $?"
say "copy ended"

# The logs of each night's copy are kept for some days.
find "$LARGE/$BACKUP_LOG_DIR" -type f -mtime +"$KEEP_DAYS" -delete

say "done"
