package proof

import (
	"regexp"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/symexec/value"
)

// What a service keeps where: the data folders of the packages of Debian, Red Hat and the projects themselves. A guard of a service
// is about its own data, and not about that of another one.
var families = [][2]string{
	{`mysql|mysqld|mysqld_safe|mariadb|mariadbd`, `mysql|mariadb`},
	{`postgres|postgresql|postmaster|psql|pg_ctl|pg_isready`, `postgres|postgresql|pgsql|pgdata|pg_data`},
	{`mongod|mongodb|mongos?h?`, `mongodb?|mongo`},
	{`redis|redis-server|valkey|valkey-server|redis-cli|valkey-cli|keydb`, `redis|valkey|keydb`},
	{`etcd|etcdctl`, `etcd`}, {`cassandra|scylla|nodetool|cqlsh`, `cassandra|scylla`},
	{`elasticsearch|opensearch`, `elasticsearch|opensearch`}, {`clickhouse|clickhouse-server|clickhouse-client`, `clickhouse`},
	{`rabbitmq|rabbitmq-server|rabbitmqctl|beam\.smp`, `rabbitmq`}, {`kafka`, `kafka`}, {`zookeeper`, `zookeeper`},
	{`consul`, `consul`}, {`vault`, `vault`}, {`nomad`, `nomad`}, {`influxd|influxdb`, `influxdb2?`}, {`prometheus`, `prometheus`},
	{`minio`, `minio`}, {`slapd|openldap`, `ldap|openldap`}, {`docker|dockerd|containerd`, `docker|containerd|containers`},
	{`libvirtd|virsh|qemu.*`, `libvirt`}, {`jenkins`, `jenkins`}, {`gitlab.*`, `gitlab`}, {`grafana.*`, `grafana`},
}

var familyExpr = func() (out [][2]*regexp.Regexp) {
	for _, f := range families {
		out = append(out, [2]*regexp.Regexp{
			regexp.MustCompile(`^(?:` + f[0] + `)(?:@.*|[-.]?[0-9].*)?(?:\.service)?$`), regexp.MustCompile(`(?:^|[^a-z])(?:` + f[1] + `)(?:$|[^a-z])`),
		})
	}
	return out
}()

// ports are where the services listen (IANA's registry of service names and port numbers, and the projects' manuals).
var ports = map[string]string{
	"3306": "mysql", "33060": "mysql", "mysql": "mysql", "5432": "postgres", "5433": "postgres", "6432": "postgres", "postgresql": "postgres", "27017": "mongod", "6379": "redis", "redis": "redis",
	"2379": "etcd", "2380": "etcd", "9042": "cassandra", "7000": "cassandra", "9200": "elasticsearch", "9300": "elasticsearch", "8123": "clickhouse", "9000": "clickhouse",
	"5672": "rabbitmq", "5671": "rabbitmq", "9092": "kafka", "2181": "zookeeper", "8500": "consul", "8200": "vault", "4646": "nomad", "8086": "influxd", "389": "slapd", "636": "slapd",
}

// familyOfPort gives the family of the service that listens at a port; -1 where it may be any.
func familyOfPort(port string) int {
	if name := ports[port]; name != "" {
		return familyOf(name, false)
	}
	return -1
}

// notRun are names of services, clients and scripts that no process of the service has: the server of the unit redis is redis-server, that of kafka is java, and mysql
// is a client.
var notRun = map[string]bool{
	"mysql": true, "mariadb": true, "postgresql": true, "psql": true, "pg_ctl": true, "pg_isready": true, "mongodb": true, "mongo": true, "mongosh": true, "redis": true,
	"valkey": true, "redis-cli": true, "valkey-cli": true, "keydb": true, "etcdctl": true, "cassandra": true, "nodetool": true, "cqlsh": true, "elasticsearch": true, "opensearch": true,
	"rabbitmq": true, "rabbitmqctl": true, "rabbitmq-server": true, "kafka": true, "zookeeper": true, "influxdb": true, "openldap": true, "docker": true, "virsh": true, "jenkins": true,
}

