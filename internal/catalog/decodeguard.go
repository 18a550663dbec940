package catalog

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wipelint/wipelint/internal/catalog/strict"
)

func readGuard(t *strict.Table, file string) *Guard {
	e := &Guard{
		Function: t.String("function"), Options: t.Strings("options"), Unless: t.Strings("unless"), ValueOptions: t.Strings("value-options"),
		SingleDash: t.Bool("single-dash"), Contains: t.Strings("contains"), Operands: t.Strings("operands"), NoOperands: t.Bool("no-operands"),
		IdleStatus: readStatuses(t, "idle-status"), ActiveStatus: readStatuses(t, "active-status"), AmbiguousStatus: readStatuses(t, "ambiguous-status"),
		StatusAnswers: t.Bool("status-answers"), NamesWith: t.Strings("names-with"), Columns: t.Strings("columns"), UnlessContains: t.Strings("unless-contains"), ActiveWords: t.Strings("active-words"), QueryIdleWords: t.Strings("idle-words"),
		Lists: t.Bool("lists-active"), Silent: t.Strings("silent-options"), Transition: t.Strings("transition-words"), MostOperands: t.Int("most-operands"),
		Release: t.Bool("release"), OnlyCompared: t.Bool("only-compared"), FailurePrints: t.Bool("failure-prints"), SQL: t.Bool("sql"), Number: t.Bool("number"), NameLength: t.Int("name-length"), FullOptions: t.Strings("full-options"), BlankRows: t.Bool("blank-rows"), Quiet: t.Strings("quiet-options"),
		Narrows: t.Strings("narrows"), Ownership: t.Strings("ownership"), Headless: t.Strings("headless"), BareDevices: t.Strings("bare-devices"), ProcessNames: t.Strings("process-names"), Fields: t.Strings("fields"), OperandsNarrow: t.Bool("operands-narrow"), OperandIsPath: t.Bool("operand-is-path"),
		Why: t.String("why"), Instead: t.String("instead"), Source: t.String("source"), File: file, Line: t.Line(""),
	}
	switch {
	case t.Has("command") && t.Has("function"):
		t.FailKey("function", `a guard has a "command" or a "function", not both; make two entries of it`)
	case t.Has("function"):
		checkFunction(t, e.Function)
	case !t.Has("command"):
		t.Fail("", `a guard needs a "command" or a "function"; add one of them`)
	default:
		e.Command = readCommand(t)
	}
	e.Target, e.Kind = readTarget(t)
	if t.Has("lists-of") {
		k := t.String("lists-of")
		switch {
		case e.Target != "":
			t.FailKey("lists-of", `"lists-of" is for a list of all that there is on a machine; take it out, or "target"`)
		case !slices.Contains(kinds, k):
			t.Fail("lists-of", "unknown kind of target %q%s; known are %s", k, strict.DidYouMean(k, kinds), strings.Join(kinds, ", "))
		}
		e.Kind = Kind(k)
	}
	e.Host = readPlace(t, "host")
	if t.Has("kind") {
		switch kind := t.String("kind"); kind {
		case "query":
			e.Query = true
		case "prompt":
			e.Prompt = true
		case "":
		default:
			t.Fail("kind", `unknown kind %q; there are "query" and "prompt"`, kind)
		}
	}
	readIdleOutput(t, e)
	readAsks(t, e)
	checkOverlap(t, e)
	if e.Release && (len(e.IdleStatus) == 0 || len(e.ActiveStatus)+len(e.AmbiguousStatus) > 0) {
		t.FailKey("release", `"release" needs the "idle-status" of a success alone; every other status means that it is still in use`)
	}
	e.Meanings = readMeanings(t, append(slices.Clone(e.IdleStatus), e.ActiveStatus...))
	if len(e.Narrows)+len(e.Ownership)+len(e.Headless)+len(e.BareDevices)+len(e.ProcessNames) > 0 || e.OperandsNarrow {
		e.narrowing = newSyntax(e.Command, e.ValueOptions, e.SingleDash)
	}
	switch {
	case e.Lists && (e.Query || e.Prompt || e.IdleOutput != "" || len(e.ActiveStatus) == 0):
		t.FailKey("lists-active", `"lists-active" is for guards with an "active-status" and no "idle-output"; say with "idle-output" what is printed`)
	case !e.Lists && len(e.Silent) > 0:
		t.FailKey("silent-options", `"silent-options" are the exceptions to "lists-active"; add lists-active = true`)
	case e.Lists:
		silent := *e
		silent.Lists = false
		e.silent = &silent
	}
	if !e.Query && !e.Prompt && e.IdleOutput == "" && len(e.IdleStatus)+len(e.ActiveStatus)+len(e.AmbiguousStatus) == 0 {
		t.Fail("", `the guard says nothing; add "idle-status" and "active-status", "idle-output", or kind = "query" or "prompt"`)
	}
	if len(e.Quiet) > 0 {
		mute := *e
		mute.Mute, mute.Lists, mute.ActiveWords = true, false, nil
		e.mute = &mute
	}
	if e.NameLength > 0 {
		long := *e
		long.Asks, long.Why = AsksListing, "a name that is longer than the "+strconv.Itoa(e.NameLength)+" letters which it compares, or written in other letters than the program's"
		if e.silent != nil {
			silent := long
			silent.Lists, silent.silent = false, nil
			long.silent = &silent
		}
		e.long = &long
	}
	if e.SQL {
		e.bySQL = e.readings()
	}
	t.Done()
	return e
}

// readAsks reads what the question is about. Whoever declares a guard of their own means that it tells whether data is in use.
func readAsks(t *strict.Table, e *Guard) {
	e.Asks = AsksUse
	if t.Has("asks") {
		asks := t.String("asks")
		if !slices.Contains(allAsks, asks) {
			t.Fail("asks", "unknown question %q%s; known are %s", asks, strict.DidYouMean(asks, allAsks), strings.Join(allAsks, ", "))
		}
		e.Asks = Asks(asks)
	}
	if t.Has("rows") {
		if rows := t.String("rows"); rows != "in-use" {
			t.Fail("rows", `unknown "rows" %q; write "in-use" if each line of the answer is something in use`, rows)
		}
		e.Rows = true
	}
	if (e.Rows || e.OnlyCompared || e.FailurePrints || e.Number) && !e.Query {
		t.FailKey(firstKey(t, "rows", "only-compared", "failure-prints", "number"), `"rows", "only-compared", "failure-prints" and "number" say how the output is read; add kind = "query"`)
	}
}
