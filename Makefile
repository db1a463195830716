# `make run` and `make test` are all it takes on a fresh machine; each sets up what is missing.

PYTHON ?= python3
JOBS ?= 2
FUZZ ?= 3600
MUTANTS ?=
DEMO ?=

BIN := .venv/bin
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.PHONY: help setup run check format test soak coverage mutants bench screenshots keys clean

help:
	@echo "make run          set up and open the window on a sample project (DEMO=folder to choose where)"
	@echo "make test         the whole test suite, without a display"
	@echo "make check        format, lint, types and import contracts"
	@echo "make format       put the code in the one format"
	@echo "make soak         the long tests, every property with many more examples, and fuzzing for"
	@echo "                  FUZZ seconds"
	@echo "make coverage     the whole test suite, and which lines and branches it doesn't reach"
	@echo "make mutants      changes the model, texts, store and agreement in thousands of small ways,"
	@echo "                  and lists those that no test notices; hours (MUTANTS='annotator.text.*')"
	@echo "make bench        every benchmark"
	@echo "make screenshots  the pictures in docs/screenshots"
	@echo "make keys         the page on keys, docs/keys.md, from the command table"
	@echo "make clean        remove the virtual environment and all caches"

setup: .venv/.installed
	@.ci/qt_libs.sh $(BIN)/python

.venv/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[all,oracles,test]'
	@touch $@

run: setup
	$(BIN)/annotator demo $(DEMO)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: setup
	$(OFFSCREEN) $(BIN)/python -m pytest -n $(JOBS)

soak: setup .venv/.soaked .venv-readers/.installed
	$(OFFSCREEN) $(BIN)/python -m pytest -m "soak or hypothesis" --hypothesis-profile=soak \
		--timeout=7200 -o faulthandler_timeout=7200 -s
	$(OFFSCREEN) $(BIN)/python -m tests.hostile.fuzz --seconds $(FUZZ) --found build/found

coverage: setup .venv/.soaked
	$(OFFSCREEN) $(BIN)/python -m pytest --cov=annotator --cov-branch --cov-report=term:skip-covered

mutants: setup .venv/.soaked
	$(OFFSCREEN) $(BIN)/mutmut run --max-children $(JOBS) $(MUTANTS)
	$(BIN)/mutmut results

.venv/.soaked: .venv/.installed
	$(BIN)/python -m pip install --quiet --editable '.[soak]'
	@touch $@

# Libraries that read exports, but want other versions of what the program uses.
.venv-readers/.installed:
	$(PYTHON) -m venv .venv-readers
	.venv-readers/bin/python -m pip install --quiet 'datasets>=3' 'label-studio-sdk>=2' \
		'torch==2.13.0' 'transformers>=4.50'
	@touch $@

bench: setup
	@set -e; for script in benchmarks/[a-z]*.py; do \
		echo "== $$script"; $(OFFSCREEN) $(BIN)/python "$$script"; \
	done

screenshots: setup
	$(OFFSCREEN) $(BIN)/python docs/screenshots.py

keys: setup
	$(OFFSCREEN) $(BIN)/python docs/keys.py

clean:
	rm -rf .venv .venv-readers build mutants dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find annotator tests benchmarks docs -name __pycache__ -prune -exec rm -rf {} +
