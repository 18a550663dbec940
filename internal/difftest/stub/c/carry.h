// Commands that run another one, here or at another place. Places are names in WL_HOST; nothing leaves the machine.

enum kind { HERE, LOCK, SSH, INSIDE, FLEET, ANSIBLE, SALT };

// A carrier is such a command: which of its options take a value, and how many operands stand before the command.
static const struct carrier {
	const char *name;
	enum kind kind;
	const char *letters, *words;
	int operands;
} carriers[] = {
	{"sudo", HERE, "CDghpRrTtUu", " --user --group --chdir ", 0},
	{"doas", HERE, "aCu", " ", 0},
	{"nice", HERE, "n", " --adjustment ", 0},
	{"ionice", HERE, "cnpPu", " --class --classdata ", 0},
	{"nohup", HERE, "", " ", 0},
	{"setsid", HERE, "", " ", 0},
	{"stdbuf", HERE, "ioe", " --input --output --error ", 0},
	{"timeout", HERE, "ks", " --kill-after --signal ", 1},
	{"chroot", HERE, "", " --userspec --groups ", 1},
	{"nsenter", HERE, "tSGW", " --target ", 0},
	{"unshare", HERE, "RwSG", " ", 0},
	{"systemd-run", HERE, "updE", " --unit --property --slice ", 0},
	{"flock", LOCK, "wEc", " --wait --timeout --conflict-exit-code --command ", 1},
	{"ssh", SSH, "BbcDEeFIiJLlmOoPpQRSWw", " ", 1},
	{"docker", INSIDE, "euw", " --env --user --workdir ", 1},
	{"podman", INSIDE, "euw", " --env --user --workdir ", 1},
	{"kubectl", INSIDE, "cn", " --container --namespace ", 1},
	{"pdsh", FLEET, "wxltufRMgXP", " ", 0},
	{"dsh", FLEET, "mgfroFNb", " --machine --group --file --forklimit ", 0},
	{"clush", FLEET, "wxgXfltuo", " --group --hostfile --fanout ", 0},
	{"pssh", FLEET, "HhlpoetOxX", " --host --hosts --user --par --timeout ", 0},
	{"ansible", ANSIBLE, "amiluf", " ", 1},
	{"salt", SALT, "ctb", " --out --timeout ", 1},
};

// What the options and first operands of a call say.
static const char *hosts, *text, *lock_text;
static int largest, no_input, pass_input, prefixed, shown, no_wait;

static void option(const struct carrier *c, char letter, const char *value) {
	switch (letter) {
	case 'w': case 'm': case 'g': case 'H':
		if (c->kind == FLEET && value) hosts = value;
		break;
	case 'S': if (c->kind == FLEET) largest = 1; break;
	case 'n': if (c->kind == SSH) no_input = 1; if (c->kind == LOCK) no_wait = 1; break;
	case 'i': pass_input = 1; if (c->kind == FLEET) shown = 1; break;
	case 'M': prefixed = 1; break;
	case 'a': if (c->kind == ANSIBLE) text = value; break;
	case 'c': if (c->kind == LOCK) lock_text = value; break;
	}
}

// options skips those that begin at argv[i] and gives the index of the first operand.
static int options(const struct carrier *c, int i, int argc, char **argv) {
	for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		const char *a = argv[i];
		if (strcmp(a, "--") == 0) return i + 1;
		if (a[1] == '-') {
			char word[64];
			snprintf(word, sizeof word, " %s ", a);
			if (strchr(a, '=')) {
				if (strncmp(a, "--group=", 8) == 0 || strncmp(a, "--machine=", 10) == 0 || strncmp(a, "--host=", 7) == 0) option(c, 'w', strchr(a, '=') + 1);
			} else if (strstr(c->words, word) && i + 1 < argc) {
				i++;
				if (strcmp(a, "--group") == 0 || strcmp(a, "--machine") == 0 || strcmp(a, "--host") == 0) option(c, 'w', argv[i]);
				if (strcmp(a, "--command") == 0) option(c, 'c', argv[i]);
			}
			continue;
		}
		for (a++; *a; a++) {
			if (!strchr(c->letters, *a)) {
				option(c, *a, NULL);
				continue;
			}
			if (a[1]) option(c, *a, a + 1);
			else if (i + 1 < argc) option(c, *a, argv[++i]);
			else option(c, *a, "");
			break;
		}
	}
	return i;
}

