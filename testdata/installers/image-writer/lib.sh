# Functions of the image writer.

say() { echo "image-writer: $*" >&2; }

# check_target DEVICE ends with 0 when nothing of the device is mounted.
check_target() {
    mounted=$(lsblk -no MOUNTPOINT "$1") || { say "$1: cannot look"; return 1; }
    [ -z "$mounted" ] || { say "$1: mounted on $mounted"; return 1; }
}
