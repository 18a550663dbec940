check_idle() {
	ssh "$1" pgrep -x mysqld | tee /tmp/log
}
