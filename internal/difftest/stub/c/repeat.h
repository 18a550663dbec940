// Commands that run another one several times: parallel for each item, one after the other, and watch until something ends it.

// append adds text to a line.
static void append(char *line, size_t size, const char *text) {
	size_t used = strlen(line);
	snprintf(line + used, size - used, "%s", text);
}

// quoted writes a text as a word for a shell.
static const char *quoted(const char *s) {
	static char word[4096];
	const char *plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+=,";
	if (*s && !s[strspn(s, plain)]) return s;
	word[0] = 0;
	append(word, sizeof word, "'");
	for (; *s; s++) {
		char one[2] = {*s, 0};
		append(word, sizeof word, *s == '\'' ? "'\\''" : one);
	}
	append(word, sizeof word, "'");
	return word;
}

enum { MAX_LISTS = 4, MAX_ITEMS = 256 };

static char *items[MAX_LISTS][MAX_ITEMS];
static int counts[MAX_LISTS], lists;

static void item(int list, char *text) {
	if (counts[list] < MAX_ITEMS) items[list][counts[list]++] = text;
}

// lines takes the lines of a file as items; it gives 0 when there is no such file.
static int lines(int list, int fd) {
	static char text[1 << 16];
	static size_t used;
	if (fd < 0) return 0;
	size_t from = used;
	for (ssize_t n; used < sizeof text - 1 && (n = read(fd, text + used, sizeof text - 1 - used)) > 0; used += n) {}
	text[used++] = 0;
	for (char *p = text + from; *p; ) {
		char *end = strchrnul(p, '\n');
		char *next = *end ? end + 1 : end;
		*end = 0;
		item(list, p);
		p = next;
	}
	return 1;
}

// number reads {2} at p and gives 2; 0 for anything else.
static int number(const char *p) { return p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}' ? p[1] - '0' : 0; }

// job is the line of a job: the command with its items, each as a word, in place of {} or behind it. Where no command is given the
// items are.
static const char *job(int words, char **command, const char *mark, int n, char **with, int sequence) {
	static char line[1 << 16];
	line[0] = 0;
	if (words == 0) {
		for (int k = 0; k < n; k++) append(line, sizeof line, k ? " " : ""), append(line, sizeof line, with[k]);
		return line;
	}
	static char text[1 << 15];
	text[0] = 0;
	int marked = 0;
	for (int k = 0; k < words; k++) {
		append(text, sizeof text, k ? " " : "");
		append(text, sizeof text, command[k]);
		for (const char *p = command[k]; *p; p++) marked |= strncmp(p, mark, strlen(mark)) == 0 || number(p);
	}
	if (!marked) append(text, sizeof text, " "), append(text, sizeof text, mark);
	for (const char *p = text; *p; ) {
		int k = number(p);
		if (k) {
			if (k <= n) append(line, sizeof line, quoted(with[k - 1]));
			p += 3;
		} else if (strncmp(p, "{#}", 3) == 0) {
			char digits[16];
			snprintf(digits, sizeof digits, "%d", sequence);
			append(line, sizeof line, digits);
			p += 3;
		} else if (strncmp(p, mark, strlen(mark)) == 0) {
			for (k = 0; k < n; k++) append(line, sizeof line, k ? " " : ""), append(line, sizeof line, quoted(with[k]));
			p += strlen(mark);
		} else {
			char one[2] = {*p++, 0};
			append(line, sizeof line, one);
		}
	}
	return line;
}

