package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wipelint/wipelint/analyzers"
)

func framed(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

// An output takes what a server writes, which may be after it has left.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) bytes() []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return bytes.Clone(o.b.Bytes())
}

// answersIn reads frames.
func answersIn(r io.Reader) *stream {
	return newStream(r, io.Discard, func() {}, func() error { return nil })
}

// converse sends bytes to a server and gives the messages that it answers, and its exit code.
func converse(t testing.TB, input string) (answers []string, code int) {
	t.Helper()
	var out output
	code = Serve(context.Background(), strings.NewReader(input), &out, Options{Rules: analyzers.All()})
	r := answersIn(bytes.NewReader(out.bytes()))
	for {
		body, err := r.frame()
		if err != nil {
			break
		}
		if !json.Valid(body) {
			t.Errorf("the server sent %q, which is no JSON", body)
		}
		for _, c := range body {
			if c < ' ' {
				t.Errorf("the server sent a raw control character: %q", body)
				break
			}
		}
		answers = append(answers, string(body))
	}
	return answers, code
}

// TestBrokenFrames sends bytes that are no messages, and then a request that has to be answered all the same.
func TestBrokenFrames(t *testing.T) {
	probe := framed(`{"jsonrpc":"2.0","id":77,"method":"probe"}`)
	for name, tt := range map[string]struct {
		input string
		want  string // the code and id of the error
	}{
		"no length":           {"Content-Type: x\r\n\r\n", `-32700 null`},
		"empty lines":         {"\r\n\r\n", ""},
		"length of letters":   {"Content-Length: many\r\n\r\n", `-32700 null`},
		"negative length":     {"Content-Length: -5\r\n\r\n", `-32700 null`},
		"length of zero":      {"Content-Length: 0\r\n\r\n", `-32700 null`},
		"length over 64 bits": {"Content-Length: 99999999999999999999999\r\n\r\n", `-32700 null`},
		"too long":            {"Content-Length: 67108865\r\n\r\n" + strings.Repeat("x", 67108865), `-32600 null`},
		"garbage":             {"GET / HTTP/1.1\r\n\r\n", `-32700 null`},
		"a long header line":  {strings.Repeat("x", 3*maxHeader) + "\r\n\r\n", `-32700 null`},
		"no JSON":             {framed(`{"jsonrpc":`), `-32700 null`},
		"control characters":  {framed("\x00\x01\x1b[31m"), `-32700 null`},
		"deep":                {framed(strings.Repeat("[", 100000) + strings.Repeat("]", 100000)), `-32700 null`},
		"a number":            {framed(`5`), `-32600 null`},
		"null":                {framed(`null`), `-32600 null`},
		"a batch":             {framed(`[{"jsonrpc":"2.0","id":1,"method":"x"}]`), `-32600 null`},
		"no version":          {framed(`{"id":1,"method":"x"}`), `-32600 1`},
		"wrong version":       {framed(`{"jsonrpc":"1.0","id":"a","method":"x"}`), `-32600 "a"`},
		"nothing to do":       {framed(`{"jsonrpc":"2.0","id":1}`), `-32600 1`},
		"both":                {framed(`{"jsonrpc":"2.0","id":1,"method":"x","result":1}`), `-32600 1`},
		"method a number":     {framed(`{"jsonrpc":"2.0","id":1,"method":7}`), `-32600 1`},
		"id null":             {framed(`{"jsonrpc":"2.0","id":null,"method":"x"}`), `-32600 null`},
		"id a fraction":       {framed(`{"jsonrpc":"2.0","id":1.5,"method":"x"}`), `-32600 null`},
		"id negative":         {framed(`{"jsonrpc":"2.0","id":-1,"method":"x"}`), `-32600 null`},
		"id an object":        {framed(`{"jsonrpc":"2.0","id":{},"method":"x"}`), `-32600 null`},
		"params a string":     {framed(`{"jsonrpc":"2.0","id":1,"method":"x","params":"y"}`), `-32600 1`},
		"early request":       {framed(`{"jsonrpc":"2.0","id":1,"method":"shutdown"}`), `-32002 1`},
		"answer to nothing":   {framed(`{"jsonrpc":"2.0","id":5,"result":1}`), ""},
		"broken answer":       {framed(`{"jsonrpc":"2.0","id":{},"result":1}`), ""},
		"early notification":  {framed(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{}}`), ""},
		"text behind a body":  {framed(`{"jsonrpc":"2.0","id":1,"method":"x"}`) + "rest", `-32002 1`},
		"lower case":          {strings.ToLower(framed(`{"jsonrpc":"2.0","id":1,"method":"x"}`)), `-32002 1`},
		"line feeds alone":    {strings.ReplaceAll(framed(`{"jsonrpc":"2.0","id":1,"method":"x"}`), "\r", ""), `-32002 1`},
	} {
		t.Run(name, func(t *testing.T) {
			in, w := io.Pipe()
			r, out := io.Pipe()
			done := make(chan int, 1)
			go func() {
				done <- Serve(context.Background(), in, out, Options{Rules: analyzers.All()})
				_ = out.Close()
			}()
			go func() {
				_, _ = io.WriteString(w, tt.input+probe)
			}()
			answers := answersIn(r)
			want := []string{}
			if tt.want != "" {
				want = append(want, tt.want)
			}
			// The answer to a real request may come behind the one to the probe.
			got, probed := []string{}, false
			for !probed || len(got) < len(want) {
				body, err := answers.frame()
				if err != nil {
					t.Fatal(err)
				}
				var m struct {
					ID    json.RawMessage
					Error struct{ Code int }
				}
				if err := json.Unmarshal(body, &m); err != nil {
					t.Fatal(err)
				}
				if string(m.ID) == "77" {
					probed = true
					continue
				}
				got = append(got, fmt.Sprintf("%d %s", m.Error.Code, m.ID))
			}
			_ = w.Close()
			if code := <-done; code != 1 {
				t.Errorf("exit code %d at the end of the input, want 1", code)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// TestEndlessFrames begins messages that never end: the server must not wait for them, nor take memory for what is promised. What a
// client sends slowly, and between messages, has all the time that it takes.
func TestEndlessFrames(t *testing.T) {
	for name, tt := range map[string]struct {
		input string
		said  string // in the answer or in the log
	}{
		"length of 99 GB":     {"Content-Length: 99999999999\r\n\r\n{", "99999999999 bytes is too long"},
		"a body that stops":   {"Content-Length: 1000\r\n\r\n{\"jsonrpc\"", "a message has begun"},
		"a header that stops": {"Content-Length: 10", "a message has begun"},
		"headers for ever":    {strings.Repeat("X-More: y\r\n", 1000), "a message has begun"},
		"one too long stops":  {"Content-Length: 100000000\r\n\r\n" + strings.Repeat("x", 1000), "100000000 bytes is too long"},
	} {
		t.Run(name, func(t *testing.T) {
			in, w := io.Pipe()
			var out, log output
			done := make(chan int, 1)
			go func() {
				done <- Serve(context.Background(), in, &out, Options{Rules: analyzers.All(), Patience: 300 * time.Millisecond, Log: &log})
			}()
			time.Sleep(400 * time.Millisecond) // nothing has begun
			go func() {
				_, _ = io.WriteString(w, framed(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`))
				for _, c := range []byte(framed(`{"jsonrpc":"2.0","id":5,"method":"slow"}`)) { // it makes progress
					_, _ = w.Write([]byte{c})
					time.Sleep(10 * time.Millisecond)
				}
				_, _ = io.WriteString(w, tt.input)
			}()
			select {
			case code := <-done:
				if all := string(out.bytes()) + string(log.bytes()); code != 1 || !strings.Contains(all, tt.said) || !strings.Contains(all, `"id":5`) {
					t.Errorf("exit code %d, and %q", code, all)
				}
			case <-time.After(20 * time.Second):
				t.Error("it waits")
			}
			_ = w.Close()
		})
	}
}

