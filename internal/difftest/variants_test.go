package difftest

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// tricky are scripts in which a change at the wrong place does something else. The calls tell.
var tricky = map[string]string{
	"status of the command before":    "is-idle h1\nrc=$?\nlog-it \"$rc\"\nprep\n[ $? -eq 0 ] && log-it ok\nflaky\nif [ $? -ne 0 ]; then log-it \"bad $?\"; fi\nflaky\ncase $? in 0) log-it zero ;; *) log-it other ;; esac\n",
	"status read by a function":       "check1() { return $?; }\nsay2() { log-it \"$?\"; }\nflaky\ncheck1 && log-it yes\nflaky\nsay2\nflaky\n{ say2; }\nflaky\nlog-it \"$(echo $?)\"\n",
	"status of a function's end":      "check1() { note a; flaky; }\ncheck2() { flaky && note b; }\ncheck1 || log-it 1\ncheck2 || log-it 2\nif check1; flaky; then log-it 3; fi\n(note c; flaky) || log-it 4\n",
	"exit and return without operand": "check1() {\n\tflaky\n\treturn\n}\ncheck1 || log-it no\n(flaky; exit) || log-it out\nflaky\nexit\n",
	"background":                      "is-idle h1 &\nwait $!\nlog-it \"$?\"\nprep &\npid=$!\nwait \"$pid\" || log-it failed\n",
	"here-document":                   "x=1\ncat <<A >out.txt; note \"$x\"\n# not a comment\n\n$x\nA\nwhile read -r line; do log-it \"$line\"; done <out.txt\ncat <<-'A' | while read -r line; do note \"$line\"; done\n\tone\n\n\t# two\n\tA\nlog-it end\n",
	"substitution in a here-document": "read -r x <<A\n$(\n\tflaky\n\techo $?\n)\nA\nlog-it \"$x\"\n",
	"text of several lines":           "log-it \"one\n# two\n\nthree\"\nx='a\n# b'\nlog-it \"$x\" $(echo c # d\n\necho e)\n",
	"lines that go on":                "log-it a \\\n\tb \\\n\tc\nnote d &&\n\tlog-it e ||\n\tlog-it f\nflaky |\n\tcat\nlog-it \"g \\\n# h\"\n",
	"set -e":                          "set -e\nprep\n[ -n \"$1\" ] && log-it one\nflaky || log-it two\nfalse || true\nx=$(flaky; echo 1)\nlog-it \"$x\"\n! prep\nflaky\nlog-it three\n",
	"set -e in the first line":        "check1() { flaky; log-it in; }\ncheck1 || log-it out\n[ -n \"$1\" ] && note set\nif check1; then log-it yes; fi\ncheck1\nlog-it end\n",
	"names in text":                   "h=h1\nn=3\ntrap 'log-it \"$h\" \"$n\"' EXIT\neval 'log-it \"$h\"'\nsay1() { note \"$n\"; }\ntrap say1 TERM\nexport h\nreadonly n\nunset h\nlog-it \"${h:-none}\" \"$((n + 1))\"\nh=h2\nsh -c 'note \"$h\"'\n",
	"names of functions":              "say1() { note \"$1\"; }\nsay1 h1\nlog-it say1\nfor f in say1 prep; do $f h2; done\nunset -f say1\nsay1 x\n",
	"names of a loop":                 "printf '%s\\n' 'a b' c >out.txt\nwhile IFS= read -r x; do log-it \"$x\"; done <out.txt\nwhile IFS=' ' read -r x y; do log-it \"$y\" \"$x\"; done <out.txt\nwhile getopts ab o; do log-it \"$o\"; done\nfor x; do note \"$x\"; done\n",
	"names of the environment":        "log-it \"$FORCE\" \"$MODE\"\nFORCE=1\nMODE=${MODE:-slow}\nlog-it \"$FORCE\" \"$MODE\"\n",
	"parameters":                      "trap 'log-it \"$1\"' EXIT\nlog-it \"$#\" \"$1\"\nshift\nlog-it \"$#\"\nset -- a b\nlog-it \"$@\"\n",
	"functions defined late":          "say1 h1 || log-it missing\nsay1() { note \"$1\"; }\nsay1 h2\nsay1() { log-it \"$1\"; }\nsay1 x\nif prep; then say2() { note x; }; fi\nsay2 || log-it none\n",
	"return at the top":               "note a\nif flaky; then return 1; fi\nlog-it b\n",
	"trap in a subshell":              "(trap 'log-it bye' EXIT; flaky) || note x\nx=$(trap 'echo end' EXIT; flaky)\nlog-it \"$x\"\n",
	"break and continue":              "for x in a b c; do\n\tif flaky; then continue; fi\n\tlog-it \"$x\"\n\tbreak\ndone\nlog-it \"$x\" $?\nuntil is-idle h1; do sleep 1; break; done\n",
}

