package async_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/async"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, async.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, async.Rule) }
