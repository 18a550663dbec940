#!/bin/sh
# safe: in all worlds
main() {
until count-active "$h" | grep -q '^0$'; do
sleep 1
done
wipe-disk "$h"
}
main "$@" | tee out.txt
