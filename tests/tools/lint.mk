# Tools that read the code, and how much of it the tests run. Included by GNUmakefile.
PACKAGES_LINT     = clang-tidy cppcheck binutils libcunit1-dev
PACKAGES_COVERAGE = jq libxml2-utils

.PHONY: lint coverage check-lint check-coverage coverage-run
lint: check-lint
check-lint: $(PROGRAM) # gcc -fanalyzer, clang-tidy, cppcheck, hardening; LINT_PARTS= for some of them
	@sh src/deps.sh $(PACKAGES_BUILD) $(PACKAGES_LINT)
	@tests/check-lint $(PROGRAM) $(CPPFLAGS) $(PKG_CFLAGS)

# Those parts of the tests that tell most; signals and preloaded libraries would lose what was counted.
COVERAGE_PARTS = cli golden story formats kb merge bad limits secrets
coverage: check-coverage
check-coverage: # line and branch coverage of unit and end-to-end tests
	@sh src/deps.sh $(PACKAGES_BUILD) $(PACKAGES_CHECK) $(PACKAGES_COVERAGE)
	@$(MAKE) --no-print-directory -j"$$(nproc)" check-build VARIANT=coverage
	@find $(OUT)/coverage -name '*.gcda' -delete
	@$(MAKE) --no-print-directory --keep-going VARIANT=coverage check-unit \
	    $(addprefix check-,$(filter $(COVERAGE_PARTS),$(END_TO_END))) >$(OUT)/coverage/log 2>&1 || \
	    echo "some tests failed here: $(OUT)/coverage/log"
	@tests/check-coverage $(OUT)/coverage
