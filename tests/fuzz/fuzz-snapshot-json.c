/* fuzz-snapshot-json.c: snapshots with any names and numbers are whole documents that json-glib reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "pgs-snapshot-json.h"
#include "pgs-text.h"

#define MAX_MAPPINGS 5
#define MAX_RANGES 16
#define MAX_ARGUMENTS 6

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

static void
assert_string (JsonObject *object,
               const char *key,
               const char *bytes)
{
  g_autofree char *utf8 = pgs_text_dup_utf8 (bytes, -1);
  JsonNode *node = json_object_get_member (object, key);

  g_assert_nonnull (node);
  if (utf8 == NULL)
    g_assert_true (json_node_is_null (node));
  else
    g_assert_cmpstr (json_node_get_string (node), ==, utf8);
}

static void
check_process (const PgsProcessInfo *process,
               JsonObject           *object)
{
  g_assert_cmpint (json_object_get_int_member (object, "pid"), ==, process->pid);
  assert_string (object, "name", process->name);
  assert_string (object, "user", process->user);
  assert_string (object, "exe", process->exe);
  assert_string (object, "cgroup", process->cgroup);
  if (process->cmdline == NULL)
    g_assert_true (json_object_get_null_member (object, "cmdline"));
  else
    g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "cmdline")), ==,
                      g_strv_length (process->cmdline));
}

/* The runs add up to what is said to be present. */
static void
check_runs (const PgsSnapshot *snapshot,
            gsize              region,
            JsonObject        *object)
{
  JsonObject *pages = json_object_get_object_member (object, "pages");
  JsonArray *runs;
  gint64 n_present = 0;

  if (snapshot->pages == NULL || !json_object_has_member (object, "runs"))
    return;
  runs = json_object_get_array_member (object, "runs");
  for (guint i = 0; i < json_array_get_length (runs); i++)
    {
      JsonArray *run = json_array_get_array_element (runs, i);

      if (g_str_has_prefix (json_array_get_string_element (run, 2), "present"))
        n_present += json_array_get_int_element (run, 1);
    }
  if (pgs_pages_get_known (snapshot->pages) & PGS_PAGE_PRESENT)
    g_assert_cmpint (json_object_get_int_member (pages, "present"), ==, n_present);
  else
    g_assert_true (json_object_get_null_member (pages, "present"));
}

static void
check_regions (const PgsSnapshot *snapshot,
               JsonObject        *root)
{
  JsonArray *regions;

  if (snapshot->maps == NULL)
    return;
  regions = json_object_get_array_member (root, "regions");
  g_assert_cmpuint (json_array_get_length (regions), ==, pgs_maps_get_length (snapshot->maps));
  for (guint i = 0; i < json_array_get_length (regions); i++)
    {
      JsonObject *object = json_array_get_object_element (regions, i);
      const PgsMapping *mapping = pgs_maps_get (snapshot->maps, i);

      g_assert_cmpuint (g_ascii_strtoull (json_object_get_string_member (object, "start"), NULL, 16), ==,
                        mapping->start);
      g_assert_cmpint (json_object_get_int_member (object, "size"), ==, (gint64) (mapping->end - mapping->start));
      assert_string (object, "path", mapping->path);
      assert_string (object, "kind", pgs_kind_get_id ((PgsKind) mapping->kind));
      check_runs (snapshot, i, object);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { data, data + size };
  const guint8 flags = fuzz_byte (&input);
  g_autoptr (PgsSnapshot) snapshot = make_snapshot (&input);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root;

  pgs_snapshot_to_json (snapshot, flags & 1 ? PGS_SNAPSHOT_JSON_RUNS : PGS_SNAPSHOT_JSON_DEFAULT, out);
  g_assert_true (g_utf8_validate (out->str, (gssize) out->len, NULL));
  for (const char *p = out->str; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_true (*p == '\n' || !g_unichar_iscntrl (g_utf8_get_char (p)));
  g_assert_true (json_parser_load_from_data (parser, out->str, (gssize) out->len, &error));
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "format"), ==, "pagescape-snapshot");
  g_assert_nonnull (json_object_get_array_member (root, "ledger"));
  check_process (snapshot->process, json_object_get_object_member (root, "process"));
  check_regions (snapshot, root);
  return 0;
}
