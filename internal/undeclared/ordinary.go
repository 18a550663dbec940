package undeclared

// ordinary are commands of every system about whose calls the words tell nothing: they print, compare or search their operands, or
// what they purge and reinstall are packages.
var ordinary = set(`echo printf logger wall cat grep egrep fgrep sed awk gawk mawk test [ [[ expr case tput read export declare local typeset
	readonly unset set shift trap source . eval return exit break continue alias unalias type which command hash cd pushd popd let
	mkdir touch ls cp mv ln chmod chown install tee head tail sort uniq cut tr wc date sleep basename dirname realpath readlink
	apt apt-get aptitude dpkg dpkg-query yum dnf microdnf zypper rpm apk pacman brew snap flatpak pip pip3 npm yarn pnpm gem cargo go
	conda opam cpan debconf-communicate debconf-set-selections db_input db_get db_set db_purge db_go db_subst db_reset db_fset
	git hg svn make cmake ninja python python3 perl ruby node gcc man info whatis jq yq curl wget scp rsync tar gzip ccache
	systemctl service journalctl update-rc.d update-alternatives ucf dpkg-divert dpkg-statoverride dpkg-trigger deb-systemd-helper
	deb-systemd-invoke py3clean postsuper varnishadm clang-format dialog whiptail zenity notify-send mail sendmail tset
	complete compgen compopt bind shopt enable getopts getopt pkill kill pgrep shift true false : sh bash dash ksh zsh`)
