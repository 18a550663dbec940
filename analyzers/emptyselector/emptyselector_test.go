package emptyselector_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/emptyselector"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, emptyselector.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, emptyselector.Rule) }
