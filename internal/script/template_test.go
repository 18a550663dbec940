package script

import (
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// shown prints a tree with the names of what a template fills in.
func shown(t *testing.T, s *Script) string {
	t.Helper()
	var b strings.Builder
	for _, st := range s.Stmts {
		if err := syntax.NewPrinter(syntax.SingleLine(true)).Print(&b, st); err != nil {
			t.Fatal(err)
		}
		b.WriteString("; ")
	}
	return strings.TrimSuffix(b.String(), "; ")
}

func TestTemplates(t *testing.T) {
	for _, c := range []struct{ name, file, src, want string }{
		{"ERB", "x.sh.erb", "a <%= @disk %>\nb\n", `a "${<%= @disk %>}"; b`},
		{"ERB's conditions", "x.sh.erb", "<% if @x -%>\na\n<% elsif @y -%>\n<% else -%>\nb\n<% end -%>\n", "if @; then a; :; elif @; then :; else b; :; fi"},
		{"ERB's loops", "x.erb", "#!/bin/sh\n<% @disks.each do |d| -%>\na <%= d %>\n<% end -%>\n", `while @; do a "${<%= d %>}"; :; done`},
		{"Jinja", "x.sh.j2", "{# a remark #}\n{% set y = 1 %}\n{% for d in disks %}\na /dev/{{ d }}\n{% endfor %}\n", `while @; do a /dev/"${{{ d }}}"; :; done`},
		{"Go", "x.tmpl", "#!/bin/sh\n{{- if .X }}\na {{.Y}}\n{{- end }}\n", `if @; then a "${{{.Y}}}"; :; fi`},
		{"several on a line", "x.sh.tmpl", "{{if a -}}{{if .B}}\nc\n{{end -}}{{end -}}\n", "if @; then if @; then c; :; fi; :; fi"},
		{"a condition within a line", "x.sh.j2", "a {% if f %}-f{% endif %} b\n", "a ${{% if f %}-f{% endif %}} b"},
		{"in single quotes", "x.sh.j2", "ssh h 'a {{ d }} b'\n", `ssh h 'a '"${{{ d }}}"' b'`},
		{"in double quotes", "x.sh.j2", "a \"{{ d }}\"\n", `a "${{{ d }}}"`},
		{"verbatim", "x.sh.j2", "{% raw %}\na '{{ d }}'\n{% endraw %}\n", "a '{{ d }}'"},
		{"configure", "x.sh.in", "a @DEVICE@ @b\n", `a "${@DEVICE@}" @b`},
		{"by its tags", "x.sh", "{% if a %}\nb {{ c }}\n{% endif %}\n", `if @; then b "${{{ c }}}"; :; fi`},
		{"by its folder", "etc/templates/x.sh", "a {{ c }}\n", `a "${{{ c }}}"`},
		{"none", "x.sh", "docker ps --format '{{.Names}}'; a {b,c}; echo ${#a}\n", "docker ps --format '{{.Names}}'; a {b,c}; echo ${#a}"},
		{"none, but text of one that it writes", "x.sh", "cat >x.conf <<EOF\n{{ if .A }}\n{{ range \\$p := .P | split \" \" }}\n{{ end }}{{ end }}\nEOF\na '\n{{ b }}\n'\n", "cat >x.conf <<EOF\n{{ if .A }}\n{{ range \\$p := .P | split \" \" }}\n{{ end }}{{ end }}\nEOF; a '\n{{ b }}\n'"},
		{"an option of a tool in one", "templates/x.sh", "docker ps --format '{{.Names}}'\na {{ b }}\n", `docker ps --format '{{.Names}}'; a "${{{ b }}}"`},
		{"Terraform", "x.sh.tftpl", "%{ if a }\nb ${c}\n%{ endif }\n", "if @; then b ${c}; :; fi"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Parse(c.file, []byte(c.src), Options{})
			if s.Err != nil || len(s.Problems) > 0 {
				t.Fatal(s.Err, s.Problems)
			}
			if got := shown(t, s); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
			if (s.Template == nil) != strings.HasPrefix(c.name, "none") {
				t.Errorf("Template is %v", s.Template)
			}
		})
	}
}

// TestTemplatesNotUnderstood says what cannot be read, with its place.
func TestTemplatesNotUnderstood(t *testing.T) {
	for src, line := range map[string]int{
		"a\nb {% if x %}c\n{% endif %}\n":   2,
		"a\n{% endif %}\n":                  2,
		"a\n{% for x in y %}\nb\n":          2,
		"{% if x %}\na (\n{% endif %}\nb\n": 2,
	} {
		s := Parse("x.sh.j2", []byte(src), Options{})
		first := s.Err
		if len(s.Problems) > 0 {
			first = &s.Problems[0]
		}
		if first == nil || first.Line != line {
			t.Errorf("%q: %v, want an error in line %d", src, first, line)
		}
	}
}

func TestTemplatesAreShell(t *testing.T) {
	for name, head := range map[string]string{
		"x.sh.j2": "a\n", "x.bash.erb": "a\n", "x.sh.tmpl": "a", "x.erb": "#!/bin/sh\n", "templates/x": "{{- if .X }}\n#!/bin/bash\n", "x.j2": "{# a #}\n#!/usr/bin/env bash\n",
	} {
		if !IsShell(name, []byte(head)) {
			t.Errorf("%s is taken for no script", name)
		}
	}
	for name, head := range map[string]string{"x.yaml.j2": "#!/bin/sh\n", "x.html.erb": "<% a %>\n", "x.conf.tmpl": "a"} {
		if IsShell(name, []byte(head)) {
			t.Errorf("%s is taken for a script", name)
		}
	}
}
