GO ?= go

# Tools are kept outside of the repository, by version, so that they are built once per machine.
TOOLS            ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/wipelint-tools
GOLANGCI_VERSION := 2.15.0
GOLANGCI         := $(TOOLS)/golangci-lint-$(GOLANGCI_VERSION)

# The programs that people run wipelint from, for the tests with the tag "clients".
ACT_VERSION        := 0.2.89
ACT                := $(TOOLS)/act-$(ACT_VERSION)/act
ACTIONLINT_VERSION := 1.7.12
ACTIONLINT         := $(TOOLS)/actionlint-$(ACTIONLINT_VERSION)/actionlint
PRE_COMMIT_VERSION := 4.7.0
PRE_COMMIT         := $(TOOLS)/pre-commit-$(PRE_COMMIT_VERSION)

# What builds the documentation site.
MKDOCS_VERSION := 9.8.2
MKDOCS         := $(TOOLS)/mkdocs-material-$(MKDOCS_VERSION)

# Where goroutines share something.
RACE_PACKAGES ?= ./internal/catalog ./internal/driver/... ./internal/script/... ./internal/lsp
FUZZTIME      ?= 30s

.NOTPARALLEL:
.PHONY: clients-vscode pictures-vscode clients-release pictures docs clients-docs release release-snapshot clients-packages licenses build man programs wheel npm test check needed install-needed prefetch fetched fmt vet vet-clients unit race lint fresh bench fuzz clean clients-editors needed-clients-editors vscode clients-hooks needed-clients-hooks clients-browser needed-clients-browser playground needed-playground clients-playground clients-replay needed-replay

build:
	$(GO) build -trimpath -o bin/wipelint ./cmd/wipelint

# The manual pages. Their date is that of the commit.
man:
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} $(GO) run ./cmd/wipelint man dist/man

# Everything that has to hold before a change goes in. What is missing is said first, and all that comes from a network is fetched
# before anything runs. Two lanes run side by side: most of what the second does is waiting for clients.
test: needed prefetch
	@start=$$(date +%s); .ci/part vet $(MAKE) --no-print-directory fmt vet licenses && .ci/part unit $(MAKE) --no-print-directory unit && \
	MAKE=$(MAKE) .ci/lanes "$(LANE_ENGINE)" "$(LANE_CLIENTS)" && \
	echo "== make test: all is well after $$(( $$(date +%s) - start )) s"

LANE_ENGINE := race lint fresh
ifeq ($(shell uname -s),Darwin)
# No strace, and no Chromium that tests can drive, on macOS.
LANE_CLIENTS := clients-packages clients-hooks clients-editors
else
LANE_CLIENTS := clients-replay clients-packages clients-hooks clients-editors clients-browser clients-playground clients-docs
endif

# The fast loop: formatting, vet, the unit tests but for those that run scripts in shells by the hundred, and the linter.
check:
	@.ci/part vet $(MAKE) --no-print-directory fmt vet-clients licenses
	@.ci/part unit $(GO) test $(FAST) $$($(GO) list ./... | grep -v -e /internal/difftest -e /internal/shelltest -e /internal/stress)
	@.ci/part lint $(MAKE) --no-print-directory lint

needed:
	@.ci/needed as-root

install-needed:
	@.ci/needed install

# All that comes from a network.
prefetch:
	@.ci/part "fetching modules, tools and packages" $(MAKE) --no-print-directory fetched

fetched: $(ACT) $(ACTIONLINT) $(NFPM) $(PRE_COMMIT)/installed $(MKDOCS)/installed
	@$(GO) mod download
	@if [ "$$(golangci-lint version --short 2>/dev/null)" != "$(GOLANGCI_VERSION)" ] && [ ! -x $(GOLANGCI)/golangci-lint ]; then \
		echo "building golangci-lint $(GOLANGCI_VERSION), which takes some minutes the first time"; \
		GOBIN=$(GOLANGCI) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(GOLANGCI_VERSION) || exit 1; \
	fi
	@for folder in internal/clients/node editors/vscode internal/clients/browser internal/playground/page; do \
		[ $$folder/node_modules/.package-lock.json -nt $$folder/package-lock.json ] || \
			(cd $$folder && npm ci --ignore-scripts --no-audit --no-fund) || exit 1; \
	done

# The programs that packages carry, by platform.
PLATFORMS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64
VERSION   ?= $(shell cat packaging/version)
LDFLAGS   := -s -w -X main.version=v$(VERSION)
programs:
	@for platform in $(PLATFORMS); do \
		out=dist/program/$$platform/wipelint; case $$platform in windows/*) out=$$out.exe ;; esac; \
		echo "building $$out"; \
		CGO_ENABLED=0 GOFLAGS= GOOS=$${platform%/*} GOARCH=$${platform#*/} $(GO) build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)' -o $$out ./cmd/wipelint || exit 1; \
	done

