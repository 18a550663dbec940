// Package wanttest runs a rule over the scripts of its testdata folder and compares what is found with what the
// scripts' comments want.
//
// An expectation is a comment on the line of the finding:
//
//	reinstall-os "$host" # want "count-active cannot answer"
//
// Each string is a regular expression, in Go's double or back quotes, that must match the message of one finding
// of the rule; there may be several. Around the string may stand:
//
//	# want +1 "re"           the finding is one line further down; -1: up. For lines that cannot carry a comment
//	# want failopen:"re"     the finding is another rule's
//	# want "re" @"$host"     the finding's range is exactly this text
//
// Comments are the ones of the syntax tree, so that text in strings and here-documents is never an expectation.
// A finding that nobody wants, of whatever rule, fails the test, as does an expectation that is not met.
//
// Beside single scripts a folder may hold txtar archives. The scripts of an archive lie in one folder, with its
// .wipelint.toml when there is one, and each of them is analysed.
package wanttest
