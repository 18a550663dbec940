package catalog

import (
	"path"
	"slices"
	"strings"
	"unicode"
)

// Device tells whether a path is that of a block device: /dev/sda, /dev/mapper/x, /dev/vg/lv; not /dev/null, /dev/tty1,
// /dev/shm/x. Unknown text may stand in it: the path of /dev/"$disk" is one.
func (c *Catalog) Device(path string) bool { return isDevice(path) }

// MayBeDevice tells whether a text that is known only in part may be a disk's path, as a person would say who reads it.
func (c *Catalog) MayBeDevice(text string) bool { return mayBeDevice(text) }

// NamesNothing tells whether a variable's name says neither that its value is a device nor that it is a file.
func (c *Catalog) NamesNothing(name string) bool { return nameVerdict(name) == saysNothing }

// NamesFile tells whether a variable's name says that it holds a file, and not merely some path or output, which may be a device.
func (c *Catalog) NamesFile(name string) bool {
	words := nameWords(name)
	if nameVerdict(name) != saysFile {
		return false
	}
	last := words[len(words)-1]
	return oneOf(surelyFiles, last) || hasEnd(last, surelyFiles)
}

// surelyFiles are the words of a variable's name that nobody gives to one for a device.
var surelyFiles = []string{"file", "files", "filename", "img", "image", "images", "iso", "tarball", "tempfile", "logfile", "swapfile", "qcow", "vmdk", "initrd"}

// notDisks are the names below /dev that are no disks: character devices, folders of other things. Those that
// end in "*" are prefixes, for those that end in "/" everything below is meant.
var notDisks = []string{
	"null", "nul", "zero", "full", "random", "urandom", "tty*", "console", "ptmx", "pts/", "pts", "fd/", "fd", "stdin", "stdout", "stderr", "shm/", "shm",
	"tcp/", "udp/", "kmsg", "log", "kvm", "fuse", "cuse", "net/", "input/", "vcs*", "snd/", "hugepages*", "mqueue*", "watchdog*", "rtc*",
	"hpet", "mem", "port", "mapper/control", "mapper", "loop-control", "bus/", "char/", "disk", "block", "usb/", "virtio-ports/", "vport*", "dri/", "vfio/", "hwrng",
	"hw_random", "cpu*", "initctl", "lp*", "video*", "i2c*", "ipmi*", "ppp", "rfkill", "userio", "vhost*", "tpm*", "autofs",
	"btrfs-control", "core", "uinput", "uhid", "xconsole", "ptp*", "pps*", "gpio*", "spidev*", "infiniband/", "nvidia*", "mei*",
	"fb*", "iio:*", "hidraw*", "media*", "dsp*", "audio*", "mixer*", "cec*", "psaux", "raw/rawctl", "snapshot", "zfs", "dm-control", "md", "cdrom*", "sr*", "dvd*", "pty*", "uio*", "dma_heap/", "zram*", ".*",
}

func isDevice(text string) bool {
	name, ok := strings.CutPrefix(path.Clean(text), "/dev/")
	if !ok || name == "" || strings.HasPrefix(name, "null") && !strings.HasPrefix(name, "nullb") { // also what text that is put together has behind it
		return false
	}
	if !strings.ContainsAny(name, "/*?[") && strings.Contains(name, ".") && !strings.Contains(name, Unknown) {
		return false // /dev/init.log: a file in memory, as the early stages of a boot write them
	}
	// A glob such as /dev/sd* stands for disks; "." and ".." do not get through Clean.
	for _, n := range notDisks {
		switch n[len(n)-1] {
		case '*', '/':
			n = strings.TrimSuffix(n, "*")
			if strings.HasPrefix(name, n) || name+"/" == n {
				return false
			}
		default:
			if name == n {
				return false
			}
		}
	}
	return true
}

