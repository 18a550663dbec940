package testfolder

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A Word is a word of a call: what it is where that is known, and how a script writes it, without quotes and braces: "$name".
type Word struct{ Known, Written string }

// A Call is a command with its words, the tool's first.
type Call struct {
	Words []Word
	// Given is the variable, "$id", that what the command prints is put into.
	Given string
}

// WordOf reads a word as it is written.
func WordOf(w *syntax.Word) Word {
	var b strings.Builder
	known := true
	var parts func(list []syntax.WordPart) bool
	parts = func(list []syntax.WordPart) bool {
		for _, p := range list {
			switch p := p.(type) {
			case *syntax.Lit:
				b.WriteString(strings.ReplaceAll(p.Value, "\\", ""))
			case *syntax.SglQuoted:
				b.WriteString(p.Value)
			case *syntax.DblQuoted:
				if !parts(p.Parts) {
					return false
				}
			case *syntax.ParamExp:
				known = false
				if p.Excl || p.Length || p.Index != nil || p.Slice != nil || p.Repl != nil || p.Names != 0 || p.Param == nil || p.Exp != nil {
					return false
				}
				b.WriteString("$" + p.Param.Value)
			default:
				return false
			}
		}
		return true
	}
	if !parts(w.Parts) {
		return Word{}
	}
	if out := b.String(); known {
		return Word{Known: out, Written: out}
	}
	return Word{Written: b.String()}
}

// positional is a parameter, which is another thing in each script, or what a shell says of itself.
var positional = regexp.MustCompile(`\$[0-9@*#?$!-]`)

// same reports whether two words name one thing. A variable does where it has one name in both.
func (w Word) same(o Word) bool {
	if w.Known != "" && w.Known == o.Known {
		return true
	}
	return w.Written != "" && w.Written == o.Written && strings.Contains(w.Written, "$") && !positional.MatchString(w.Written)
}

// A tool is a command that makes and takes down things by their names.
type tool struct {
	name  *regexp.Regexp
	makes *regexp.Regexp // one of its words
	// ownFolder says that a call without a name is about what the folder of the script describes.
	ownFolder bool
	// nouns says that the words in front of the verb tell what kind of thing it is: "gcloud compute disks create".
	nouns bool
	kin   *regexp.Regexp // other commands that make what it takes down, whatever their words are
}

func expr(s string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + s + `)$`) }

// tools are those whose calls that make and that take down have one form each; what they do is in their manuals.
var tools = []tool{
	{name: expr(`compose|docker-compose|podman-compose`), makes: expr(`up|create|run|start`), ownFolder: true},
	{name: expr(`vagrant`), makes: expr(`up`), ownFolder: true},
	{name: expr(`terraform|tofu|terragrunt`), makes: expr(`apply`), ownFolder: true},
	{name: expr(`pulumi`), makes: expr(`up`), ownFolder: true},
	{name: expr(`kind|k3d`), makes: expr(`create`), ownFolder: true},
	{name: expr(`minikube`), makes: expr(`start`), ownFolder: true},
	{name: expr(`eksctl`), makes: expr(`create`)},
	{name: expr(`kubectl|oc`), makes: expr(`apply|create|run|new-project|replace`)},
	{name: expr(`helm`), makes: expr(`install|upgrade`)},
	{name: expr(`virsh`), makes: expr(`define|create|vol-create.*|pool-define.*|pool-create.*`), kin: expr(`virt-install|virt-clone`)},
	{name: expr(`(?i:vboxmanage)`), makes: expr(`createvm|import|clonevm`)},
	{name: expr(`docker|podman|nerdctl`), makes: expr(`create|run`)},
	{name: expr(`az|gcloud|openstack|doctl|hcloud`), makes: expr(`create`), nouns: true},
	{name: expr(`aws`), makes: expr(`create-.*|run-instances|restore-.*|mb`), nouns: true},
	{name: expr(`lxc|incus`), makes: expr(`launch|init|create|copy|cp|import|snapshot`)},
	{name: expr(`multipass`), makes: expr(`launch`)},
	{name: expr(`zpool`), makes: expr(`create`)},
	{name: expr(`zfs`), makes: expr(`create|clone|snapshot|snap|receive|recv`)},
	{name: expr(`lvremove`), kin: expr(`lvcreate`)},
	{name: expr(`vgremove`), kin: expr(`vgcreate`)},
	{name: expr(`dropdb`), kin: expr(`createdb`)},
	{name: expr(`rbd`), makes: expr(`create|clone|import`)},
	{name: expr(`mysql|mariadb|psql|mysqladmin|clickhouse-client|cqlsh`)},
}

// runners are commands that run the rest of their words.
var runners = expr(`sudo|doas|env|nohup|time|run|command|exec|retry|eval|log_must|log_mustnot|assert_success|then`)

