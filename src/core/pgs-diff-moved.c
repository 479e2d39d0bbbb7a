/* pgs-diff-moved.c: regions that are at another address, found by what they are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Goes from the surest sign to the weakest. Each round takes the regions that no round before has
 * matched, gives each a key of what the round looks at, and pairs those of equal keys in the order
 * of their addresses. So it is the same with a and b swapped.
 *
 * Files, the heap, the stack and the like have an identity. Anonymous memory has none. Within one
 * address space it counts as moved (by mremap) only where its size is the same and as many of its
 * pages are present and swapped, at least one; or where in all of the leftovers of its sort there is
 * but one on either side, and the smaller is like the beginning of the larger. Otherwise one went and
 * another came. Between differently laid out address spaces the order is all there is to go by.
 */
#include "config.h"

#include "pgs-diff-private.h"

#include <string.h>

typedef enum
{
  SORT_FILE = 1 << 0,    /* has an inode */
  SORT_NAMED = 1 << 1,   /* [heap], [stack], [vdso], [anon:…] */
  SORT_ABOVE = 1 << 2,   /* anonymous, directly above a file: its .bss */
  SORT_NAMELESS = 1 << 3,
} Sort;

typedef enum
{
  BY_INODE = 1 << 0,
  BY_PATH = 1 << 1,
  BY_OFFSET = 1 << 2,
  BY_PERMS = 1 << 3,
  BY_SIZE = 1 << 4,
  BY_KIND = 1 << 5,
  BY_PAGES = 1 << 6, /* as many are present and swapped, and some are */
  IN_OTHER_SPACE = 1 << 7, /* only where the address spaces are laid out differently */
  IN_SAME_SPACE = 1 << 8,
} Look;

static const struct
{
  Sort sort;
  Look look;
} rounds[] = {
  { SORT_FILE, BY_INODE | BY_OFFSET | BY_PERMS | BY_SIZE },
  { SORT_FILE, BY_INODE | BY_OFFSET | BY_PERMS },
  { SORT_FILE, BY_INODE | BY_OFFSET },
  { SORT_FILE, BY_PATH | BY_KIND | BY_OFFSET | BY_PERMS | BY_SIZE },
  { SORT_FILE, BY_PATH | BY_KIND | BY_OFFSET | BY_PERMS },
  { SORT_FILE, BY_PATH | BY_KIND | BY_OFFSET },
  { SORT_NAMED, BY_PATH | BY_PERMS | BY_SIZE },
  { SORT_NAMED, BY_PATH | BY_PERMS },
  { SORT_ABOVE, BY_PATH | BY_PERMS | BY_SIZE },
  { SORT_ABOVE, BY_PATH | BY_PERMS },
  { SORT_NAMELESS, BY_KIND | BY_PERMS | BY_SIZE | BY_PAGES | IN_SAME_SPACE },
  { SORT_NAMELESS, BY_KIND | BY_PERMS | BY_SIZE | IN_OTHER_SPACE },
  { SORT_NAMELESS, BY_KIND | BY_PERMS | IN_OTHER_SPACE },
};

/* A region that is not matched yet. */
typedef struct
{
  gsize region;
  const PgsMapping *mapping;
  const char *path; /* (nullable): of the file below, where it is .bss */
  Sort sort;
  guint64 n_present;
  guint64 n_swapped;
  guint64 key;
} Candidate;

typedef struct
{
  const PgsSnapshot *snapshot;
  guint8 *is_matched;
  GArray *candidates; /* of Candidate, ascending */
} Side;

/* Memory of programs and libraries that is not in their file stands above what is. */
static Sort
get_sort (const PgsMapping *mapping,
          const char       *path_below)
{
  if (mapping->inode != 0)
    return SORT_FILE;
  if (mapping->path != NULL)
    return SORT_NAMED;
  if (path_below != NULL && (mapping->kind == PGS_KIND_LIBRARY || mapping->kind == PGS_KIND_DATA))
    return SORT_ABOVE;
  return SORT_NAMELESS;
}

static void
collect (Side *self)
{
  const PgsMaps *maps = self->snapshot->maps;
  const char *path_below = NULL;
  guint64 end = 0;

  self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);
      Candidate candidate = { .region = i, .mapping = mapping, .path = mapping->path };
      PgsPageCounts counts = { 0 };

      if (mapping->start != end)
        path_below = NULL;
      end = mapping->end;
      candidate.sort = get_sort (mapping, path_below);
      if (candidate.sort == SORT_FILE)
        path_below = mapping->path;
      if (candidate.sort == SORT_ABOVE)
        candidate.path = path_below;
      if (self->is_matched[i])
        continue;
      if (candidate.sort == SORT_NAMELESS && self->snapshot->pages != NULL)
        pgs_pages_get_counts (self->snapshot->pages, i, &counts);
      candidate.n_present = counts.present;
      candidate.n_swapped = counts.swapped;
      g_array_append_val (self->candidates, candidate);
    }
}

