//go:build js && wasm

// Wasm is the analyser for the playground's worker, which calls the one function that it sets: JSON goes in and comes out.
package main

import (
	"context"
	"encoding/json"
	"runtime/debug"
	"syscall/js"

	"github.com/wipelint/wipelint/internal/playground"
)

func main() {
	// A browser has one thread for all of it, and a script is small: the collector need not run during most keystrokes.
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
	select {} // the function is called until the worker ends
}
