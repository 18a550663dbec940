package value

import "github.com/wipelint/wipelint/internal/symexec/place"

// Paths are seen from the folder that the script is in: `cd /var/lib/mysql && rm -rf ./*` deletes what rm -rf /var/lib/mysql/* does.
// Where a cd may have failed, or may have stayed, the folder is one that nobody meant.

// An Astray is how a script has come to be in another folder than the one that it wanted to go to.
type Astray struct {
	At   place.Range // the cd
	Cd   string      // as written
	Word place.Range // its operand
	// Names is what is empty in the operand: "$x". It is "" where the cd has failed.
	Names string
	// Home says that cd then goes to the home folder; else it stays where it is.
	Home bool
	// Start says that the script has gone to no folder at all: it is where it was started.
	Start bool
	// Said says that only somebody who gives an empty text on purpose makes it so, or that only some of the files there are meant.
	Said bool
}
