# Everything runs in a virtual environment in .venv; only Python 3.11+ and make are needed.
PYTHON ?= python3
# make check CHECK=--strict
CHECK ?=
VENV := .venv
BIN := $(VENV)/bin
# Material announces its end of life at every build; ARCHITECTURE.md says what that means for us.
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve check test lint types docs goldens bench bench-search clean

site: $(VENV)/installed
	$(BIN)/mkdocs build

serve: $(VENV)/installed
	$(BIN)/mkdocs serve

check: $(VENV)/installed
	$(BIN)/familycentre check $(CHECK)

test: $(VENV)/installed-dev lint types
	sh tests/chromium.sh $(BIN)
	$(BIN)/pytest -n auto

lint: $(VENV)/installed-dev
	$(BIN)/ruff check hooks tests benchmarks

types: $(VENV)/installed-dev
	$(BIN)/mypy hooks/familycentre tests benchmarks
	$(BIN)/mypy --config-file pyproject.toml --scripts-are-modules hooks/site.py

docs: $(VENV)/installed
	$(BIN)/familycentre schema
	$(BIN)/familycentre reference
	$(BIN)/familycentre issue-forms

goldens: $(VENV)/installed-dev
	UPDATE_GOLDENS=1 $(BIN)/pytest tests/test_pages.py

bench: $(VENV)/installed-dev
	$(BIN)/python benchmarks/bytes.py

bench-search: $(VENV)/installed-dev
	for language in fi sv; do $(BIN)/python benchmarks/search.py --data data \
	  --queries tests/queries/$$language.yml --lang $$language --no-peers; done

clean:
	rm -rf site $(VENV) build hooks/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# A half-made environment has no marker, so the next run makes it anew.
$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } || \
	  { echo "Python's venv is missing: install python3-venv, then run this again."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet -e ".[dev]"
	touch $@