// toolOf finds the tool of a call, and the words behind its name.
func toolOf(words []Word) (name string, rest []Word) {
	for i, w := range words {
		base := path.Base(w.Known)
		if w.Known == "" {
			if base = toolNamed(w.Written); base == "" {
				return "", nil
			}
		}
		if strings.HasPrefix(base, "-") || strings.Contains(base, "=") || runners.MatchString(base) {
			continue
		}
		rest = words[i+1:]
		if (base == "docker" || base == "podman") && len(rest) > 0 && rest[0].Known == "compose" {
			return "compose", rest[1:]
		}
		return base, rest
	}
	return "", nil
}

// toolName is a variable that is called as the tool is that scripts put into it: $HELM, $DOCKER_COMPOSE.
var toolName = regexp.MustCompile(`^\$([A-Z][A-Z_]*)$`)

func toolNamed(written string) string {
	m := toolName.FindStringSubmatch(written)
	if m == nil {
		return ""
	}
	name := strings.ReplaceAll(strings.ToLower(m[1]), "_", "-")
	if slices.ContainsFunc(tools, func(t tool) bool { return t.name.MatchString(name) }) {
		return name
	}
	return ""
}

var (
	sqlMakes = regexp.MustCompile(`(?i)\bcreate\s+(?:database|schema|keyspace|table)\s+(?:if\s+not\s+exists\s+)?["` + "`" + `']?([\w$.-]+)`)
	sqlDrops = regexp.MustCompile(`(?i)\bdrop\s+(?:database|schema|keyspace|table)\s+(?:if\s+exists\s+)?["` + "`" + `']?([\w$.-]+)`)
)

// sqlNames are what the texts of a call make or drop.
func sqlNames(words []Word, by *regexp.Regexp) (out []Word) {
	for i, w := range words {
		if by == sqlMakes && w.Known == "create" && i+1 < len(words) {
			out = append(out, words[i+1]) // mysqladmin create
		}
		if by == sqlDrops && w.Known == "drop" && i+1 < len(words) {
			out = append(out, words[i+1])
		}
		for _, m := range by.FindAllStringSubmatch(w.Written, -1) {
			name := Word{Written: m[1]}
			if !strings.Contains(m[1], "$") {
				name.Known = m[1]
			}
			out = append(out, name)
		}
	}
	return out
}