// mayBeDevice tells whether a text that is known only in part may be a device's path. A command that destroys a device
// often works on a file too (dd, mkfs, shred), so the answer is what a person would say who reads the text:
//
//   - what begins with /dev/ is a device unless isDevice denies it;
//   - what begins with any other known text is none: /tmp/$x, disk$n.img;
//   - with the beginning unknown, known text that is a file's (".img", a further path element) says file;
//   - else the variables' names decide, the last one that says something, and in it the last word that does:
//     $OUT_FILE, $image and $logfile are files, $IMAGE_DISK, $loop and $TARGET are devices;
//   - what says nothing may be a device.
func mayBeDevice(text string) bool {
	if strings.HasPrefix(text, "/dev/") {
		return isDevice(text)
	}
	if !strings.HasPrefix(text, Unknown) {
		return false
	}
	parts := strings.Split(text, Unknown)
	verdict := saysNothing
	for i := len(parts) - 1; i >= 0; i-- {
		if i%2 == 0 {
			switch part := parts[i]; {
			case strings.Contains(part, "/dev/"):
				return true
			case fileSuffix(part), inSystemFolder(part):
				return false
			}
		} else if verdict == saysNothing {
			verdict = nameVerdict(parts[i])
		}
	}
	if verdict != saysNothing {
		return verdict == saysDevice
	}
	// $dir/$x is a file, whatever $x is: folders of devices have names that say so.
	for i := 2; i < len(parts); i += 2 {
		if strings.Contains(parts[i], "/") {
			return false
		}
	}
	return true
}

type verdict int

const (
	saysNothing verdict = iota
	saysFile
	saysDevice
)

var (
	fileWords = []string{
		"file", "files", "filename", "img", "image", "images", "iso", "out", "output", "log", "logs", "tmp", "temp", "tempfile", "mktemp",
		"archive", "tarball", "tar", "tgz", "gz", "bak", "backup", "backups", "dump", "swap", "key", "keyfile", "qcow", "raw", "vmdk", "dest_path",
		"path", "dir", "folder", "null", "pipe", "fifo", "config", "conf", "rootfs", "initrd", "kernel", "txt", "bin", "home", "cache",
		"ramdisk", "initramfs", "cpio", "nonce", "creds", "credentials", "token", "secret", "keyring", "cert", "pem", "json", "yaml", "yml", "zip", "tty",
	}
	deviceWords = []string{
		"dev", "device", "devices", "disk", "disks", "drive", "drives", "part", "partition", "partitions", "volume", "vol", "lv", "pv", "target",
		"block", "blk", "blkdev", "hdd", "ssd", "nvme", "loop", "loopdev", "md", "raid", "usb", "sd", "sda", "sdb", "sdcard", "boot", "efi", "esp",
		"root", "devs", "member", "osd", "journal", "luks", "crypt", "mapper", "array", "lun", "stick",
	}
	// Ends of words that are written together: outfile, mydisk.
	fileEnds   = []string{"file", "img", "image", "iso", "tarball", "backup", "dump"}
	deviceEnds = []string{"dev", "disk", "drive", "device", "partition", "part"}
)

// nameVerdict says what a variable's name says of its value.
func nameVerdict(name string) verdict {
	words := nameWords(name)
	for i := len(words) - 1; i >= 0; i-- {
		w := words[i]
		switch {
		case oneOf(deviceWords, w):
			return saysDevice
		case oneOf(fileWords, w):
			return saysFile
		case hasEnd(w, deviceEnds):
			return saysDevice
		case hasEnd(w, fileEnds):
			return saysFile
		}
	}
	return saysNothing
}

// looseOptions tells whether an unquoted unknown word holds options rather than an operand: $opts, $MKFS_FLAGS.
func looseOptions(word string) bool {
	name, ok := strings.CutPrefix(word, Unknown)
	if !ok {
		return false
	}
	name, ok = strings.CutSuffix(name, Unknown)
	words := nameWords(name)
	if !ok || len(words) == 0 {
		return false
	}
	for _, w := range words { // $MKFS_OPTS_BOOT, $mkfsopts
		if oneOf([]string{"opts", "options", "flags", "args"}, w) {
			return true
		}
	}
	last := words[len(words)-1]
	return oneOf([]string{"opt", "option", "flag", "arg"}, last) || hasEnd(last, []string{"opts", "options", "flags", "args"})
}

