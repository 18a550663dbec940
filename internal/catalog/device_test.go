package catalog

import (
	"strings"
	"testing"
)

func TestDevice(t *testing.T) {
	c := Builtin()
	for _, p := range strings.Fields("/dev/sda /dev/nvme0n1p2 /dev/mapper/x /dev/disk/by-id/x /dev/vg/lv /dev/md0 /dev/loop0 /dev/md/root /dev/vda1 //dev//sda /dev/mmcblk0 /dev/dm-3 /dev/ram0 /dev/zvol/tank/v /dev/sd?") {
		if !c.Device(p) {
			t.Errorf("Device(%s) is false", p)
		}
	}
	for _, p := range strings.Fields("/dev/null /dev/zero /dev/stdout /dev/stderr /dev/tty /dev/tty1 /dev/ttyS0 /dev/fd/3 /dev/shm/x /dev/tcp/h/1 /dev/udp/h/1 /dev/tcp// /dev/net /dev/udp /dev/pts/0 /dev/ /dev /tmp/x sda dev/sda /dev/../etc/x /dev/mapper/control /dev/console /dev/kmsg /dev/random /dev/full") {
		if c.Device(p) {
			t.Errorf("Device(%s) is true", p)
		}
	}
}

func TestNameVerdict(t *testing.T) {
	for name, want := range map[string]verdict{
		"DEV": saysDevice, "disk": saysDevice, "TARGET": saysDevice, "target_disk": saysDevice, "bootPart": saysDevice, "IMAGE_DISK": saysDevice, "mydisk": saysDevice, "swap_dev": saysDevice,
		"OUT_FILE": saysFile, "outfile": saysFile, "imgFile": saysFile, "DISK_IMAGE": saysFile, "diskimg": saysFile, "log": saysFile, "backup2": saysFile, "key": saysFile, "tmp": saysFile,
		"x": saysNothing, "": saysNothing, "1": saysNothing, "d": saysNothing, "start": saysNothing, "layout": saysNothing,
	} {
		if got := nameVerdict(name); got != want {
			t.Errorf("nameVerdict(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestAnswers(t *testing.T) {
	c := Builtin()
	for s, want := range map[string][2]bool{
		"idle": {true, false}, "Drained\n": {true, false}, "active": {false, true}, "in-use": {false, true}, "inactive": {true, false},
		`{"state": "idle"}`: {true, false}, `state=active`: {false, true}, `"idle"`: {true, false}, "": {false, false}, "shard7": {false, false},
		`{"a":"idle","b":"active"}`: {false, false}, "PRIMARY": {false, true}, "0": {false, false},
	} {
		if c.IdleWord(s) != want[0] || c.ActiveWord(s) != want[1] {
			t.Errorf("%q: idle %v active %v, want %v", s, c.IdleWord(s), c.ActiveWord(s), want)
		}
	}
}

func TestFlagFile(t *testing.T) {
	for p, want := range map[string][2]bool{
		"/etc/drained": {true, false}, "/run/host-idle.flag": {true, false}, "/etc/ok-to-wipe": {true, false}, "/var/run/maintenance": {true, false},
		"/etc/do-not-wipe": {false, true}, "/etc/DO_NOT_WIPE": {false, true}, "/run/in_use": {false, true}, "/etc/primary": {false, true}, "/run/not-in-use": {true, false},
		"/etc/passwd": {false, false}, "/etc/idle/x": {false, false}, "/run/active-idle": {false, false}, "$x": {false, false}, "/etc/\x00h\x00-drained": {true, false}, "/run/interactive": {false, false},
	} {
		idle, active := Builtin().FlagFile(p)
		if idle != want[0] || active != want[1] {
			t.Errorf("FlagFile(%q) = %v, %v, want %v", p, idle, active, want)
		}
	}
}
