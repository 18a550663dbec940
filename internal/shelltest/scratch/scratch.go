// Package scratch makes the folders in which scripts are run.
package scratch

import "os"

// Make makes a folder, in memory where the system has a place for that: a run of a script is short, and on a disk half of its time
// goes into making and removing files. Else it is among the other temporary folders. The caller removes it.
func Make(prefix string) (string, error) {
	if memory := inMemory(); memory != "" {
		if dir, err := os.MkdirTemp(memory, prefix); err == nil {
			return dir, nil
		}
	}
	return os.MkdirTemp("", prefix)
}
