package suppression_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/suppression"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, suppression.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, suppression.Rule) }