// TestAnswersBeforeTheEnd checks that what was asked is answered although the client sends everything at once and hangs up.
func TestAnswersBeforeTheEnd(t *testing.T) {
	session := framed(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`) +
		framed(`{"jsonrpc":"2.0","id":2,"method":"workspace/diagnostic","params":{"previousResultIds":[]}}`)
	for end, want := range map[string]int{
		"": 1, framed(`{"jsonrpc":"2.0","id":3,"method":"shutdown"}`): 1,
		framed(`{"jsonrpc":"2.0","id":3,"method":"shutdown"}`) + framed(`{"jsonrpc":"2.0","method":"exit"}`): 0,
	} {
		answers, code := converse(t, session+end)
		if code != want || len(answers) != 2+strings.Count(end, `"id"`) {
			t.Errorf("exit code %d, want %d; answers %v", code, want, answers)
		}
	}
}

// FuzzFrames feeds a server with any bytes: it must end with a code, and what it sends must be messages.
func FuzzFrames(f *testing.F) {
	f.Add(framed(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`) + framed(`{"jsonrpc":"2.0","method":"exit"}`))
	f.Add("Content-Length: 5\r\n\r\n{}")
	f.Add(framed(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{},"rootUri":7}}`) + framed(`{"jsonrpc":"2.0","id":2,"method":"shutdown"}`))
	f.Add(framed(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`) +
		framed(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:x","languageId":"sh","version":1,"text":"mkfs /dev/sda\n"}}}`) +
		framed(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"untitled:x","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":4294967295},"end":{"line":9,"character":0}},"text":"x"}]}}`) +
		framed(`{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"untitled:x"},"position":{"line":0,"character":1}}}`) +
		framed(`{"jsonrpc":"2.0","id":2,"method":"textDocument/codeAction","params":{"textDocument":{"uri":"file:///"},"range":{}}}`))
	f.Fuzz(func(t *testing.T, input string) {
		if _, code := converse(t, input); code != 0 && code != 1 {
			t.Errorf("exit code %d", code)
		}
	})
}
