/* diff-world.c: two random moments of one process, the later made of the earlier by system calls
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A world is an array of pages, each with what is mapped there and its states; mappings are what
 * neighbouring pages have in common, as in the kernel.
 */
#include "diff-world.h"

#include "example.h"
#include "pgs-run-iter.h"

#include <string.h>

/* What is mapped at a page. Neighbours of one @part are one mapping. */
typedef struct
{
  gboolean is_mapped;
  guint part; /* tells mappings apart that look alike */
  guint8 perms;
  guint8 flags;
  guint64 inode;
  guint64 offset; /* of this page, in pages */
  const char *path;
  guint8 states;
} Page;

typedef struct
{
  GRand *rand;
  guint n_parts;
  Page pages[DIFF_WORLD_PAGES];
} Space;

static guint
random_below (Space *self,
              guint  limit)
{
  return (guint) g_rand_int_range (self->rand, 0, (gint32) limit);
}

static guint
random_end (Space *self,
            guint  first,
            guint  longest)
{
  const guint end = first + 1 + random_below (self, longest);

  return MIN (end, DIFF_WORLD_PAGES);
}

static guint8
random_states (Space *self)
{
  static const guint8 some[] = { 0, 1, 1 | 8, 1 | 4, 1 | 16, 1 | 32, 2, 64, 1 | 8 | 16 };

  return some[random_below (self, G_N_ELEMENTS (some))];
}

/* Gives pages states: all alike, a checkerboard, or at random. */
static void
touch (Space *self,
       guint  first,
       guint  end)
{
  const guint how = random_below (self, 4);
  const guint8 states = random_states (self);

  for (guint i = first; i < end; i++)
    if (self->pages[i].is_mapped)
      self->pages[i].states = how == 0 || (how == 1 && i % 2) ? states
                              : how == 2 ? random_states (self) : self->pages[i].states;
}

static void
map (Space *self,
     guint  first,
     guint  end)
{
  static const char *const paths[] = { NULL, NULL, "[heap]", "/lib/x", "/lib/y", "[anon:a]" };
  static const guint8 perms[] = { 1, 3, 5, 3 | 8 };
  const guint which = random_below (self, G_N_ELEMENTS (paths));
  const Page page = { .is_mapped = TRUE, .part = ++self->n_parts,
                      .perms = perms[random_below (self, G_N_ELEMENTS (perms))],
                      .inode = which == 3 ? 10 : which == 4 ? 20 : 0, .path = paths[which] };

  for (guint i = first; i < end; i++)
    {
      self->pages[i] = page;
      self->pages[i].offset = page.inode != 0 ? 5 + i - first : 0;
    }
  touch (self, first, end);
}

static void
unmap (Space *self,
       guint  first,
       guint  end)
{
  memset (&self->pages[first], 0, (end - first) * sizeof (Page));
}

/* Splits what reaches over @at. */
static void
split (Space *self,
       guint  at)
{
  guint part;

  if (at == 0 || at >= DIFF_WORLD_PAGES || !self->pages[at].is_mapped)
    return;
  part = self->pages[at].part;
  if (self->pages[at - 1].part != part)
    return;
  self->n_parts++;
  for (guint i = at; i < DIFF_WORLD_PAGES && self->pages[i].part == part; i++)
    self->pages[i].part = self->n_parts;
}

static void
protect (Space *self,
         guint  first,
         guint  end)
{
  split (self, first);
  split (self, end);
  for (guint i = first; i < end; i++)
    self->pages[i].perms ^= PGS_PERM_WRITE;
}

/* Makes touching neighbours that look alike one mapping. */
static void
merge (Space *self)
{
  for (guint i = 1; i < DIFF_WORLD_PAGES; i++)
    {
      const Page *below = &self->pages[i - 1];
      const Page *page = &self->pages[i];
      const guint part = page->part;

      if (!page->is_mapped || !below->is_mapped || page->part == below->part
          || page->perms != below->perms || page->inode != below->inode || page->path != below->path
          || (page->inode != 0 && page->offset != below->offset + 1))
        continue;
      for (guint k = i; k < DIFF_WORLD_PAGES && self->pages[k].part == part; k++)
        self->pages[k].part = below->part;
    }
}

/* The mapping around or behind a page. Returns: FALSE if there is none. */
static gboolean
find (Space *self,
      guint *first,
      guint *end)
{
  guint at = random_below (self, DIFF_WORLD_PAGES);

  while (at < DIFF_WORLD_PAGES && !self->pages[at].is_mapped)
    at++;
  if (at == DIFF_WORLD_PAGES)
    return FALSE;
  *first = *end = at;
  while (*first > 0 && self->pages[*first - 1].part == self->pages[at].part)
    (*first)--;
  while (*end < DIFF_WORLD_PAGES && self->pages[*end].part == self->pages[at].part)
    (*end)++;
  return TRUE;
}

