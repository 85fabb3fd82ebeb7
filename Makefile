# Everything a person does with this repository; `make help` lists it.

PYTHON  ?= python3
PROBLEM ?= examples/florentine_families.json
# For the CDK, as in CDKFLAGS="-c stage=prod".
CDKFLAGS ?=
# For the benchmark, as in BENCH_FLAGS="--sizes 16 20 --contenders exact_qaoa lightning"; --help lists them.
BENCH_FLAGS ?=

VENV := .venv
BIN  := $(VENV)/bin
# Node comes from PyPI, into the virtual environment, and is found there by the CDK command line.
CDK  := PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/cdk
PINS := requirements.txt requirements-dev.txt constraints.txt pyproject.toml package.json package-lock.json

# Where a shell forbids compiled modules, every run would compile a million lines again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test bench check format bootstrap synth deploy destroy clean

help:  ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(VENV)/.ready  ## Install everything into .venv and node_modules

run: setup  ## Solve PROBLEM (default: the Florentine families) in an AWS account on this machine
	@$(BIN)/qpipe run $(PROBLEM) --local

# In this order: a process holds one account, moto's mocks in tests/unit begin by emptying it, and the stack that
# tests/pipeline deploys into it would answer every job of tests/service.
test: setup  ## Run every test
	@$(BIN)/python -m pytest tests/unit tests/behaviour tests/infrastructure tests/service
	@$(BIN)/python -m pytest tests/pipeline

bench: setup $(VENV)/.bench  ## Time exact QAOA beside its peers: ten minutes on a machine that does nothing else
	@$(BIN)/python -m benchmarks.qaoa $(BENCH_FLAGS)

check: setup  ## Check format, lint, types and layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup  ## Format the code and mend what the linter can
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bootstrap: setup  ## Prepare the AWS account and region of your credentials for the CDK, once
	@$(CDK) bootstrap $(CDKFLAGS)

synth: setup  ## Write the CloudFormation template and its assets to cdk.out, without an AWS account
	@$(CDK) synth --quiet $(CDKFLAGS)

deploy: setup  ## Deploy the stack to the AWS account of your credentials
	@$(CDK) deploy $(CDKFLAGS)

destroy: setup  ## Remove the stack; its buckets and what is in them stay
	@$(CDK) destroy $(CDKFLAGS)

clean:  ## Remove what the other commands made, but not your runs
	@rm -rf $(VENV) node_modules .build .local cdk.out *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# QOKit needs a C compiler; the benchmark does without it, and says so.
$(VENV)/.bench: requirements-bench.txt $(VENV)/.ready
	@echo "Setting up: the peers of the benchmark, into $(VENV) and .build/qokit"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --requirement requirements-bench.txt --constraint constraints.txt
	@$(BIN)/python -m benchmarks.qaoa.qokit_build || echo "QOKit could not be built; going on without it" >&2
	@touch $@

$(VENV)/.ready: $(PINS)
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "This needs Python 3.11 to 3.13; say which one, as in: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up: Python packages, into $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --requirement requirements-dev.txt --constraint constraints.txt
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --editable .
	@echo "Setting up: the CDK command line, into node_modules"
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@
