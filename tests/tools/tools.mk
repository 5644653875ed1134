# The small programs that the tests use. Included by GNUmakefile; each is one file and needs no room.
TEST_TOOLS = $(patsubst tests/tools/%.c,$(B)/tests/tools/%,$(sort $(wildcard tests/tools/*.c)))

$(B)/tests/tools/%: tests/tools/%.c GNUmakefile tests/tools/tools.mk | need-build
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(PKG_LIBS)

# What makes calls fail (tests/fail): loaded into the program, not linked with it.
TEST_TOOLS += $(B)/tests/tools/failing.so
$(B)/tests/tools/failing.so: tests/fail/failing.c GNUmakefile tests/tools/tools.mk
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) -std=c17 $(WARN) -O1 -g -fPIC -shared -o $@ $< -ldl -pthread

.PHONY: test-tools
test-tools: $(TEST_TOOLS)
