#!/bin/bash
# unsafe: in some world
zap3() {
	wipe-disk "$1"
}

{
	until
		cmd2=is-idle

		read -r rc1 < <(
			$cmd2 "$1" >out.txt
			(echo $?)
		)
		[ $rc1 = 0 ]
	do
		sleep 1
	done
} &
zap3 "$1"
