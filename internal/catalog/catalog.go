// Package catalog knows which commands destroy data, which ones tell whether data is in use,
// and which ones run another command. It is made of the TOML files of the rules folder and of
// the user's own entries, which have the same form.
package catalog

// Unknown stands in a word for text that is known only when the script runs; it is followed by
// the name of the variable that the text comes from, if it has one, and by another Unknown.
// "of=\x00DEV\x00" is the word of="$DEV". A NUL byte cannot stand in a shell word otherwise.
const Unknown = "\x00"

// A Catalog is the knowledge of a set of catalogue files. It is not changed after it was made.
type Catalog struct {
	destructive []*Destructive
	guards      []*Guard
	wrappers    []*Wrapper
	creations   []*Creation
	placed      []*Place

	// Policy is what the configuration asks beyond that.
	Policy Policy

	sites     index[Destructive]
	asks      index[Guard]
	wraps     index[Wrapper]
	makes     index[Creation]
	goes      index[Place]
	placeVars []string
	systems   []string
	selects   index[Destructive] // those that have a "wide"
	selecting map[string]bool    // the names of those, and of the wrappers that run a command on many hosts
	paths     map[string]bool    // the names of those that have entries about paths
	inFolder  map[string]bool    // the names of wrappers that may run their command in a folder
	functions map[string]*Guard
	filter    *filter
}

// A Kind is what sort of thing a target is.
type Kind string

// The kinds of target. KindAny is an operand whose kind its value tells.
const (
	KindNone     Kind = ""         // this machine as a whole
	KindAny      Kind = "any"      // a user's operand: host name, device or path
	KindHost     Kind = "host"     //
	KindDevice   Kind = "device"   // disk, partition, array, volume
	KindPath     Kind = "path"     //
	KindService  Kind = "service"  // process, unit
	KindDatabase Kind = "database" //
	KindResource Kind = "resource" // cluster and cloud objects, pools
)

// An Operand is the place of a target within a call: words[Word][Skip:].
type Operand struct {
	Word, Skip int
	Kind       Kind
}

// A Destructive is a command that destroys data or reinstalls a machine.
type Destructive struct {
	// Command is the name with its leading operands: "zpool destroy". A trailing or inner "*" in the
	// name matches any suffix: "mkfs.*".
	Command string
	// Options make the command destructive, any of them; none means it always is.
	Options []string
	// Abbreviations says that the beginning of a long option stands for it, as with getopt_long: mdadm --zero-super.
	Abbreviations bool
	// Unless makes the call harmless, any of them: "--dry-run", "--help".
	Unless []string
	// ValueOptions take the next word as their value, so that it is no operand.
	ValueOptions []string
	// Contains must be part of some word, any of them, case-insensitively: "DROP DATABASE".
	Contains []string
	// Only are the glob patterns (path.Match with ** for any depth) of which the target's known text must match
	// one; empty means any target. A target that is not known matches only when OnlyKnown is false.
	Only      []string
	OnlyKnown bool
	places    []placePattern // those of Only
	// Except are the patterns of known places that hold no data, as for Only: caches, temporary folders.
	Except    []string
	excepting []placePattern
	// UnlessContains must not be part of the statement that has a word of Contains: DELETE FROM with a WHERE.
	UnlessContains []string
	// Operands are names of which some operand must be one: find -exec rm.
	Operands []string
	// Here says that the command acts on the folder that it runs in where it is given no target: find -delete, git clean.
	Here bool
	// Narrows are options with which the call is about some of what is in its target only: find -name.
	Narrows []string
	// SingleDash says that long options have one dash, so that letters are never bundled: terraform apply -destroy.
	SingleDash bool
	// Stdin says that Contains may also stand in the text of the standard input: mysql <<< "DROP DATABASE x".
	Stdin bool
	// Target says where the target stands: "1", "-1", "all" (every operand), "option:--host" (its value), "flag:-a" (the
	// option itself), "lead:1" (a leading operand of Command that is a pattern), "dd:of", or "" for this machine.
	Target string
	Kind   Kind
	// Host says in the same way where the host stands that the command acts on, "" for here.
	Host string
	// Selector says in the same way where the call says how much it acts on, "" for where its target stands.
	Selector string
	// Wide are the texts of the selector that select everything; the command is nothing to warn of with those that the
	// script's author wrote, but with those that come of an empty variable. A pattern that ends with a slash means a folder
	// behind whose name something was to follow: "/*/" is /srv/ and /srv//*. "!" takes texts out again.
	Wide []string
	wide *wide
	// WideWritten says that a folder which Wide names destroys data also where the script's author wrote it: rm -rf /usr.
	WideWritten bool
	// Whole is what the call then acts on: "every object of that kind".
	Whole string
	// Why is what the command does, in the third person: "reinstalls the operating system".
	Why string
	// Source is where the fact is documented.
	Source string
	// File is the catalogue file the entry came from, Line where it stands there.
	File string
	Line int
}

