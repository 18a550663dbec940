package difftest

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// TestStubsAgree checks that the stub in C and the one in Go do the same.
func TestStubsAgree(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("cc"); err != nil {
		t.Fatal("cc is not installed; install a C compiler, such as Debian's gcc, to compare the two stubs")
	}
	dir := t.TempDir()
	script := Script{Shell: "dash", Text: `#!/bin/sh
state h1 > out.txt
prep; prep a; prep; prep || log-it "two words" ""
is-idle "h 1" ""; echo $? >> out.txt
read -r s < out.txt
[ "$s" = active ] && wipe-disk "$s"
ssh -n h1 'is-idle d1; wipe-disk d1' | cat
printf 'a\nb\n' | { ssh -o BatchMode=yes root@h2 cat > list.txt; read -r rest; log-it "$rest"; }
cat list.txt | ssh h1 "cat; log-it $?" | tee list.txt
sudo -u root timeout -k 1 5 nice -n 3 is-idle h1 || note "$?"
sudo X=1 flock -n lock.txt is-idle h5
pdsh -S -w h1,h2 busy > list.txt; note "$?"
while read -r l; do state "$l"; done < list.txt
pssh -i -H 'h1 h2' is-idle; state "$?"
pssh -H '' is-idle; state "$?"; dsh -m , is-idle; state "$?"
ssh h1 'state there > kept.txt'; ssh h1 cat kept.txt; ssh h2 'cat kept.txt || state gone'; pdsh -S -w h1,h2 'test -e kept.txt'; state "$?"
dsh -g web -- is-idle; clush -w h1 is-idle | tee list.txt
while read -r l; do state "$l"; done < list.txt
ansible h1:h2 -m shell -a 'is-idle x' > list.txt; state "$?"
while read -r l; do state "$l"; done < list.txt
salt -L h1,h2 cmd.run 'state x'
kubectl exec -i c1 -- sh -s <<EOF
is-idle c
EOF
docker exec -u root c2 is-idle "" ; ssh h9 <<EOF
is-idle last
EOF
printf 'h1\nh 2\n' | parallel -j2 is-idle; state "$?"
parallel -k 'is-idle {} && wipe-disk {}' ::: h1 "it's h2"; state "$?"
parallel --halt now,fail=1 busy {1} {2} ::: h1 h4 ::: a b; state "$?"
parallel --dry-run wipe-disk ::: h7 > list.txt; state "$(cat list.txt)"
parallel -n2 note ::: a b c; parallel -I @ log-it @ {} '{#}' ::: 'a  b'; parallel ::: 'is-idle h8' 'note 5'
parallel is-idle :::; state "$?"; parallel is-idle :::: none.txt; state "$?"
watch -n1 -t -e 'is-idle h2; busy h1 || exit 3'; state "$?"
watch -g state h1; state "$?"
watch -x -q 2 is-idle h3; state "$?"
watch -g is-idle h3; state "$?"
until busy h1; do sleep 1; done
`}
	w := world{says: map[string]answer{"state h1": {active, 0, "active\n"}, "prep#3": {none, 1, ""}, "busy h1": {failed, 2, ""}, "ssh#2": {none, 0, ""}, "watch#2": {none, 9, ""}, "watch#3": {none, 0, ""}, "watch#4": {none, 1, ""}, "busy@h2": {active, 0, "7\n"}, "is-idle@h2": {failed, 255, ""}}}
	var logs [][]call
	for _, inC := range []bool{true, false} {
		file := filepath.Join(dir, "stub")
		if err := buildStub(file, inC); err != nil {
			t.Fatal(err)
		}
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		box, err := newSandbox(code)
		if err != nil {
			t.Fatal(err)
		}
		calls, err := box.run(script, w)
		if err != nil {
			t.Fatal(err)
		}
		box.Close()
		logs = append(logs, calls)
	}
	if !slices.Equal(logs[0], logs[1]) {
		t.Errorf("in C:  %v\nin Go: %v", logs[0], logs[1])
	}
	if n := len(logs[0]); n < 20 || logs[0][n-1].key() != "busy h1" && logs[0][n-1].key() != "sleep#3" {
		t.Errorf("calls are %v, want the endless loop's last", logs[0])
	}
}
