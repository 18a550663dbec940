package toctou_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/toctou"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, toctou.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, toctou.Rule) }