// A Guard is a command, or a function of the script, that tells whether a target holds active data.
type Guard struct {
	Command      string
	Function     string // instead of Command: a function's name, whose contract its author signs
	Options      []string
	Unless       []string
	ValueOptions []string
	Contains     []string
	SingleDash   bool
	// UnlessContains must not be part of any word: the address of a file that is fetched, not of an answer.
	UnlessContains []string
	// NamesWith are options with which the call only lists names, unless one of Columns is asked for with -o: lsblk -d -o NAME.
	NamesWith, Columns []string
	// Asks is what the question is about.
	Asks Asks
	// Rows says that each line of the answer is something in use: none is idle, and a line that names the target is active.
	Rows bool
	// OnlyCompared says that the answer is one only where the script compares it with a word, a number or nothing: a page that is
	// fetched, a key of a store. FailurePrints that a failure prints something too, and exits 0: curl without --fail.
	OnlyCompared, FailurePrints bool
	// BlankRows says that lines of the answer may be empty, the first of them too. Mute that it prints nothing at all.
	BlankRows, Mute bool
	// Quiet are options with which the guard answers by its status only, and prints nothing.
	Quiet []string
	mute  *Guard // the same with such an option
	// NameLength is how many letters of a process's name are compared, unless one of FullOptions is given: a longer one is never found.
	NameLength  int
	FullOptions []string
	long        *Guard // the same for such a name
	// Narrows are options whose value leaves some of what uses a target out of the answer: kubectl get pods -l app=web. Ownership are
	// those by which only the processes of one user are left in.
	Narrows, Ownership []string
	narrowing          *syntax
	// OperandsNarrow says that the operands are a condition on what is listed: ss state established '( sport = :5432 )'.
	OperandsNarrow bool
	// OperandIsPath says that the operand is a path, whatever it names, so that it is seen from the folder that the command runs in.
	OperandIsPath bool
	// Headless are options with which the call prints no heading above its rows; "always" of a command that prints none.
	Headless []string
	// Fields are the kinds of thing that the columns of a row name, "-" for one that names none: device, -, path.
	Fields []string
	// BareDevices are options or operands with which the answer names devices without the folder /dev; "always" of a command that does so each time.
	BareDevices []string
	// ProcessNames are options with which the operand is compared with the names of processes as a whole; "always" of a command that does so each time.
	ProcessNames []string
	// Number says of a query that its answer is certainly a number.
	Number bool
	// Follows says of a query that it asks whether a server only follows another one: 0 or f is the answer of the one that is in use.
	Follows bool
	// SQL says that the call's text is SQL, which tells what is asked; bySQL are the guard's forms by that.
	SQL   bool
	bySQL []*Guard
	// Operands are names of which some operand must be one: grep over /proc/mounts.
	Operands []string
	// NoOperands says that the command asks only when it has none: mount. MostOperands that it does when it has no more than these.
	NoOperands   bool
	MostOperands int
	// IdleStatus and ActiveStatus are exit statuses that prove; AmbiguousStatus may mean either "not in use" or
	// "could not look". Every status in none of them is an error.
	IdleStatus, ActiveStatus, AmbiguousStatus []int
	// IdleOutput is how the output of a call that exits 0 is judged: "zero", "empty", "words" (then IdleWords), or "".
	IdleOutput string
	IdleWords  []string
	// Lists says of a guard that answers by its status that it prints what it has found when it says active, and nothing else;
	// with one of the Silent options it prints what nobody knows.
	Lists  bool
	Silent []string
	silent *Guard // the same with such an option
	// Release says that the command takes its target out of use, so that every status but those of IdleStatus means that it may
	// still be in use.
	Release bool
	// Query marks a command whose answer only the script understands. StatusAnswers says that its exit
	// status 0 is itself an answer (curl --fail).
	Query, StatusAnswers bool
	// Prompt marks a command that asks a person: by its status, where IdleStatus is that of "yes", or by its output.
	Prompt bool
	// ActiveWords and QueryIdleWords are what a query's answer is compared with. A guard that answers by its status prints one of
	// ActiveWords beside it when it says active.
	ActiveWords, QueryIdleWords []string
	// Transition are words of states that are neither: draining, activating.
	Transition []string
	Target     string
	Kind       Kind
	Host       string
	// Why is what the guard looks at, for messages: "processes by name".
	Why string
	// Instead names a command that can tell, for guards with ambiguous statuses.
	Instead string
	// Meanings are what statuses say that are neither idle nor active, the likeliest first.
	Meanings []Meaning
	// Source is where the contract is documented.
	Source string
	File   string
	Line   int
}