// noProcess reports whether no server has one of the names in a pattern, which are told apart by |: pgrep -x mysql never finds mysqld. Names of processes are compared
// with their case (pgrep(1)).
func noProcess(pattern string) bool {
	for name := range strings.SplitSeq(pattern, "|") {
		if !notRun[name] && (strings.ToLower(name) == name || familyOf(name, false) < 0) {
			return false
		}
	}
	return true
}

// family is familyOf, which is asked of the same names for each pair of a guard and a site.
func (x *Ledger) family(name string, path bool) int {
	key := familyName{name, path}
	k, ok := x.families[key]
	if !ok {
		if x.families == nil {
			x.families = map[familyName]int{}
		}
		k = familyOf(name, path)
		x.families[key] = k
	}
	return k
}

// A familyName is the name of a service, or a path.
type familyName struct {
	name string
	path bool
}

// familyOf gives the family of a service's name, or with path that of a folder; -1 where there is none.
func familyOf(name string, path bool) int {
	i := 0
	if path {
		i = 1
	} else if first, rest, several := strings.Cut(name, "|"); several { // a pattern of pgrep: mysqld|mariadbd
		if k := familyOf(first, false); k >= 0 && k == familyOf(rest, false) {
			return k
		}
		return -1
	}
	for k, f := range familyExpr {
		if f[i].MatchString(strings.ToLower(name)) {
			return k
		}
	}
	return -1
}

// ownData compares a service or a database with what is destroyed: its own data folder, that of another service, or something of
// which nothing says whose it is.
func (m *matching) ownData(service, thing value.Value, before coverage) coverage {
	name := service.String()
	if len(service) == 0 {
		name = m.ask.Name
	}
	if noProcess(name) && m.ask.Entry.ByProcess(m.ask.Patterns()) {
		return coverage{}
	}
	if m.kind == catalog.KindDatabase || m.ofSystem() && m.wholeMachine() {
		return m.serves(name, before)
	}
	if m.x.mechanism(service) || ofScript(service, 0) {
		return coverage{}
	}
	who, whose := m.x.family(name, false), -1
	if len(service) > 0 && who < 0 {
		who = m.x.family(m.ask.Name, false)
	}
	if m.kind == catalog.KindPath {
		whose = m.x.family(thing.Pattern(), true)
	}
	if c, decided := m.ofInstance(service, thing, before, who >= 0 && who == whose); decided {
		return c
	}
	instance := service.FirstSym() != nil && thing.FirstSym() != nil // mysql@$1 and /var/lib/mysql-$2
	switch {
	case instance && (m.kind == catalog.KindPath):
		if r, why := m.sharedName(service, thing); r != apart {
			return m.tied(r, why, before)
		}
		if whose >= 0 && (who == whose || service.Single() == nil) {
			return coverage{}
		}
	case who >= 0 && who == whose:
		return before
	case who >= 0 && whose >= 0:
		return coverage{} // another service's
	}
	if thing.FirstSym() == nil && m.kind == catalog.KindPath && service.FirstSym() == nil && len(service) > 0 {
		switch {
		case thing.HoldsName(service):
			return before
		case whose >= 0 && !namesFamily(name, whose):
			return coverage{} // that nginx is stopped says nothing of the data of mysql
		}
	}
	if len(before.assumes) > 0 {
		return before
	}
	if m.kind == catalog.KindResource && m.site.Where != nil {
		return coverage{} // that a process does not run here says nothing of a cluster's or a cloud's objects
	}
	what := "its machine"
	if len(thing) > 0 {
		what = thing.String()
	}
	return m.presume("nothing but " + name + " uses " + what)
}

