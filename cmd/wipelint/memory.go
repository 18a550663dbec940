package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// wantedMemory is what the heap may grow to before garbage is collected, however little of it is in use.
	wantedMemory = 160 << 20
	// mostMemory is where the collector does what it can, whatever time that takes.
	mostMemory = 340 << 20
	// The heap grows by these shares of what is in use between two collections.
	leastGrowth, mostGrowth = 30, 800
)

// spendMemory lets the collector run seldom as long as little memory is in use: a run is short, and a third of its time would go
// there. What is in use is looked at after each collection. GOGC and GOMEMLIMIT in the environment are kept.
func spendMemory() {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(mostMemory)
	}
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(mostGrowth)
	watchCollections()
}

// A collection is garbage that the collector finds, which tells that it has run.
type collection struct{ _ [16]byte }

func watchCollections() {
	runtime.SetFinalizer(&collection{}, func(*collection) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		if live[0].Value.Kind() == metrics.KindUint64 {
			debug.SetGCPercent(growth(live[0].Value.Uint64()))
		}
		watchCollections()
	})
}

// growth is the share by which a heap may grow until the next collection.
func growth(live uint64) int {
	if live == 0 {
		return mostGrowth
	}
	return int(min(max(wantedMemory*100/live, 100+leastGrowth)-100, mostGrowth))
}
