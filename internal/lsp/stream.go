package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

const (
	// maxMessage is the longest message that is read; a script of 32 MB, the largest that is analysed, fits with its escapes.
	maxMessage = 64 << 20
	// maxSkipped is the longest message that is passed over. No client means one that is longer, and what follows it never comes.
	maxSkipped = 1 << 30
	// maxHeader is the longest line of a header.
	maxHeader = 4 << 10
)

// A stream reads and writes messages behind their "Content-Length" headers. The codec of jsonrpc2 gives up the connection
// at the first message that it cannot read; this one answers such a message with an error and goes on with the next, so
// that a client's mistake does not end the session.
type stream struct {
	r     *bufio.Reader
	drain func() // called at the end of the input, before the connection is closed
	close func() error

	// stall is called when a message that has begun has made no progress for this long.
	patience time.Duration
	stall    func()
	timer    atomic.Pointer[time.Timer] // nil between messages

	mu sync.Mutex
	w  io.Writer
}

var _ jsonrpc2.ObjectStream = (*stream)(nil)

func newStream(r io.Reader, w io.Writer, drain func(), close func() error) *stream {
	s := &stream{w: w, drain: drain, close: close}
	s.r = bufio.NewReaderSize(&watched{r, s}, maxHeader)
	return s
}

// A watched tells a stream that there is progress.
type watched struct {
	io.Reader
	s *stream
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if t := w.s.timer.Load(); t != nil && n > 0 {
		t.Reset(w.s.patience)
	}
	return n, err
}

// begun waits for the first byte of a message, for which there is no limit, and looks from then on that the rest comes. The function
// that it gives ends that.
func (s *stream) begun() (end func()) {
	if s.patience <= 0 {
		return func() {}
	}
	if _, err := s.r.Peek(1); err != nil {
		return func() {} // it is met again
	}
	t := time.AfterFunc(s.patience, s.stall)
	s.timer.Store(t)
	return func() {
		s.timer.Store(nil)
		t.Stop()
	}
}

// Close ends reading and writing.
func (s *stream) Close() error { return s.close() }

// WriteObject writes a message.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.write(body)
}

// write sends a message in one piece.
func (s *stream) write(body []byte) error {
	frame := make([]byte, 0, len(body)+32)
	frame = fmt.Appendf(frame, "Content-Length: %d\r\n\r\n", len(body))
	frame = append(frame, body...)
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.w.Write(frame)
	return err
}

// ReadObject reads the next message that is one into v. Those before it that are none are answered.
func (s *stream) ReadObject(v any) error {
	for {
		body, err := s.frame()
		if bad := (*refusal)(nil); errors.As(err, &bad) {
			if err := s.refuse(bad); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			s.drain()
			return err
		}
		if bad := examine(body); bad != nil {
			if err := s.refuse(bad); err != nil {
				return err
			}
			continue
		}
		return json.Unmarshal(body, v)
	}
}

// A refusal is the answer to a message that is none.
type refusal struct {
	id      json.RawMessage // of the message, where it has one
	code    int64
	message string
	silent  bool // a response or a notification gets no answer
}

func (r *refusal) Error() string { return r.message }

func (s *stream) refuse(bad *refusal) error {
	if bad.silent {
		return nil
	}
	id := bad.id
	if id == nil {
		id = json.RawMessage("null")
	}
	body, err := json.Marshal(struct {
		Version string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Error   jsonrpc2.Error  `json:"error"`
	}{"2.0", id, jsonrpc2.Error{Code: bad.code, Message: bad.message}})
	if err != nil {
		return err
	}
	return s.write(body)
}

var errEndless = errors.New("a message is too long to be passed over")

// frame reads a header and the bytes that it announces.
func (s *stream) frame() ([]byte, error) {
	defer s.begun()()
	length, err := s.header()
	if err != nil {
		return nil, err
	}
	if length > maxMessage {
		// The client hears of it at once: it may wait for an answer before it sends the rest.
		bad := &refusal{code: jsonrpc2.CodeInvalidRequest, message: fmt.Sprintf("a message of %d bytes is too long; the most is %d", length, maxMessage)}
		if err := s.refuse(bad); err != nil {
			return nil, err
		}
		if length > maxSkipped {
			return nil, errEndless
		}
		if _, err := io.CopyN(io.Discard, s.r, length); err != nil {
			return nil, err
		}
		return nil, &refusal{silent: true}
	}
	// The buffer grows as bytes come in: a length is only a promise.
	var body bytes.Buffer
	if _, err := io.CopyN(&body, s.r, length); err != nil {
		return nil, err
	}
	return body.Bytes(), nil
}

