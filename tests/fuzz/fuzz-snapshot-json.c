/* fuzz-snapshot-json.c: snapshots with any names and numbers are whole documents that say the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"
#include "reader.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "pgs-snapshot-json.h"
#include "pgs-text.h"

#define MAX_MAPPINGS 5
#define MAX_RANGES 16
#define MAX_ARGUMENTS 6
#define JSON_GLIB_EVERY 64 /* lengths of inputs: one that json-glib reads, too, takes as long as the others together */

typedef struct
{
  FuzzReader reader;
  const PgsSnapshot *snapshot;
  GString *key;
  GString *text;
} Check;

static PgsProcessInfo *
make_process (FuzzInput *input)
{
  PgsProcessInfo *process = pgs_process_info_new ();
  const guint n_arguments = (guint) fuzz_below (input, MAX_ARGUMENTS);

  process->pid = (gint) fuzz_number (input);
  process->uid = (guint32) fuzz_number (input);
  process->started_at_us = (gint64) fuzz_number (input);
  process->memory_limit = fuzz_number (input);
  process->is_kernel_thread = fuzz_byte (input) == 1;
  process->name = fuzz_dup_string (input);
  process->user = fuzz_dup_string (input);
  process->exe = fuzz_dup_string (input);
  process->cgroup = fuzz_dup_string (input);
  if (n_arguments == 0)
    return process;
  process->cmdline = g_new0 (char *, n_arguments);
  for (guint i = 0; i + 1 < n_arguments; i++)
    {
      process->cmdline[i] = fuzz_dup_string (input);
      if (process->cmdline[i] == NULL)
        process->cmdline[i] = g_strdup ("");
    }
  return process;
}

static PgsMaps *
make_maps (FuzzInput *input)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  const guint n_mappings = (guint) fuzz_below (input, MAX_MAPPINGS);
  guint64 at = fuzz_number (input) >> 1;

  for (guint i = 0; i < n_mappings; i++)
    {
      const guint64 n_bytes = fuzz_number (input) >> 8;
      const guint64 start = at + fuzz_byte (input) % 2;

      at = start + n_bytes;
      fuzz_add_mapping (input, builder, start, at);
    }
  return pgs_maps_builder_end (builder, NULL);
}

static PgsPages *
make_pages (FuzzInput *input,
            PgsMaps   *maps)
{
  PgsPagesBuilder *builder = pgs_pages_builder_new (maps, 12, fuzz_byte (input));
  const guint n_ranges = (guint) fuzz_below (input, MAX_RANGES);

  for (guint i = 0; i < n_ranges; i++)
    {
      const guint64 first = fuzz_number (input);
      const guint64 n_pages = fuzz_number (input);

      pgs_pages_builder_add (builder, first, n_pages, fuzz_byte (input));
    }
  return pgs_pages_builder_end (builder);
}

static PgsSmaps *
make_smaps (FuzzInput *input,
            PgsMaps   *maps)
{
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);

  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);
      g_autofree char *vm_flags = fuzz_dup_string (input);
      PgsRegionSmaps counters = { 0 };

      counters.rss = fuzz_number (input);
      counters.pss = fuzz_number (input);
      counters.private_dirty = fuzz_number (input);
      counters.vm_flags = vm_flags;
      pgs_smaps_builder_add (builder, mapping->start, mapping->end, &counters);
    }
  return pgs_smaps_builder_end (builder);
}

static PgsSnapshot *
make_snapshot (FuzzInput *input)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  const guint8 parts = fuzz_byte (input);

  snapshot->process = make_process (input);
  snapshot->page_size = 4096;
  snapshot->taken_at_us = (gint64) fuzz_number (input);
  snapshot->moving = parts & 1;
  snapshot->counters.state = (char) fuzz_byte (input);
  snapshot->counters.virt = fuzz_number (input);
  snapshot->counters.res = fuzz_number (input);
  snapshot->counters.anon = fuzz_number (input);
  snapshot->counters.hugetlb = fuzz_number (input);
  for (guint i = 0; i < PGS_N_PARTS; i++)
    snapshot->access[i] = (PgsAccess) (fuzz_byte (input) % 3);
  if (parts & 2)
    return snapshot;
  snapshot->maps = make_maps (input);
  if (parts & 4)
    snapshot->pages = make_pages (input, snapshot->maps);
  if (parts & 8)
    snapshot->smaps = make_smaps (input, snapshot->maps);
  return snapshot;
}

/* The string or null that is next is what @bytes are in UTF-8. */
static void
check_string (Check      *self,
              const char *bytes)
{
  g_autofree char *utf8 = pgs_text_dup_utf8 (bytes, -1);

  if (fuzz_reader_string (&self->reader, self->text))
    g_assert_cmpstr (self->text->str, ==, utf8);
  else
    g_assert_null (utf8);
}

static void
check_cmdline (Check *self)
{
  char **argument = self->snapshot->process->cmdline;

  if (argument == NULL)
    {
      check_string (self, NULL);
      return;
    }
  fuzz_reader_enter (&self->reader, '[');
  while (fuzz_reader_next (&self->reader, ']'))
    {
      g_assert_nonnull (*argument);
      check_string (self, *argument++);
    }
  g_assert_null (*argument);
}