// run gives the status of a job, which reads nothing.
static int run(const char *line) {
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		no_stdin();
		_exit(shell(line));
	}
	int status;
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int parallel(int argc, char **argv, int failure) {
	if (failure) return failure;
	const char *mark = "{}", *halt = "", *file = NULL, *most = "1";
	int dry = 0, i = 0;
	for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		char *a = argv[i];
		if (strcmp(a, "--") == 0) {
			i++;
			break;
		}
		if (a[1] == '-') {
			static char name[64];
			snprintf(name, sizeof name, " %.*s ", (int)(strchrnul(a, '=') - a), a);
			const char *value = strchr(a, '=') ? strchr(a, '=') + 1 : "";
			if (!strchr(a, '=') && strstr(" --jobs --max-procs --max-args --arg-file --halt --delay --timeout --load ", name) && i + 1 < argc) value = argv[++i];
			if (strstr(" --dry-run --dryrun ", name)) dry = 1;
			if (strcmp(name, " --halt ") == 0) halt = value;
			if (strcmp(name, " --arg-file ") == 0) file = value;
			if (strcmp(name, " --max-args ") == 0) most = value;
			continue;
		}
		for (a++; *a; a++) {
			if (!strchr("jPnNaI", *a)) continue;
			const char *value = a[1] ? a + 1 : i + 1 < argc ? argv[++i] : "";
			if (*a == 'n' || *a == 'N') most = value;
			if (*a == 'a') file = value;
			if (*a == 'I') mark = value;
			break;
		}
	}
	char **command = argv + i;
	int words = 0, n = atoi(most) > 0 ? atoi(most) : 1;
	for (; i < argc && strncmp(argv[i], ":::", 3) != 0; i++) words++;
	for (; i < argc && lists < MAX_LISTS; lists++) {
		int files = strcmp(argv[i], "::::") == 0;
		for (i++; i < argc && strncmp(argv[i], ":::", 3) != 0; i++)
			if (!files) item(lists, argv[i]);
			else if (!lines(lists, open(argv[i], O_RDONLY))) return 255;
	}
	if (lists == 0 && !lines(lists++, file ? open(file, O_RDONLY) : 0)) return 255;
	int jobs = 1, failed = 0, good = 0;
	for (int k = 0; k < lists; k++) jobs *= counts[k];
	int stop = 0, success = strstr(halt, "success=") != NULL;
	if (strcmp(halt, "1") == 0 || strcmp(halt, "2") == 0) stop = 1;
	else if (strchr(halt, '=')) stop = atoi(strchr(halt, '=') + 1);
	for (int at = 0, sequence = 1; at < jobs; sequence++) {
		char *with[MAX_ITEMS];
		int k = 0;
		if (lists == 1) while (k < n && at < jobs) with[k++] = items[0][at++];
		else {
			for (int rest = at++; k < lists; k++) {
				int behind = 1;
				for (int l = k + 1; l < lists; l++) behind *= counts[l];
				with[k] = items[k][rest / behind];
				rest %= behind;
			}
		}
		const char *line = job(words, command, mark, k, with, sequence);
		if (dry) {
			puts(line);
			continue;
		}
		int status = run(line);
		if (status) failed++;
		else good++;
		if (stop && (success ? good : failed) == stop && (status == 0) == success) return stop == 1 ? status : success ? 0 : failed;
	}
	fflush(stdout);
	return failed > 100 ? 101 : failed;
}

enum { NO_TERMINAL = 1, ENDED = 9, MAX_ROUNDS = 20 };

// watch never ends by itself without -g, -e and -q. A world may say that it has no terminal, or that after the second round what it
// shows has changed or the person who looks at it ends it.
static int watch(int argc, char **argv, int how) {
	int changes = 0, errors = 0, exec = 0, same = 0, i = 0;
	for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		char *a = argv[i];
		if (strcmp(a, "--") == 0) {
			i++;
			break;
		}
		if (a[1] == '-') {
			if (strcmp(a, "--chgexit") == 0) changes = 1;
			if (strcmp(a, "--errexit") == 0) errors = 1;
			if (strcmp(a, "--exec") == 0) exec = 1;
			if (strncmp(a, "--equexit=", 10) == 0) same = atoi(a + 10);
			if ((strcmp(a, "--interval") == 0 || strcmp(a, "--equexit") == 0) && i + 1 < argc) {
				i++;
				if (strcmp(a, "--equexit") == 0) same = atoi(argv[i]);
			}
			continue;
		}
		for (a++; *a; a++) {
			if (*a == 'g') changes = 1;
			if (*a == 'e') errors = 1;
			if (*a == 'x') exec = 1;
			if (*a == 'd') break; // its value stands behind it
			if (*a != 'n' && *a != 'q') continue;
			const char *value = a[1] ? a + 1 : i + 1 < argc ? argv[++i] : "";
			if (*a == 'q') same = atoi(value);
			break;
		}
	}
	if (i >= argc || how == NO_TERMINAL) return 1;
	char *line = strdup(joined(argc - i, argv + i));
	char *with[] = {"sh", "-c", line, NULL};
	static char out[1 << 16], before[1 << 16];
	for (int round = 1, alike = 0;; round++) {
		int ends[2], status;
		if (pipe(ends) < 0) return 126;
		pid_t child = fork();
		if (child == 0) {
			dup2(ends[1], 1);
			dup2(ends[1], 2);
			close(ends[0]);
			close(ends[1]);
			_exit(start(exec ? argv + i : with));
		}
		close(ends[1]);
		size_t size = 0;
		for (ssize_t n; size < sizeof out - 1 && (n = read(ends[0], out + size, sizeof out - 1 - size)) > 0; size += n) {}
		out[size] = 0;
		close(ends[0]);
		waitpid(child, &status, 0);
		if (write(1, out, size) < 0) {} // nobody may be reading
		if (errors && status != 0) return 8;
		alike = round > 1 && strcmp(out, before) == 0 ? alike + 1 : 0;
		if (changes && round > 1 && alike == 0) return 0;
		if (same && alike >= same) return 0;
		if (how == ENDED && round > 1) return 0;
		if (round >= MAX_ROUNDS) kill(0, SIGKILL);
		strcpy(before, out);
	}
}
