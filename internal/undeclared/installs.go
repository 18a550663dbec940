package undeclared

import (
	"bytes"
	"regexp"
)

// Answers that an installer is given to wipe disks with: they stand in a text that the script writes, and an installer, or what makes a
// medium or a machine for one, is handed the file.

// installers are commands that an installer's answers are given to: anaconda(8), virt-install(1) --initrd-inject, livecd-creator(8),
// livemedia-creator(1), mkksiso(1), cloud-localds(1), cobbler(1), virt-builder(1), fai(8), AutoYaST documentation, yast2 autoyast.
var installers = map[string]bool{
	"anaconda": true, "virt-install": true, "livecd-creator": true, "livemedia-creator": true, "appliance-creator": true, "image-creator": true, "mkksiso": true,
	"cloud-localds": true, "cobbler": true, "ubuntu-autoinstall-generator": true, "autoinstall-iso": true, "coreos-installer": true, "proxmox-auto-install-assistant": true,
	"debian-installer": true, "subiquity": true, "curtin": true, "calamares": true, "yast2": true, "yast": true, "archinstall": true, "setup-alpine": true, "xorriso": true, "genisoimage": true,
	"mkisofs": true, "kexec": true,
}

// wipesDisks are answers by which a whole disk is partitioned anew: Kickstart documentation, clearpart, zerombr, ignoredisk; the example
// preseed file of the Debian installer, partman-auto; subiquity's autoinstall reference, storage; AutoYaST documentation, partitioning.
var wipesDisks = regexp.MustCompile(`(?m)^[^#\n]*\b(?:clearpart\s+.*--(?:all|drives|list|initlabel)|zerombr|ignoredisk\s+--only-use|partman-auto/(?:method|disk|choose_recipe)|partman/confirm\b|wipe:\s*superblock|autoinstall:|<initialize\s.*>true<|<use>all<|wipe_table\b)`)

// answers reports whether a text holds such answers.
func answers(text []byte) bool {
	for _, sign := range []string{"clearpart", "zerombr", "ignoredisk", "partman", "superblock", "autoinstall", "initialize", "<use>", "wipe_table"} {
		if bytes.Contains(text, []byte(sign)) {
			return wipesDisks.Match(text)
		}
	}
	return false
}
