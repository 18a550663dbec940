package graph

import (
	"fmt"
	"io"
	"strings"

	"github.com/wipelint/wipelint/internal/report"
)

// shown makes text of a script fit to show.
func shown(s string) string { return report.Clean(s) }

// DOT writes the graph in the language of Graphviz.
func (g *Graph) DOT(w io.Writer) error {
	var b strings.Builder
	b.WriteString("digraph wipelint {\n")
	fmt.Fprintf(&b, "  label=%s;\n", dotText(shown(g.Title)+"\n"+legend()))
	b.WriteString("  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"monospace\", fontsize=11];\n  edge [fontname=\"sans-serif\", fontsize=10];\n")
	shapes := map[Kind]string{
		Start: "shape=ellipse", End: "shape=ellipse", Stop: "shape=box, style=filled, fillcolor=\"#eceff1\"", Lines: "style=\"rounded,filled\", color=\"#b0b6be\", fontcolor=\"#59636e\"",
		Branch: "shape=box, style=filled", Guard: "fillcolor=\"#dcecff\"", Site: "fillcolor=\"#ffd9dd\"", Step: "fillcolor=white",
	}
	for i, n := range g.Nodes {
		shape := shapes[n.Kind]
		if n.Kind == Site && n.Verdict == "guarded" {
			shape = "fillcolor=\"#d6f2e3\""
		}
		if g.onWay(i) {
			shape += ", color=\"#c0203a\", penwidth=2"
		}
		fmt.Fprintf(&b, "  n%d [label=%s, %s];\n", i, dotText(strings.Join(n.label(), "\n")), shape)
	}
	for _, e := range g.Edges {
		style := ""
		if e.OnWay {
			style = ", color=\"#c0203a\", penwidth=2"
		}
		fmt.Fprintf(&b, "  n%d -> n%d [label=%s%s];\n", e.From, e.To, dotText(shown(e.Label)), style)
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// dotText is a string of DOT, in which a backslash begins an escape of its own.
func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// Mermaid writes the graph as a flowchart of Mermaid, which GitHub and GitLab draw in Markdown.
func (g *Graph) Mermaid(w io.Writer) error {
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	for i, n := range g.Nodes {
		open, end := "[", "]"
		switch n.Kind {
		case Start, End:
			open, end = "([", "])"
		case Branch:
			open, end = "{{", "}}"
		case Guard:
			open, end = "[/", "/]"
		case Stop:
			open, end = "[[", "]]"
		case Lines, Site, Step: // a box
		}
		class := string(n.Kind)
		if n.Kind == Site && n.Verdict == "guarded" {
			class = "safe"
		}
		fmt.Fprintf(&b, "  n%d%s\"%s\"%s:::%s\n", i, open, mermaidText(strings.Join(n.label(), "\n")), end, "wl-"+class)
	}
	var way []string
	for i, e := range g.Edges {
		label := ""
		if e.Label != "" {
			label = `|"` + mermaidText(shown(e.Label)) + `"|`
		}
		fmt.Fprintf(&b, "  n%d -->%s n%d\n", e.From, label, e.To)
		if e.OnWay {
			way = append(way, fmt.Sprint(i))
		}
	}
	fmt.Fprintf(&b, "  n%d[\"%s\"]:::wl-lines\n", len(g.Nodes), mermaidText(strings.ReplaceAll(legend(), ", ", "\n")))
	for _, class := range []string{
		"start fill:#fff,stroke:#59636e", "end fill:#fff,stroke:#59636e", "lines fill:#fff,stroke:#b0b6be,color:#59636e", "branch fill:#fff,stroke:#59636e",
		"guard fill:#dcecff,stroke:#0b57c4", "site fill:#ffd9dd,stroke:#c0203a", "safe fill:#d6f2e3,stroke:#1a7f4b", "step fill:#fff,stroke:#59636e", "stop fill:#eceff1,stroke:#59636e",
	} {
		b.WriteString("  classDef wl-" + class)
		if !strings.Contains(class, ",color:") {
			b.WriteString(",color:#1b2129")
		}
		b.WriteString("\n")
	}
	if len(way) > 0 {
		b.WriteString("  linkStyle " + strings.Join(way, ",") + " stroke:#c0203a,stroke-width:3px\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mermaidText writes what is not a letter, a digit or harmless as the number of its character: quotes end a text, some signs
// begin Markdown or HTML, and some words after them are links or directives.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString("<br>")
		case r == ' ' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("-.,/=…:$_()[]+@%^!?'", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
