package assumed_test

import (
	"testing"

	"github.com/wipelint/wipelint/analyzers/assumed"
	"github.com/wipelint/wipelint/internal/wanttest"
)

func TestRule(t *testing.T) { wanttest.Run(t, assumed.Rule) }

func TestDoc(t *testing.T) { wanttest.RunDoc(t, assumed.Rule) }
