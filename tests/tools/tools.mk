# The small programs that the tests use. Included by GNUmakefile; each is one file and needs no room.
TEST_TOOLS = $(patsubst tests/tools/%.c,$(B)/tests/tools/%,$(sort $(wildcard tests/tools/*.c)))

$(B)/tests/tools/%: tests/tools/%.c GNUmakefile tests/tools/tools.mk | need-build
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(PKG_LIBS)

# Loaded into the program, not linked with it: what makes calls fail, and what an exploit would try.
PRELOADED = fail/failing sandbox/exploit
TEST_TOOLS += $(patsubst %,$(B)/tests/tools/%.so,$(notdir $(PRELOADED)))
define preloaded_rule
$(B)/tests/tools/$(notdir $(1)).so: tests/$(1).c GNUmakefile tests/tools/tools.mk
	@mkdir -p $$(@D)
	$(say) LINK $$@
	$(Q)$(CC) $(CPPFLAGS) -std=c17 -Wall -Wextra -Werror -O1 -g -fPIC -shared -o $$@ $$< -ldl -pthread
endef
$(foreach p,$(PRELOADED),$(eval $(call preloaded_rule,$(p))))

# The two sides of tests/diff: random exports, and what the importer makes of them.
TEST_TOOLS += $(B)/tests/tools/diff-generate $(B)/tests/tools/diff-read
$(B)/tests/tools/diff-generate: tests/diff/generate.c GNUmakefile
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $<
$(B)/tests/tools/diff-read: tests/diff/read.c $(call room_lib,import) $(call room_lib,metabase) $(call room_lib,base)
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.c,$^) $(filter %.a,$^) $(PKG_LIBS)

.PHONY: test-tools
test-tools: $(TEST_TOOLS)
