#!/bin/bash
# unsafe: is-idle h1 says error (255 "")
until is-idle h1 || {
	log-it busy
	continue
}; do
	break
done
wipe-disk h1
