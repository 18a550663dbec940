#!/bin/bash
# unsafe: the status says that the output has changed
watch -n1 -g is-idle h1 && wipe-disk h1
