# Everything a person or a CI runner does with this repository. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON := .venv/bin/python
STAMPS := build/stamps
WEB := gateway/web
# Browser and services read generated code next to ours; nothing is installed as a package.
export PYTHONPATH := .:build/gen

PROTO_FILES := $(shell find protos -name '*.proto' 2>/dev/null)
LOCAL := $(PYTHON) -m deploy.local
PYTEST := $(PYTHON) -m pytest

.PHONY: help install install-tests protos api-baseline api lock format check check-python check-protos \
	check-web check-contracts web test test-units test-browser test-screens test-stories \
	test-speed pictures bench run up down reset status logs

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | column -t -s '|'

install: ## Install what is missing: Python environment, Debian packages, front-end packages
	@bash deploy/install.sh run

install-tests:
	@bash deploy/install.sh tests

$(STAMPS)/protos: $(PROTO_FILES) deploy/protos.py deploy/requirements.lock
	@mkdir -p $(@D)
	@$(PYTHON) -m deploy.protos
	@touch $@

protos: $(STAMPS)/protos ## Generate build/gen and build/api.binpb from protos/
	@true

api-baseline: protos ## Make the present protos the baseline of the breaking-change check
	@$(PYTHON) -m deploy.protos --baseline

$(STAMPS)/api: $(STAMPS)/protos $(wildcard gateway/*.py) $(WEB)/package-lock.json
	@$(PYTHON) -m gateway.openapi > build/openapi.json
	@bash deploy/web.sh types
	@touch $@

api: $(STAMPS)/api ## Generate build/openapi.json and the front end's types from the protos
	@true

lock: ## Write deploy/requirements.lock anew from the environment
	@bash deploy/lock.sh

format: ## Format and repair what the linters can repair
	@.venv/bin/ruff check --fix-only -q .
	@.venv/bin/ruff format -q .
	@if [ -d $(WEB)/node_modules ]; then cd $(WEB) && npx --no-install biome check --write .; fi

# Two at a time: most of them use one core. What each says is shown when it has ended.
check: install-tests protos ## All checks without running the system
	@$(MAKE) -j2 -Otarget check-python check-web check-contracts check-protos

check-python: protos
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/pyright
	.venv/bin/lint-imports --no-logo

check-protos: protos
	.venv/bin/buf lint build/api.binpb --config protos/buf.yaml
	@if [ -f protos/api.binpb ]; then set -x; \
		.venv/bin/buf breaking build/api.binpb --against protos/api.binpb --config protos/buf.yaml; fi

check-web: api
	@if [ -f $(WEB)/package.json ]; then bash deploy/web.sh check; fi

check-contracts: protos
	$(PYTEST) tests/contracts

web: api ## Build the front end when its sources changed
	@if [ -f $(WEB)/package.json ]; then bash deploy/web.sh build; fi

test: check test-units test-browser ## Everything: install, checks, unit, integration and browser tests

# Three workers on two cores: they wait for processes and leases a third of the time.
test-units: install-tests protos ## Unit and integration tests with a real database and broker
	$(PYTEST) -n 3 tests --ignore tests/contracts --ignore tests/end_to_end

# Two at a time, on installations of their own: one browser leaves half of two cores idle. What
# each says is shown when it has ended. What measures speed has the machine to itself.
test-browser: install-tests web ## A user's stories in Chromium
	@$(MAKE) -j2 -Otarget test-screens test-stories
	@$(MAKE) test-speed

# What starts most processes comes first, before there is a second browser.
SCREENS := tests/end_to_end/test_local_run.py tests/end_to_end/test_screens.py
SPEED := tests/end_to_end/test_speed.py

test-screens: web
	$(PYTEST) -n 0 $(SCREENS)

test-stories: web
	$(PYTEST) -n 0 tests/end_to_end $(patsubst %,--ignore %,$(SCREENS) $(SPEED))

test-speed: web
	$(PYTEST) -n 0 $(SPEED)

pictures: install-tests web ## Take the README's pictures anew, of the demo data as `make up` loads them
	CRM_SCREENSHOTS=1 $(PYTEST) tests/end_to_end/test_screens.py

bench: install-tests web ## Measure and print the figures of the closing note
	$(PYTHON) -m tests.bench

run: install web ## Start everything in the foreground; Ctrl-C stops it
	@exec $(LOCAL) run $(ARGS)

up: install web ## Start everything in the background; returns when healthy
	@$(LOCAL) up $(ARGS)

down: ## Stop what `make up` or `make run` started
	@$(LOCAL) down

reset: ## Delete the local data after asking (YES=1 does not ask)
	@$(LOCAL) reset $(if $(YES),--yes)

status: ## Show what runs
	@$(LOCAL) status

logs: ## Follow the logs
	@tail -n 20 -F .run/logs/*.log