// start is exec of a command of PATH, as a shell or execvp would end it.
static int start(char **argv) {
	if (strchr(argv[0], '/')) return 126;
	execvp(argv[0], argv);
	return 127;
}

static int shell(const char *line) {
	char *sh = getenv("WL_SHELL");
	char *with[] = {sh, "-c", (char *)line, NULL}, *bare[] = {sh, "-s", NULL};
	return start(line ? with : bare);
}

static char *joined(int argc, char **argv) {
	static char line[1 << 16];
	size_t used = 0;
	for (int i = 0; i < argc && used < sizeof line; i++)
		used += snprintf(line + used, sizeof line - used, i ? " %s" : "%s", argv[i]);
	return line;
}

// arrive is what changes at another place: of the variables only those of the world are there.
static void arrive(const char *host) {
	static const char *own[] = {"PATH", "TMPDIR", "LC_ALL", "WL_LOG", "WL_WORLD", "WL_SHELL", "WL_ENV", NULL};
	char *kept[8] = {0};
	for (int i = 0; own[i]; i++) {
		char *v = getenv(own[i]);
		kept[i] = v ? strdup(v) : NULL;
	}
	clearenv();
	for (int i = 0; own[i]; i++)
		if (kept[i]) setenv(own[i], kept[i], 1);
	char *env = getenv("WL_ENV");
	for (char *p = env ? strtok(strdup(env), "\x1e") : NULL; p; p = strtok(NULL, "\x1e")) putenv(p);
	setenv("WL_HOST", host, 1);
	// A file there is not the one of the same name here.
	char dir[4096];
	const char *tmp = getenv("TMPDIR");
	int start = snprintf(dir, sizeof dir, "%s/.at-", tmp ? tmp : "");
	snprintf(dir + start, sizeof dir - start, "%s", host);
	for (char *c = dir + start; *c; c++)
		if (*c == '/') *c = '_';
	mkdir(dir, 0777);
	if (chdir(dir) < 0) _exit(126);
}

static void no_stdin(void) {
	int fd = open("/dev/null", O_RDONLY);
	dup2(fd, 0);
	close(fd);
}

// swallow takes all of the standard input and gives it to the command: what reads after it finds nothing.
static void swallow(void) {
	static char data[1 << 16];
	size_t size = 0;
	for (ssize_t n; size < sizeof data && (n = read(0, data + size, sizeof data - size)) > 0; size += n) {}
	int ends[2];
	if (pipe(ends) < 0) return;
	if (write(ends[1], data, size) < 0) return;
	close(ends[1]);
	dup2(ends[0], 0);
	close(ends[0]);
}

// is_host tells whether a name may be that of a machine: none has a blank in it, so that what was meant for several reaches nobody.
static int is_host(const char *name) { return !strpbrk(name, " \t\n"); }

// each runs a line on every host in turn and gives the largest status; how says how output is shown.
static int each(const char *list, const char *line, const char *between, char how, int *worst, int *apart) {
	int most = 0;
	*worst = *apart = 0;
	if (strcmp(list, "web") == 0) list = "h1,h2";
	for (char *h = strtok(strdup(list), between); h; h = strtok(NULL, between)) {
		int ends[2];
		if (pipe(ends) < 0) return 126;
		fflush(stdout);
		pid_t child = fork();
		if (child == 0) {
			if (strrchr(h, '@')) h = strrchr(h, '@') + 1;
			dup2(ends[1], 1);
			close(ends[0]);
			close(ends[1]);
			no_stdin();
			if (!is_host(h)) _exit(255);
			arrive(h);
			_exit(shell(line));
		}
		close(ends[1]);
		static char out[1 << 16];
		size_t size = 0;
		for (ssize_t n; size < sizeof out - 1 && (n = read(ends[0], out + size, sizeof out - 1 - size)) > 0; size += n) {}
		out[size] = 0;
		close(ends[0]);
		int status;
		waitpid(child, &status, 0);
		status = WIFEXITED(status) ? WEXITSTATUS(status) : 255;
		if (how == 'a') printf("%s | %s | rc=%d >>\n%s\n", h, status ? "FAILED" : "CHANGED", status, out);
		if (how == 's') printf("%s:\n", h);
		if (how == 'i' || how == 'q') printf("[1] 00:00:00 [%s] %s\n%s", status ? "FAILURE" : "SUCCESS", h, how == 'i' ? out : "");
		if (how == 'r') printf("%s", out);
		if (how == 'p' || how == 's')
			for (char *l = out; *l; ) {
				char *end = strchrnul(l, '\n');
				if (how == 'p') printf("%s: %.*s\n", h, (int)(end - l), l);
				else printf("    %.*s\n", (int)(end - l), l);
				l = *end ? end + 1 : end;
			}
		if (status > most) most = status;
		*worst |= status == 255;
		*apart |= status != 0;
	}
	fflush(stdout);
	return most;
}