# Packages for pip, one for each platform, in dist/wheel.
wheel: programs
	@rm -rf dist/wheel
	@for platform in $(PLATFORMS); do \
		in=dist/program/$$platform/wipelint; case $$platform in windows/*) in=$$in.exe ;; esac; \
		WIPELINT_VERSION=$(VERSION) python3 packaging/wheel.py dist/wheel $$platform $$in || exit 1; \
	done

# Packages for npm in dist/npm: one for each platform, and the one that people install.
npm: programs
	@rm -rf dist/npm
	@node packaging/npm/build.mjs dist/npm $(VERSION) $(foreach p,$(PLATFORMS),$(p)=dist/program/$(p)/wipelint$(if $(filter windows/%,$(p)),.exe))

# All of a release that needs no credentials, in dist/release: archives, deb, rpm, apk, their contents (SBOM), checksums, and what Homebrew,
# Scoop and the AUR get. The image needs docker with buildx, and is left to the workflow.
GORELEASER_VERSION := 2.14.3
GORELEASER         := $(TOOLS)/goreleaser-$(GORELEASER_VERSION)
SBOM_VERSION       := 1.10.0
# What makes the packages in goreleaser, by itself: of the same version, and built in a minute.
NFPM_VERSION := 2.45.0
NFPM         := $(TOOLS)/nfpm-$(NFPM_VERSION)/nfpm
release-snapshot: $(GORELEASER)/goreleaser $(GORELEASER)/cyclonedx-gomod
	PATH="$(GORELEASER):$$PATH" TAP_TOKEN= AUR_KEY= $(GORELEASER)/goreleaser release --snapshot --clean --skip=sign,docker,publish,announce

$(GORELEASER)/goreleaser:
	@echo "building goreleaser $(GORELEASER_VERSION), which takes ten minutes the first time"
	GOFLAGS= GOBIN=$(GORELEASER) $(GO) install github.com/goreleaser/goreleaser/v2@v$(GORELEASER_VERSION)

$(NFPM):
	@echo "building nfpm $(NFPM_VERSION), which takes a minute or two the first time"
	GOFLAGS= GOBIN=$(dir $@) $(GO) install github.com/goreleaser/nfpm/v2/cmd/nfpm@v$(NFPM_VERSION)

$(GORELEASER)/cyclonedx-gomod:
	GOFLAGS= GOBIN=$(GORELEASER) $(GO) install github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v$(SBOM_VERSION)

# What the workflow of a release runs, with the credentials in its environment.
release: $(GORELEASER)/goreleaser $(GORELEASER)/cyclonedx-gomod
	PATH="$(GORELEASER):$$PATH" $(GORELEASER)/goreleaser release --clean

# The licences of what the program consists of.
licenses:
	@$(GO) run ./packaging/notices -check

# What shows that a replay touches nothing: the system calls of the program.
needed-replay:
	@if command -v strace >/dev/null; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then echo "please install: strace" >&2; exit 1; fi; \
	sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
	$$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends strace

clients-replay: needed-replay
	$(GO) test -count=1 -tags clients -run SystemCalls ./internal/replay

fmt:
	@files=$$(gofmt -l .); if [ -n "$$files" ]; then echo "not formatted; run gofmt -w on:" >&2; echo "$$files" >&2; exit 1; fi

vet: vet-clients
	$(GO) vet ./...

# What the linter, which vets the rest, does not see.
vet-clients:
	$(GO) vet -tags clients,release,vscode ./internal/clients/...
	$(GO) vet -tags published ./analyzers

# The code is vetted already, and a test needs no tables for a debugger: linking is faster without.
FAST := -vet=off -ldflags=-w
unit:
	$(GO) test $(FAST) ./...

# The race detector needs a C compiler.
race:
	CGO_ENABLED=1 $(GO) test -race $(RACE_PACKAGES)
	CGO_ENABLED=1 $(GO) test -race -run Progress ./cmd/wipelint

# A golangci-lint of the same version that is installed already is used as it is.
lint:
	@tool=$(GOLANGCI)/golangci-lint; \
	if [ "$$(golangci-lint version --short 2>/dev/null)" = "$(GOLANGCI_VERSION)" ]; then tool=golangci-lint; \
	elif [ ! -x "$$tool" ]; then \
		echo "building golangci-lint $(GOLANGCI_VERSION), which takes some minutes the first time"; \
		GOBIN=$(GOLANGCI) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(GOLANGCI_VERSION) || exit 1; \
	fi; \
	"$$tool" run ./...

# A larger batch of scripts, against the shells and against their own variants. Its seed is in testdata/difftest/seed, so that
# what is green here is green on a build machine; WIPELINT_DIFF_SEED=n, or random, make fresh takes another one. The seed and
# the scores are printed whatever comes out.
fresh:
	WIPELINT_DIFF_SEED=$${WIPELINT_DIFF_SEED:-kept} WIPELINT_DIFF_SCRIPTS=$${WIPELINT_DIFF_SCRIPTS:-2000} \
		$(GO) test -v -count=1 -run 'FreshScripts|LargeScripts|SmallestBounds|ToolScripts|Metamorphic|VariantsBehave' -timeout 60m ./internal/difftest

# The language server with the clients that people run: Neovim, Emacs, and the client library of Visual Studio Code.
clients-editors: needed-clients-editors vscode
	$(GO) test -count=1 -p 1 -tags clients ./internal/clients/nvim ./internal/clients/emacs ./internal/clients/node ./internal/clients/vscode

# Programs, and the packages of package-lock.json, which are installed again when that has changed.
needed-clients-editors:
	@missing=; for tool in nvim emacs node npm ps; do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -n "$$missing" ]; then \
		if ! command -v apt-get >/dev/null; then echo "please install:$$missing" >&2; exit 1; fi; \
		sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
		$$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends \
			$$(echo "$$missing" | sed 's/\bnvim\b/neovim/; s/\bemacs\b/emacs-nox elpa-eglot/; s/\bnode\b/nodejs/; s/\bps\b/procps/') || exit 1; \
	fi
	@for folder in internal/clients/node editors/vscode; do \
		[ $$folder/node_modules/.package-lock.json -nt $$folder/package-lock.json ] || \
			(cd $$folder && npm ci --ignore-scripts --no-audit --no-fund) || exit 1; \
	done

# The extension for Visual Studio Code, as dist/wipelint.vsix.
vscode: needed-clients-editors dist/wipelint.vsix

# The extension in a real Visual Studio Code, which code-server shows in a browser. It is no part of "make test", since installing
# code-server takes minutes; its programs that are built are those without which it does not start.
CODE_SERVER_VERSION := 4.100.3
CODE_SERVER         := $(TOOLS)/code-server-$(CODE_SERVER_VERSION)
clients-vscode: needed-clients-browser vscode $(CODE_SERVER)/installed
	WIPELINT_CODE_SERVER=$(CODE_SERVER)/node_modules/code-server/out/node/entry.js \
		$(GO) test -v -count=1 -tags vscode -run TestEditor ./internal/clients/vscode

NPM_BUILDS := npm_config_yes=true $(if $(wildcard /usr/include/node/node.h),npm_config_nodedir=/usr)
$(CODE_SERVER)/installed:
	@echo "installing code-server $(CODE_SERVER_VERSION), which takes minutes and a gigabyte the first time"
	mkdir -p $(@D)
	npm install --prefix $(@D) --ignore-scripts --no-audit --no-fund code-server@$(CODE_SERVER_VERSION)
	$(NPM_BUILDS) npm rebuild --prefix $(@D) argon2
	cd $(@D)/node_modules/code-server/lib/vscode && npm install --omit=dev --ignore-scripts --legacy-peer-deps --no-audit --no-fund && \
		$(NPM_BUILDS) npm rebuild @vscode/spdlog native-watchdog node-pty
	touch $@

# Its pictures in the documentation, taken anew: a test fails when the extension has changed since.
pictures-vscode:
	WIPELINT_PICTURES=$(CURDIR)/docs/pictures $(MAKE) --no-print-directory clients-vscode
	$(GO) test -count=1 -run Pictures ./internal/clients/vscode -update

dist/wipelint.vsix: $(wildcard editors/vscode/*.json editors/vscode/*.md editors/vscode/*.mjs editors/vscode/src/*) editors/vscode/.vscodeignore
	mkdir -p dist
	cd editors/vscode && npm exec --offline -- vsce package --no-dependencies --out ../../dist/wipelint.vsix

# The hooks in pre-commit, the action in act, the workflows in actionlint, and the completions in the shells. Building the
# wipelint that they run takes most of the time; -trimpath lets all of them share it.
CLIENTS_HOOKS := ./internal/clients/precommit ./internal/clients/action ./internal/clients/shells
clients-hooks: needed-clients-hooks
	WIPELINT_ACT=$(ACT) WIPELINT_ACTIONLINT=$(ACTIONLINT) WIPELINT_PRE_COMMIT=$(PRE_COMMIT)/bin/pre-commit \
		$(GO) test -tags clients -count=1 -p 1 $(CLIENTS_HOOKS)

# The wheel with pip, the npm package with npm, the deb with dpkg, the hook without a compiler, and what the action downloads.
clients-packages: $(PRE_COMMIT)/installed $(NFPM)
	WIPELINT_NFPM=$(NFPM) WIPELINT_PRE_COMMIT=$(PRE_COMMIT)/bin/pre-commit $(GO) test -v -tags clients -count=1 ./internal/clients/packages

# A release as goreleaser builds it, for all platforms, twice. It is no part of "make test", since goreleaser takes ten minutes to build.
clients-release: $(GORELEASER)/goreleaser $(GORELEASER)/cyclonedx-gomod
	WIPELINT_GORELEASER=$(GORELEASER)/goreleaser $(GO) test -v -tags clients,release -count=1 -timeout 60m -run TestRelease ./internal/clients/packages

needed-clients-hooks: $(ACT) $(ACTIONLINT) $(PRE_COMMIT)/installed
	@missing=; for tool in shellcheck zsh fish man; do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	[ -e /usr/share/bash-completion/bash_completion ] || missing="$$missing bash-completion"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then echo "please install:$$missing" >&2; exit 1; fi; \
	sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
	$$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends $$(echo "$$missing" | sed 's/\bman\b/man-db/')

$(ACT):
	@echo "building act $(ACT_VERSION), which takes a minute or two the first time"
	GOFLAGS= GOBIN=$(dir $@) $(GO) install github.com/nektos/act@v$(ACT_VERSION)

$(ACTIONLINT):
	GOFLAGS= GOBIN=$(dir $@) $(GO) install github.com/rhysd/actionlint/cmd/actionlint@v$(ACTIONLINT_VERSION)

# A program of Python in a folder of its own; all that it needs is pinned in a file. The mark is made last, so that half an
# installation is none.
$(PRE_COMMIT)/installed: internal/clients/precommit/requirements.txt
$(MKDOCS)/installed: internal/docsite/requirements.txt
$(PRE_COMMIT)/installed $(MKDOCS)/installed:
	@if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then \
		if ! command -v apt-get >/dev/null; then echo "please install: python3-venv" >&2; exit 1; fi; \
		sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
		$$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends python3-venv || exit 1; \
	fi
	python3 -m venv --clear $(@D)
	$(@D)/bin/pip install -q --disable-pip-version-check --no-deps -r $<
	touch $@

# The documentation site, as dist/docs: the README, docs, and a page for each rule.
docs: $(MKDOCS)/installed
	$(GO) run ./internal/docsite/build dist/docs-pages dist/mkdocs.yml
	NO_MKDOCS_2_WARNING=1 $(MKDOCS)/bin/mkdocs build --strict -q -f dist/mkdocs.yml

# The site: each link leads somewhere, and a person finds a rule.
clients-docs: needed-clients-browser docs
	$(GO) test -count=1 -tags clients ./internal/clients/docs

# The report in a browser.
clients-browser: needed-clients-browser
	$(GO) test -count=1 -tags clients ./internal/clients/browser

# The pictures of the documentation, taken anew. They are bound to the page that they show: a test fails when that has changed.
pictures: needed-clients-browser
	mkdir -p docs/pictures
	WIPELINT_PICTURES=$(CURDIR)/docs/pictures $(GO) test -count=1 -tags clients ./internal/clients/browser
	$(GO) test -count=1 -run Pictures ./internal/htmlreport -update

needed-clients-browser:
	@missing=; for tool in chromium node npm; do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -n "$$missing" ]; then \
		if ! command -v apt-get >/dev/null; then echo "please install:$$missing" >&2; exit 1; fi; \
		sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
		$$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends $$(echo "$$missing" | sed 's/\bnode\b/nodejs/') || exit 1; \
	fi
	@cd internal/clients/browser && { [ node_modules/.package-lock.json -nt package-lock.json ] || \
		npm ci --ignore-scripts --no-audit --no-fund; }

# The playground, as dist/playground: files for any web server. "wipelint playground" serves them on this machine.
playground: needed-playground
	$(GO) run ./internal/playground/build dist/playground

needed-playground:
	@missing=; for tool in node npm; do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -n "$$missing" ]; then \
		if ! command -v apt-get >/dev/null; then echo "please install:$$missing" >&2; exit 1; fi; \
		sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
		$$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends $$(echo "$$missing" | sed 's/\bnode\b/nodejs/') || exit 1; \
	fi
	@cd internal/playground/page && { [ node_modules/.package-lock.json -nt package-lock.json ] || \
		npm ci --ignore-scripts --no-audit --no-fund; }

# The playground in a browser. How long an analysis takes there is printed.
clients-playground: needed-clients-browser playground
	$(GO) test -count=1 -v -tags clients ./internal/clients/playground

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Each fuzz test in turn, for FUZZTIME. While an input is made smaller nothing new is tried, so that gets a second and not the
# minute that is the default.
fuzz:
	@for package in $$($(GO) list ./...); do \
		for name in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "== $$package $$name"; \
			$(GO) test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s $$package || exit 1; \
		done; \
	done

clean:
	rm -rf bin dist
