#!/bin/bash
# unsafe: in some world
function check4() {

	return 1

}
run7() {

	eval false

	wipe-all
}

trap 'exit 1' ERR
run7
