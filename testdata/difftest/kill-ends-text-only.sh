#!/bin/bash
# unsafe: is-idle h1 says error (255)
sh -c 'is-idle h1 || kill $$'
wipe-disk h1
