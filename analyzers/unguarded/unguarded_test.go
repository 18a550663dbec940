package unguarded_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/unguarded"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, unguarded.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, unguarded.Rule) }