const lengthField = "content-length:"

// lastField finds the last lengthField of a line in any case, -1 if there is none. A lower case copy would not do: its offsets
// are others where the line is not UTF-8.
func lastField(line string) int {
	for at := len(line) - len(lengthField); at >= 0; at-- {
		if strings.EqualFold(line[at:at+len(lengthField)], lengthField) {
			return at
		}
	}
	return -1
}

// header reads header lines up to the empty one and gives the length of what follows. What cannot be part of a header is
// skipped up to the next Content-Length, which may stand behind it on the same line, as a body has no line end of its own.
func (s *stream) header() (int64, error) {
	length, found, any, garbage := int64(0), false, false, ""
	for {
		line, err := s.r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			garbage = "a header line is too long"
			continue
		}
		if err != nil {
			if errors.Is(err, io.EOF) && (found || len(line) > 0) {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			switch {
			case garbage == "" && !any:
				continue
			case garbage != "" && !found:
				return 0, &refusal{code: jsonrpc2.CodeParseError, message: garbage}
			case !found:
				return 0, &refusal{code: jsonrpc2.CodeParseError, message: "a header has no Content-Length"}
			}
			return length, nil
		}
		any = true
		at := lastField(text)
		if at < 0 {
			if name, _, ok := strings.Cut(text, ":"); !ok || strings.ContainsAny(name, " {}\"") {
				garbage = "a header line is no \"Name: value\""
			}
			continue
		}
		value := strings.TrimSpace(text[at+len(lengthField):])
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n <= 0 {
			found, garbage = false, fmt.Sprintf("the Content-Length %q is no number of bytes above 0", clipped(value, 40))
			continue
		}
		length, found = n, true
	}
}

// examine tells what is wrong with a message, nil if it is one that jsonrpc2 takes.
func examine(body []byte) *refusal {
	if !json.Valid(body) {
		return &refusal{code: jsonrpc2.CodeParseError, message: "a message is not valid JSON"}
	}
	var m struct {
		Version json.RawMessage `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Method  json.RawMessage `json:"method"`
		Params  json.RawMessage `json:"params"`
		Result  json.RawMessage `json:"result"`
		Error   json.RawMessage `json:"error"`
	}
	invalid := func(format string, args ...any) *refusal {
		bad := &refusal{code: jsonrpc2.CodeInvalidRequest, message: fmt.Sprintf(format, args...)}
		if validID(m.ID) {
			bad.id = m.ID
		}
		return bad
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return invalid("a message is no object")
	}
	if string(m.Version) != `"2.0"` {
		return invalid("a message has no \"jsonrpc\": \"2.0\"")
	}
	if m.Method == nil {
		if m.Result == nil && m.Error == nil {
			return invalid("a message has neither a method nor a result nor an error")
		}
		bad := &refusal{silent: true}
		var response jsonrpc2.Response
		if !validID(m.ID) || json.Unmarshal(body, &response) != nil {
			return bad
		}
		return nil
	}
	if m.Result != nil || m.Error != nil {
		return invalid("a message has both a method and a result")
	}
	if m.ID != nil && !validID(m.ID) {
		return invalid("the id %s of a request is neither a string nor a whole number from 0", clipped(string(m.ID), 40))
	}
	if m.Params != nil && m.Params[0] != '{' && m.Params[0] != '[' && string(m.Params) != "null" {
		return invalid("the params of a request are neither an object nor a list")
	}
	var request jsonrpc2.Request
	if err := json.Unmarshal(body, &request); err != nil {
		return invalid("a request has wrong fields")
	}
	return nil
}

// validID reports whether an id is one that jsonrpc2 gives back as it is.
func validID(id json.RawMessage) bool {
	if len(id) == 0 {
		return false
	}
	if id[0] == '"' {
		return true
	}
	n, err := strconv.ParseInt(string(id), 10, 64)
	return err == nil && n >= 0
}

// clipped cuts a text for a message.
func clipped(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n-1]) + "…"
}