static guint64
mix (guint64 hash,
     guint64 value)
{
  hash = (hash ^ value) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ hash >> 29;
}

static guint64
make_key (const Candidate *candidate,
          Look             look)
{
  const PgsMapping *mapping = candidate->mapping;
  guint64 key = mix (candidate->sort, mapping->perms & PGS_PERM_SHARED);

  if (look & BY_INODE)
    key = mix (mix (key, mapping->inode), (guint64) mapping->dev_major << 32 | mapping->dev_minor);
  if (look & BY_PATH)
    key = mix (key, candidate->path != NULL ? g_str_hash (candidate->path) : 0);
  if (look & BY_OFFSET)
    key = mix (key, mapping->offset);
  if (look & BY_PERMS)
    key = mix (key, mapping->perms);
  if (look & BY_SIZE)
    key = mix (key, mapping->end - mapping->start);
  if (look & BY_KIND)
    key = mix (key, mapping->kind);
  if (look & BY_PAGES)
    key = mix (mix (key, candidate->n_present), candidate->n_swapped);
  return key;
}

/* Whether equal keys mean what they should: they are hashes. */
static gboolean
is_alike (const Candidate *a,
          const Candidate *b,
          Look             look)
{
  const PgsMapping *x = a->mapping;
  const PgsMapping *y = b->mapping;

  return a->sort == b->sort && (x->perms & PGS_PERM_SHARED) == (y->perms & PGS_PERM_SHARED)
         && (!(look & BY_INODE) || (x->inode == y->inode && x->dev_major == y->dev_major
                                    && x->dev_minor == y->dev_minor))
         && (!(look & BY_PATH) || g_strcmp0 (a->path, b->path) == 0)
         && (!(look & BY_OFFSET) || x->offset == y->offset)
         && (!(look & BY_PERMS) || x->perms == y->perms)
         && (!(look & BY_SIZE) || x->end - x->start == y->end - y->start)
         && (!(look & BY_KIND) || x->kind == y->kind)
         && (!(look & BY_PAGES) || (a->n_present == b->n_present && a->n_swapped == b->n_swapped));
}

/* Whether this round looks at a region at all. */
static gboolean
is_looked_at (const Candidate *candidate,
              gboolean         is_same_space,
              Sort             sort,
              Look             look)
{
  if (candidate->sort != sort)
    return FALSE;
  if ((look & BY_PAGES) && candidate->n_present + candidate->n_swapped == 0)
    return FALSE;
  /* Files of programs are replaced by others of the same name; two pieces of shared memory of one
   * name are two. */
  return !is_same_space || (look & BY_INODE) || candidate->mapping->kind != PGS_KIND_SHMEM;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const Candidate *left = *(const Candidate *const *) a;
  const Candidate *right = *(const Candidate *const *) b;

  if (left->key != right->key)
    return left->key < right->key ? -1 : 1;
  return (left->region > right->region) - (left->region < right->region);
}

/* Returns: (transfer full) (element-type Candidate): those of this round by their keys. */
static GPtrArray *
choose (const Side *self,
        gboolean    is_same_space,
        Sort        sort,
        Look        look)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      if (self->is_matched[candidate->region] || !is_looked_at (candidate, is_same_space, sort, look))
        continue;
      candidate->key = make_key (candidate, look);
      g_ptr_array_add (chosen, candidate);
    }
  g_ptr_array_sort (chosen, compare_keys);
  return chosen;
}

/* The stack grows down: its ends belong together, of all others the beginnings. */
static void
add_match (GArray    *matches,
           Side      *a,
           Side      *b,
           Candidate *candidate_a,
           Candidate *candidate_b)
{
  const PgsMapping *x = candidate_a->mapping;
  const PgsMapping *y = candidate_b->mapping;
  const guint64 common = MIN (x->end - x->start, y->end - y->start);
  const gboolean at_end = x->kind == PGS_KIND_STACK && y->kind == PGS_KIND_STACK;
  const PgsMatch match = {
    .a = { .region = candidate_a->region, .start = x->start, .end = x->end },
    .b = { .region = candidate_b->region, .start = y->start, .end = y->end },
    .common_a = at_end ? x->end - common : x->start,
    .common_b = at_end ? y->end - common : y->start,
    .common_size = common,
  };

  g_array_append_val (matches, match);
  a->is_matched[candidate_a->region] = TRUE;
  b->is_matched[candidate_b->region] = TRUE;
}

