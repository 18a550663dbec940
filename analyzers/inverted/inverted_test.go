package inverted_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/inverted"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, inverted.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, inverted.Rule) }
