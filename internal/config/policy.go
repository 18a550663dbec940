package config

import (
	"slices"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/catalog/strict"
)

// backedUp are the kinds of targets that can be saved before they go, by default and at most.
var backedUp = []string{string(catalog.KindDatabase), string(catalog.KindPath), string(catalog.KindDevice), string(catalog.KindResource)}

// policy reads [policy].
func (c *Config) policy(t *strict.Table) {
	if t == nil {
		return
	}
	if t.Has("local") {
		c.Policy.Local = t.Bool("local")
		c.lines["policy.local"] = origin{c.Path, t.Line("local")}
	}
	if t.Has("backup") {
		c.Policy.Backup = nil
		c.lines["policy.backup"] = origin{c.Path, t.Line("backup")}
		switch backup := t.String("backup"); backup {
		case "required":
			c.Policy.Backup = []catalog.Kind{catalog.KindDatabase, catalog.KindPath}
		case "off":
		default:
			t.Fail("backup", `unknown "backup" %q; write "required", or "off" to take back what an extended file says`, backup)
		}
	}
	if t.Has("backup-of") {
		if len(c.Policy.Backup) == 0 {
			t.FailKey("backup-of", `"backup-of" names the kinds of targets for backup = "required"; add that`)
		}
		c.Policy.Backup = nil
		for _, k := range t.Strings("backup-of") {
			if !slices.Contains(backedUp, k) {
				t.Fail("backup-of", "unknown kind %q%s; known are %s", k, strict.DidYouMean(k, backedUp), strings.Join(backedUp, ", "))
				continue
			}
			c.Policy.Backup = append(c.Policy.Backup, catalog.Kind(k))
		}
	}
	t.Done()
}
