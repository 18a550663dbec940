// The start of the stub without the C library, whose own start takes longer than all that most calls do: it asks the processor what
// it can do, which is slow in a virtual machine. A call that carries another command, and any that is not plain, goes on to the
// library's start and main, which do the same.
#if defined __x86_64__
#if defined __clang__
// It may take a loop for a function of the library and call that, whatever it is told.
__attribute__((used, noinline)) static void quick(long *stack) { (void)stack; }
#else

// No function of the library may be called here: which ones fit the processor is not known yet. Options keep the compiler from it.
#define QUICK static __attribute__((noinline))

QUICK long sys(long n, long a, long b, long c) {
	long r;
	__asm__ volatile("syscall" : "=a"(r) : "a"(n), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return r;
}

QUICK const char *q_env(char **env, const char *name) {
	for (; *env; env++) {
		const char *e = *env, *n = name;
		while (*n && *e == *n) e++, n++;
		if (!*n && *e == '=') return e + 1;
	}
	return 0;
}

// q_find is find for a key of some length.
QUICK const char *q_find(const char *p, const char *key, size_t n) {
	while (*p) {
		size_t i = 0;
		while (i < n && p[i] == key[i]) i++;
		if (i == n && p[n] == '\x1f') return p + n + 1;
		while (*p && *p != '\x1e') p++;
		if (*p) p++;
	}
	return 0;
}

// q_lines counts the lines of a log that begin with a text.
QUICK int q_lines(const char *p, const char *text, size_t n) {
	int found = 0;
	while (*p) {
		size_t i = 0;
		while (i < n && p[i] == text[i]) i++;
		found += i == n;
		while (*p && *p != '\n') p++;
		if (*p) p++;
	}
	return found;
}

// quick is main for calls that only note and answer. It comes back from others, before it has done anything.
__attribute__((used)) QUICK void quick(long *stack) {
	long argc = stack[0];
	char **argv = (char **)(stack + 1), **env = argv + argc + 1;
	const char *world = q_env(env, "WL_WORLD"), *path = q_env(env, "WL_LOG"), *host = q_env(env, "WL_HOST");
	if (!world || !path || argc < 1) return;
	const char *name = argv[0];
	for (const char *p = name; *p; p++)
		if (*p == '/') name = p + 1;
	size_t len = 0;
	while (name[len]) len++;
	const char *def = q_find(world, name, len);
	if (!def || *def == 'c' || len > 64) return;
	if (*def == 's') sys(231, 0, 0, 0);
	static char key[4096], log[1 << 16];
	size_t used = 0, most = sizeof key - 128; // a longer call is main's
	for (; used < len; used++) key[used] = name[used];
	if (*def != 'n') {
		if (host && *host) {
			key[used++] = '@';
			for (int i = 0; i < 64 && host[i]; i++) key[used++] = host[i];
		}
		for (int i = 1; i < argc; i++) {
			const char *a = *argv[i] ? argv[i] : "''";
			key[used++] = ' ';
			for (; *a; a++) {
				if (used > most) return;
				key[used++] = *a == '\n' || *a == ' ' ? '_' : *a;
			}
			if (used > most) return;
		}
	}
	long fd = sys(2, (long)path, O_RDWR | O_APPEND, 0);
	long size = fd < 0 ? -1 : sys(0, fd, (long)log, sizeof log - 1);
	if (size < 0) sys(231, 126, 0, 0);
	log[size] = 0;
	const char *a = 0;
	if (*def == 'n') {
		key[used] = '#';
		int mine = q_lines(log, key, used + 1) + 1, digits = 1;
		for (int m = mine; m > 9; m /= 10) digits++;
		for (int m = mine, i = digits; i > 0; m /= 10) key[used + i--] = '0' + m % 10;
		const char *exact = q_find(world, key, used + 1 + digits); // this very call's goes before that of the last ones
		if (mine > MAX_NUMBER) {
			key[used + 1] = '0' + MAX_NUMBER;
			digits = 1;
		}
		used += 1 + digits;
		a = exact ? exact : q_find(world, key, used);
	} else {
		a = q_find(world, key, used);
	}
	if (!a) a = def;
	key[used++] = '\n';
	if (sys(1, fd, (long)key, used) < 0) sys(231, 126, 0, 0);
	if (q_lines(log, key, used) > (*def == 't' ? MAX_SAME : MAX_CARRIED)) sys(62, 0, SIGKILL, 0);
	int status = 0;
	while (*a != '\x1f') a++;
	for (a++; *a >= '0' && *a <= '9'; a++) status = 10 * status + *a - '0';
	const char *end = ++a;
	while (*end != '\x1e') end++;
	if (end > a) sys(1, 1, (long)a, end - a);
	if (status > 255) sys(62, sys(111, 0, 0, 0), status >> 8, 0);
	sys(231, status & 255, 0, 0);
}
#endif

// begin is where the kernel starts the stub: it leaves all as the library's start wants it.
__asm__(".globl begin\nbegin:\n\tmov %rsp, %rbx\n\tmov %rdx, %r12\n\tmov %rsp, %rdi\n\tand $-16, %rsp\n\tcall quick\n"
	"\tmov %rbx, %rsp\n\tmov %r12, %rdx\n\txor %ebx, %ebx\n\txor %r12d, %r12d\n\tjmp _start\n");
#endif
