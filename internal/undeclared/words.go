package undeclared

import (
	"slices"
	"strings"
	"unicode"
)

// set makes a set of words.
func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

var (
	// destroys are verbs that say by themselves that what they are about is gone afterwards.
	destroys = set(`wipe reinstall reimage reprovision destroy purge zap erase nuke obliterate decommission decom deprovision`)
	// unmakes are verbs that say so only beside a thing that holds data: people format dates and drop privileges.
	unmakes = set(`format reformat drop delete repartition scrub truncate reset trash teardown reinit reinitialize initialize rebuild`)
	// holds are things that hold data.
	holds = set(`disk drive device dev partition volume vol fs filesystem lun array raid ssd hdd nvme usb node host machine server vm
		instance db database table tablespace schema shard replica cluster pool dataset bucket data storage backup snapshot tenant
		keyspace namespace osd brick topic`)
	// machines are what is installed anew when it is set to what it was.
	machines = set(`disk drive device dev volume filesystem lun array raid ssd hdd nvme node machine cluster pool database db osd`)
	// harmless are things that are made again, so that to purge them destroys nothing.
	harmless = set(`cache cdn log css js tmp temp build dep dependency package pkg color colour screen session pyc history kernel
		artifact container image img message output line text string date time json xml html yaml code key`)
	// looks are first words of a name that asks or tells, and does nothing.
	looks = set(`is has can may should could must check verify confirm ask assert log echo print show list get status need needs want
		wants report notify notice validate help usage test count plan prompt warn die debug info error skip no not dont never
		describe find wait prepare parse say on before after pre post`)
)

// wordsOf splits a name at signs and where small letters meet capitals: "do-reinstall", "wipeDisk2".
func wordsOf(name string) []string {
	var out []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			out = append(out, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	small := false
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r):
			end()
		case unicode.IsUpper(r) && small:
			end()
			word.WriteRune(r)
		default:
			word.WriteRune(r)
		}
		small = unicode.IsLower(r)
	}
	end()
	return out
}

// singular is a thing's name without the sign of several.
func singular(word string) string {
	if len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
		return word[:len(word)-1]
	}
	return word
}

func isThing(word string, things map[string]bool) bool { return things[word] || things[singular(word)] }

// Speaks reports whether a command's name says that it destroys data: "wipe-node", "node_wipe", "do-reinstall", "formatdisk".
func Speaks(name string) bool {
	words := wordsOf(name)
	if len(words) == 0 || looks[words[0]] {
		return false
	}
	verb, unmade, factory, thing, machine := false, false, false, false, false
	for i, w := range words {
		switch {
		case isThing(w, harmless):
			return false
		case w == "reset" && i > 0 && words[i-1] == "factory":
			factory = true
		case destroys[w]:
			verb = true
		case unmakes[w]:
			unmade = true
			machine = machine || w == "format" || w == "reformat" || w == "drop" || w == "delete"
		default:
			v, u := fused(w)
			verb, unmade, thing = verb || v, unmade || u, thing || u
			machine = machine || u
			factory = factory || w == "factoryreset"
		}
		thing = thing || isThing(w, holds) && (machine || !unmade || isThing(w, machines))
	}
	if unmade && !thing { // the thing may stand before the verb
		for _, w := range words {
			thing = thing || isThing(w, machines) || machine && isThing(w, holds)
		}
	}
	return verb || factory || unmade && thing
}

// tells reports whether a command's name says that it only tells people something, so that its operands are no orders.
func tells(name string) bool {
	return slices.ContainsFunc(wordsOf(name), func(w string) bool {
		switch w {
		case "alert", "log", "echo", "msg", "message", "say", "warn", "warning", "info", "error", "debug", "die", "print", "notify", "note", "confirm", "ask", "title", "display":
			return true
		}
		return false
	})
}

// fused takes a name apart that is written in one: "wipedisks", "dropdb", "doreinstall".
func fused(word string) (verb, unmade bool) {
	for v := range destroys {
		if rest, ok := strings.CutPrefix(word, v); ok && isThing(rest, holds) {
			return true, false
		}
		if rest, ok := strings.CutSuffix(word, v); ok && (isThing(rest, holds) || rest == "do" || rest == "auto" || rest == "os") {
			return true, false
		}
	}
	for _, v := range []string{"format", "drop", "delete"} {
		if rest, ok := strings.CutPrefix(word, v); ok && isThing(rest, holds) {
			return false, true
		}
	}
	return false, false
}

// orders reports whether an operand is the order to destroy: "reimage", "factory-reset".
func orders(operand string) bool {
	if destroys[operand] {
		return true
	}
	words := wordsOf(operand)
	return len(words) == 2 && words[0] == "factory" && words[1] == "reset" || operand == "factoryreset" ||
		len(words) == 2 && (destroys[words[0]] && isThing(words[1], holds) || destroys[words[1]] && isThing(words[0], holds)) &&
			!strings.ContainsAny(operand, " /.$")
}
