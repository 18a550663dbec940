package symexec

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// A fileNature says what a file that is sourced and cannot be followed may do.
type fileNature uint8

const (
	anyCode    fileNature = iota
	release               // it describes the system: os-release
	settings              // it assigns variables
	profile               // it assigns variables and defines functions
	procedures            // it defines functions
)

// onlyRun is why most commands cannot be followed.
const onlyRun = "only known at run time"

// unfollowed is a source command whose file is not known, or not there.
func (x *exec) unfollowed(cl *domain.CallInfo, st *domain.State, file value.Value, what, reason string) []*domain.State {
	if st.Odd { // the script could not go to its own folder: there is no such file
		return []*domain.State{x.dom.SetStatus(st, domain.Status{Val: value.Lit("1"), At: cl.Whole})}
	}
	nature := natureOf(file)
	if !x.apart {
		x.survey.unread(file, x.prog.Main)
	}
	if nature == anyCode {
		x.proof.Unresolved(cl.Whole, what, reason)
	}
	c := x.dom.Blind(st, cl.At, domain.UnknownText, "the file that "+cl.Name+" reads")
	switch nature {
	case release:
		for _, prefix := range releaseNames {
			c = x.assigned(c, prefix)
		}
	case settings:
		c = x.assigned(c, "")
	case profile:
		c = x.assigned(c, "")
		c.Opts |= domain.OptForeign
	case procedures:
		c.Opts |= domain.OptForeign
	default:
		c = x.unknownCode(c)
	}
	return x.proof.AnyCommand(cl, c)
}

// releaseNames begin the names that os-release(5) and lsb-release assign.
var releaseNames = []string{"NAME", "VERSION", "ID", "PRETTY_NAME", "ANSI_COLOR", "CPE_NAME", "VENDOR_", "HOME_URL", "DOCUMENTATION_URL", "SUPPORT_", "BUG_REPORT_URL",
	"PRIVACY_POLICY_URL", "LOGO", "BUILD_ID", "VARIANT", "IMAGE_", "PLATFORM_ID", "DEFAULT_HOSTNAME", "ARCHITECTURE", "SYSEXT_", "CONFEXT_", "PORTABLE_PREFIXES",
	"DISTRIB_", "UBUNTU_", "DEBIAN_", "REDHAT_", "CENTOS_", "ROCKY_", "ALMALINUX_", "ORACLE_", "LSB_VERSION"}

// natureOf tells by its name what a file may do. What begins in a folder that is not known is told by its end.
func natureOf(file value.Value) fileNature {
	t := ""
	for _, p := range file {
		if p.Sym == nil {
			t += p.Lit
		} else {
			t += "\x00"
		}
	}
	base := path.Base(t)
	if strings.Contains(base, "\x00") && !strings.HasPrefix(path.Ext(base), ".") {
		base = ""
	}
	switch base {
	case "os-release", "lsb-release", "initrd-release":
		return release
	case "ocf-shellfuncs", ".ocf-shellfuncs", "ocf-directories", "ocf-returncodes", "ocf-binaries", // OCF Resource Agent API: resource-agents, heartbeat
		"dracut-lib.sh", "dracut-dev-lib.sh", "dracut-initramfs", "shunit2", "bats-support", "bash-preexec.sh": // dracut.modules(7), shUnit2
		return profile
	case ".bashrc", ".profile", ".bash_profile", ".zshrc", "activate", "bash_completion", "nvm.sh", "profile", "bash.bashrc":
		return profile
	}
	switch t {
	case "/etc/environment", "/etc/locale.conf", "/etc/vconsole.conf", "/proc/cmdline": // pam_env(8): lines of NAME=value
		return settings
	case "/lib/lsb/init-functions", "/usr/lib/lsb/init-functions", "/etc/init.d/functions", "/etc/rc.d/init.d/functions", "/etc/rc.status",
		"/etc/rc.subr", "/etc/rc.common", "/usr/share/debconf/confmodule", "/lib/init/vars.sh", "/lib/init/init-d-script":
		return procedures
	}
	for _, folder := range []string{"/etc/default/", "/etc/sysconfig/", "/etc/conf.d/"} {
		if strings.HasPrefix(t, folder) && path.Ext(base) != ".sh" && !strings.Contains(base, "functions") {
			return settings
		}
	}
	switch path.Ext(base) {
	case ".conf", ".cfg", ".env", ".config", ".properties", ".ini", ".vars", ".defaults":
		return settings
	}
	return anyCode
}

// assignsOnly reports whether a text that eval runs gives one variable a text: "$name=…", where only the name is not known; and how
// its name begins.
func assignsOnly(text value.Value) (prefix string, ok bool) {
	for i, p := range text {
		if p.Sym != nil {
			continue
		}
		name, rest, assigned := strings.Cut(p.Lit, "=")
		if strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			return "", false
		}
		if i == 0 {
			prefix = name
		}
		if assigned {
			return prefix, i > 0 && !strings.ContainsAny(rest, ";|&`\n")
		}
	}
	return "", false
}

// settingsPrinters are the commands whose output is meant for eval, and assigns variables of a kind.
var settingsPrinters = map[string]bool{"ssh-agent": true, "dircolors": true, "resize": true, "keychain": true, "direnv": true, "brew": true, "rbenv": true, "pyenv": true,
	"nodenv": true, "opam": true, "minikube": true, "docker-machine": true, "gpg-agent": true, "dbus-launch": true, "locale": true, "apt-config": true,
	"blkid": true, "lsblk": true, "findmnt": true, "udevadm": true, "systemctl": true, "dpkg-architecture": true, "pkg-config": true, "stat": true, "date": true}

// printsSettings reports whether the text that eval is given is what such a command prints.
func printsSettings(args []domain.Field) bool {
	if len(args) != 2 || args[1].Word == nil {
		return false
	}
	parts := args[1].Word.Parts
	if len(parts) == 1 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			parts = q.Parts
		}
	}
	if len(parts) != 1 {
		return false
	}
	c, ok := parts[0].(*syntax.CmdSubst)
	if !ok || len(c.Stmts) != 1 {
		return false
	}
	call, ok := c.Stmts[0].Cmd.(*syntax.CallExpr)
	return ok && len(call.Args) > 0 && settingsPrinters[path.Base(call.Args[0].Lit())]
}
