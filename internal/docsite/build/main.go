// Command build puts the pages of the documentation site together: the README as its beginning, docs, and a page for each rule at an
// address that never changes, with its examples a click away from the playground.
package main

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/rule"
	"github.com/wipelint/wipelint/schemas"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: build PAGES CONFIGURATION")
		os.Exit(2)
	}
	if err := build(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(2)
	}
}

// source is where what is no page is read.
const source = "https://github.com/wipelint/wipelint/blob/main/"

// build writes the pages into a folder, and the generator's configuration with all of them in it.
func build(folder, configuration string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	pages := map[string]string{"README.md": "index.md", "CHANGELOG.md": "changelog.md"} // by their files
	files, err := filepath.Glob("docs/*.md")
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("there is no docs/*.md here; run this in the root of the repository")
	}
	slices.Sort(files)
	for _, f := range files {
		pages[filepath.ToSlash(f)] = path.Base(filepath.ToSlash(f))
	}
	for _, r := range analyzers.All() {
		pages["analyzers/"+folderOf(r)+"/doc.md"] = "rules/" + r.Name() + ".md"
	}
	for file, page := range pages {
		text, err := os.ReadFile(filepath.FromSlash(file))
		if err != nil {
			return err
		}
		out := links(string(text), file, page, pages)
		if strings.HasPrefix(page, "rules/") {
			out = playable(out)
		}
		if err := write(filepath.Join(folder, filepath.FromSlash(page)), out); err != nil {
			return err
		}
	}
	if err := rules(folder); err != nil {
		return err
	}
	if err := assets(folder); err != nil {
		return err
	}
	return generator(folder, configuration, files)
}

// folderOf is the folder of a rule, which is called as the rule.
func folderOf(r *rule.Rule) string { return r.Name() }

var link = regexp.MustCompile(`(!?)\]\(([^)\s#]*)(#[^)\s]*)?\)`)

// links turns the links of a file into those of its page: to other pages of the site, else to the source.
func links(text, file, page string, pages map[string]string) string {
	var out strings.Builder
	fenced := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
		}
		if !fenced {
			line = link.ReplaceAllStringFunc(line, func(found string) string {
				m := link.FindStringSubmatch(found)
				target, anchor := m[2], m[3]
				if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
					return found
				}
				clean := path.Join(path.Dir(file), target)
				if to, ok := pages[clean]; ok {
					return "](" + relative(path.Dir(page), to) + anchor + ")"
				}
				if isPicture(clean) {
					return "](" + relative(path.Dir(page), "pictures/"+path.Base(clean)) + ")"
				}
				return "](" + source + clean + anchor + ")"
			})
		}
		out.WriteString(line)
	}
	return out.String()
}

func isPicture(name string) bool { return slices.Contains([]string{".png", ".svg"}, path.Ext(name)) }

// relative is the way from a folder of the site to a page.
func relative(from, to string) string {
	if from == "." {
		return to
	}
	return strings.Repeat("../", strings.Count(from, "/")+1) + to
}

var example = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

var settings = regexp.MustCompile("(?ms)^```toml\n(.*?)^```$")

// playable puts a link to the playground below each example of a rule's page, with the configuration of the page.
func playable(page string) string {
	config := ""
	if m := settings.FindStringSubmatch(page); m != nil {
		config = m[1]
	}
	return example.ReplaceAllStringFunc(page, func(block string) string {
		return block + "\n\n[Try it in the playground](" + playground + address(example.FindStringSubmatch(block)[1], config) + ")\n"
	})
}

// playground is where the site has it. It is no page, so that it is named as browsers do.
const playground = "https://wipelint.github.io/wipelint/playground/"

// address is what the playground reads its texts from.
func address(script, config string) string {
	text, err := json.Marshal([]string{script, config})
	if err != nil {
		panic(err) // two texts are always fit for JSON
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		panic(err)
	}
	if _, err := w.Write(text); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return "#s=" + base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// rules writes the list of the rules, and for each code a page that leads to the rule's.
func rules(folder string) error {
	var b strings.Builder
	b.WriteString("# Rules\n\nThe address of a rule's page is `https://wipelint.github.io/wipelint/rules/NAME/`, or with its code in the place of the name. Neither ever changes.\n\n" +
		"| code | rule | severity | finds |\n| --- | --- | --- | --- |\n")
	for _, r := range analyzers.All() {
		fmt.Fprintf(&b, "| %s | [%s](%s.md) | %s | %s |\n", r.Code, r.Name(), r.Name(), r.Severity, strings.ReplaceAll(rule.Summary(r.Doc), "|", "\\|"))
		to := "../" + r.Name() + "/"
		page := fmt.Sprintf("<!doctype html>\n<html lang=\"en\">\n<title>%s</title>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" content=\"0; url=%s\">\n"+
			"<link rel=\"icon\" href=\"../../assets/images/favicon.png\">\n"+
			"<link rel=\"canonical\" href=\"%s\">\n<p><a href=\"%s\">%s is the rule %s</a>\n", r.Code, to, to, to, r.Code, r.Name())
		if err := write(filepath.Join(folder, "rules", r.Code, "index.html"), page); err != nil {
			return err
		}
	}
	return write(filepath.Join(folder, "rules", "index.md"), b.String())
}

// assets copies what pages show, the schemas, and the playground if it has been built.
func assets(folder string) error {
	for _, pattern := range []string{"docs/pictures/*.png", "docs/*.svg", "internal/graph/testdata/failopen.svg"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := copyFile(f, filepath.Join(folder, "pictures", filepath.Base(f))); err != nil {
				return err
			}
		}
	}
	for _, name := range []string{"config.json", "results.json"} {
		text, err := schemas.FS.ReadFile(name)
		if err != nil {
			return err
		}
		if err := write(filepath.Join(folder, "schemas", name), string(text)); err != nil {
			return err
		}
	}
	if _, err := os.Stat("dist/playground/index.html"); err == nil {
		return os.CopyFS(filepath.Join(folder, "playground"), os.DirFS("dist/playground"))
	}
	fmt.Println("dist/playground is not there, so the site has none; make playground builds it")
	return nil
}

// generator writes the generator's configuration with the rules in its navigation, and pages that nobody has given a place at its end.
func generator(folder, configuration string, files []string) error {
	text, err := os.ReadFile("internal/docsite/mkdocs.yml")
	if err != nil {
		return err
	}
	more := ""
	for _, f := range files {
		if entry := "- " + filepath.Base(f) + "\n"; !strings.Contains(string(text), entry) {
			more += "      " + entry
		}
	}
	var list strings.Builder
	list.WriteString("\n      - rules/index.md\n")
	for _, r := range analyzers.All() {
		fmt.Fprintf(&list, "      - rules/%s.md\n", r.Name())
	}
	out := strings.Replace(string(text), " RULES\n", list.String(), 1)
	out = strings.Replace(out, "MORE", more, 1)
	pages, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	out = strings.Replace(out, "../../dist/docs-pages", filepath.ToSlash(pages), 1)
	out = strings.Replace(out, "../../dist/docs\n", filepath.ToSlash(filepath.Join(filepath.Dir(pages), "docs"))+"\n", 1)
	return write(configuration, out)
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return write(to, string(text))
}

func write(file, text string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), 0o666)
}
