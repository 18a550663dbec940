package bypass_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/bypass"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, bypass.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, bypass.Rule) }
