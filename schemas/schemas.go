// Package schemas carries the JSON schemas of what people and programs write and read: the configuration and the results.
package schemas

import "embed"

// FS holds config.json and results.json. Editors find them at the addresses in their $id.
//
//go:embed *.json
var FS embed.FS
