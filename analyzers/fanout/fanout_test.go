package fanout_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/fanout"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, fanout.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, fanout.Rule) }
