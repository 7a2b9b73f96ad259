# Two commands do all the set-up: `make demo` and `make test`. Both build .venv from the lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help bench-similarity setup demo test proofs torture check format types lint walls docs site delivery calls conformance scenarios crashpoints fuzz release audit live lock clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## build .venv from the lock

$(READY): requirements/dev.txt requirements/build.txt pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --clear --python "$(PYTHON)" $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt -r requirements/build.txt; \
	else \
	  $(PYTHON) -m venv --clear $(VENV) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt -r requirements/build.txt; \
	fi
	@if command -v uv >/dev/null 2>&1; then \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $(READY)

demo: $(READY) ## the main job on local services, from filling to proof
	@$(BIN)/bothways demo

test: $(READY) ## the tests; no account, no network but loopback
	@bash .ci/postgresql
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not long" --ignore tests/packaging --ignore tests/fuzz --ignore tests/live

proofs: $(READY) ## the tests that take long: what is delivered, spoilt input, the live check on local services
	@$(BIN)/python -m pytest -n 2 --dist loadfile tests/packaging tests/fuzz tests/live
	@$(BIN)/python -m pytest -m long tests/torture

check: format lint types walls docs delivery ## format, lint, types, walls between the layers, docs, what is delivered

format: $(READY)
	@$(BIN)/ruff format --check .

lint: $(READY)
	@$(BIN)/ruff check .

types: $(READY)
	@$(BIN)/mypy

walls: $(READY)
	@$(BIN)/lint-imports --no-cache

docs: $(READY)
	@$(BIN)/bothways config docs | diff -u docs/configuration.md -
	@$(BIN)/bothways config schema | diff -u docs/bothways.schema.json -
	@$(BIN)/bothways config commands | diff -u docs/commands.md -
	@$(BIN)/python -m pytest -q tests/docs tests/jobs/catalogue

site: $(READY) ## the documentation as a site, in site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict

delivery: $(READY) ## workflows, action, Dockerfile, compose and scripts, read by their linters
	@BIN=$(BIN) bash .ci/delivery

calls: $(READY) ## what a run costs in calls
	@$(BIN)/python -m pytest -q -s tests/real/test_calls.py | grep -E 'reads|failed|passed'

conformance: $(READY) ## how many recorded answers the sandbox gives equal
	@$(BIN)/python -m tests.conformance

scenarios: $(READY) ## run the situations of FILE through the real planner, guards, executor and store
	@$(BIN)/python -m tests.scenarios $(FILE)

crashpoints: $(READY) ## kill a run at every point it has, and see what the next runs make of it
	@$(BIN)/python -m tests.crashpoints

torture: $(READY) ## random histories with faults: HISTORIES=n SEED=s
	@$(BIN)/python -m tests.torture $(HISTORIES) $(SEED)

fuzz: $(READY) ## RUNS spoilt answers, configurations and state files, from SEED
	@$(BIN)/python -m tests.fuzz $(or $(RUNS),1000) $(or $(SEED),1)

bench-similarity: $(READY) ## how well records that say the same are found, and how quickly
	@$(BIN)/python -m tests.similarity

release: $(READY) ## dist/: wheel and sdist of what is committed, built and tried
	@test -z "$$(git status --porcelain)" || { echo "A release is made of what is committed; this is not: $$(git status --short | head -3)" >&2; exit 1; }
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation --outdir dist .
	@$(BIN)/python -m pytest -q tests/packaging/test_release.py
	@cd dist && sha256sum *

audit: $(READY) ## known weaknesses in what is locked, licences of what is delivered; needs the network
	@$(BIN)/python -m tests.audit

live: $(READY) ## the contract of the services on a real page and spreadsheet (docs/live.md)
	@$(BIN)/python -m tests.live

lock: ## renew the locks (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 --custom-compile-command "make lock" pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 --custom-compile-command "make lock" --extra postgres -c requirements/run.txt pyproject.toml -o requirements/service.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 --custom-compile-command "make lock" --group dev pyproject.toml -o requirements/dev.txt
	printf "hatchling>=1.27\neditables\n" | uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 --custom-compile-command "make lock" - -o requirements/build.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
