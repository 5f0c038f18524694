# Two commands are enough: `make serve` runs the product, `make test` proves it. Everything else is a part of them.
# Each step leaves a stamp in .make/, so that a second call does only what changed.

PYTHON ?= $(or $(shell command -v python3.11 || command -v python3.12),python3.11)
HOST ?= 127.0.0.1
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
UV := VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv
UV_VERSION := 0.13.9
ARTICLES := $(shell find src/sesaclinic/assets/knowledge -name '*.md' -o -name '*.yaml' 2>/dev/null) src/sesaclinic/assets/models/embedder.npz
WEB_SOURCES := $(shell find web \( -path web/node_modules -o -path web/coverage \) -prune -o -type f -print 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help serve test check format bench bench-serve bench-chat bench-retrieval training test-training e2e lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

serve: .make/runtime .make/knowledge .make/web ## install what is missing, build the page, run the service on http://127.0.0.1:8000
	@$(BIN)/sesaclinic serve --host $(HOST) --port $(PORT)

test: .make/dev .make/knowledge .make/web ## every test: Python, page, browser
	@echo "» python and browser tests"
	@$(BIN)/python -m pytest
	@echo "» page tests"
	@cd web && npm test --silent

check: .make/dev .make/web-modules ## linters, types, import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd web && npm run --silent check

format: .make/dev .make/web-modules ## format the code
	$(BIN)/ruff check --fix -q .
	$(BIN)/ruff format -q .
	cd web && npm run --silent format

training: .make/training ## install the training group (PyTorch and friends)

test-training: .make/training ## the tests that need the training group
	@$(BIN)/python -m pytest tests/training

bench: .make/training ## latency, throughput and memory beside the prototype's shape (minutes; 2 GB of memory)
	@$(BIN)/python -m benchmarks.prototype

bench-serve: .make/dev ## start-up, latency and peak memory of the running service
	@$(BIN)/python -m benchmarks.serving

bench-retrieval: .make/dev .make/knowledge ## how fast a question finds its passages among 1,000 and 100,000
	@$(BIN)/python -m benchmarks.retrieval

bench-chat: .make/dev .make/knowledge ## how soon the built-in consultant speaks, in every language
	@$(BIN)/python -m benchmarks.chat

lock: .make/venv ## pin the dependencies again after pyproject.toml changed
	$(UV) pip compile pyproject.toml --universal --python-version 3.11 --no-header --no-annotate -q -o requirements.txt
	$(UV) pip compile pyproject.toml --extra gguf --extra chroma --extra pgvector --extra weaviate --extra pinecone \
	  --group dev -c requirements.txt --universal --python-version 3.11 --no-header --no-annotate -q -o requirements-dev.txt

clean: ## forget what was installed and built
	rm -rf $(VENV) .make web/node_modules src/sesaclinic/assets/web

# --- set-up steps, each done once ---------------------------------------------------------------------------------

.make/venv:
	@$(PYTHON) -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null || { \
	  echo "» SeSAClinic needs Python 3.11 or 3.12 with venv; $(PYTHON) is missing or another version."; \
	  echo "  Debian, Ubuntu: apt-get install python3.11 python3.11-venv · macOS: brew install python@3.11"; \
	  echo "  Installed elsewhere? make serve PYTHON=/path/to/python3.11"; exit 1; }
	@echo "» creating $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@mkdir -p .make && touch $@

# Bytecode is made here: where Python may not keep what it compiles, every start would compile again and take twice as long.
.make/runtime: .make/venv requirements.txt pyproject.toml
	@echo "» installing the run-time packages (about 700 MB the first time)"
	@$(UV) pip install --compile-bytecode --no-deps -r requirements.txt
	@$(UV) pip install --quiet --no-deps --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

.make/knowledge: .make/runtime $(ARTICLES)
	@echo "» analysing the articles, so that the service starts in seconds"
	@$(BIN)/python -m sesaclinic.knowledge.prepare
	@touch $@

.make/dev: .make/runtime requirements-dev.txt
	@echo "» installing the test packages"
	@$(UV) pip install --no-deps -r requirements-dev.txt
	@touch $@

.make/training: .make/dev requirements-training.txt
	@echo "» installing PyTorch and the training packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-training.txt
	@touch $@

.make/web-modules: web/package-lock.json
	@node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major * 100 + +minor < 2019 ? 1 : 0)' 2>/dev/null || { \
	  echo "» SeSAClinic needs Node 20.19 or newer with npm to build its page, and found $$(node --version 2>/dev/null || echo none)."; \
	  echo "  https://nodejs.org/en/download has it for every system."; exit 1; }
	@echo "» installing the page's packages"
	@cd web && npm ci --no-fund --no-audit --loglevel=error
	@mkdir -p .make && touch $@

.make/web: .make/web-modules $(WEB_SOURCES)
	@echo "» building the page"
	@cd web && npm run --silent build
	@touch $@
