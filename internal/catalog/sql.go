package catalog

import (
	"regexp"
	"strings"
)

// What SQL asks is read as far as a guard needs: does it count or list what is in use or stored, or is it the role of the server.

// sqlKinds are texts by which a question is known; the first that a statement has tells.
var sqlKinds = []struct {
	asks  Asks
	texts []string
}{
	{AsksUse, []string{"pg_stat_activity", "pg_stat_replication", "pg_stat_wal_receiver", "pg_stat_subscription", "pg_locks", "pg_prepared_xacts", "pg_replication_slots",
		"processlist", "innodb_trx", "show slave hosts", "show replicas", "performance_schema.threads", "v$session", "gv$session", "dm_exec_sessions", "dm_exec_connections",
		"sysprocesses", "system.processes", "threads_connected", "numbackends", "stats_mysql_connection_pool", "stats_mysql_processlist"}},
	{AsksState, []string{"pg_is_in_recovery", "@@read_only", "@@global.read_only", "@@super_read_only", "@@global.super_read_only", "@@innodb_read_only", "show slave status",
		"show replica status", "show all slaves status", "show master status", "show binary log status", "like 'read_only'", "like 'super_read_only'", "transaction_read_only",
		"wsrep_", "replication_group_members", "database_role", "runtime_mysql_servers", "mysql_servers", "pg_stat_get_wal_senders", "pgaf_node", "pg_dist_node", "pg_auto_failover"}},
	{AsksExistence, []string{"pg_database where", "from pg_database", "information_schema.schemata", "show databases", "show schemas", "pg_roles", "pg_user", "pg_authid", "mysql.user",
		"pg_tablespace", "pg_extension", "pg_namespace", "sys.databases", "sysdatabases", "system.databases", `\l`, `\du`}},
	{AsksListing, []string{"version()", "@@version", "@@hostname", "@@server_id", "@@port", "@@datadir", "current_setting", "show variables", "show engines", "show grants", "show config",
		"current_database()", "current_user", "inet_server", "pg_postmaster_start_time", "uptime"}},
}

var (
	sqlFrom    = regexp.MustCompile(`\bfrom\b`)
	sqlContent = regexp.MustCompile(`^(select|with|table|values|show (full )?tables|show table status|describe|\\dt|\\d\b)`)
	sqlAside   = regexp.MustCompile(`^(set|use|begin|commit|start transaction|\\c|\\t|\\a|\\pset|\\set|\\timing|pragma busy_timeout|pragma query_only)\b`)
	sqlCounts  = regexp.MustCompile(`\b(count|sum|coalesce|max|min|exists|bool_or)\s*\(`)
)

// sqlNumber is a single statement that prints one number.
var sqlNumber = regexp.MustCompile(`^select (count|sum|coalesce\(sum)\s*\([^;]*$`)

// readSQL tells what the statements of a text ask. Of several the one that says least decides: the answers stand below each other.
// rows says that each line of the answer is something in use, number that it is certainly a number.
func readSQL(text string) (asks Asks, rows, number bool) {
	for stmt := range strings.SplitSeq(strings.ToLower(text), ";") {
		stmt = strings.Join(strings.Fields(stmt), " ")
		if stmt == "" || sqlAside.MatchString(stmt) {
			continue
		}
		kind, some := statementAsks(stmt), asks != ""
		if asks == "" || !proves(kind) || proves(asks) && kind == AsksExistence {
			asks, rows = kind, kind == AsksUse && !sqlCounts.MatchString(stmt)
			number = sqlNumber.MatchString(stmt) && !strings.Contains(stmt, " group by ") && (number || !some)
		} else {
			number = false
		}
	}
	if asks == "" {
		return AsksListing, false, false
	}
	return asks, rows, number
}

func proves(a Asks) bool { return a != AsksListing }

