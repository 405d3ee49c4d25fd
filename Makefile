# Two commands on a fresh machine: `make run` serves the demo office, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
JOBS ?= 2

.PHONY: run test check format unit browser assets setup dev lock bench bench-quick docs clean
.DEFAULT_GOAL := help

help:
	@echo "make run     set everything up and serve the demo office at http://127.0.0.1:$(PORT)"
	@echo "make test    set everything up, check the code and pass the tests"
	@echo "make check   ruff, mypy, import-linter, bandit"
	@echo "make bench   all benchmarks      make bench-quick   a minute's worth"
	@echo "make format  let ruff format     make lock          write the lock files anew"

# --- set-up: idempotent, and fast the second time -----------------------------------------------------------
$(VENV)/.run: requirements/run.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@

web/assets/node_modules/.done: web/assets/package-lock.json
	cd web/assets && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/static/dist/manifest.json: web/assets/node_modules/.done $(shell find web/assets -path web/assets/node_modules -prune -o -type f -print 2>/dev/null)
	cd web/assets && node build.mjs

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard web/translations/*/LC_MESSAGES/*.po))
%.mo: %.po $(VENV)/.run
	$(BIN)/pybabel -q compile -i $< -o $@

assets: web/static/dist/manifest.json $(CATALOGUES)
setup: $(VENV)/.run assets
dev: $(VENV)/.dev assets

# --- serve --------------------------------------------------------------------------------------------------
run: setup
	$(BIN)/kuaibao demo --if-empty
	$(BIN)/kuaibao serve --port $(PORT)

# --- check --------------------------------------------------------------------------------------------------
check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r engine workflows web -c pyproject.toml

format: $(VENV)/.dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

browser:
	@bash .ci/chromium

unit: dev
	$(BIN)/pytest --ignore=tests/browser

test: dev check browser
	$(BIN)/python -m pytest --cov --cov-report= -p tests.coverage_gates $(if $(CI),--randomly-seed=20261123)

bench: dev
	$(BIN)/python -m benchmarks.run

bench-quick: dev
	$(BIN)/python -m benchmarks.run --quick

docs: $(VENV)/.run
	$(BIN)/python -m engine.spiff.docs > docs/bpmn.md
	$(BIN)/python -m engine.expressions.docs > docs/expressions.md

lock: $(VENV)/.dev
	for name in run dev; do \
	  $(BIN)/pip-compile -q --strip-extras --generate-hashes --allow-unsafe --no-header --no-annotate \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	    -o requirements/$$name.lock requirements/build.in requirements/$$name.in; done
	cd web/assets && npm install --package-lock-only --omit-lockfile-registry-resolved=true

clean:
	rm -rf $(VENV) web/static/dist web/assets/node_modules .cache
