package proof

import (
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// mostLookups is how many steps from a text back to the questions that it comes from are followed.
const mostLookups = 6

// lookedUpBy reports whether a value came out of a question's answer, whatever the script has done with the text since: a question
// that finds the target did not look at another one.
func lookedUpBy(v value.Value, a *value.Ask, depth int) bool {
	for _, p := range v {
		if p.Sym != nil && symbolOf(p.Sym, a, depth) {
			return true
		}
	}
	return false
}

// LookedUpBy is lookedUpBy for a whole target.
func LookedUpBy(v value.Value, a *value.Ask) bool { return lookedUpBy(v, a, 0) }

func symbolOf(s *value.Sym, a *value.Ask, depth int) bool {
	if s == nil || depth > mostLookups {
		return false
	}
	if s.Source != nil && s.Source.PlaceAsk == a.PlaceAsk {
		return true
	}
	for _, from := range []*value.Sym{s.List, s.Root, s.Behind, s.WordsOf} {
		if from != s && symbolOf(from, a, depth+1) {
			return true
		}
	}
	for _, given := range s.Asked {
		if lookedUpBy(given, a, depth+1) {
			return true
		}
	}
	return false
}

// AsksByName reports whether a question has a name in it that the script was given: "http://cmdb/hosts/$h/state", and not the page of a
// project's versions.
func AsksByName(a *value.Ask) bool {
	for _, w := range a.Words[1:] {
		for _, p := range w {
			if p.Sym != nil && (isName(p.Sym.Origin()) || p.Sym.Origin().Kind == value.SymEnv) {
				return true
			}
		}
	}
	return false
}

// thingName is text that names a device or a file, and no kind of them.
var thingName = regexp.MustCompile(`/.|^(sd|hd|vd|xvd)[a-z]|^(nvme|mmcblk|nbd|loop|md|dm-)[0-9]`)

// soughtName is the device or file whose lines a script looked for in an answer about all of them; "" where it looked for no such thing.
func (x *Ledger) soughtName(st *domain.State, f domain.Fact) string {
	pat, ok := x.tools.Abouts[f.About]
	if !ok {
		return ""
	}
	pat = st.Resolve(pat)
	if name := strings.Trim(pat.String(), "^$ "); pat.FirstSym() != nil || thingName.MatchString(name) {
		return name
	}
	return ""
}

// routine reports whether a guard asks only about units that say nothing of a machine's use.
func (x *Ledger) routine(st *domain.State, a *value.Ask) bool {
	for _, t := range a.Targets {
		if t.Kind != catalog.KindService || !x.mechanism(st.Resolve(t.V)) {
			return false
		}
	}
	return len(a.Targets) > 0
}

// ofScript reports whether a name is that of the script itself, or what is computed from it: whether another run of the script goes on is a lock,
// and says nothing of what it destroys.
func ofScript(v value.Value, depth int) bool {
	if depth > mostLookups {
		return false
	}
	for _, p := range v {
		s := p.Sym
		if s == nil {
			continue
		}
		if s.Kind == value.SymScript {
			return true
		}
		if s.Root != nil && s.Root != s && ofScript(value.SymValue(s.Root), depth+1) || slices.ContainsFunc(s.Asked, func(a value.Value) bool { return ofScript(a, depth+1) }) {
			return true
		}
	}
	return false
}

// AsksOfScript reports whether a question is about runs of the script itself.
func AsksOfScript(a *value.Ask) bool {
	return slices.ContainsFunc(a.Targets, func(t value.Target) bool { return t.Kind == catalog.KindService && ofScript(t.V, 0) })
}

// housekeeping are the services that machines run whether anybody uses them or not, and that keep no data of their own.
var housekeeping = regexp.MustCompile(`^(?i:networkmanager.*|sshd?|dropbear|chronyd?|ntpd?|ntpsec|openntpd|firewalld|ufw|nftables|iptables|crond?|cronie|atd|anacron|` +
	`r?syslogd?|syslog-ng|systemd-.*|dbus.*|udev|udevd|polkitd?|avahi.*|bluetooth|cups.*|auditd|tuned|irqbalance|haveged|rngd|acpid|upower|wpa_supplicant.*|` +
	`dhclient|dhcpcd|connman|iwd|networking|network|getty.*|serial-getty.*|cloud-init.*|snapd.*|unattended-upgrades|packagekit|fstrim|logrotate|` +
	`dnsmasq|resolvconf|unbound|multipathd|lvm2-.*|iscsid|open-iscsi|rpcbind|smartd|watchdog|fail2ban|apparmor)(\.service)?$`)

// mechanism reports whether a unit of the service manager is one that runs on every machine, or no service at all but what the manager
// does by itself: that it is active says nothing of whether the machine is in use, and that it is not says as little.
func (x *Ledger) mechanism(unit value.Value) bool {
	if len(unit) == 0 || unit[len(unit)-1].Sym != nil {
		return false
	}
	name := unit[len(unit)-1].Lit
	if len(unit) == 1 {
		is, ok := x.housekeepers[name]
		if !ok {
			if x.housekeepers == nil {
				x.housekeepers = map[string]bool{}
			}
			is = housekeeping.MatchString(name)
			x.housekeepers[name] = is
		}
		if is {
			return true
		}
	}
	for _, end := range []string{".mount", ".automount", ".device", ".target", ".timer", ".socket", ".path", ".swap", ".slice", ".scope"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
