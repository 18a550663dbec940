package finding

import (
	"regexp"
	"strings"
)

// services are the processes that keep their data in a folder of that name: the packages of Debian and Red Hat, and the projects' manuals.
// pgrep compares the first 15 characters of a process's name (pgrep(1), NOTES), so that longer ones are not in here.
var services = []struct {
	folder  *regexp.Regexp
	process string
}{
	{regexp.MustCompile(`^/var/lib/(mysql|mariadb)(/|$)`), "'mysqld|mariadbd'"},
	{regexp.MustCompile(`^/var/lib/(postgresql|pgsql|postgres)(/|$)`), "postgres"},
	{regexp.MustCompile(`^/var/lib/mongo(db)?(/|$)`), "mongod"},
	{regexp.MustCompile(`^/var/lib/redis(/|$)`), "redis-server"},
	{regexp.MustCompile(`^/var/lib/etcd(/|$)`), "etcd"},
	{regexp.MustCompile(`^/var/lib/ceph/osd/`), "ceph-osd"},
	{regexp.MustCompile(`^/var/lib/ceph/mon/`), "ceph-mon"},
	{regexp.MustCompile(`^/var/lib/ceph/mds/`), "ceph-mds"},
	{regexp.MustCompile(`^/var/lib/docker(/|$)`), "dockerd"},
	{regexp.MustCompile(`^/var/lib/containerd(/|$)`), "containerd"},
	{regexp.MustCompile(`^/var/lib/kubelet(/|$)`), "kubelet"},
	{regexp.MustCompile(`^/var/lib/rabbitmq(/|$)`), "beam.smp"},
	{regexp.MustCompile(`^/var/lib/influxdb2?(/|$)`), "influxd"},
	{regexp.MustCompile(`^/var/lib/(ldap|openldap)(/|$)`), "slapd"},
	{regexp.MustCompile(`^/var/lib/prometheus(/|$)`), "prometheus"},
	{regexp.MustCompile(`^/var/lib/consul(/|$)`), "consul"},
	{regexp.MustCompile(`^/var/lib/vault(/|$)`), "vault"},
}

// processOf is the pattern by which pgrep finds the process of what a path is part of, "" where that is not known.
func processOf(path string) string {
	path, _, _ = targetAndHost(path)
	for _, one := range strings.Split(path, ", ") {
		for _, s := range services {
			if s.folder.MatchString(one) {
				return s.process
			}
		}
	}
	return ""
}
