package scratch

import (
	"os"
	"sync"
	"syscall"
)

// inMemory is a folder in memory, "" when there is none in which programs may be started, as in many containers, or which has little
// room left. TMPDIR is somebody's wish, and goes before it.
var inMemory = sync.OnceValue(func() string {
	const place, tmpfs, noexec, room = "/dev/shm", 0x01021994, 0x8, 32 << 20
	var s syscall.Statfs_t
	if os.Getenv("TMPDIR") != "" || syscall.Statfs(place, &s) != nil || s.Type != tmpfs || s.Flags&noexec != 0 || s.Bavail*uint64(s.Bsize) < room {
		return ""
	}
	return place
})
