package subshellexit_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/subshellexit"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, subshellexit.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, subshellexit.Rule) }
