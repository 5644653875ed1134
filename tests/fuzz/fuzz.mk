# Fuzz targets: each file tests/fuzz/TARGET.c is one, linked with every room. Included by GNUmakefile.
# Beside it, as there are any: TARGET.dict (words) and seeds/TARGET/ (inputs to start from).
PACKAGES_FUZZ = clang libclang-rt-dev
FUZZ_SECONDS ?= 60
FUZZ_TARGETS  = $(sort $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c)))
FUZZ_PROGRAMS = $(patsubst %,$(B)/tests/fuzz/%,$(FUZZ_TARGETS))

fuzz_FLAGS = -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all \
             -fno-omit-frame-pointer
fuzz_LINK  = -fsanitize=address,undefined

$(B)/tests/fuzz/%: tests/fuzz/%.c tests/fuzz/fuzz.h $(LIBS_cmd)
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) -Itests/fuzz $(ALL_CFLAGS) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $(filter %.c,$^) \
	    $(filter %.a,$^) $(PKG_LIBS)

.PHONY: fuzz-build fuzz-run check-fuzz fuzz
fuzz-build: $(FUZZ_PROGRAMS)
fuzz-run: fuzz-build
	@FUZZ_SECONDS="$(FUZZ_SECONDS)" tests/fuzz/run $(B)/tests/fuzz $(OUT)/fuzz $(FUZZ_TARGETS)
fuzz: # one target for as long as you like: make fuzz TARGET=metabase_xml SECONDS=3600
	@test -n "$(TARGET)" || { echo "make fuzz TARGET=... [SECONDS=600]; targets: $(FUZZ_TARGETS)" >&2; exit 2; }
	@$(MAKE) --no-print-directory check-fuzz FUZZ_TARGETS="$(TARGET)" FUZZ_SECONDS="$(or $(SECONDS),600)"
check-fuzz: # hostile input made by libFuzzer: each target for FUZZ_SECONDS
	@sh src/deps.sh $(PACKAGES_BUILD) $(PACKAGES_FUZZ)
	@$(MAKE) --no-print-directory -j"$$(nproc)" VARIANT=fuzz CC="$(if $(findstring clang,$(CC)),$(CC),clang)" fuzz-build
	@$(MAKE) --no-print-directory VARIANT=fuzz CC="$(if $(findstring clang,$(CC)),$(CC),clang)" fuzz-run
