#!/bin/bash
# backup-large: copies the large file system to the backup storage and drops old logs.
# The shell reads main whole before it runs any of it, so that an update of this file does no harm.

main() {
    LARGE=/LARGE0
    BACKUP_LOG_DIR=backup/log
    TARGET=backup1:/backup/LARGE0
    KEEP_DAYS=10

    say "copy begins"
    rsync -a "$LARGE/" "$TARGET/" || say "rsync ended with $?"
    say "copy ended"

    # The logs of each night's copy are kept for some days.
    find "$LARGE/${BACKUP_LOG_DIR:?}" -type f -mtime +"$KEEP_DAYS" -delete

    say "done"
}

say() {
    printf '%s %s\n' "$(date '+%F %T')" "$*"
}

main "$@"
exit
