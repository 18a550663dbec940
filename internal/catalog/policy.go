package catalog

import "slices"

// A Policy is what a configuration asks of destructive commands beyond a guard.
type Policy struct {
	// Backup are the kinds of targets of which a backup has to have succeeded before.
	Backup []Kind
	// Local says that the machine which destroys has to be the one that is asked.
	Local bool
}

// WantsBackup reports whether targets of a kind have to be saved before.
func (p Policy) WantsBackup(k Kind) bool { return slices.Contains(p.Backup, k) }

// empty reports whether nothing is asked.
func (p Policy) empty() bool { return len(p.Backup) == 0 && !p.Local }