func statementAsks(stmt string) Asks {
	asking := sqlContent.MatchString(stmt) || strings.HasPrefix(stmt, "show ") || strings.HasPrefix(stmt, `\`) || strings.HasPrefix(stmt, "pragma ")
	if !asking {
		return AsksListing // it changes something, or is not known
	}
	for _, k := range sqlKinds {
		for _, t := range k.texts {
			if strings.Contains(stmt, t) {
				return k.asks
			}
		}
	}
	if strings.HasPrefix(stmt, "select") && !sqlFrom.MatchString(stmt) {
		return AsksListing // select 1
	}
	if sqlContent.MatchString(stmt) {
		return AsksContent
	}
	return AsksListing
}

// sqlFollows are questions whether a server only follows another one: the one that says no is the one that everybody writes to.
var sqlFollows = regexp.MustCompile(`(?i)\bpg_is_in_recovery\b|@@(global\.)?(super_|innodb_)?read_only\b`)

// asked is the guard for what a call's SQL asks.
func (e *Guard) asked(words []string, stdin string) *Guard {
	text := sqlText(words[1:], stdin)
	asks, rows, number := readSQL(text)
	follows := asks == AsksState && sqlFollows.MatchString(text)
	for _, v := range e.bySQL {
		if v.Asks == asks && v.Rows == rows && v.Number == number && v.Follows == follows {
			return v
		}
	}
	return e
}

var sqlStart = regexp.MustCompile(`(?is)^[\s(]*(select|with|show|table|values|describe|insert|update|delete|set|use|create|alter|drop|grant|begin|start|call|do|exec|execute|declare|pragma|explain|\\[a-z])`)

// sqlText is the SQL among the words of a call, and what it reads.
func sqlText(words []string, stdin string) string {
	var parts []string
	for _, w := range words {
		if i := strings.IndexByte(w, '='); strings.HasPrefix(w, "--") && i > 0 && !strings.ContainsAny(w[:i], " \t\n") {
			w = w[i+1:]
		} else if len(w) > 2 && w[0] == '-' && w[1] != '-' { // -e'SELECT 1', -Ne'SELECT 1'
			if j := strings.IndexAny(w, " "); j > 0 {
				for k := 2; k < j; k++ {
					if sqlStart.MatchString(w[k:]) {
						w = w[k:]
						break
					}
				}
			}
		}
		if w = WithoutSQLComments(w); sqlStart.MatchString(w) {
			parts = append(parts, w)
		}
	}
	if len(parts) == 0 {
		parts = append(parts, WithoutSQLComments(stdin))
	}
	return strings.Join(parts, ";")
}

// WithoutSQLComments is SQL with a blank for each comment, but for what MySQL executes: /*!50000 … */. What stands in quotes is none.
func WithoutSQLComments(t string) string {
	if !strings.Contains(t, "--") && !strings.Contains(t, "/*") {
		return t
	}
	var b strings.Builder
	for i := 0; i < len(t); {
		var end int
		switch rest := t[i:]; {
		case rest[0] == '\'' || rest[0] == '"' || rest[0] == '`':
			if end = strings.IndexByte(rest[1:], rest[0]); end < 0 {
				b.WriteString(rest)
				return b.String()
			}
			b.WriteString(rest[:end+2])
			i += end + 2
			continue
		case strings.HasPrefix(rest, "--"):
			if end = strings.IndexByte(rest, '\n'); end < 0 {
				end = len(rest)
			}
		case strings.HasPrefix(rest, "/*!"):
			end = 3
			for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
				end++
			}
		case strings.HasPrefix(rest, "/*"):
			if end = strings.Index(rest, "*/") + 2; end < 2 {
				end = len(rest)
			}
		default:
			b.WriteByte(rest[0])
			i++
			continue
		}
		b.WriteByte(' ')
		i += end
	}
	return b.String()
}

// readings are the variants of a guard that is asked in SQL.
func (e *Guard) readings() []*Guard {
	var out []*Guard
	for _, asks := range []Asks{AsksUse, AsksContent, AsksState, AsksExistence, AsksListing} {
		for _, form := range []struct{ rows, number bool }{{}, {rows: true}, {number: true}} {
			v := *e
			v.Asks, v.Rows, v.Number, v.OnlyCompared, v.bySQL = asks, form.rows, form.number, asks == AsksState, nil
			v.Why = sqlWhy[asks]
			out = append(out, &v)
			if asks == AsksState {
				w := v
				w.Follows = true
				out = append(out, &w)
			}
		}
	}
	return out
}

var sqlWhy = map[Asks]string{
	AsksUse: "sessions of the database", AsksContent: "the database's content", AsksState: "the database server's role",
	AsksExistence: "what is defined on the database server", AsksListing: "what the SQL selects",
}
