# Every target sets up what it needs. Works with GNU make 3.81 and later; the recipes are POSIX sh.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo test lint format docs study samples bench scale lock clean ready browser doors
MAKEFLAGS += --no-print-directory

PYTHON ?=
ARGS ?=
ONCE ?=
WORKERS ?= 4
export PYTHON

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo "  ARGS=\"...\" goes to the program behind test, bench, scale and lock; PYTHON=... names the interpreter for setup."

setup: ## make .venv with everything in it (the other targets do it too)
	@sh tools/setup.sh --announce

demo: ready ## see a review go from StartHumanLoop to output.json; ONCE=1 ends after the first loops
	@trap 'exit 0' INT; .venv/bin/a2i-simulator demo $(if $(ONCE),--once)

test: ready browser ## run every test
	@.venv/bin/python tools/doors.py --go-on
	@.venv/bin/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: ready ## run the checks of style, types, imports and sizes alone
	@.venv/bin/python -m pytest -n 2 tests/tidy $(ARGS)

format: ready ## put the Python code in its form
	@.venv/bin/python -m ruff check --fix --quiet . || true
	@.venv/bin/python -m ruff format .

docs: ready ## write the pages of docs/ that are made from the code
	@.venv/bin/python tools/docs.py

study: ready ## run the population study and write docs/study/; a minute or two
	@.venv/bin/python tools/study.py

samples: ready browser ## try AWS's sample templates in a browser; ARGS="--from FOLDER" takes a copy that is there
	@.venv/bin/python -m e2e.samples --write $(ARGS)

bench: ready ## measure speed
	@.venv/bin/python -m bench $(ARGS)

scale: ready ## run 10,000 human loops over ten simulated days, beside what the store alone can write
	@.venv/bin/python -m bench scale $(ARGS)

lock: ready ## make requirements.txt again; ARGS=--upgrade takes newer versions
	@.venv/bin/python tools/lock.py $(ARGS)

clean: ## remove what the targets made; data that the simulator kept stays
	@rm -rf .venv .browser .doors e2e/doors/javascript/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@sh tools/setup.sh

browser: ready
	@.venv/bin/python tools/browser.py

doors: ready ## set up the SDKs that the tests in e2e/doors use, beyond Python's
	@.venv/bin/python tools/doors.py
