package catalog

import "slices"

// Asks is what a guard's question is about. Only what is asked about use, content or state tells whether data may be destroyed.
type Asks string

// What a question may be about.
const (
	AsksUse       Asks = "use"       // does something use it: a process, a mount, a session, a job, a member
	AsksContent   Asks = "content"   // what is on it: signatures, rows, files, keys
	AsksState     Asks = "state"     // which state is it in
	AsksExistence Asks = "existence" // is it there
	AsksListing   Asks = "listing"   // names, sizes, models, layout, versions, health, text that is fetched
	AsksBackup    Asks = "backup"    // has a copy of it been made
)

var allAsks = []string{string(AsksUse), string(AsksContent), string(AsksState), string(AsksExistence), string(AsksListing), string(AsksBackup)}

// Proves reports whether an answer to the guard's question can show that data may be destroyed.
func (g *Guard) Proves() bool { return g.Asks != AsksListing }

// Accuses reports whether a script that goes on in spite of the guard's answer is wrong: "it is there, so destroy it" is not.
func (g *Guard) Accuses() bool { return g.Asks != AsksListing && g.Asks != AsksExistence }

// A Sense is what a word of an answer says.
type Sense uint8

// What words say. A word of transition, such as draining, is still in use; one of which nobody knows is SenseUnknown.
const (
	SenseUnknown Sense = iota
	SenseIdle
	SenseActive
	SenseTransition
	SenseRole
)

// transitionWords are states on the way from one to another, or such that mean both by the tool that says them.
var transitionWords = []string{
	"draining", "activating", "deactivating", "stopping", "starting", "reloading", "pending", "shutting-down", "terminating", "completing", "mixed", "migrating",
	"resyncing", "recovering", "rebuilding", "joining", "leaving", "moving", "deleting", "creating", "updating", "modifying", "provisioning", "deprovisioning",
	"cleaning", "reserved", "available", "unknown", "error", "failed", "degraded", "paused", "suspended", "preparing", "detaching", "attaching", "ext2", "ext3", "ext4", "xfs",
	"btrfs", "vfat", "ntfs", "zfs_member", "lvm2_member", "linux_raid_member", "crypto_luks", "swap", "iso9660",
}

var transitionSet, notTransition = setOf(transitionWords), setOf(append(slices.Clone(activeWords), idleWords...))

// Sense is what a word says as an answer to a guard; a guard's own words go before those that answers have in general.
func (c *Catalog) Sense(g *Guard, text string) Sense {
	if g != nil {
		own := []struct {
			words []string
			sense Sense
		}{{g.Transition, SenseTransition}, {g.ActiveWords, SenseActive}, {g.QueryIdleWords, SenseIdle}, {g.IdleWords, SenseIdle}}
		for _, o := range own {
			if saysOneOf(text, o.words) {
				return o.sense
			}
		}
	}
	switch {
	case hasWord(text, transitionSet, notTransition):
		return SenseTransition
	case c.IdleWord(text):
		return SenseIdle
	case c.ActiveWord(text):
		return SenseActive
	case c.RoleWord(text):
		return SenseRole
	}
	return SenseUnknown
}

// saysOneOf reports whether an answer is one of a guard's own words, which may have blanks in them: "shut off".
func saysOneOf(answer string, words []string) bool {
	answer = unquoted(answer)
	return slices.ContainsFunc(words, func(w string) bool { return unquoted(w) == answer })
}