// A Meaning is what an exit status says, in words that stand behind a colon: "a fatal error".
type Meaning struct {
	Status int
	Text   string
}

// A Wrapper is a command that runs another one.
type Wrapper struct {
	Command      string
	ValueOptions []string
	// Options make the call run another command, any of them; none means it always does.
	Options []string
	// Unless makes the call run no other command, any of them: "command -v".
	Unless []string
	// SingleDash is as in Destructive.
	SingleDash bool
	// Operands is how many operands stand before the wrapped command (timeout 1, flock 1), the host of ssh included.
	Operands int
	// Host says where the host stands that the command runs on: "1", "option:-w", "" for here.
	Host string
	// Text says that the words are joined with blanks and run by a shell there (ssh, pdsh, watch).
	Text bool
	// TextWord says that one word is the text, and that options may follow it: knife ssh QUERY TEXT -x root.
	TextWord bool
	// TextOption is the option whose value is the text to run (su -c), or, when it is not one of ValueOptions, the
	// flag that makes the first operand the text (sh -c); the words after that are its parameters. Several: "-c,--command".
	TextOption string
	// Appends says that the words behind the text of TextOption are more words of its command, and no parameters (env -S).
	Appends bool
	// Stdin says that without a command the standard input is run as a script (ssh host bash -s; sh; ssh).
	Stdin bool
	// Script says where the name of a file stands that is run instead of the standard input (at -f FILE, crontab FILE).
	Script string
	// Schedule says that lines of what is run begin with the time at which each runs (crontab).
	Schedule bool
	// Entrypoint is the option whose value is run with the words of the command (docker run --entrypoint).
	Entrypoint string
	// Binds are options that show a folder of this machine at another place (docker run -v HERE:THERE).
	Binds string
	// Folder is the option whose value is the folder that the command runs in (env -C, sudo -D).
	Folder string
	// Login are the options with which the command runs in the home folder of the user whom User names, or of root (su -, sudo -i).
	Login []string
	User  string
	// Parameter is the name under which the text stands in the value of TextOption (aws ssm send-command --parameters commands=…).
	Parameter string
	// Assignments says that NAME=value words before the command are set for it (env, sudo).
	Assignments bool
	// Clears are the options with which the command does not get the environment (env -i, su -); "always" where it never does, unless
	// with one of Keeps: sudo, but for sudo -E. What runs elsewhere (Host) never gets it.
	Clears, Keeps []string
	// Takes are the options with which it reads all of standard input, whatever the command reads (docker exec -i); "always" where it
	// does unless with one of Leaves: ssh, but for ssh -n.
	Takes, Leaves []string
	// Items says that the command runs with words read from standard input appended (xargs, parallel).
	Items bool
	// Find says that the command stands after -exec, -execdir, -ok or -okdir, or after one of Options where there are any; then the
	// name of the file is put behind a command without {}.
	Find bool
	// Shell says that the wrapped words may be functions and builtins of this shell (command, builtin, exec, time, eval).
	Shell bool
	// OwnStatus says that the call's status tells nothing of the command's: pdsh without -S, systemd-run without --wait.
	OwnStatus bool
	// Selector, Wide and Whole are as in Destructive: which hosts the command runs on. Selector is "" for where Host stands.
	Selector string
	Wide     []string
	wide     *wide
	Whole    string
	// Attributes says that the selector is made of conditions such as role=db, which have to be one word.
	Attributes bool
	// Joins are words that join the conditions of a selector, and are none of the command: "and".
	Joins []string
	// Parallel says that the command runs in several places at the same time; ParallelOptions that it does so with one of
	// them only, SerialOptions that it does not with one of them.
	Parallel                       bool
	ParallelOptions, SerialOptions []string
	// Single says where the names of hosts stand, so that one plain name there is one host: "option:-w".
	Single string
	// Meanings are what those statuses say.
	Meanings []Meaning
	// ErrorStatus are the statuses of the wrapper's own failures (ssh 255, timeout 124, xargs 123 to 127).
	ErrorStatus []int
	// FailedStatus is what every failure of the command becomes (xargs 123, ansible 2); 0 when its status is handed on.
	FailedStatus int
	// Several are the characters between the names of machines in the host, "" when there is one only (pdsh -w a,b). Its status
	// is the largest of theirs, or FailedStatus.
	Several string
	// Output says how it shows what the command prints: "prefixed" with the machine's name before each line (pdsh), "headed"
	// below a line of its own (ansible), "" as it is.
	Output string
	Source string
	File   string
	Line   int
}

