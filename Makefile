# Two commands for a bare machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test eval bench lock clean

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dragoman needs Python 3.11 or later: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(VENV)/.ready
	$(BIN)/dragoman demo

# Two processes, each with the language model; TEST_JOBS=0 runs the tests in one.
TEST_JOBS ?= 2
test: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses $(TEST_JOBS) --dist worksteal

# Scores the coder on annotated data kept beside the repository (DATA=folder), where it is there.
DATA ?= ../shared/data
eval: $(VENV)/.ready
	$(BIN)/dragoman evaluate all $(DATA)

bench: $(VENV)/.ready
	$(BIN)/python benchmarks/reading_speed.py $(DATA)
	$(BIN)/python benchmarks/jobs.py $(DATA) --rounds 2

lock: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --extra dev --extra cluster --allow-unsafe \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --build-deps-for editable --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
