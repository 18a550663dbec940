//go:build js && wasm

// Wasm is the analyser for the playground's worker, which calls the two functions that it sets: JSON goes into one and comes out, and
// the other frees memory while nobody waits.
package main

import (
	"context"
	"encoding/json"
	"runtime"
	"runtime/debug"
	"syscall/js"

	"github.com/wipelint/wipelint/internal/playground"
)

// restAbove is how much memory is in use, in bytes, when it is worth collecting.
const restAbove = 48 << 20

func main() {
	// A browser has one thread for all of it, and a script is small: the collector need not run during a keystroke.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(256 << 20)
	analyser := playground.New()
	js.Global().Set("wipelint", js.FuncOf(func(_ js.Value, args []js.Value) any {
		var req playground.Request
		if err := json.Unmarshal([]byte(args[0].String()), &req); err != nil {
			return js.Global().Get("Error").New(err.Error())
		}
		answer, err := analyser.Answer(context.Background(), req)
		if err != nil {
			return js.Global().Get("Error").New(err.Error())
		}
		text, err := json.Marshal(answer)
		if err != nil {
			return js.Global().Get("Error").New(err.Error())
		}
		return string(text)
	}))
	js.Global().Set("wipelintRest", js.FuncOf(func(js.Value, []js.Value) any {
		var m runtime.MemStats
		if runtime.ReadMemStats(&m); m.HeapAlloc > restAbove {
			runtime.GC()
		}
		return nil
	}))
	select {} // the functions are called until the worker ends
}
