// Package difftest scores the analyser against the shells themselves.
//
// It makes random maintenance scripts, runs each under real bash and dash once for every combination of what its guards and
// other commands could answer, and compares what happened with the analyser's verdict. The shells are the judge: a script in
// which the destructive command ran on a target whose guard did not answer idle is unsafe, whatever it looks like.
//
// It also makes variants of the scripts, which do the same and must have the same verdict.
//
// Nothing of the machine is within reach of a script: it is checked before it runs, its PATH leads to stubs and to tools that
// read and print, and it runs in an empty folder.
package difftest