static void
grow_up (Space *self,
         guint  end)
{
  for (guint n = random_below (self, 60); n > 0 && end < DIFF_WORLD_PAGES && !self->pages[end].is_mapped;
       n--, end++)
    {
      self->pages[end] = self->pages[end - 1];
      self->pages[end].states = random_states (self);
      if (self->pages[end].inode != 0)
        self->pages[end].offset++;
    }
}

static void
grow_down (Space *self,
           guint  first)
{
  if (self->pages[first].inode != 0)
    return;
  for (guint n = random_below (self, 60); n > 0 && first > 0 && !self->pages[first - 1].is_mapped;
       n--, first--)
    {
      self->pages[first - 1] = self->pages[first];
      self->pages[first - 1].states = random_states (self);
    }
}

/* To the first place that is free, of that size or another. */
static void
move (Space *self,
      guint  first,
      guint  end)
{
  const guint n = end - first;
  const guint size = random_below (self, 3) == 0 ? n + random_below (self, 20) : n;
  g_autofree Page *pages = g_memdup2 (&self->pages[first], n * sizeof (Page));
  guint at = random_below (self, DIFF_WORLD_PAGES);
  guint n_free = 0;

  for (; at < DIFF_WORLD_PAGES && n_free < size + 2; at++)
    n_free = self->pages[at].is_mapped ? 0 : n_free + 1;
  if (n_free < size + 2)
    return;
  unmap (self, first, end);
  at -= size + 1;
  self->n_parts++;
  for (guint i = 0; i < size; i++)
    {
      self->pages[at + i] = pages[MIN (i, n - 1)];
      self->pages[at + i].part = self->n_parts;
      self->pages[at + i].offset += i >= n && pages[0].inode != 0 ? i - n + 1 : 0;
      self->pages[at + i].states = i >= n ? 0 : self->pages[at + i].states;
    }
}

static void
rename_file (Space *self,
             guint  first,
             guint  end)
{
  const guint8 flags = self->pages[first].flags ^ PGS_MAPPING_DELETED;
  const char *path = self->pages[first].path;

  if (self->pages[first].inode == 0)
    return;
  if (random_below (self, 2))
    path = "/lib/renamed";
  for (guint i = first; i < end; i++)
    {
      self->pages[i].flags = flags;
      self->pages[i].path = path;
    }
}

static void
do_something (Space *self)
{
  const guint first = random_below (self, DIFF_WORLD_PAGES);
  const guint end = random_end (self, first, 200);
  guint a, b;

  switch (random_below (self, 10))
    {
    case 0:
      unmap (self, first, end);
      split (self, end);
      break;
    case 1:
      map (self, first, end);
      break;
    case 2:
      protect (self, first, end);
      break;
    case 3:
      merge (self);
      break;
    case 4:
      split (self, first);
      break;
    default:
      if (!find (self, &a, &b))
        return;
      if (random_below (self, 5) == 0)
        move (self, a, b);
      else if (random_below (self, 4) == 0)
        rename_file (self, a, b);
      else if (random_below (self, 3) == 0)
        grow_up (self, b);
      else if (random_below (self, 2) == 0)
        grow_down (self, a);
      else
        touch (self, a, b);
      break;
    }
}

/* Parts of one mapping that something was taken out of, or put into, are two. */
static void
tell_parts_apart (Space *self)
{
  for (guint i = 1; i < DIFF_WORLD_PAGES; i++)
    {
      const Page *below = &self->pages[i - 1];
      const Page *page = &self->pages[i];

      if (page->is_mapped && below->is_mapped && page->part == below->part
          && (page->perms != below->perms || page->path != below->path || page->flags != below->flags
              || page->inode != below->inode
              || (page->inode != 0 && page->offset != below->offset + 1)))
        split (self, i);
    }
}