// nameWords splits a variable's name at underscores, digits and capitals into lower-case words: "diskImage2" → disk, image.
func nameWords(name string) []string {
	var words []string
	start, lower := -1, false
	end := func(i int) {
		if start >= 0 {
			words = append(words, strings.ToLower(name[start:i]))
		}
		start = -1
	}
	for i, r := range name {
		if !unicode.IsLetter(r) {
			end(i)
			lower = false
			continue
		}
		if lower && unicode.IsUpper(r) {
			end(i)
		}
		if start < 0 {
			start = i
		}
		lower = unicode.IsLower(r)
	}
	end(len(name))
	return words
}

// systemFolders hold files; devices are below /dev only.
var systemFolders = []string{"/etc/", "/usr/", "/var/", "/opt/", "/home/", "/root/", "/boot/", "/srv/", "/tmp/", "/run/", "/lib/", "/bin/", "/sbin/", "/proc/", "/sys/"}

// inSystemFolder tells whether a text that follows an unknown one leads into a folder of the system: "$TARGET_ROOT/etc/apt/sources.list".
func inSystemFolder(text string) bool {
	return slices.ContainsFunc(systemFolders, func(f string) bool { return strings.HasPrefix(text, f) && len(text) > len(f) })
}

func fileSuffix(text string) bool {
	text = strings.ToLower(text)
	return hasEnd(text, []string{
		".img", ".iso", ".raw", ".qcow2", ".qcow", ".vmdk", ".vdi", ".vhd", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".zip", ".log", ".tmp",
		".bak", ".txt", ".out", ".bin", ".swap", ".swp", ".key", ".dat", ".file", ".ext4", ".ext2", ".squashfs", ".dump", ".sql", ".disk", "file",
	})
}

func oneOf(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

func hasEnd(s string, ends []string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// SurelyDevice tells whether a text that is known only in part is a disk's path: it says so where it is written, or the name of the
// variable that it is says so.
func (c *Catalog) SurelyDevice(text string) bool { return surelyDevice(text) }

func surelyDevice(text string) bool {
	if rest, ok := strings.CutPrefix(text, "/dev/"+Unknown); ok {
		name, _, _ := strings.Cut(rest, Unknown)
		words := nameWords(name)
		return isDevice(text) && nameVerdict(name) != saysFile && !slices.ContainsFunc(words, func(w string) bool { return oneOf(otherDevices, w) || hasEnd(w, []string{"tty", "port"}) })
	}
	name, end, ok := strings.Cut(strings.TrimPrefix(text, Unknown), Unknown)
	if !ok || !strings.HasPrefix(text, Unknown) || strings.Trim(end, "p0123456789") != "" && !partitionNumber(end) {
		return false
	}
	return namesDevice(name)
}

// partitionNumber tells whether what follows a disk's name is the number of a partition that is not known: "$disk$n".
func partitionNumber(end string) bool {
	end = strings.TrimPrefix(end, "p")
	return strings.HasPrefix(end, Unknown) && strings.HasSuffix(end, Unknown) && strings.Count(end, Unknown) == 2
}

// otherDevices are words of names of variables for what stands in /dev and is no disk.
var otherDevices = []string{"tty", "term", "terminal", "console", "port", "serial", "uart", "modem", "fd", "lp", "printer", "input", "mixer", "dsp", "video", "camera", "rtc", "watchdog"}

// NamesDevice tells whether a variable's name says that it holds a disk, and nothing else.
func (c *Catalog) NamesDevice(name string) bool { return namesDevice(name) }

func namesDevice(name string) bool {
	words := nameWords(name)
	if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool {
		return oneOf(otherDevices, w) || oneOf([]string{"net", "network", "audio", "cgroup", "null"}, w)
	}) {
		return false
	}
	last := words[len(words)-1]
	return oneOf([]string{"dev", "device", "disk", "drive", "hdd", "ssd", "sdcard", "partition"}, last) || hasEnd(last, []string{"disk", "device", "blkdev", "rootdev", "drive"})
}
