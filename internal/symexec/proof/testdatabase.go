package proof

import (
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/domain"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// Frameworks name the database that their tests empty before each run app_test (Ruby on Rails, database.yml) or test_app (Django, DATABASES, TEST). Where a script
// writes such a name out, on the machine that it runs on, that is what it means; one that the environment may set is any database.

var testDatabaseEntry = &catalog.Creation{Command: "a test database", Kind: catalog.KindDatabase, Why: "a database that its name says to be for tests"}

var testDatabaseGuard = creationGuard(testDatabaseEntry)

var (
	testWord = regexp.MustCompile(`(?i)(?:^|[-_.])(?:tests?|testing|unittests?)(?:[-_.]?[0-9]*$|[-_.])`)
	liveWord = regexp.MustCompile(`(?i)(?:^|[^a-z])(?:prod|production|live|staging|main|master|primary)(?:$|[^a-z])`)
)

// testDatabase is what makes a database nobody's data by its name, with what is assumed; nil where nothing does.
func (x *Ledger) testDatabase(st *domain.State, t value.Target, cl *domain.CallInfo) (*value.Ask, []Assumption) {
	text, known := st.Resolve(t.V).Constant()
	host, local := st.Resolve(t.Host).Constant()
	local = local && thisMachine(host)
	if KindOf(t) != catalog.KindDatabase || !known || t.Missing || !local || len(x.tools.Host) > 0 || !staysIn(cl, st) {
		return nil, nil
	}
	name, host := databaseAt(text)
	if !testWord.MatchString(name) || liveWord.MatchString(name) || !thisMachine(host) || strings.ContainsAny(name, "*?[ ") {
		return nil, nil
	}
	if t.Where != nil {
		for _, c := range t.Where.At {
			v, known := st.Resolve(c.V).Constant()
			if len(c.V) == 0 || c.Name == "port" || known && thisMachine(hostOf(c.Name, v)) {
				continue
			}
			return nil, nil
		}
	}
	a := x.NewAsk(testDatabaseGuard, nil, cl, st)
	a.Made, a.Making, a.Command = true, testDatabaseEntry, "a database called "+name
	return a, []Assumption{{Text: name + " on this machine holds data of tests only", At: cl.Whole}}
}

var (
	// elsewhere are the words of a text for a client by which it acts on another database, or may: another one made current, a file read, a name with that of its database.
	elsewhere = regexp.MustCompile("(?i)\\b(?:use|connect|source|attach|include|getsiblingdb|getsisterdb|getdb|load|dblink|execute|prepare)\\b|\\\\|[\\w`\"\\]]\\s*\\.\\s*[\\w`\"\\[*]")
	// inside are names with a dot that stay where they are.
	inside = regexp.MustCompile(`(?i)\b(?:public\.|db\.(?:[\w]+\.)?(?:drop|dropdatabase|deletemany|remove)\b)`)
	drops  = regexp.MustCompile("(?i)\\bdrop\\s+(?:database|schema)\\s+(?:if\\s+exists\\s+)?[`\"]?([^\\s`\";]+)")
)

// staysIn reports whether a call acts on one database only, and on none but test databases where it names them: all that it is told stands in its words.
func staysIn(cl *domain.CallInfo, st *domain.State) bool {
	told := cl.Name == "dropdb" || strings.HasSuffix(cl.Name, "admin")
	for _, f := range cl.Args[1:] {
		text, known := st.Resolve(f.V).Constant()
		switch {
		case !known:
			return false
		case f.V == nil || !strings.ContainsAny(text, " \t\n") || databaseSetting.MatchString(text):
			if strings.HasPrefix(text, "-f") && cl.Name == "psql" || strings.HasPrefix(text, "--file") {
				return false
			}
			told = told || strings.Contains(text, "(")
		default:
			told = true
		}
		if strings.ContainsAny(text, " \t\n(") && elsewhere.MatchString(inside.ReplaceAllString(text, "")) && !databaseSetting.MatchString(text) {
			return false
		}
		for _, m := range drops.FindAllStringSubmatch(text, -1) {
			if !testWord.MatchString(m[1]) && (cl.Name != "psql" || !strings.EqualFold(m[1], "public")) {
				return false
			}
		}
	}
	return told
}

// databaseSetting begins a text that tells where to connect: host=localhost dbname=app_test.
var databaseSetting = regexp.MustCompile(`^[a-z_]+=`)

// databaseAt takes a text apart that names a database: its name alone, an address (postgres://host/name), or settings (host=db dbname=name).
func databaseAt(text string) (name, host string) {
	if _, rest, ok := strings.Cut(text, "://"); ok {
		rest, _, _ = strings.Cut(rest, "?")
		host, name, _ = strings.Cut(rest, "/")
		return name, host
	}
	if !strings.Contains(text, "=") {
		return text, ""
	}
	for s := range strings.FieldsSeq(text) {
		switch key, v, _ := strings.Cut(s, "="); key {
		case "dbname":
			name = v
		case "host", "hostaddr", "service":
			host = v
		}
	}
	return name, host
}

// hostOf is what a coordinate of a place says of the machine.
func hostOf(coordinate, text string) string {
	switch coordinate {
	case "socket":
		return ""
	case "connection", "address":
		_, host := databaseAt(text)
		return host
	case "host":
		return text
	}
	return "another" // a service, a file with settings
}

// thisMachine reports whether the host of an address, with a user and a port or without, is the machine itself. An empty one is, as is the folder of a socket
// (PostgreSQL documentation, 34.1.2 Parameter Key Words: host).
func thisMachine(host string) bool {
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	if h, _, ok := strings.Cut(host, "]"); ok && strings.HasPrefix(h, "[") {
		host = h[1:]
	} else if strings.Count(host, ":") == 1 {
		host, _, _ = strings.Cut(host, ":")
	}
	switch host {
	case "", "localhost", "127.0.0.1", "::1":
		return true
	}
	return strings.HasPrefix(host, "/")
}
