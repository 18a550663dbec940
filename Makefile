GO ?= go

# Tools are kept outside of the repository, by version, so that they are built once per machine.
TOOLS            ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/wipelint-tools
GOLANGCI_VERSION := 2.15.0
GOLANGCI         := $(TOOLS)/golangci-lint-$(GOLANGCI_VERSION)

# What the tests run beside Go: the shells that the analyser is compared with, and git for its .gitignore rules.
NEEDED := bash dash git cc

# Where goroutines share something.
RACE_PACKAGES ?= ./internal/driver/... ./internal/script/... ./cmd/...
FUZZTIME      ?= 30s

.NOTPARALLEL:
.PHONY: build test needed needed-replay clients-replay fmt vet unit race lint fresh bench fuzz clean

build:
	$(GO) build -trimpath -o bin/wipelint ./cmd/wipelint

# Everything that has to hold before a change goes in.
test: needed fmt vet unit clients-replay fresh race lint

needed:
	@missing=; for tool in $(NEEDED); do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then echo "please install:$$missing" >&2; exit 1; fi; \
	sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
	$$sudo apt-get update && $$sudo apt-get install -y --no-install-recommends $$(echo "$$missing" | sed 's/\bcc\b/gcc libc6-dev/')

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

vet:
	$(GO) vet ./...

unit:
	$(GO) test ./...

# The race detector needs a C compiler.
race:
	CGO_ENABLED=1 $(GO) test -race $(RACE_PACKAGES)

# A golangci-lint of the same version that is installed already is used as it is.
lint:
	@tool=$(GOLANGCI)/golangci-lint; \
	if [ "$$(golangci-lint version --short 2>/dev/null)" = "$(GOLANGCI_VERSION)" ]; then tool=golangci-lint; \
	elif [ ! -x "$$tool" ]; then \
		echo "building golangci-lint $(GOLANGCI_VERSION), which takes some minutes the first time"; \
		GOBIN=$(GOLANGCI) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(GOLANGCI_VERSION) || exit 1; \
	fi; \
	"$$tool" run ./...

# A batch of scripts that nobody has seen, against the shells and against their own variants. The seed and the scores are
# printed whatever comes out; WIPELINT_DIFF_SEED=n make fresh takes the batch of seed n again.
fresh:
	WIPELINT_DIFF_SEED=$${WIPELINT_DIFF_SEED:-random} WIPELINT_DIFF_SCRIPTS=$${WIPELINT_DIFF_SCRIPTS:-2000} \
		$(GO) test -v -count=1 -run 'FreshScripts|Metamorphic|VariantsBehave' -timeout 60m ./internal/difftest

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
