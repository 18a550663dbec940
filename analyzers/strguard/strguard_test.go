package strguard_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/strguard"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, strguard.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, strguard.Rule) }
