// Package replay runs a script in a world that a finding names, and tells whether its destructive command is reached.
//
// The script is run by mvdan.cc/sh/v3/interp, and nothing of it touches the machine: no process is started, since every command is
// a stub whose answer the world gives; no file is opened or written, since every open, stat, readdir and access goes to a tree
// in memory; steps, output, memory and time are bounded. What the interpreter would do on the machine by itself (named pipes for
// process substitution, looking for commands along PATH) is taken out of the syntax tree before it runs, or the call is rewritten
// in the handler that sees every call.
//
// The interpreter differs from bash in ways that decide over findings: set -e, subshells of pipelines, tests of numbers. The tree is
// rewritten so that it does as bash does (rewrite.go says how). What cannot be done faithfully ends the run with "unknown".
package replay
