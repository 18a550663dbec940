// Package symexec runs a shell script in every world at once.
//
// It is a symbolic executor with collecting semantics over the syntax tree of mvdan.cc/sh: a statement takes the states in
// which it can be entered and gives the states in which it can complete. What cannot be known (the exit status of a
// command, the value of an environment variable, the answer of a guard) forks the state or stays a symbol about which
// the state remembers what the path decided. States that agree on everything that can still be read are merged, so that
// the cost stays about linear in the length of the script.
//
// The result says, for each destructive command, with which answers of which guards it can be reached, and by which
// steps. The package knows nothing of rules or output.
//
// docs/semantics.md lists construct by construct what follows, each with the test that shows it. In short:
//
// # What is exact
//
// Exit statuses and $? after every construct; lists, pipelines, pipefail, PIPESTATUS and lastpipe; subshells and what is
// lost in them; set -e with its exceptions in bash and dash; [ and test against [[ and ((, with their errors; parameter
// expansion of known text; functions, locals, positional parameters, traps on EXIT and ERR, eval and sh -c of known
// text, remote text of ssh, source of files that are found, here-documents, read and mapfile from known or listed text,
// common filters over guards' output.
//
// # What is taken as more than it is
//
// A site is said to be reached where it may not be. Lists that are not known run for none, one and two elements. Loops
// whose end is not known run three rounds; then what they change is unknown. Past a bound of states at one point the
// values in which they differ are unknown; past a budget of steps every site of the part is unproved. States carry which of
// these they went through (domain/approx.go), so that each site can say what its verdict rests on.
//
// # What is not seen
//
// An unquoted variable is taken for one word where it names a target. Files that other programs write, signals from
// outside, changes of PATH, and code in other languages are not followed. A guard asked twice about the same target is
// taken to answer the same.
package symexec