static PgsMaps *
make_maps (Space *self)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  guint first, end;

  tell_parts_apart (self);
  for (first = 0; first < DIFF_WORLD_PAGES; first = end)
    {
      const Page *page = &self->pages[first];
      const PgsMapping mapping = {
        .start = (100 + (guint64) first) * EXAMPLE_PAGE, .perms = page->perms, .flags = page->flags,
        .inode = page->inode, .offset = page->offset * EXAMPLE_PAGE,
      };
      PgsMapping whole = mapping;

      for (end = first + 1; end < DIFF_WORLD_PAGES && page->is_mapped && self->pages[end].is_mapped
                            && self->pages[end].part == page->part; end++)
        ;
      whole.end = (100 + (guint64) end) * EXAMPLE_PAGE;
      if (page->is_mapped)
        pgs_maps_builder_add (builder, &whole, page->path, page->path != NULL ? strlen (page->path) : 0);
    }
  return pgs_maps_builder_end (builder, NULL);
}

/* Some of it, read at different times. */
static PgsCoverage *
make_coverage (Space *self)
{
  g_autoptr (PgsCoverage) nothing = pgs_coverage_new ();
  PgsReadRange ranges[4];
  gsize n = 0;

  if (random_below (self, 3) > 0)
    return pgs_coverage_new_whole (1);
  for (guint64 at = 0; n < G_N_ELEMENTS (ranges); n++)
    {
      ranges[n].first = at + random_below (self, 500);
      ranges[n].end = at = ranges[n].first + 1 + random_below (self, 1500);
      ranges[n].at_us = random_below (self, 4);
    }
  return pgs_coverage_update (nothing, ranges, n);
}

static PgsPages *
make_pages (Space   *self,
            PgsMaps *maps)
{
  static const guint8 knowns[] = { 0xff, 0xff, 0x7f, PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED, 0x73 };
  const guint8 known = knowns[random_below (self, G_N_ELEMENTS (knowns))];
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, EXAMPLE_SHIFT, known);
  g_autoptr (PgsCoverage) coverage = make_coverage (self);

  for (guint i = 0; i < DIFF_WORLD_PAGES; i++)
    if (self->pages[i].states != 0)
      pgs_pages_builder_add (builder, 100 + i, 1, self->pages[i].states);
  pgs_pages_builder_set_coverage (builder, coverage);
  return pgs_pages_builder_end (builder);
}

static PgsSnapshot *
make_snapshot (Space *self)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();

  snapshot->page_size = EXAMPLE_PAGE;
  snapshot->taken_at_us = 1 + random_below (self, 1000);
  snapshot->maps = make_maps (self);
  if (random_below (self, 12) > 0)
    snapshot->pages = make_pages (self, snapshot->maps);
  return snapshot;
}

/* Two moments, the same for the same @seed, which is printed. */
DiffWorld *
diff_world_new (guint32 seed)
{
  DiffWorld *self = g_new0 (DiffWorld, 1);
  g_autofree Space *space = g_new0 (Space, 1);

  g_test_message ("seed %u", seed);
  self->rand = space->rand = g_rand_new_with_seed (seed);
  for (guint i = 10 + random_below (space, 60); i > 0; i--)
    {
      const guint first = random_below (space, DIFF_WORLD_PAGES);

      map (space, first, random_end (space, first, 150));
    }
  self->a = make_snapshot (space);
  for (guint i = random_below (space, 30); i > 0; i--)
    do_something (space);
  self->b = make_snapshot (space);
  return self;
}

void
diff_world_free (DiffWorld *self)
{
  pgs_snapshot_unref (self->a);
  pgs_snapshot_unref (self->b);
  g_rand_free (self->rand);
  g_free (self);
}

/* The same values at other places in memory. */
PgsSnapshot *
diff_world_copy (const PgsSnapshot *snapshot)
{
  PgsSnapshot *copy = pgs_snapshot_new ();
  PgsMapsBuilder *maps = pgs_maps_builder_new (0);
  PgsPagesBuilder *pages;
  PgsRunIter iter;
  PgsRun run;

  copy->page_size = snapshot->page_size;
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (snapshot->maps, i);

      pgs_maps_builder_add (maps, mapping, mapping->path,
                            mapping->path != NULL ? strlen (mapping->path) : 0);
    }
  copy->maps = pgs_maps_builder_end (maps, NULL);
  if (snapshot->pages == NULL)
    return copy;
  pages = pgs_pages_builder_new (copy->maps, EXAMPLE_SHIFT, pgs_pages_get_known (snapshot->pages));
  pgs_run_iter_init (&iter, snapshot->pages, 0, G_MAXUINT64);
  while (pgs_run_iter_next (&iter, &run))
    pgs_pages_builder_add (pages, run.first, run.count, (PgsPageState) run.states);
  pgs_pages_builder_set_coverage (pages, pgs_pages_get_coverage (snapshot->pages));
  copy->pages = pgs_pages_builder_end (pages);
  return copy;
}
