package replay

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"syscall"
	"time"

	"mvdan.cc/sh/v3/interp"
)

// A tree is the files that a script sees. It is in memory: what the script writes is in it, and of everything else the world says
// whether it is there.
type tree struct {
	m     *machine
	files map[string]*bytes.Buffer
	dirs  map[string]bool
	kept  map[string]string // what is left to read from descriptors beyond 2
}

func newTree(m *machine) *tree {
	return &tree{m: m, kept: map[string]string{}, files: map[string]*bytes.Buffer{}, dirs: map[string]bool{"/": true, "/work": true, "/tmp": true, "/root": true, "/etc": true, "/dev": true, "/proc": true}}
}

func (t *tree) abs(ctx context.Context, name string) string {
	if !strings.HasPrefix(name, "/") {
		name = path.Join(interp.HandlerCtx(ctx).Dir, name)
	}
	return path.Clean(name)
}

// openFor keeps the text that a descriptor reads, and leaves the status as it was.
func (m *machine) openFor(ctx context.Context, hc interp.HandlerContext, args []string) int {
	text := args[2]
	if args[0] == "text" {
		text += "\n"
	}
	if args[0] == "file" {
		r, err := m.files.open(ctx, args[2], 0, 0)
		if err != nil {
			return hc.LastExitStatus
		}
		all, _ := io.ReadAll(io.LimitReader(r, maxText))
		text = string(all)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files.kept[args[1]] = text
	return hc.LastExitStatus
}

// take gives what is left to read from a descriptor, or its next line.
func (t *tree) take(fd string, line bool) string {
	text := t.kept[fd]
	if i := strings.IndexByte(text, '\n'); line && i >= 0 {
		t.kept[fd] = text[i+1:]
		return text[:i+1]
	}
	t.kept[fd] = ""
	return text
}

// endless are files with no end.
var endless = map[string]bool{"/dev/zero": true, "/dev/random": true, "/dev/urandom": true, "/dev/full": true, "/dev/tty": true}

// open opens a file of the tree.
func (t *tree) open(ctx context.Context, name string, flag int, _ os.FileMode) (io.ReadWriteCloser, error) {
	hc := interp.HandlerCtx(ctx)
	if name == "" {
		return nil, pathError("open", name, syscall.ENOENT)
	}
	file := t.abs(ctx, name)
	write := flag&(os.O_WRONLY|os.O_RDWR) != 0
	t.m.mu.Lock()
	defer t.m.mu.Unlock()
	switch {
	case file == "/dev/null" || file == sinkFile:
		return &opened{}, nil
	case write && file == outFile:
		return &shared{out: hc.Stdout}, nil
	case !write && strings.HasPrefix(file, procFiles+"line-"):
		return &opened{in: strings.NewReader(t.take(strings.TrimPrefix(file, procFiles+"line-"), true))}, nil
	case !write && strings.HasPrefix(file, procFiles+"rest-"):
		return &opened{in: strings.NewReader(t.take(strings.TrimPrefix(file, procFiles+"rest-"), false))}, nil
	case write && (file == "/dev/stdout" || file == "/dev/fd/1"):
		return &opened{out: hc.Stdout}, nil
	case write && (file == "/dev/stderr" || file == "/dev/fd/2"):
		return &opened{out: hc.Stderr}, nil
	case !write && (file == "/dev/stdin" || file == "/dev/fd/0"):
		return &opened{in: hc.Stdin}, nil
	case write && (strings.HasPrefix(file, "/dev/") && !strings.HasPrefix(file, procFiles) || endless[file]):
		return &opened{}, nil // to a device, which nobody reads from here
	case !write && (endless[file] || strings.HasPrefix(file, "/dev/tcp/") || strings.HasPrefix(file, "/dev/udp/")):
		if t.m.failed == nil {
			t.m.failed = cannot("it reads %s", file)
		}
		return nil, t.m.failed
	case t.dirs[file]:
		return nil, pathError("open", name, syscall.EISDIR)
	}
	b := t.files[file]
	if write {
		if b == nil || flag&os.O_TRUNC != 0 {
			b = &bytes.Buffer{}
			t.files[file] = b
		}
		return &opened{m: t.m, to: b}, nil
	}
	if b == nil {
		text, ok := t.content(file)
		if !ok {
			return nil, pathError("open", name, syscall.ENOENT)
		}
		return &opened{in: strings.NewReader(text)}, nil
	}
	return &opened{in: bytes.NewReader(bytes.Clone(b.Bytes()))}, nil
}

// content is the text of a file that the script did not write; false when it is not there.
func (t *tree) content(file string) (string, bool) {
	if mode, ok := t.kind(file); !ok || !mode.IsRegular() {
		return "", false
	}
	return t.m.choose(aboutFile, "content of "+file, append([]string{"d1\nd2\n", "", "idle\n", "active\n"}, lines(t.m.prog.words)...)...), true
}

// A shared is output that several write to at the same time. Once it is closed nothing more is written.
type shared struct {
	mu     sync.Mutex
	out    io.Writer
	closed bool
}

func (s *shared) Read([]byte) (int, error) { return 0, io.EOF }

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return len(p), nil
	}
	return s.out.Write(p)
}

