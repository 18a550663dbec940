package undeclared

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/catalog"
	"github.com/wipelint/wipelint/internal/script"
)

func TestTasks(t *testing.T) {
	files := map[string]string{"infra/Makefile": `POOL = tank
.PHONY: all down gone

all: build
	@echo done

build:
	cc -o x x.c

down: stop
	@echo down

stop:
	-@terraform destroy -auto-approve

gone:
	zpool destroy $(POOL)
`}
	for text, want := range map[string]string{
		"make wipe": "make wipe", "make -C infra destroy-cluster": "make destroy-cluster", "npm run db:drop": "npm run db:drop", "yarn db:drop --force": "yarn db:drop",
		"just nuke": "just nuke", "make clean distclean": "", "make uninstall": "", "npm run build": "", "make purge-cache": "", "make -n wipe": "", "make show-wiped": "",
		"make DESTROY=1 all": "", "make -C wipe all": "",
		"make -C infra down": "make: terraform destroy -auto-approve", "make --directory infra gone ENV=x": "make: zpool destroy ${POOL}",
		`make -C "$(dirname "$0")"/infra stop`: "make: terraform destroy -auto-approve", "make -C infra": "", "make -C infra all": "", "make -C other gone": "",
		"psql shop -f drop.sql": "psql: drop.sql", "psql shop <db/truncate_all.sql": "psql: db/truncate_all.sql", "cat drop.sql | mysql shop": "mysql: drop.sql",
		`mysql shop -e "source drop_tables.sql;"`: "mysql: drop_tables.sql", "ansible-playbook -i hosts purge-cluster.yml": "ansible-playbook: purge-cluster.yml",
		"ssh web1 bash -s <wipe.sh": "ssh: wipe.sh", "python3 tools/wipe_disks.py sdb": "python3: tools/wipe_disks.py", `mongosh "$url" <drop.js`: "mongosh: drop.js",
		"psql shop -f schema.sql": "", "psql shop <dump.sql": "", "ansible-playbook site.yml": "", "python3 check_wiped.py": "", "cat drop.sql": "", "python3 clean_cache.py": "",
	} {
		s := script.Parse("x.sh", []byte("#!/bin/bash\n"+text+"\n"), script.Options{})
		var got []string
		for _, c := range FindIn(s, nil, catalog.Builtin(), func(file string) []byte { return []byte(files[file]) }) {
			if c.Runs.Command != "" {
				c.Command += ": " + c.Runs.Command
			}
			got = append(got, c.Command)
		}
		if g := strings.Join(got, ","); g != want {
			t.Errorf("%s: %q, want %q", text, g, want)
		}
	}
}
