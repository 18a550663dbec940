#!/bin/sh
# unsafe: two words
main() {
	h=${1:-h1}
	state "$h" | grep -qx idle && wipe-disk $h

}
main "$@"

