package ignored_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/ignored"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, ignored.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, ignored.Rule) }
