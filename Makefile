# Two commands do everything: `make run` serves the app, `make test` runs all that CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/uv pip

# Modules are compiled once, whatever the environment asks: a server then starts in four fifths of the time, and the tests
# start some hundred processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test types promises setup dev bench soak look lock sbom clean

run: setup
	-$(BIN)/ctai build
	$(BIN)/ctai serve

test: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --no-print-directory --jobs 2 types promises

# Side by side: of two processors, mypy would leave one idle.
types: dev
	$(BIN)/mypy

promises: dev
	$(BIN)/python -m pytest -m "not soak" --numprocesses 2 --dist loadfile --no-loadscope-reorder

soak: dev
	$(BIN)/python -m pytest -m soak

bench: dev
	$(BIN)/python -m tests.benchmarks.page_loads
	$(BIN)/python -m tests.benchmarks.slow_line
	$(BIN)/python -m tests.benchmarks.maps
	$(BIN)/python -m tests.benchmarks.answers
	$(BIN)/python -m tests.benchmarks.exports
	$(BIN)/python -m tests.benchmarks.interface
	$(BIN)/python -m tests.benchmarks.under_attack
	$(BIN)/python -m tests.benchmarks.load
	$(BIN)/python -m tests.benchmarks.load_exports

look: dev
	$(BIN)/python -m tests.look

setup: $(VENV)/run.stamp
dev: $(VENV)/dev.stamp

# A lock that has not changed is not synced again, so a second `make run` needs no network. Where the tools of
# development were set up, they stay.
$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/uv
	lock=$$(test -f $(VENV)/dev.stamp && echo requirements-dev.lock || echo requirements.lock); \
		$(INSTALL) sync --quiet --compile-bytecode --require-hashes $$lock
	$(INSTALL) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(BIN)/uv
	$(INSTALL) sync --quiet --compile-bytecode --require-hashes requirements-dev.lock
	$(INSTALL) install --quiet --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/run.stamp

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV) || { echo "Le module venv manque : installez le paquet python3-venv." >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.8

lock: | $(BIN)/uv
	$(INSTALL) compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
		pyproject.toml requirements.in --output-file requirements.lock
	$(INSTALL) compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate \
		pyproject.toml requirements.in --extra dev --constraint requirements.lock --output-file requirements-dev.lock

# What a release is made of, with licences: what the server needs alone, installed apart, so that no tool is among it.
sbom: | $(BIN)/uv
	rm -rf build/sbom
	$(BIN)/uv venv --quiet build/sbom
	$(INSTALL) sync --quiet --require-hashes --python build/sbom requirements.lock
	$(BIN)/uv tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py environment build/sbom --pyproject pyproject.toml \
		--mc-type application --output-reproducible --output-file sbom.cdx.json

clean:
	rm -rf $(VENV) .ctai look build sbom.cdx.json
