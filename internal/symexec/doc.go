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
package symexec
