# One command for each thing a visitor wants.  `make` alone lists them.
#
# The virtual environment is remade only when pyproject.toml, constraints.txt, the folder or
# the Python changed.  Another Python:  make test PYTHON=python3.12

PYTHON ?= python3
WORKERS ?= auto
BENCHMARK ?= joinedup_experiments.benchmarks
MINUTES ?= 10
SEED ?= 1

BIN := .venv/bin
STATE := $(shell { cat pyproject.toml constraints.txt; pwd; $(PYTHON) --version; } 2>&1 | cksum | tr ' ' '-')
READY := .venv/ready-$(STATE)
READY_DEV := .venv/ready-dev-$(STATE)
READY_BROWSER := .venv/ready-browser-$(STATE)
READY_LESSONS := .venv/ready-lessons-$(STATE)
READY_BENCHMARK := .venv/ready-benchmark-$(STATE)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
WARM_UP := $(BIN)/python -c 'from joinedup_experiments.compare.executors import warm_up; \
	from joinedup_experiments.scenario_io.load import load_scenario; \
	warm_up(load_scenario("siloed_borough"))'

WARM_UP_MESA := $(BIN)/python -c 'import joinedup as ju; \
	model = ju.CareModel(ju.load("siloed_borough", residents=1000)); \
	[model.step() for _ in range(31)]'

export STARSIM_INSTALL_FONTS := 0

.NOTPARALLEL:
.PHONY: help demo lessons test style types imports rules-uncompiled compiled while-compiling tests test-slow torture fuzz benchmark constraints clean python-is-new-enough

help:
	@echo "make demo         set up, compare a siloed borough with a Local Care Network: a page and a picture"
	@echo "make lessons      set up, and open the lessons in Jupyter"
	@echo "make test         set up, then every check: style, types, imports, doctests, tests (make -k test: all of them, whatever fails)"
	@echo "make test-slow    the long tests and the measurements of speed"
	@echo "make torture      kills, damaged files, odd places, hostile inputs, random scenarios: MINUTES=10, SEED=1"
	@echo "make fuzz         of these the hostile inputs alone"
	@echo "make benchmark    our engine beside other tools (installs them)"
	@echo "make constraints  choose and pin versions anew"
	@echo "make clean        remove the environment and every cache, never results"

demo: $(READY)
	$(BIN)/joinedup demo

# The model is compiled before a room of people waits for it; of lesson 8 what Mesa calls as well.
lessons: $(READY_LESSONS)
	@$(WARM_UP)
	@$(WARM_UP_MESA)
	$(BIN)/jupyter lab notebooks

test: style imports while-compiling tests

style: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY_DEV)
	$(BIN)/mypy

imports: $(READY_DEV)
	$(BIN)/lint-imports

# A rule is plain Python too: it must say the same when nothing is compiled.
rules-uncompiled: $(READY_DEV)
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -q -m "not slow" sim/joinedup/rules tests/rules

# The model compiles on one core, while the other checks what needs no compiled model.
while-compiling: $(READY_DEV)
	@$(MAKE) --no-print-directory compiled & $(MAKE) --no-print-directory types rules-uncompiled; \
		checked=$$?; wait $$! && exit $$checked

compiled: $(READY_DEV)
	@$(WARM_UP)

tests: $(READY_DEV)
	$(BIN)/python -m pytest -m "not slow" -n $(WORKERS)

test-slow: $(READY_BROWSER) $(READY_LESSONS)
	$(BIN)/python -m pytest -m slow

torture: $(READY_DEV)
	$(BIN)/python -m tests.torture --minutes $(MINUTES) --seed $(SEED)

fuzz: $(READY_DEV)
	$(BIN)/python -m tests.torture --minutes $(MINUTES) --seed $(SEED) --campaign inputs

benchmark: $(READY_BENCHMARK)
	$(BIN)/python -m $(BENCHMARK)

# --- the environment -----------------------------------------------------------------------

python-is-new-enough:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "joinedup needs Python 3.11 or newer; '$(PYTHON)' is: $$($(PYTHON) --version 2>&1 | head -n 1)." >&2; \
		echo "With another one installed:  make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make a virtual environment (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }

$(READY): | python-is-new-enough
	@echo "Setting up .venv (once, a minute or two)"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@$(INSTALL) -e .
	@touch $@

$(READY_DEV): $(READY)
	@echo "Adding the tools for tests"
	@$(INSTALL) -e ".[dev]"
	@touch $@

$(READY_BROWSER): $(READY_DEV)
	@echo "Adding the tools that look at pages; they use the Chromium that is here"
	@$(INSTALL) -e ".[browser]"
	@touch $@

$(READY_LESSONS): $(READY)
	@echo "Adding Jupyter"
	@$(INSTALL) -e ".[lessons]"
	@touch $@

$(READY_BENCHMARK): $(READY)
	@echo "Adding the tools we are compared with"
	@$(INSTALL) -c constraints-benchmark.txt -e ".[benchmark]"
	@touch $@

constraints: | python-is-new-enough
	@rm -rf .venv-pins && $(PYTHON) -m venv .venv-pins
	.venv-pins/bin/python -m pip install --quiet ".[dev,browser,lessons]"
	@{ sed '/^[^#]/,$$d' constraints.txt; .venv-pins/bin/python -m pip freeze --exclude joinedup; } > constraints.new
	.venv-pins/bin/python -m pip install --quiet -c constraints.new ".[benchmark]"
	@{ sed '/^[^#]/,$$d' constraints-benchmark.txt; .venv-pins/bin/python -m pip freeze --exclude joinedup | grep -vxFf constraints.new; } > constraints-benchmark.new
	@mv constraints.new constraints.txt && mv constraints-benchmark.new constraints-benchmark.txt
	@rm -rf .venv-pins

clean:
	rm -rf .venv .venv-pins .numba_cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
