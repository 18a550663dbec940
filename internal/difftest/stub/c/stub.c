// The stub: started under the name of the command that it stands for, it notes the call in the log and answers as the world
// says. ../main.go does the same where there is no C compiler.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_SAME = 8, MAX_CARRIED = 60, MAX_NUMBER = 3 };

#include "carry.h"
#include "quick.h"
#include "repeat.h"

// A world is "key\x1fkind\x1fstatus\x1foutput\x1e" and so on; kind is n for calls that are told apart by number, t by
// operands, c for a command that carries another one, s for one that nothing depends on and that is not noted.
// What the status has above its lowest eight bits is a signal for the script, whose process leads the group.
static const char *find(const char *world, const char *key) {
	size_t n = strlen(key);
	for (const char *p = world; *p; ) {
		if (strncmp(p, key, n) == 0 && p[n] == '\x1f') return p + n + 1;
		p = strchr(p, '\x1e');
		if (!p) return NULL;
		p++;
	}
	return NULL;
}

int main(int argc, char **argv) {
	const char *world = getenv("WL_WORLD"), *path = getenv("WL_LOG");
	if (!world || !path) return 126;
	const char *name = strrchr(argv[0], '/');
	name = name ? name + 1 : argv[0];
	const char *def = find(world, name);
	if (!def) return 126;
	if (*def == 's') return 0;

	static char log[1 << 16];
	int fd = open(path, O_RDWR | O_APPEND);
	ssize_t size = fd < 0 ? -1 : read(fd, log, sizeof log - 1);
	if (size < 0) return 126;
	log[size] = 0;
	int mine = 0, same = 0;
	size_t len = strlen(name);
	for (char *p = log; *p; ) {
		if (strncmp(p, name, len) == 0 && p[len] == '#') mine++;
		p = strchr(p, '\n');
		if (!p) break;
		p++;
	}

	static char key[4096];
	size_t used = 0;
	const char *host = getenv("WL_HOST");
	if (*def == 'n' || *def == 'c') {
		used = snprintf(key, sizeof key - 2, "%s#%d", name, mine + 1 < MAX_NUMBER ? mine + 1 : MAX_NUMBER);
	} else {
		used = snprintf(key, sizeof key - 2, host && *host ? "%s@%.64s" : "%s", name, host);
		for (int i = 1; i < argc && used < sizeof key - 2; i++) {
			size_t from = used + 1;
			used += snprintf(key + used, sizeof key - 2 - used, " %s", *argv[i] ? argv[i] : "''");
			if (used > sizeof key - 2) used = sizeof key - 2;
			for (size_t k = from; k < used; k++)
				if (key[k] == '\n' || key[k] == ' ') key[k] = '_';
		}
	}
	const char *a = find(world, key);
	if (*def == 'n' || *def == 'c') { // an answer to this very call goes before that to the last ones
		char exact[256];
		snprintf(exact, sizeof exact, "%s#%d", name, mine + 1);
		const char *b = find(world, exact);
		if (b) a = b;
	}
	if (!a) a = def;
	key[used] = '\n';
	if (write(fd, key, used + 1) < 0) return 126;
	// A loop that waits for the world to change would never end.
	for (char *p = log; *p; ) {
		if (strncmp(p, key, used + 1) == 0) same++;
		p = strchr(p, '\n');
		if (!p) break;
		p++;
	}
	if (same > (*def == 't' ? MAX_SAME : MAX_CARRIED)) kill(0, SIGKILL);

	a = strchr(a, '\x1f') + 1;
	int status = atoi(a);
	if (status > 255) kill(getpgrp(), status >> 8);
	status &= 255;
	if (*def == 'c' && strcmp(name, "parallel") == 0) return parallel(argc - 1, argv + 1, status);
	if (*def == 'c' && strcmp(name, "watch") == 0) return watch(argc - 1, argv + 1, status);
	if (*def == 'c') return carry(name, argc - 1, argv + 1, status);
	a = strchr(a, '\x1f') + 1;
	const char *end = strchr(a, '\x1e');
	if (end > a && write(1, a, end - a) < 0) return status;
	return status;
}
