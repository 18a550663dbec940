package pipemask_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/pipemask"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, pipemask.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, pipemask.Rule) }
