# Groundswell. `make demo` and `make test` are all a newcomer needs.

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
# The newest Python from 3.11 on that is here.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
DEMO_HOME := $(CURDIR)/.groundswell

.PHONY: demo test test-slow lint types contracts docs docs-check snapshots eval bench conformance clean

demo: $(VENV)/.runtime ## import the sample launch and answer three questions
	@GROUNDSWELL_HOME=$(DEMO_HOME) $(BIN)/groundswell demo

test: $(VENV)/.dev ## the fast tests, under 4 minutes on 2 cores
	@$(BIN)/python -m pytest -n 2 -m "not slow" tests

test-slow: $(VENV)/.dev ## kill -9, coverage of intervals, long state machines
	@$(BIN)/python -m pytest -n 2 -m slow tests

lint: $(VENV)/.dev ## style
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy --strict
	@$(BIN)/mypy

contracts: $(VENV)/.dev ## imports run downhill
	@$(BIN)/lint-imports

docs: $(VENV)/.dev ## write the generated parts of the docs
	@$(BIN)/python -m server.mcp.table --write
	@$(BIN)/python -m server.docs --write

docs-check: $(VENV)/.dev ## fail if a generated part is out of date
	@$(BIN)/python -m server.mcp.table --check
	@$(BIN)/python -m server.docs --check

snapshots: $(VENV)/.dev ## accept the tools' schemas as they are now
	@UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest -q tests/server/mcp

eval: $(VENV)/.runtime ## ask the sample's questions and score the answers
	@GROUNDSWELL_HOME=$(DEMO_HOME) $(BIN)/groundswell eval sample --at-least 0.8

bench: $(VENV)/.bench ## print the figures of docs/figures.md, measured here
	@$(BIN)/python -m evals.bench

conformance: $(VENV)/.dev ## the MCP conformance scenarios and the Inspector (needs npm)
	@bash tests/conformance/run.sh

clean:
	rm -rf $(VENV) .groundswell .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Groundswell needs Python 3.11 or newer on the PATH." >&2; exit 1; }
ifdef UV
	@$(UV) venv --quiet --python $(PYTHON) $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.runtime: pyproject.toml | $(VENV)/bin/python
	@echo "Installing Groundswell into $(VENV) (about 1.2 GB, a minute or two)..."
ifdef UV
	@$(UV) pip install --quiet --python $(BIN)/python -e .
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
endif
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	@echo "Installing Groundswell and its test tools into $(VENV)..."
ifdef UV
	@$(UV) pip install --quiet --python $(BIN)/python -e ".[dev]"
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
endif
	@touch $@ $(VENV)/.runtime

$(VENV)/.bench: $(VENV)/.dev
	@echo "Installing what the reader is timed against (VADER, the same encoder in float32) into $(VENV)..."
ifdef UV
	@$(UV) pip install --quiet --python $(BIN)/python -e ".[bench]"
else
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[bench]"
endif
	@touch $@
