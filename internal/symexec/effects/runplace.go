package effects

import (
	"slices"
	"strings"
)

// runAsScript are parts of the names of files that the machine runs as scripts of the shell, whatever their first line is.
var runAsScript = []string{"/etc/rc.local", "/etc/rc.d/rc.", "/etc/profile.d/", "/etc/init.d/", "/etc/cron.hourly/", "/etc/cron.daily/", "/etc/cron.weekly/", "/etc/cron.monthly/",
	"/etc/NetworkManager/dispatcher.d/", "/usr/lib/systemd/system-shutdown/", "/lib/systemd/system-shutdown/", "/usr/lib/systemd/system-sleep/", "/etc/kernel/postinst.d/",
	"/etc/kernel/postrm.d/", "/etc/network/if-up.d/", "/etc/network/if-down.d/", "/etc/boot.d/", "/etc/local.d/", "/etc/uci-defaults/", ".git/hooks/", "/.bashrc", "/.profile", "/.bash_profile", "/.bash_logout", "/.zshrc"}

// RunAsScript reports whether the machine runs a file of that name as a script, whatever its first line is.
func RunAsScript(name string) bool {
	return slices.ContainsFunc(runAsScript, func(p string) bool { return strings.Contains(name, p) })
}

// MayBeRun reports whether a file of that name may be meant to be run.
func MayBeRun(name string) bool { return RunPlace(name) || strings.Contains(name, "bin/") }

// RunPlace reports whether the machine runs what stands in a file of that name.
func RunPlace(name string) bool {
	return RunAsScript(name) || strings.Contains(name, "/etc/cron.d/") ||
		strings.HasSuffix(name, "/etc/crontab") || strings.Contains(name, "/spool/cron/") || strings.HasSuffix(name, ".service") || strings.Contains(name, "/udev/rules.d/")
}
