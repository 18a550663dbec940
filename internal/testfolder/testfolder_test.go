package testfolder_test

import (
	"strings"
	"testing"

	"github.com/wipelint/wipelint/internal/script"
	"github.com/wipelint/wipelint/internal/testfolder"
)

func TestOf(t *testing.T) {
	for name, want := range map[string]string{
		"tests/e2e/down.sh": "tests", "hack/e2e-kind.sh": "hack", "pkg/t/cleanup.sh": "pkg/t", "a/smoke.bats": "a",
		"ci/destroy.sh": "", ".github/teardown.sh": "", "deploy/down.sh": "", "contest/down.sh": "", "latest/down.sh": "",
		"ci/integration/down.sh": "ci/integration",
	} {
		if got, ok := testfolder.Of(name); got != want || ok != (want != "") {
			t.Errorf("%s: %q, %v; want %q", name, got, ok, want)
		}
	}
}

// words are a call as it is written, where each word is plain or a variable.
func words(call string) (out []testfolder.Word) {
	for _, f := range strings.Fields(call) {
		w := testfolder.Word{Written: strings.NewReplacer(`"`, "", "{", "", "}", "").Replace(f)}
		if !strings.Contains(f, "$") {
			w.Known = w.Written
		}
		out = append(out, w)
	}
	return out
}

func TestMakes(t *testing.T) {
	for _, c := range []struct {
		made, down string
		beside     bool // whether the files are in one folder
		want       bool
	}{
		{"kind create cluster", "kind delete cluster", true, true},
		{"kind create cluster", "kind delete cluster", false, false},
		{"kind create cluster --name=a", "kind delete cluster", true, false},
		{`kind create cluster --name "$C"`, `kind delete cluster --name "${C}"`, false, true},
		{`kind create cluster --name "$1"`, `kind delete cluster --name "$1"`, true, false},
		{"docker compose -f a.yml up -d", "docker compose -f a.yml down -v", true, true},
		{"docker compose -f a.yml up -d", "docker compose -f a.yml down -v", false, false},
		{"docker compose -f a.yml up -d", "docker compose -f b.yml down -v", true, false},
		{"docker compose up -d", "docker-compose down -v", true, true},
		{"docker volume create a", "docker volume rm a", false, true},
		{"docker volume create a", "docker volume rm a b", false, false},
		{"docker volume create a", "docker rm -vf a", false, false},
		{"kubectl apply -f $url/a.yaml", "kubectl delete -f $url/a.yaml", false, true},
		{"kubectl apply -f a.yaml", "kubectl delete -f a.yaml", false, false},
		{"kubectl create namespace a", "kubectl delete ns a", false, true},
		{"kubectl create configmap a", "kubectl delete pvc a", false, false},
		{"kubectl create ns a --context=x", "kubectl delete ns a --context=y", false, false},
		{"kubectl apply -f a.yaml", "kubectl delete pvc --all", true, false},
		{"az group create -n $RG", "az group delete --name $RG --yes", false, true},
		{"az vm create -n $RG", "az group delete --name $RG --yes", false, false},
		{"V=$(aws ec2 create-volume --size 1)", "aws ec2 delete-volume --volume-id $V", false, true},
		{"V=$(aws ec2 describe-volumes)", "aws ec2 delete-volume --volume-id $V", false, false},
		{"createdb a", "dropdb a", false, true},
		{"createdb a", "dropdb b", false, false},
		{"createdb production", "dropdb production", false, false},
		{"terraform -chdir=infra apply", "terraform -chdir=infra destroy", false, true},
		{"terraform apply", "terraform -chdir=infra destroy", true, false},
		{"virt-install --name $vm --memory 512", "virsh undefine $vm --nvram", false, true},
		{"log_must zpool create $POOL $DISK", "zpool destroy $POOL", false, true},
		{"zpool create a /dev/sdb", "zpool create a /dev/sdb", true, false},
		{"docker run --name a x", "docker run --name a -v /var/lib/mysql:/d x rm -rf /d", true, false},
		{"terraform apply", "terraform apply -destroy", true, false},
		{"kubectl apply -f a.yaml", "kubectl replace --force -f a.yaml", true, false},
		{"zfs create a/b", "zfs rollback -r a/b@c", true, false},
		{`"${HELM}" install a ./chart`, "helm uninstall a", false, true},
		{"$RUN up", "docker compose down -v", true, false},
		{"mkfs.ext4 /dev/sdb", "wipefs -a /dev/sdb", true, false},
	} {
		file := "elsewhere/down.sh"
		if c.beside {
			file = "tests/down.sh"
		}
		var m testfolder.Makings
		m.Add(script.Parse("tests/up.sh", []byte("#!/bin/bash\n"+c.made+"\n"), script.Options{}))
		if got := len(m.Makes(words(c.down), file, -1)) > 0; got != c.want {
			t.Errorf("%s makes what is taken down by %s: %v, want %v", c.made, c.down, got, c.want)
		}
	}
}

// TestMakesBefore: what a script makes anew behind a command that takes it down says nothing of what was there before.
func TestMakesBefore(t *testing.T) {
	for text, want := range map[string]bool{
		"kind create cluster; kind delete cluster":                                 true,
		"kind delete cluster; kind create cluster":                                 false,
		"down() { kind delete cluster; }; trap down EXIT; kind create cluster":     true,
		"up() { kind create cluster; }; kind delete cluster; up":                   true,
		"up() { kind create cluster; }; down() { kind delete cluster; }; down; up": true,
	} {
		var m testfolder.Makings
		m.Add(script.Parse("tests/a.sh", []byte("#!/bin/bash\n"+text+"\n"), script.Options{}))
		at := strings.Index("#!/bin/bash\n"+text, "kind delete")
		if got := len(m.Makes(words("kind delete cluster"), "tests/a.sh", at)) > 0; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}
