#!/bin/bash
# safe: in all worlds
get2() { local -n into=$1; into=$(count-active "$2"); }; h=$1; get2 n1 "$h"; [ "$n1" -eq 0 ] || exit 1; wipe-disk "$h"