// trickyBash are more of them, in bash.
var trickyBash = map[string]string{
	"status of a pipeline":  "flaky | prep\nlog-it \"${PIPESTATUS[0]}\" \"${PIPESTATUS[1]}\"\nflaky | prep | cat\nrcs=(\"${PIPESTATUS[@]}\")\nlog-it \"${rcs[@]}\"\nset -o pipefail\nflaky | cat\nlog-it $?\n",
	"a file's text":         "echo a >out.txt\nx=$(<out.txt)\nlog-it \"$x\"\n",
	"arithmetic":            "n=0\ni=2\nfor ((i = 0; i < 3; i++)); do ((n += i)) || log-it zero; done\nlog-it \"$n\" \"$((n * i))\"\na=(x y z)\nlog-it \"${a[i - 1]}\" \"${a[@]:i-2:1}\" \"${#a[@]}\"\n[[ n -eq 3 ]] && log-it three\nlet n=n+1 i=n\nlog-it $n $i\n",
	"arithmetic in text":    "n=3\nlet \"n += 1\" && log-it \"$n\"\n[[ \"n\" -eq 4 ]] && log-it four\nlog-it \"$((\"$n\" + 1))\"\n",
	"declarations":          "check1() {\n\tlocal x=1 y\n\tdeclare z=2\n\ty=$(flaky; echo \"$?\")\n\tlog-it \"$x$y$z\"\n}\ncheck1\ndeclare -r k=v\nlog-it \"$k\" \"${x-unset}\"\nmapfile -t lines < <(printf 'a\\nb\\n')\nlog-it \"${lines[@]}\"\nprintf -v v %s q\nlog-it \"$v\"\n",
	"names by name":         "x=1\nname=x\nlog-it \"${!name}\"\ndeclare -n ref=x\nref=2\nlog-it \"$x\"\ndeclare -A m=([x]=3)\nlog-it \"${m[x]}\"\n",
	"last argument":         "prep a\nlog-it \"$_\"\n",
	"trap on errors":        "trap 'log-it failed' ERR\nflaky\ncheck1() { flaky; note in; }\ncheck1\nflaky && note x\n",
	"trap on each":          "trap 'log-it each' DEBUG\nprep\nnote a\n",
	"local outside":         "local x=1\nlog-it $? \"$x\"\ndeclare y=2\nsay1() { log-it \"$y\"; }\nsay1\ntrap 'note \"$y\"' EXIT\n",
	"names of the commands": "exit() { log-it \"exit $1\"; }\nexit 1\ntrue() { note t; }\ntrue\ncommand exit 1\n",
}

// TestTrickyVariants runs variants of scripts that are easy to break.
func TestTrickyVariants(t *testing.T) {
	t.Parallel()
	box, err := NewSandbox()
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	made := map[string]int{}
	test := func(shell, name, text string) {
		t.Run(shell+"/"+name, func(t *testing.T) {
			head := map[string]string{"bash": "#!/bin/bash", "dash": "#!/bin/sh"}[shell]
			if strings.Contains(name, "first line") {
				head += " -e"
			}
			// Of this command the operands are logged, too.
			sc := Script{Shell: shell, Text: head + "\n" + strings.ReplaceAll(text, "log-it", "erase-disk")}
			var all []Variant
			seen := map[string]bool{}
			for seed := range uint64(3) {
				variants, err := Variants(sc, seed)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range variants {
					if !seen[v.Whole()] {
						seen[v.Whole()] = true
						all = append(all, v)
						made[v.Name]++
					}
				}
			}
			if err := box.Behave(sc, all, 2); err != nil {
				t.Error(err)
			}
		})
	}
	for name, text := range tricky {
		test("bash", name, text)
		test("dash", name, text)
	}
	for name, text := range trickyBash {
		test("bash", name, text)
	}
	for _, m := range variantMakers {
		if made[m.name] < 5 {
			t.Errorf("%s: %d variants", m.name, made[m.name])
		}
	}
}

