# The commands of the project. Each installs what it needs into .local and the system.
# The work is done by the scripts of the same name in scripts/.

PYTHON ?= python3
PREPARE = $(PYTHON) scripts/environment.py
RUN = .local/venv/bin/python

export PYTHONDONTWRITEBYTECODE = 1
export PYTHONUNBUFFERED = 1

.DEFAULT_GOAL := help
.PHONY: help run test lint db shell bench screenshots host-test i18n dist clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: ## demonstration database and server on http://127.0.0.1:8069 (DB=name, PORT=number)
	@$(PREPARE) run
	@$(RUN) scripts/run.py

test: ## the addon's tests in a fresh database, browser tours included (T=expression)
	@$(PREPARE) test
	@$(RUN) scripts/tests.py

lint: ## ruff, pylint-odoo, OCA's checks, prettier, translations (FIX=1 repairs)
	@$(PREPARE) lint
	@$(RUN) scripts/lint.py

db: ## a fresh database with the addon (DB=name, DEMO=1)
	@$(PREPARE) run
	@$(RUN) scripts/db.py

shell: ## Odoo's shell; Python on standard input is run (DB=name)
	@$(PREPARE) run
	@$(RUN) scripts/shell.py

bench: ## the benchmark against stock Odoo and plain SQL (SIZE=small or big)
	@$(PREPARE) run
	@$(RUN) scripts/bench.py

screenshots: ## pictures of the guides, from demo data in Chromium
	@$(PREPARE) test
	@$(RUN) scripts/screenshots.py

host-test: ## Odoo's own tests, with and without the addon (M=crm,sale TAGS=expression)
	@$(PREPARE) test
	@$(RUN) scripts/host_test.py

i18n: ## regenerate the translation template and zh_CN.po (PO="more.po files")
	@$(PREPARE) run
	@$(RUN) scripts/i18n.py

dist: ## wheel and zip archive of the addon in dist/
	@$(PREPARE) package
	@$(RUN) scripts/dist.py

clean: ## stop what was started and remove everything generated
	@$(PYTHON) scripts/clean.py
