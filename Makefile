# The two commands: `make run` and `make test`. Both do all set-up themselves and are safe to repeat.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/stamp-$(shell cksum requirements-dev.txt | cut -d' ' -f1)
CHECKS := check-format check-lint check-types check-imports check-migrations check-templates check-api check-deploy \
          check-translations check-compose check-docs
# For checks that load the settings but need no real secret and no server.
LOCAL := KOMPAAN_DEMO=1 DATABASE_URL=postgresql:///none

# Tests, and the demo, start processes by the dozen: what they run is compiled once and not by each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check bench load format clean messages openapi docs $(CHECKS)

run: .venv/messages
	$(BIN)/python -m config.local.run

# With COVER=1 the tests also count branches, which takes a third longer, and must not fall below the floors.
test: .venv/messages
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q $(if $(COVER),--cov --cov-report=)
	$(if $(COVER),$(BIN)/python -m config.local.coverage)

bench: $(STAMP)
	$(BIN)/python -m benchmarks

load: $(STAMP)
	$(BIN)/python -m benchmarks.load

format: $(STAMP)
	$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

clean:
	rm -rf build .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

check: .venv/messages
	@failed=""; for each in $(CHECKS); do \
	  printf '%s … ' $$each; \
	  if $(MAKE) -s $$each > build-check.log 2>&1; then echo fine; else echo FAILED; cat build-check.log; failed="$$failed $$each"; fi; \
	done; rm -f build-check.log; \
	if [ -n "$$failed" ]; then echo "Not fine:$$failed"; exit 1; fi

check-format: ; $(BIN)/ruff format --check .
check-lint: ; $(BIN)/ruff check .
check-types: ; $(LOCAL) $(BIN)/mypy
check-imports: ; $(LOCAL) $(BIN)/lint-imports
check-migrations: ; $(LOCAL) $(BIN)/python -W ignore manage.py makemigrations --check --dry-run
check-templates: ; $(BIN)/djlint --lint --quiet .
check-api: ; $(LOCAL) $(BIN)/python -m config.local.openapi --check
check-deploy: ; SECRET_KEY=a-long-enough-key-for-a-check-only-0123456789-abcdefghij FIELD_SALTS=salt ALLOWED_HOSTS=kompaan.example \
	DATABASE_URL=postgresql:///none $(BIN)/python manage.py check --deploy --fail-level WARNING
check-translations: ; $(LOCAL) $(BIN)/python -m config.local.translations --check
check-compose: ; $(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

check-docs: ; $(LOCAL) $(BIN)/python -m config.local.lifecycles --check

docs: $(STAMP)
	$(LOCAL) $(BIN)/python -m config.local.lifecycles

messages: $(STAMP)
	$(LOCAL) $(BIN)/python -m config.local.translations

openapi: $(STAMP)
	$(LOCAL) $(BIN)/python -m config.local.openapi

# The compiled translations are made from locale/, never committed.
.venv/messages: $(STAMP) $(wildcard locale/*/LC_MESSAGES/django.po)
	$(BIN)/pybabel -q compile -D django -d locale
	touch $@

$(STAMP): requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check uv \
	  && $(BIN)/python -m uv pip install -q --require-hashes -r requirements-dev.txt \
	  || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	rm -f .venv/stamp-*; touch $@
