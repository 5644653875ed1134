/* adsutil_block: see adsutil_block.h. */
#include "import/adsutil_block.h"
#include "import/adsutil_place.h"

#include <stdlib.h>

struct finder {
    struct adsutil_blocks *out;
    uint64_t max;
    bool *limit_hit;
    size_t run;     /* index of the block that the last run of the script began with */
    const char *at; /* start of the line looked at, and its number */
    unsigned long line;
};

static struct adsutil_block *current(const struct finder *f)
{
    return &f->out->items[f->out->count - 1];
}

static bool begin(struct finder *f, struct adsutil_block block)
{
    struct adsutil_blocks *out = f->out;
    if (out->count >= f->max) {
        *f->limit_hit = true;
        return false;
    }
    if (!mba_grow(&out->items, &out->cap, out->count + 1, sizeof *out->items))
        return false;
    if (out->count > 0)
        current(f)->body.n = (size_t)(f->at - current(f)->body.s);
    block.body = (struct adsutil_text){f->at, 0};
    block.line = f->line;
    out->items[out->count++] = block;
    if (!block.head)
        f->run = out->count - 1;
    return true;
}

static bool is_key_type(const struct adsutil_line *line)
{
    return line->name.n == 7 && mba_ascii_ncasecmp(line->name.s, "KeyType", 7) == 0;
}

static bool on_command(struct finder *f, const struct adsutil_line *line)
{
    struct adsutil_block block = {.verb = line->verb};
    if (line->path.n > 0)
        block.path = line->path;
    return begin(f, block);
}

/* Of an ENUM, paths in brackets are the children, listed at its end. Of an ENUM_ALL they head their keys.
 * Without a command line it shows by what follows: a block without properties is no key. */
static bool on_head(struct finder *f, const struct adsutil_line *line)
{
    struct adsutil_block *run = &f->out->items[f->run];
    adsutil_place_child(&run->children, line->path);
    if (run->verb == ADSUTIL_ENUM)
        return true;
    return begin(f, (struct adsutil_block){.path = line->path, .head = true, .verb = run->verb});
}

static bool on_property(struct finder *f, const struct adsutil_line *line)
{
    bool key_type = is_key_type(line);
    if (key_type && current(f)->has_key_type && !begin(f, (struct adsutil_block){0}))
        return false;
    current(f)->has_properties = true;
    current(f)->has_key_type |= key_type;
    return true;
}

static bool on_line(struct finder *f, const struct adsutil_line *line)
{
    switch (line->kind) {
    case ADSUTIL_COMMAND:
        return on_command(f, line);
    case ADSUTIL_HEAD:
        return on_head(f, line);
    case ADSUTIL_PROPERTY:
        return on_property(f, line);
    case ADSUTIL_BANNER: /* of another run of the script, unless the command line has said so already */
        return !(current(f)->has_properties || current(f)->head) || begin(f, (struct adsutil_block){0});
    default:
        return true;
    }
}

static void count_unnamed(struct adsutil_blocks *out)
{
    for (size_t i = 0; i < out->count; i++) {
        const struct adsutil_block *block = &out->items[i];
        out->unnamed += block->has_properties && !block->path.s && !block->children.s;
    }
}

bool adsutil_find_blocks(struct adsutil_text text, uint64_t max, struct adsutil_blocks *out, bool *limit_hit)
{
    struct finder f = {.out = out, .max = max, .limit_hit = limit_hit, .at = text.s, .line = 1};
    struct adsutil_text rest = text, line_text;
    *limit_hit = false;
    if (!begin(&f, (struct adsutil_block){0}))
        return false;
    for (; adsutil_next_line(&rest, &line_text); f.at = rest.s, f.line++) {
        struct adsutil_line line;
        adsutil_classify(line_text, &line);
        if (!on_line(&f, &line))
            return false;
    }
    current(&f)->body.n = (size_t)(text.s + text.n - current(&f)->body.s);
    count_unnamed(out);
    return true;
}

void adsutil_blocks_free(struct adsutil_blocks *blocks)
{
    free(blocks->items);
    *blocks = (struct adsutil_blocks){0};
}
