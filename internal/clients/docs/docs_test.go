//go:build clients

// Package docs looks at the documentation site as 'make docs' has built it: whether each link leads somewhere, and whether a person
// finds a rule in it.
package docs

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/wipelint/wipelint/analyzers"
	"github.com/wipelint/wipelint/internal/clients/scratch"
)

const remedy = "run this test by 'make clients-docs', which makes what it needs"

// home is the address of the site.
const home = "https://wipelint.github.io/wipelint/"

// A page is what the checker knows of a file of HTML.
type page struct {
	links []string
	ids   map[string]bool
}

func site(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(scratch.Root(t), "dist", "docs")
	if _, err := os.Stat(filepath.Join(folder, "index.html")); err != nil {
		t.Fatalf("%v; %s", err, remedy)
	}
	return folder
}

// TestLinks follows each link within the site, with its anchor.
func TestLinks(t *testing.T) {
	folder := site(t)
	pages := map[string]*page{}
	files := map[string]bool{}
	err := filepath.WalkDir(folder, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		files[name] = true
		if strings.HasSuffix(name, ".html") && !strings.HasPrefix(name, "playground/") && name != "404.html" {
			pages[name], err = read(file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) < 40 {
		t.Errorf("the site has %d pages", len(pages))
	}
	checked := 0
	for name, p := range pages {
		for _, link := range p.links {
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: %q is no link: %v", name, link, err)
				continue
			}
			if strings.HasPrefix(link, home) {
				u = &url.URL{Path: "/" + strings.TrimPrefix(link[len(home):], "/")}
				u.Path, u.Fragment, _ = strings.Cut(u.Path, "#")
			}
			if u.Scheme != "" || u.Host != "" {
				continue
			}
			if strings.HasPrefix(u.Path, "/playground/") || u.Path == "/" {
				continue
			}
			checked++
			to := path.Join(path.Dir("/"+name), u.Path)
			if strings.HasPrefix(u.Path, "/") {
				to = u.Path
			}
			if u.Path == "" {
				to = "/" + name
			}
			to = strings.TrimPrefix(to, "/")
			if !files[to] {
				to = strings.TrimPrefix(path.Join(to, "index.html"), "/")
			}
			switch {
			case !files[to]:
				t.Errorf("%s leads to %s, which is not there", name, link)
			case u.Fragment != "" && pages[to] != nil && !pages[to].ids[u.Fragment]:
				t.Errorf("%s leads to %s, which has no such heading", name, link)
			}
		}
	}
	if checked < 500 {
		t.Errorf("%d links were looked at", checked)
	}
	for _, r := range analyzers.All() {
		for _, address := range []string{r.Analyzer.URL, home + "rules/" + r.Code + "/"} {
			if name := strings.TrimPrefix(address, home) + "index.html"; !files[name] {
				t.Errorf("%s is the address of %s, and is not there", address, r.Name())
			}
		}
	}
}

// read takes links and anchors from a file.
func read(file string) (*page, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	doc, err := html.Parse(f)
	if err != nil {
		return nil, err
	}
	p := &page{ids: map[string]bool{}}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				p.ids[a.Val] = true
			case a.Key == "href" && n.Data != "base", a.Key == "src":
				p.links = append(p.links, a.Val)
			}
		}
	}
	return p, nil
}

// TestBrowser serves the site and has look.mjs use it.
func TestBrowser(t *testing.T) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("%v; %s", err, remedy)
	}
	if _, err := os.Stat(filepath.Join("..", "browser", "node_modules", "playwright-core")); err != nil {
		t.Fatalf("%v; %s", err, remedy)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(site(t))))
	defer server.Close()
	cmd := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", "look.mjs")
	cmd.Env = append(os.Environ(), "WIPELINT_CHROMIUM="+chromium, "WIPELINT_DOCS="+server.URL)
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}
