package stalestatus_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/stalestatus"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, stalestatus.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, stalestatus.Rule) }
