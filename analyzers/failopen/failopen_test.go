package failopen_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/failopen"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, failopen.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, failopen.Rule) }
