#!/bin/bash
h=${!#}
is-idle "$h" || exit 1
wipe-disk "$h"
