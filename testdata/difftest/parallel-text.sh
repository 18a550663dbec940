#!/bin/bash
# unsafe: the command of parallel is text for a shell
parallel 'is-idle {}; wipe-disk {}' ::: h1 h2
