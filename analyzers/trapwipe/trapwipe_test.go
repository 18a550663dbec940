package trapwipe_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/trapwipe"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, trapwipe.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, trapwipe.Rule) }
