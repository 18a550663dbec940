package fallthroughrule_test

import (
	"testing"

	fallthroughrule "github.com/wipelint/wipelint/analyzers/fallthrough"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, fallthroughrule.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, fallthroughrule.Rule) }
