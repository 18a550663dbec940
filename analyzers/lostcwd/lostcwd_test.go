package lostcwd_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/lostcwd"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, lostcwd.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, lostcwd.Rule) }
