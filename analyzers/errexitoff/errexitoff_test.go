package errexitoff_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/errexitoff"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, errexitoff.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, errexitoff.Rule) }