static void
pair (GArray   *matches,
      Side     *a,
      Side     *b,
      gboolean  is_same_space,
      Sort      sort,
      Look      look)
{
  g_autoptr (GPtrArray) chosen_a = choose (a, is_same_space, sort, look);
  g_autoptr (GPtrArray) chosen_b = choose (b, is_same_space, sort, look);
  guint i = 0;
  guint j = 0;

  while (i < chosen_a->len && j < chosen_b->len)
    {
      Candidate *x = chosen_a->pdata[i];
      Candidate *y = chosen_b->pdata[j];

      if (x->key == y->key && is_alike (x, y, look))
        add_match (matches, a, b, x, y);
      if (x->key <= y->key)
        i++;
      if (y->key <= x->key)
        j++;
    }
}

/* Returns: (nullable): the only one that is left of what has pages and is as @like. */
static Candidate *
find_only (const Side      *self,
           const Candidate *like)
{
  Candidate *found = NULL;

  for (guint i = 0; i < self->candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (self->candidates, Candidate, i);

      if (self->is_matched[candidate->region] || candidate->n_present == 0
          || !is_alike (candidate, like, BY_KIND | BY_PERMS))
        continue;
      if (found != NULL)
        return NULL;
      found = candidate;
    }
  return found;
}

static guint64
count_first (const Side      *self,
             const Candidate *candidate,
             guint64          size)
{
  const PgsPages *pages = self->snapshot->pages;
  const guint shift = pgs_pages_get_shift (pages);
  PgsPageCounts counts;

  pgs_pages_count (pages, candidate->mapping->start >> shift, size >> shift, &counts);
  return counts.present;
}

/* mremap to another place and size. */
static void
pair_resized (GArray *matches,
              Side   *a,
              Side   *b)
{
  guint8 is_done[1 << 4] = { 0 };

  for (guint i = 0; i < a->candidates->len; i++)
    {
      Candidate *x = &g_array_index (a->candidates, Candidate, i);
      Candidate *y;
      guint64 common;

      if (a->is_matched[x->region] || x->sort != SORT_NAMELESS || x->n_present == 0
          || x->mapping->kind != PGS_KIND_ANON || is_done[x->mapping->perms & 0xf])
        continue;
      is_done[x->mapping->perms & 0xf] = TRUE;
      y = find_only (b, x);
      if (y == NULL || find_only (a, x) != x)
        continue;
      common = MIN (x->mapping->end - x->mapping->start, y->mapping->end - y->mapping->start);
      if (count_first (a, x, common) == count_first (b, y, common)
          && MIN (x->n_present, y->n_present) == count_first (a, x, common))
        add_match (matches, a, b, x, y);
    }
}

/**
 * pgs_diff_match_moved:
 * @a: a snapshot that has mappings
 * @b: another
 * @is_same_space: whether addresses mean the same in both
 * @is_matched_a: (inout): by region of @a, whether it has a partner
 * @is_matched_b: (inout): the same of @b
 * @matches: (inout) (element-type PgsMatch): to add to
 */
void
pgs_diff_match_moved (const PgsSnapshot *a,
                      const PgsSnapshot *b,
                      gboolean           is_same_space,
                      guint8            *is_matched_a,
                      guint8            *is_matched_b,
                      GArray            *matches)
{
  Side side_a = { .snapshot = a, .is_matched = is_matched_a };
  Side side_b = { .snapshot = b, .is_matched = is_matched_b };

  collect (&side_a);
  collect (&side_b);
  for (gsize i = 0; i < G_N_ELEMENTS (rounds) && side_a.candidates->len > 0
                    && side_b.candidates->len > 0; i++)
    if (!(rounds[i].look & (is_same_space ? IN_OTHER_SPACE : IN_SAME_SPACE)))
      pair (matches, &side_a, &side_b, is_same_space, rounds[i].sort, rounds[i].look);
  if (is_same_space && a->pages != NULL && b->pages != NULL
      && pgs_pages_get_shift (a->pages) == pgs_pages_get_shift (b->pages))
    pair_resized (matches, &side_a, &side_b);
  g_array_unref (side_a.candidates);
  g_array_unref (side_b.candidates);
}