// A WrapperMatch tells where things stand in a call of a wrapper; -1 where there is none.
type WrapperMatch struct {
	Wrapper *Wrapper
	// Command is the index of the wrapped command's first word, or of the text for TextOption.
	Command int
	// Text says that the words from Command to End are shell text: joined with blanks for Wrapper.Text, only the
	// first one, without its first Skip bytes, for Wrapper.TextOption.
	Text bool
	Skip int
	// Script is the index of the script file that a shell is called with (bash install.sh), whose parameters follow it.
	Script int
	// End is the index after the last word of the wrapped command (find -exec … ;), or len(words).
	End int
	// Params is the index of the first word that becomes a parameter of the text or of the script on standard input, or
	// len(words): sh -c TEXT NAME PARAMETER…, sh -s PARAMETER….
	Params int
	// Host is the word that names the host.
	Host Operand
	// Clears says that the command does not get the environment, but for what the words before it name.
	Clears bool
	// Takes says that nothing is left of standard input for what the script runs next.
	Takes bool
	// Assignments are the indexes of NAME=value words before the command.
	Assignments []int
	// Entrypoint is the word whose command the words from Command on are handed to; its Word is 0 where there is none.
	Entrypoint Operand
	// Binds are the words that show a folder of this machine at another place.
	Binds []Operand
	// Folder is the word that names the folder which the command runs in; its Word is 0 where there is none.
	Folder Operand
	// Login says that it is the home folder of a user: the one that the word User names, or root where its Word is 0.
	Login bool
	User  Operand
	// Selector is where the call says which hosts the command runs on.
	Selector []Operand
	// Parallel says that the command runs in several places at the same time. Singles are the words that name hosts.
	Parallel bool
	Singles  []Operand
}

// A Match is what a call is, and where its targets and host stand.
type Match[E any] struct {
	Entry   *E
	Targets []Operand // empty: this machine
	Host    *Operand  // nil: here
}