// serves compares a service with a database on its machine: the server's own, that of another server, or one of which nothing says that the service has to do with it.
func (m *matching) serves(name string, before coverage) coverage {
	who, whose := m.x.family(name, false), -1
	if w := m.site.Where; w != nil {
		whose = m.x.family(w.System, false)
	}
	switch {
	case who >= 0 && whose >= 0 && who != whose:
		return coverage{}
	case who >= 0 || len(before.assumes) > 0:
		return before
	}
	what := "the database"
	if whose >= 0 {
		what = "the data of " + m.site.Where.System
	}
	return m.presume("nothing but " + name + " uses " + what)
}

// ofSystem reports whether what is destroyed belongs to a service of which it is known by which name it runs: all keys of redis.
func (m *matching) ofSystem() bool {
	return m.site.Where != nil && m.x.family(m.site.Where.System, false) >= 0
}

// sharedName reports whether two texts name the same instance: mysql@$1 and /srv/$1/data.
func (m *matching) sharedName(a, b value.Value) (relation, string) {
	for _, p := range a {
		if p.Sym == nil {
			continue
		}
		for _, q := range b {
			if q.Sym == nil {
				continue
			}
			if r, why := m.x.relate(m.st, value.Value{p}, value.Value{q}); r != apart {
				return r, why
			}
		}
	}
	return apart, ""
}

var (
	// whereName is a condition on the name of something: the question is about that one only.
	// Which one that is may also be said by where one connects to: datname = current_database().
	whereName = regexp.MustCompile(`(?i)\b(?:datname|db|database|database_name|schema|table_schema|schema_name|name|host|hostname|node|shard)["\x60]?\s*` +
		`(?:=|in|i?like|r(?:egexp|like)|~~?\*?|similar\s+to)\s*(?:any\s*)?[\s(]*(?:array\s*\[\s*)?(?:[enb]?'|"|\$\$|(?:current_database|current_schema|database|schema|db_name)\s*\(\s*\))`)
	// serverWide are the tables about all that a server holds.
	serverWide = regexp.MustCompile(`(?i)\b(?:pg_stat_|pg_replication_|processlist|information_schema\.|performance_schema\.|show\s+(?:slave|replica|master|full|status|global)|system\.)`)
	// restricted is a question with a condition.
	restricted = regexp.MustCompile(`(?i)\bwhere\b`)
)

// namesFamily reports whether a service has the name of a family's folder in its own, as what belongs to it does: mysql-router, a cluster's
// manager.
func namesFamily(name string, family int) bool {
	return familyExpr[family][1].MatchString(strings.ToLower(name))
}

// ofInstance compares one instance of a service, redis@a, with a folder. decided is false where the service is no instance, or
// where its name is not known as a whole.
func (m *matching) ofInstance(service, thing value.Value, before coverage, itsOwn bool) (c coverage, decided bool) {
	name, known := service.Constant()
	path, plain := thing.Constant()
	_, instance, found := strings.Cut(strings.TrimSuffix(name, ".service"), "@")
	if !known || !plain || !found || instance == "" || !itsOwn || m.kind != catalog.KindPath {
		return coverage{}, false
	}
	names := func(text, part string) bool { return value.Lit(text).HoldsName(value.Lit(part)) }
	if names(path, instance) || strings.Contains(path, "-"+instance) || strings.Contains(path, "@"+instance) || strings.Contains(path, "_"+instance) {
		return before, true
	}
	for part := range strings.FieldsFuncSeq(instance, func(r rune) bool { return r == '-' || r == ':' }) { // postgresql@15-main
		if names(path, part) {
			return before, true
		}
	}
	if !wholeFamily.MatchString(path) {
		return coverage{}, true // another instance's
	}
	if len(before.assumes) > 0 {
		return before, true
	}
	return m.assume("no other instance than " + instance + " uses " + path), true
}

// wholeFamily is the folder in which a service keeps what all of its instances have.
var wholeFamily = regexp.MustCompile(`^(?:/var/lib|/srv|/data|/opt)/[a-z]+(?:/data|/main|/[0-9.]+)?/?(?:\*|\.)?$`)
