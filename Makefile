# `make run` opens the program, `make test` tests it. Both set up what they need the first time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WORKERS ?= 2

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test test-slow check lint types imports setup screenshots benchmarks clean wheel site

run: $(STAMP)
	@$(BIN)/python -m sr_studio.first_run

# Each long folder of tests in a process of its own, $(WORKERS) at a time: Qt, torch, OpenVINO and
# forked helpers of one do not meet those of another, and windows that many folders leave behind slow
# those of the next. Short ones are one process together: each process pays for its imports.
# The longest begin first, so that no worker ends with one of them alone.
LONGEST := tests/studies/ tests/app/upscale/ tests/upscaling/ tests/serving/ tests/app/training/ tests/e2e/ \
  tests/training/ tests/commands/ tests/app/studies/ tests/engine/
LONG_WINDOWS := tests/app/dialogs/ tests/app/evaluate/ tests/app/viewer/
folders = $(filter-out tests/app/ tests/support/ $(LONGEST) $(LONG_WINDOWS),$(dir $(wildcard $(1)/*/__init__.py)))
PYTEST := $(BIN)/python -m pytest

test: $(STAMP)
	@printf '%s\n' $(LONGEST:%='$(PYTEST) %') '$(PYTEST) tests/test_*.py $(call folders,tests)' 'make check' \
	  $(LONG_WINDOWS:%='$(PYTEST) %') '$(PYTEST) tests/app/test_*.py' '$(PYTEST) $(call folders,tests/app)' | \
	  QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 xargs -P $(WORKERS) -I '{}' sh -c '{}'

test-slow: $(STAMP)
	QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) -m slow --timeout 7200

check: lint types imports

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

imports: $(STAMP)
	$(BIN)/lint-imports

# Builds sdist and wheel into dist/, installs the wheel into an empty environment and uses it.
wheel: $(STAMP)
	$(BIN)/python tools/check_wheel.py

# The documents as a site, into site/; a link that leads nowhere is an error.
site: $(STAMP)
	@$(BIN)/python -m mkdocs --version >/dev/null 2>&1 || \
	  $(BIN)/python -m pip install --quiet --constraint constraints.txt '.[docs]'
	$(BIN)/python -m mkdocs build --strict

setup: $(STAMP)

# The stamp is newer than the lists of dependencies once everything is in place, so a second call
# installs nothing.
$(STAMP): pyproject.toml constraints.txt tools/system_libraries.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "error: Python 3.11 or newer is needed; $$($(PYTHON) --version) was found. Name another one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) tools/system_libraries.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "error: this Python has no venv module. Install it with: sudo apt-get install python3-venv"; exit 1; }
	@echo "Installing what the program needs (about 5 GB the first time, most of it PyTorch) ..."
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=23.2'
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist site .pytest_cache .mypy_cache .ruff_cache
