# The commands to learn. Everything else is behind them.
PY := .venv/bin/python
UV := .venv/uv/bin/uv
# The system knows which certificates to trust, also behind a proxy of its own.
export UV_SYSTEM_CERTS := true
ARGS ?=

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

demo: .venv/run.stamp  ## start the portal with its demonstration data and print address and log-ins
	@sh scripts/system.sh demo
	@DEMO=True $(PY) manage.py demo $(ARGS)

test: .venv/dev.stamp  ## the whole suite: real PostgreSQL, Redis, worker and Chromium (ARGS="-k name" for a part)
	@sh scripts/system.sh test
	@$(PY) scripts/messages.py
	@$(PY) -m pytest $(ARGS)

test-fast: .venv/dev.stamp  ## everything but browser stories and races, on SQLite
	@$(PY) scripts/messages.py
	@TEST_DB=sqlite $(PY) -m pytest -m "not e2e and not races" $(ARGS)

check: .venv/dev.stamp  ## says yes or no to style, types, imports, templates, migrations, generated documents, data files
	@sh scripts/check.sh

fix: .venv/dev.stamp  ## mends what a machine can mend
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: .venv/dev.stamp  ## the measurements of docs/performance.md
	@for file in benchmarks/*.py; do echo "== $$file"; $(PY) $$file || exit 1; done

guide: .venv/dev.stamp  ## take the pictures of the user guide anew, and say what in it no longer stands on the pages
	@sh scripts/system.sh test
	@$(PY) scripts/messages.py
	@GUIDE_IMAGES=docs/guide/images $(PY) -m pytest -m e2e tests/e2e/test_guide.py
	@$(PY) -m pytest -q -m "not e2e" tests/e2e/test_guide.py

messages: .venv/dev.stamp  ## collect new texts into the Thai catalogue (needs gettext)
	@sh scripts/system.sh messages
	$(PY) manage.py makemessages -l th --no-location --no-obsolete --no-wrap -i .venv -i var -i tests
	$(PY) scripts/messages.py

lock: .venv/uv/bin/uv  ## write the lock files anew from pyproject.toml
	$(UV) pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -U -o requirements-dev.lock
	$(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -c requirements-dev.lock -o requirements.lock

.venv/uv/bin/uv:
	@sh scripts/venv.sh

# One environment for all: once the development tools are in it, both stamps follow the development lock.
.venv/run.stamp: requirements.lock requirements-dev.lock .venv/uv/bin/uv
	@if test -e .venv/dev.stamp; then lock=requirements-dev.lock; else lock=requirements.lock; fi; \
	$(UV) pip sync -q --require-hashes --python $(PY) $$lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/uv/bin/uv
	@$(UV) pip sync -q --require-hashes --python $(PY) requirements-dev.lock
	@touch $@

.PHONY: help demo test test-fast check fix bench guide messages lock