// TestSpacedKeepsText checks that nothing comes into a here-document, a string or a line that goes on, and something elsewhere.
func TestSpacedKeepsText(t *testing.T) {
	const kept = "cat <<E\none\n\ntwo\nE\nlog-it 'a\nb' \\\n\tc\n"
	sc := Script{Shell: "dash", Text: "#!/bin/sh\nprep\n" + kept + "{\nprep\n}\n"}
	changed := false
	for seed := range uint64(50) {
		text, ok := spaced(sc, rand.New(rand.NewPCG(seed, 0)))
		if !ok {
			t.Fatal("nothing to change")
		}
		if !strings.Contains(text, "one\n\ntwo\nE\n") || !strings.Contains(text, "log-it 'a\nb' \\\n\tc") {
			t.Errorf("text was changed:\n%s", text)
		}
		_, block, _ := strings.Cut(text, "{")
		changed = changed || strings.Contains(block, "#")
	}
	if !changed {
		t.Error("no comment in a block")
	}
}

// TestPadPlaces checks where statements come in between.
func TestPadPlaces(t *testing.T) {
	for _, tt := range []struct {
		text  string
		apart bool // "first" and "second" can be
	}{
		{"first\nsecond", true},
		{"first; second", true},
		{"first\nsecond $?", false},
		{"first\nsecond=$?", false},
		{"first\nif second; then :; fi", true},
		{"first\nif second $?; then :; fi", false},
		{"first\nsecond \"$(echo $?)\"", false},
		{"first &\nwait $! || second", false},
		{"first && second", false},
		{"first | { read x; echo $?; second; }", true},
		{"f() { first; second; }; f", true},
		{"f() { :; }\nfirst\nf second $?", false},
		{"f() { first; return; second; }; f", true},
		{"while first; second; do :; done", true},
		{"x=$(first; second)", true},
		{"case x in x) first; second ;; esac", true},
	} {
		apart := false
		for seed := range uint64(40) {
			text, _ := pad(Script{Shell: "dash", Text: "#!/bin/sh\n" + tt.text + "\n"}, rand.New(rand.NewPCG(seed, 0)))
			before, between, ok := strings.Cut(text, "first")
			if !ok || strings.Contains(before, "second") {
				continue
			}
			between, _, _ = strings.Cut(between, "second")
			_, original, _ := strings.Cut(tt.text, "first")
			original, _, _ = strings.Cut(original, "second")
			apart = apart || between != original
		}
		if apart != tt.apart {
			t.Errorf("%q: something comes in between: %v, want %v", tt.text, apart, tt.apart)
		}
	}
}

// TestRenamed compares the new text.
func TestRenamed(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"h=1\nlog-it \"$h\" h ${h:-x} $((h+1))", "my_h=1\nlog-it \"$my_h\" h ${my_h:-x} $((my_h+1))"},
		{"read -r a b", "read -r my_a my_b"},
		{"read -p a b; a=1", "read -p a my_b; my_a=1"},
		{"h=1; export h k=2; unset h", "my_h=1; export my_h my_k=2; unset my_h"},
		{"check1() { :; }; check1 check", "my_check1() { :; }; my_check1 check"},
		{"check1() { :; }; trap check1 EXIT", "my_check1() { :; }; trap my_check1 EXIT"},
		{"h=1; trap 'log-it $h h' EXIT", "my_h=1; trap 'log-it $my_h h' EXIT"},
		{"h=1; eval 'h=2'", "my_h=1; eval 'my_h=2'"},
		{"getopts ab o", "getopts ab my_o"},
		{"for x in a; do echo $x; done", "for my_x in a; do echo $my_x; done"},
		// No change: what a name stands for is not known, or others know it.
		{"check1() { :; }; log-it check1", ""},
		{"h=1; eval \"$x\"", ""},
		{"FORCE=1; IFS=,", ""},
		{"LC_ALL=C prep", ""},
	} {
		got, ok := renamed(Script{Shell: "dash", Text: "#!/bin/sh\n" + tt.text + "\n"})
		if !ok {
			got = ""
		}
		if got = strings.TrimSpace(strings.TrimPrefix(got, "#!/bin/sh\n")); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.text, got, tt.want)
		}
	}
}
