package selectorsplit_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/selectorsplit"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, selectorsplit.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, selectorsplit.Rule) }
