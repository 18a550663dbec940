package wrongtarget_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/wrongtarget"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, wrongtarget.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, wrongtarget.Rule) }
