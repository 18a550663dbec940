package catalog

import (
	"regexp"
	"strings"
)

var (
	sqlWhere = regexp.MustCompile(`(?i)\bwhere\b`)
	sqlEnds  = regexp.MustCompile(`(?i)\b(group\s+by|order\s+by|having|limit|union|window|for\s+update)\b`)
	// sqlFromIn is a table with its database.
	sqlFromIn = regexp.MustCompile("(?i)\\b(?:from|join)\\s+`?([a-z_][a-z0-9_]*)`?\\.`?[a-z_]")
	sqlAnd    = regexp.MustCompile(`(?i)\s+(and|or)\s+`)
	// sqlSelf is a condition by which the session that asks leaves itself out.
	sqlSelf = regexp.MustCompile(`(?i)\b(pg_backend_pid|connection_id|sys_context|userenv|@@spid)\b`)
	// sqlNames is a column that says whose the rows are: whether that is the target is looked at by its name.
	sqlNames = regexp.MustCompile(`(?i)^\W*(\w+\.)?"?(datname|datid|db|database|database_name|schema|schemaname|table_schema|schema_name|table_name|relname|relid|name|host|hostname|node|shard|id|\w+_id)"?\b`)
)

// Conditions are those of a guard's SQL about which sessions or rows it asks for: state = 'active'. What does not meet them is left out
// of the answer. Which database or machine they belong to, and that the asking session is none of them, are no such conditions.
func (g *Guard) Conditions(words []string, stdin string) []string {
	if !g.SQL || g.Asks != AsksUse && g.Asks != AsksContent {
		return nil
	}
	var out []string
	for stmt := range strings.SplitSeq(sqlText(words[1:], stdin), ";") {
		at := sqlWhere.FindStringIndex(stmt)
		if at == nil {
			continue
		}
		where := stmt[at[1]:]
		if end := sqlEnds.FindStringIndex(where); end != nil {
			where = where[:end[0]]
		}
		for _, c := range sqlAnd.Split(where, -1) {
			c = strings.Trim(strings.Join(strings.Fields(c), " "), " ()")
			if c != "" && !strings.Contains(c, Unknown) && !sqlSelf.MatchString(c) && !sqlNames.MatchString(c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// ofServer are the databases and schemas in which a server tells of itself, and the schema that a database has without a name.
var ofServer = setOf(strings.Fields("information_schema mysql performance_schema sys pg_catalog public system msdb master dbo"))

// Databases are the names that stand in front of tables in SQL, for MySQL those of their databases.
func Databases(sql string) []string {
	var out []string
	for _, m := range sqlFromIn.FindAllStringSubmatch(sql, -1) {
		if !ofServer[strings.ToLower(m[1])] {
			out = append(out, m[1])
		}
	}
	return out
}