// carry runs the command that a call carries; failure is the status of one that does not come to it.
static int carry(const char *name, int argc, char **argv, int failure) {
	const struct carrier *c = carriers;
	const struct carrier *end = carriers + sizeof carriers / sizeof *carriers;
	while (c < end && strcmp(c->name, name) != 0) c++;
	if (c == end) return 126;
	if (c->kind == INSIDE) {
		if (argc == 0 || strcmp(argv[0], "exec") != 0) return 0;
		argc--, argv++;
	}
	int i = options(c, 0, argc, argv);
	const char *first = i < argc ? argv[i] : "";
	if (c->kind == SSH || c->kind == ANSIBLE || c->kind == INSIDE || c->kind == SALT) {
		if (i >= argc) return 255;
		i++;
		if (c->kind != SALT && !(c->kind == INSIDE && strcmp(name, "kubectl") != 0)) i = options(c, i, argc, argv);
	} else {
		i += c->operands;
	}
	if (failure && c->kind != FLEET && c->kind != ANSIBLE && c->kind != SALT && !(c->kind == LOCK && !no_wait)) return failure;
	int worst, apart;
	switch (c->kind) {
	case HERE:
		for (; i < argc && strcmp(name, "sudo") == 0 && strchr(argv[i], '='); i++) {
			if (strncmp(argv[i], "PATH=", 5) == 0) return 126;
			putenv(argv[i]);
		}
		return i < argc ? start(argv + i) : 125;
	case LOCK:
		if (!lock_text && i + 1 < argc && strcmp(argv[i], "-c") == 0) lock_text = argv[i + 1];
		if (lock_text) {
			char *with[] = {"sh", "-c", (char *)lock_text, NULL};
			return start(with);
		}
		return i < argc ? start(argv + i) : 0;
	case SSH:
		if (!is_host(first)) return 255;
		if (no_input) no_stdin(); else swallow();
		arrive(strrchr(first, '@') ? strrchr(first, '@') + 1 : first);
		return shell(i < argc ? joined(argc - i, argv + i) : NULL);
	case INSIDE:
		if (i >= argc || !is_host(first)) return 1;
		if (pass_input) swallow(); else no_stdin();
		arrive(first);
		return start(argv + i);
	case FLEET:
		if (!hosts || i >= argc) return 1;
		if (failure) return strcmp(name, "pssh") == 0 ? 4 : strcmp(name, "dsh") == 0 || largest ? 255 : 0;
		if (hosts[strspn(hosts, " ,")] == 0) return strcmp(name, "dsh") == 0 ? 255 : 1; // an empty list
		text = joined(argc - i, argv + i);
		if (strcmp(name, "pssh") == 0) {
			each(hosts, text, " ,", shown ? 'i' : 'q', &worst, &apart);
			return worst ? 4 : apart ? 5 : 0;
		}
		if (strcmp(name, "dsh") == 0) return each(hosts, text, ",", prefixed ? 'p' : 'r', &worst, &apart);
		i = each(hosts, text, ",", 'p', &worst, &apart);
		return largest ? i : 0;
	case ANSIBLE:
		if (!text) return 2;
		if (failure) return 4;
		each(first, text, ",:", 'a', &worst, &apart);
		return apart ? 2 : 0;
	case SALT:
		if (i + 1 >= argc) return 2;
		if (failure) return 0;
		each(first, argv[i + 1], ",", 's', &worst, &apart);
		return 0;
	}
	return 126;
}