func (s *shared) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

// An opened is an open file.
type opened struct {
	m   *machine
	in  io.Reader
	out io.Writer
	to  *bytes.Buffer
}

func (o *opened) Read(p []byte) (int, error) {
	if o.in == nil {
		return 0, io.EOF
	}
	return o.in.Read(p)
}

func (o *opened) Write(p []byte) (int, error) {
	switch {
	case o.out != nil:
		return o.out.Write(p)
	case o.to == nil:
		return len(p), nil
	}
	o.m.mu.Lock()
	defer o.m.mu.Unlock()
	if o.to.Len()+len(p) > maxText || o.m.written.Add(int64(len(p))) > maxWritten {
		if o.m.failed == nil {
			o.m.failed = overrun("it writes more than %d bytes", maxWritten)
		}
		return 0, o.m.failed
	}
	return o.to.Write(p)
}

func (o *opened) Close() error { return nil }

// A info tells about a file.
type info struct {
	name string
	mode fs.FileMode
	size int64
}

func (i info) Name() string       { return path.Base(i.name) }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Unix(1e9, 0) }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

// kind is what the world has under a name, if anything.
func (t *tree) kind(file string) (fs.FileMode, bool) {
	modes := map[string]fs.FileMode{"folder": fs.ModeDir | 0o755, "file": 0o755, "device": fs.ModeDevice | 0o660}
	names := []string{"", "file", "folder", "device"}
	if strings.HasPrefix(file, "/dev/") {
		names = []string{"", "device", "file", "folder"}
	}
	mode, ok := modes[t.m.choose(aboutFile, "what is "+file, names...)]
	return mode, ok
}

func (t *tree) stat(ctx context.Context, name string, _ bool) (fs.FileInfo, error) {
	if name == "" {
		return nil, pathError("stat", name, syscall.ENOENT)
	}
	file := t.abs(ctx, name)
	t.m.mu.Lock()
	defer t.m.mu.Unlock()
	switch b := t.files[file]; {
	case t.dirs[file]:
		return info{file, fs.ModeDir | 0o755, 4096}, nil
	case b != nil:
		return info{file, 0o755, int64(b.Len())}, nil
	case endless[file] || file == "/dev/null":
		return info{file, fs.ModeDevice | fs.ModeCharDevice | 0o666, 0}, nil
	case strings.Contains(file, "\x00"):
		return nil, pathError("stat", name, syscall.EINVAL)
	}
	mode, ok := t.kind(file)
	if !ok {
		return nil, pathError("stat", name, syscall.ENOENT)
	}
	return info{file, mode, 1}, nil
}

func (t *tree) access(ctx context.Context, name string, _ interp.AccessMode) error {
	_, err := t.stat(ctx, name, true)
	return err
}

func (t *tree) readDir(ctx context.Context, name string) ([]fs.DirEntry, error) {
	dir := t.abs(ctx, name)
	t.m.mu.Lock()
	defer t.m.mu.Unlock()
	if dir == "/work" && t.m.choose(aboutFile, "files here", "", "d1") == "d1" && t.files["/work/d1"] == nil {
		t.files["/work/d1"] = &bytes.Buffer{}
	}
	var out []fs.DirEntry
	for file, b := range t.files {
		if path.Dir(file) == dir {
			out = append(out, fs.FileInfoToDirEntry(info{file, 0o755, int64(b.Len())}))
		}
	}
	return out, nil
}