static void
check_process (Check *self)
{
  const PgsProcessInfo *process = self->snapshot->process;
  gint64 number;

  fuzz_reader_enter (&self->reader, '{');
  while (fuzz_reader_next (&self->reader, '}'))
    {
      fuzz_reader_key (&self->reader, self->key);
      if (g_str_equal (self->key->str, "pid"))
        g_assert_true (fuzz_reader_number (&self->reader, &number) && number == process->pid);
      else if (g_str_equal (self->key->str, "name"))
        check_string (self, process->name);
      else if (g_str_equal (self->key->str, "user"))
        check_string (self, process->user);
      else if (g_str_equal (self->key->str, "exe"))
        check_string (self, process->exe);
      else if (g_str_equal (self->key->str, "cgroup"))
        check_string (self, process->cgroup);
      else if (g_str_equal (self->key->str, "cmdline"))
        check_cmdline (self);
      else
        fuzz_reader_skip (&self->reader);
    }
}

/* Returns: what "present" of the pages is; -1 for null. */
static gint64
read_present (Check *self)
{
  gint64 present = -1;
  gint64 number;

  fuzz_reader_enter (&self->reader, '{');
  while (fuzz_reader_next (&self->reader, '}'))
    {
      fuzz_reader_key (&self->reader, self->key);
      if (fuzz_reader_number (&self->reader, &number) && g_str_equal (self->key->str, "present"))
        present = number;
    }
  return present;
}

/* Returns: how many pages of the runs are present. */
static gint64
read_runs (Check *self)
{
  gint64 n_present = 0;

  fuzz_reader_enter (&self->reader, '[');
  while (fuzz_reader_next (&self->reader, ']'))
    {
      gint64 first;
      gint64 count = 0;

      fuzz_reader_enter (&self->reader, '[');
      g_assert_true (fuzz_reader_next (&self->reader, ']') && fuzz_reader_number (&self->reader, &first));
      g_assert_true (fuzz_reader_next (&self->reader, ']') && fuzz_reader_number (&self->reader, &count));
      g_assert_true (fuzz_reader_next (&self->reader, ']') && fuzz_reader_string (&self->reader, self->text));
      g_assert_false (fuzz_reader_next (&self->reader, ']'));
      if (g_str_has_prefix (self->text->str, "present"))
        n_present += count;
    }
  return n_present;
}

/* The runs add up to what is said to be present. */
static void
check_pages (Check  *self,
             gint64  present,
             gint64  of_runs)
{
  const PgsPages *pages = self->snapshot->pages;

  if (pages == NULL || !(pgs_pages_get_known (pages) & PGS_PAGE_PRESENT))
    g_assert_cmpint (present, ==, -1);
  else if (of_runs != -1)
    g_assert_cmpint (present, ==, of_runs);
}

static void
check_region (Check *self,
              gsize  region)
{
  const PgsMapping *mapping = pgs_maps_get (self->snapshot->maps, region);
  gint64 present = -1;
  gint64 of_runs = -1;
  gint64 number;

  fuzz_reader_enter (&self->reader, '{');
  while (fuzz_reader_next (&self->reader, '}'))
    {
      fuzz_reader_key (&self->reader, self->key);
      if (g_str_equal (self->key->str, "start"))
        g_assert_true (fuzz_reader_string (&self->reader, self->text)
                       && g_ascii_strtoull (self->text->str, NULL, 16) == mapping->start);
      else if (g_str_equal (self->key->str, "size"))
        g_assert_true (fuzz_reader_number (&self->reader, &number)
                       && (guint64) number == mapping->end - mapping->start);
      else if (g_str_equal (self->key->str, "path"))
        check_string (self, mapping->path);
      else if (g_str_equal (self->key->str, "kind"))
        check_string (self, pgs_kind_get_id ((PgsKind) mapping->kind));
      else if (g_str_equal (self->key->str, "pages"))
        present = read_present (self);
      else if (g_str_equal (self->key->str, "runs") && self->snapshot->pages != NULL)
        of_runs = read_runs (self);
      else
        fuzz_reader_skip (&self->reader);
    }
  check_pages (self, present, of_runs);
}

static void
check_regions (Check *self)
{
  gsize n_regions = 0;

  if (self->snapshot->maps == NULL)
    {
      fuzz_reader_skip (&self->reader);
      return;
    }
  fuzz_reader_enter (&self->reader, '[');
  while (fuzz_reader_next (&self->reader, ']'))
    check_region (self, n_regions++);
  g_assert_cmpuint (n_regions, ==, pgs_maps_get_length (self->snapshot->maps));
}

static void
check_document (Check *self)
{
  guint n_found = 0;

  fuzz_reader_enter (&self->reader, '{');
  while (fuzz_reader_next (&self->reader, '}'))
    {
      fuzz_reader_key (&self->reader, self->key);
      n_found++;
      if (g_str_equal (self->key->str, "format"))
        check_string (self, "pagescape-snapshot");
      else if (g_str_equal (self->key->str, "process"))
        check_process (self);
      else if (g_str_equal (self->key->str, "regions"))
        check_regions (self);
      else
        {
          n_found--;
          fuzz_reader_skip (&self->reader);
        }
    }
  fuzz_reader_finish (&self->reader);
  g_assert_cmpuint (n_found, ==, 3);
}

/* An independent reader agrees that it is JSON. */
static void
check_with_json_glib (const GString *document)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, document->str, (gssize) document->len, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { data, data + size };
  const guint8 flags = fuzz_byte (&input);
  g_autoptr (PgsSnapshot) snapshot = make_snapshot (&input);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) key = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  Check check = { .snapshot = snapshot, .key = key, .text = text };

  pgs_snapshot_to_json (snapshot, flags & 1 ? PGS_SNAPSHOT_JSON_RUNS : PGS_SNAPSHOT_JSON_DEFAULT, out);
  fuzz_reader_init (&check.reader, out);
  check_document (&check);
  if (size % JSON_GLIB_EVERY == 0)
    check_with_json_glib (out);
  return 0;
}
