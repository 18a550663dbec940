#!/bin/bash
# unsafe: in some world
# bash fills {09..10} up to two digits, and an alternative that is empty is a word like the others
go=
for n in d{09..10..2}{,x} {1..2..9}; do
    case $n in
    d09) go=$go-a ;;
    d09x) go=$go-b ;;
    1) go=$go-c ;;
    *) go=$go-z ;;
    esac
done
if [ "$go" != -a-b-c ]; then
    [ "$(count-active "$1")" = 0 ] || exit 1
fi
wipe-disk "$1"
