package report

import (
	"strings"
	"testing"
)

func TestStatistics(t *testing.T) {
	r := hostile()
	r.Findings = append(r.Findings, plain().Findings...)
	var b strings.Builder
	if err := Statistics(&b, r); err != nil {
		t.Fatal(err)
	}
	const want = "5  WL1001 unguarded, in 2 files\n1  WL1003 ignored, in 1 file\n1  WL1005 failopen, in 1 file\n1  WL1012 bypass, in 1 file\n"
	if b.String() != want {
		t.Errorf("got:\n%s", b.String())
	}
}
