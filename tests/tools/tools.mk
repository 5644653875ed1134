# The small programs that the tests use. Included by GNUmakefile; each is one file and needs no room.
TEST_TOOLS = $(patsubst tests/tools/%.c,$(B)/tests/tools/%,$(sort $(wildcard tests/tools/*.c)))

$(B)/tests/tools/%: tests/tools/%.c GNUmakefile tests/tools/tools.mk | need-build
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(PKG_LIBS)

.PHONY: test-tools
test-tools: $(TEST_TOOLS)
