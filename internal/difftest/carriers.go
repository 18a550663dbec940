package difftest

import (
	"maps"
	"slices"
)

// watchEnds is how the world says that watch ends after two rounds.
const watchEnds = 9

// carrierFailures are the commands that the stub runs another one through, at the places that their operands name, each with how
// a call of it may end that never comes to the command; none where the command behind it would not start either. Real ones of
// tools, such as env and xargs, find only stubs in PATH.
var carrierFailures = map[string][]answer{
	"sudo": nil, "doas": nil, "nice": nil, "ionice": nil, "nohup": nil, "setsid": nil, "stdbuf": nil, "nsenter": nil, "unshare": nil,
	"timeout":     failing(124),
	"chroot":      failing(125),
	"systemd-run": failing(1),
	"flock":       failing(1),
	"ssh":         failing(255),
	"docker":      failing(1),
	"podman":      failing(125),
	"kubectl":     failing(1),
	"pdsh":        failing(255), "dsh": failing(255), "clush": failing(255), "pssh": failing(4), "ansible": failing(4), "salt": failing(1),
	"parallel": failing(255),
	"watch":    append(failing(1), answer{none, watchEnds, ""}),
}

func failing(status int) []answer { return []answer{{none, 0, ""}, {none, status, ""}} }

func carrierNames() []string { return slices.Sorted(maps.Keys(carrierFailures)) }
