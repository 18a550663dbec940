package effects

// What can still reach a destructive command from a point on. Where nothing can, states that differ in whatever they like are one: no
// guard's answer matters any more. What is behind is run all the same, so that nothing in it goes unseen.

// ActPseudo is the pseudo variable that everything reads that may destroy, or of which nobody knows what it does.
const ActPseudo = "\x03"

// AboutPseudo begins the names of what lines were looked for in an answer.
const AboutPseudo = "\x00about"

// Pseudo variables make the one question "can this still be read?" serve for more than variables: the positional
// parameters, remembered answers of file tests, and remembered answers of guards.
const (
	ArgsPseudo  = "@"
	TestPseudo  = "\x01" // + the test as written
	GuardPseudo = "\x02" // + the guard's name
)

// The variables that hold the folder that the script was in before, and those that pushd keeps.
const (
	BackPseudo  = "\x05back"
	StackPseudo = "\x05dirs"
)

// PlacePseudo + a system is the variable that holds what the script has told that system's tools to use from then on: a context, a
// project, a workspace.
const PlacePseudo = "\x04"

// HashPseudo + a name is the variable that holds the program which hash -p, or BASH_CMDS, has a command's name stand for.
const HashPseudo = "\x06"

// LinkPseudo + a path is the variable that holds what a symbolic link of the script leads to.
const LinkPseudo = "\x07"
