// Package rules carries the built-in catalogue: what is destructive, what is a guard, what wraps what.
package rules

import "embed"

// FS holds the catalogue's files.
//
//go:embed *.toml
var FS embed.FS
