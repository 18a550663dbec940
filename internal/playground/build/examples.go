package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
)

// A folder is an incident with its scripts.
type folder struct {
	Name    string    `json:"name"`
	Title   string    `json:"title"`
	Config  string    `json:"config"` // the text of its .wipelint.toml
	Scripts []example `json:"scripts"`
}

// An example is a script, and what its folder's README says of it.
type example struct {
	Name  string `json:"name"`
	Twin  string `json:"twin"` // the correct script that it differs from
	Rule  string `json:"rule"` // "" where nothing is wrong
	Story string `json:"story"`
	// Pending says that the rule does not find it yet.
	Pending bool   `json:"pending"`
	Text    string `json:"text"`
}

// readExamples reads the incidents below a folder. What a README's table leaves out is an error, so that no example is forgotten.
func readExamples(root string) ([]folder, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, err
	}
	pending, err := readPending(filepath.Join(root, "..", "manifest.toml"))
	if err != nil {
		return nil, err
	}
	var out []folder
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		f, err := readFolder(filepath.Join(root, entry.Name()))
		if err != nil {
			return nil, err
		}
		for i := range f.Scripts {
			f.Scripts[i].Pending = pending[filepath.Base(root)+"/"+f.Name+"/"+f.Scripts[i].Name]
		}
		out = append(out, *f)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("there are no examples in %s", root)
	}
	return out, nil
}

// readPending gives the scripts of which a manifest says that the analyser does not agree with it yet.
func readPending(manifest string) (map[string]bool, error) {
	var known struct {
		Script []struct{ File, Pending string }
	}
	if _, err := toml.DecodeFile(manifest, &known); err != nil {
		return nil, err
	}
	pending := map[string]bool{}
	for _, s := range known.Script {
		if s.Pending != "" {
			pending[s.File] = true
		}
	}
	return pending, nil
}

func readFolder(path string) (*folder, error) {
	readme := filepath.Join(path, "README.md")
	text, err := os.ReadFile(readme)
	if err != nil {
		return nil, err
	}
	f := &folder{Name: filepath.Base(path)}
	known := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(line, "# "); ok && f.Title == "" {
			f.Title = title
		}
		cells := cellsOf(line)
		if len(cells) != 4 || filepath.Ext(cells[0]) != ".sh" {
			continue
		}
		script, err := os.ReadFile(filepath.Join(path, cells[0]))
		if err != nil {
			return nil, fmt.Errorf("%s names a script that cannot be read: %w", readme, err)
		}
		e := example{Name: cells[0], Twin: cells[1], Rule: cells[2], Story: strings.ReplaceAll(cells[3], "`", ""), Text: string(script)}
		if e.Rule == "none" {
			e.Rule = ""
		}
		known[e.Name] = true
		f.Scripts = append(f.Scripts, e)
	}
	names, err := filepath.Glob(filepath.Join(path, "*.sh"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if !known[filepath.Base(name)] {
			return nil, fmt.Errorf("the table in %s lacks %s", readme, filepath.Base(name))
		}
	}
	for _, e := range f.Scripts {
		if e.Twin != "" && !known[e.Twin] {
			return nil, fmt.Errorf("the table in %s lacks %s, the twin of %s", readme, e.Twin, e.Name)
		}
	}
	config, err := os.ReadFile(filepath.Join(path, ".wipelint.toml"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f.Config = string(bytes.ToValidUTF8(config, []byte("\ufffd")))
	return f, nil
}

// cellsOf takes a row of a Markdown table apart, and gives nil for another line. \| is a bar within a cell.
func cellsOf(line string) []string {
	row, ok := strings.CutPrefix(line, "|")
	if !ok {
		return nil
	}
	row, ok = strings.CutSuffix(row, "|")
	if !ok {
		return nil
	}
	const bar = "\x00"
	cells := strings.Split(strings.ReplaceAll(row, `\|`, bar), "|")
	for i, c := range cells {
		cells[i] = strings.TrimSpace(strings.ReplaceAll(c, bar, "|"))
	}
	return cells
}
