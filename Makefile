# The commands of the project. Each installs what it needs into .local and the system.
# The work is done by the scripts of the same name in scripts/.

PYTHON ?= python3
PREPARE = $(PYTHON) scripts/environment.py
RUN = .local/venv/bin/python

export PYTHONDONTWRITEBYTECODE = 1
export PYTHONUNBUFFERED = 1

.DEFAULT_GOAL := help
.PHONY: help run test lint db shell

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