// live are words that name what no test makes for itself.
var live = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:prod|production|live|staging|default)(?:$|[^a-z])`)

// A down is a call that takes down, as it is compared with those that make.
type down struct {
	tool
	name            string
	words           []Word
	objects, places []Word
}

// downOf reads a call that takes down; false where nothing is known to make what it does.
func downOf(words []Word) (d down, ok bool) {
	d.name, d.words = toolOf(apart(words))
	for _, t := range tools {
		if d.name != "" && t.name.MatchString(d.name) {
			d.tool, ok = t, true
			break
		}
	}
	if !ok || !d.takesDown() || slices.ContainsFunc(d.words, func(w Word) bool { return live.MatchString(w.Written) }) {
		return d, false
	}
	if d.makes == nil && d.kin == nil { // it is told in SQL
		d.objects = sqlNames(d.words, sqlDrops)
		return d, len(d.objects) > 0 && named(d.objects)
	}
	d.objects, d.places = objectsOf(d.words)
	if d.name == "dropdb" && !named(d.objects) {
		return d, false
	}
	if k := kindOf(d.words); d.ofCluster() && k != "file" && len(d.objects) > 0 {
		d.objects = d.objects[1:] // the kind of the object
	}
	return d, len(d.objects)+len(d.places) > 0 || d.ownFolder
}

// named reports whether all names are written out. Which database shop_$APP_ENV is the environment decides, and it need not be that of a test.
func named(words []Word) bool {
	return !slices.ContainsFunc(words, func(w Word) bool { return w.Known == "" })
}

// takesDown reports whether the first verb of a call takes down: zpool create overwrites devices, and docker run may remove anything.
func (d *down) takesDown() bool {
	if d.makes == nil {
		return true
	}
	i := slices.IndexFunc(d.words, func(w Word) bool { return d.makes.MatchString(w.Known) || takesDown.MatchString(w.Known) })
	return i >= 0 && !d.makes.MatchString(d.words[i].Known)
}

// takesDown are the verbs of those calls.
var takesDown = expr(`delete|del|rm|remove|destroy|down|uninstall|undefine|unregistervm|purge|vol-delete|pool-delete|pool-undefine|terminate-instances|delete-.*|deregister-.*|rb`)

func (d *down) ofCluster() bool { return d.name == "kubectl" || d.name == "oc" }

// madeBy reports whether a call makes one of the objects of d, or what d is about as a whole where it names none.
func (d *down) madeBy(c Call, object *Word, beside bool) bool {
	by, given := toolOf(c.Words)
	if d.makes == nil && d.kin == nil {
		return d.tool.name.MatchString(by) && object != nil && slices.ContainsFunc(sqlNames(given, sqlMakes), object.same)
	}
	at := -1
	switch {
	case d.kin != nil && d.kin.MatchString(by):
	case d.makes == nil || !d.tool.name.MatchString(by):
		return false
	default:
		if at = slices.IndexFunc(given, func(w Word) bool { return d.makes.MatchString(w.Known) }); at < 0 {
			return false
		}
	}
	if d.nouns && !sameNouns(given[:at], d.words) {
		return false
	}
	if k := kindOf(d.words); d.ofCluster() && (k == "" || k != kindOf(given)) {
		return false
	}
	if d.name == "docker" && hasKnown(given, "volume") && !hasKnown(d.words, "volume") {
		return false // a container is no volume
	}
	names := func(w Word) bool {
		if c.Given != "" && c.Given == w.Written {
			return true
		}
		return slices.ContainsFunc(given, func(g Word) bool {
			return w.same(g) || d.name == "docker" && w.Known != "" && strings.HasPrefix(g.Known, w.Known+":")
		})
	}
	for _, p := range d.places { // -f compose.yml, -chdir=infra, --name x: where it is, and what it is called there
		if !names(p) || relative(p) && !beside {
			return false
		}
	}
	if object != nil {
		return names(*object)
	}
	return len(d.places) > 0 || beside && !hasPlace(given)
}

func hasKnown(words []Word, name string) bool {
	return slices.ContainsFunc(words, func(w Word) bool { return w.Known == name })
}

// relative reports whether a word is a file's name that means another one in another folder.
func relative(w Word) bool {
	return strings.Contains(w.Known, ".") && !strings.HasPrefix(w.Known, "/") && !strings.Contains(w.Known, "://")
}

// apart takes options and their values apart: --name=x.
func apart(words []Word) []Word {
	out := make([]Word, 0, len(words))
	for i, w := range words {
		name, text, glued := strings.Cut(w.Written, "=")
		if i == 0 || !glued || !strings.HasPrefix(name, "-") {
			out = append(out, w)
			continue
		}
		v := Word{Written: text}
		if !strings.Contains(text, "$") {
			v.Known = text
		}
		out = append(out, Word{Known: name, Written: name}, v)
	}
	return out
}

// sameNouns reports whether the words in front of the verb of a call begin another one, too.
func sameNouns(nouns, words []Word) bool {
	return len(nouns) > 0 && len(words) >= len(nouns) && slices.EqualFunc(nouns, words[:len(nouns)], Word.same)
}

// kindNames are the other names of kinds of objects of a cluster.
var kindNames = map[string]string{"ns": "namespace", "project": "namespace", "new-project": "namespace", "pvc": "persistentvolumeclaim", "pv": "persistentvolume", "sts": "statefulset",
	"deploy": "deployment", "po": "pod", "run": "pod", "crd": "customresourcedefinition", "svc": "service"}

// kindOf is the kind of the object that a call for a cluster makes or deletes; "file" for those that a file describes.
func kindOf(words []Word) string {
	for i, w := range words {
		switch w.Known {
		case "-f", "-k", "--filename", "--kustomize":
			return "file"
		case "run", "new-project":
			return kindNames[w.Known]
		case "create", "delete":
			for _, n := range words[i+1:] {
				if n.Known == "-f" || n.Known == "--filename" || n.Known == "-k" {
					return "file"
				}
			}
			for _, n := range words[i+1:] {
				if n.Known == "" || strings.HasPrefix(n.Known, "-") {
					continue
				}
				for _, k := range []string{n.Known, strings.TrimSuffix(n.Known, "s")} {
					if full := kindNames[k]; full != "" {
						return full
					}
				}
				return strings.TrimSuffix(n.Known, "s")
			}
		}
	}
	return ""
}

// downVerbs are words of calls that take down, and kinds of what they do, which are no names.
var downVerbs = expr(`delete|del|rm|remove|destroy|down|uninstall|undefine|unregistervm|purge|cluster|clusters|volume|volumes|storage|project|container|` +
	`drop|kill|stop|snapshot|snap|pool|vol-delete|pool-undefine|pool-delete|terminate-instances|delete-.*|deregister-.*|rb|rebuild`)

// placeOptions say where something is or how it is called.
var placeOptions = expr(`-f|--file|--filename|-k|--kustomize|-p|--project-name|--project-directory|--profile|-n|--name|--context|--kube-context|-s|--stack|-g|--resource-group|--namespace|` +
	`--project|--zone|--region|--.*-name|--.*-id|--.*-ids|--.*-identifier|-chdir|--cluster`)

// objectsOf are the names in a call that takes down, and the values of its options that say where and how they are called.
func objectsOf(words []Word) (objects, places []Word) {
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case strings.HasPrefix(w.Written, "-"):
			if placeOptions.MatchString(w.Written) && i+1 < len(words) && !strings.HasPrefix(words[i+1].Written, "-") {
				i++
				places = append(places, words[i])
			}
		case w.Known != "" && downVerbs.MatchString(w.Known):
		default:
			objects = append(objects, w)
		}
	}
	return objects, places
}

// hasPlace reports whether a call says where what it makes is.
func hasPlace(words []Word) bool {
	return slices.ContainsFunc(words, func(w Word) bool {
		return placeOptions.MatchString(w.Written)
	})
}
