package opaque_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/opaque"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, opaque.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, opaque.Rule) }
