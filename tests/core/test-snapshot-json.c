/* test-snapshot-json.c: the document of pagescape-cli(1), read back with json-glib
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example-snapshot.h"
#include "example.h"
#include "pgs-pages-update.h"
#include "pgs-snapshot-json.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define FFFD "\357\277\275"

static JsonParser *
to_json (const PgsSnapshot    *snapshot,
         PgsSnapshotJsonFlags  flags)
{
  g_autoptr (GString) out = g_string_new (NULL);
  JsonParser *parser = json_parser_new_immutable ();
  GError *error = NULL;

  pgs_snapshot_to_json (snapshot, flags, out);
  json_parser_load_from_data (parser, out->str, (gssize) out->len, &error);
  g_assert_no_error (error);
  return parser;
}

static JsonObject *
root_of (JsonParser *parser)
{
  return json_node_get_object (json_parser_get_root (parser));
}

static JsonObject *
region_of (JsonParser *parser,
           guint       region)
{
  return json_array_get_object_element (json_object_get_array_member (root_of (parser), "regions"),
                                        region);
}

/* @keys: separated by blanks, in order */
static void
assert_keys (JsonObject *object,
             const char *keys)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    g_string_append_printf (found, "%s%s", found->len > 0 ? " " : "", (const char *) l->data);
  g_assert_cmpstr (found->str, ==, keys);
}

/* @expected: as in JSON */
static void
assert_value (JsonObject *object,
              const char *key,
              const char *expected)
{
  g_autofree char *text = json_to_string (json_object_get_member (object, key), FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_keys (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (JsonParser) parser = to_json (snapshot, PGS_SNAPSHOT_JSON_DEFAULT);
  JsonObject *root = root_of (parser);

  assert_keys (root, "format version taken_at page_size moving process totals access denied_by "
                     "regions ledger");
  assert_keys (json_object_get_object_member (root, "process"),
               "pid name exe cmdline uid user inner_pid inner_uid state priority nice threads started_at minor_faults "
               "major_faults oom_score cgroup memory_limit");
  assert_keys (json_object_get_object_member (root, "totals"),
               "virt res shr anon file shmem swap pss uss page_tables locked peak_virt peak_res");
  assert_keys (json_object_get_object_member (root, "access"), "maps pagemap smaps scan pfn");
  assert_keys (region_of (parser, 0),
               "start end size perms offset device inode path deleted kind vm_flags rss pss swap "
               "anon private_clean private_dirty shared_clean shared_dirty locked pages");
  assert_keys (json_object_get_object_member (region_of (parser, 0), "pages"),
               "total read present swapped file exclusive huge zero guard");
  assert_keys (json_array_get_object_element (json_object_get_array_member (root, "ledger"), 0),
               "account line bytes source role reason");
}

static void
test_process (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (JsonParser) parser = to_json (snapshot, PGS_SNAPSHOT_JSON_DEFAULT);
  JsonObject *root = root_of (parser);
  JsonObject *process = json_object_get_object_member (root, "process");

  assert_value (root, "format", "\"pagescape-snapshot\"");
  assert_value (root, "version", "1");
  assert_value (root, "taken_at", "\"2026-11-20T16:00:00.123456Z\"");
  assert_value (root, "moving", "false");
  assert_value (process, "pid", "4242");
  assert_value (process, "name", "\"ex\\tample\"");
  g_assert_cmpstr (json_object_get_string_member (process, "exe"), ==,
                   "/bin/" FFFD "\n (deleted)");
  g_assert_cmpstr (json_array_get_string_element (
                     json_object_get_array_member (process, "cmdline"), 1), ==,
                   "--say=\"\033[1m\"");
  assert_value (process, "uid", "1000");
  assert_value (process, "state", "\"S\"");
  assert_value (process, "priority", "20");
  assert_value (process, "nice", "-5");
  assert_value (process, "started_at", "\"2001-09-09T01:46:40.000001Z\"");
  assert_value (process, "oom_score", "null");
  assert_value (process, "memory_limit", "null");
  assert_value (json_object_get_object_member (root, "access"), "pfn", "\"denied\"");
  assert_value (json_object_get_object_member (root, "access"), "scan", "\"ok\"");
  assert_value (json_object_get_object_member (root, "totals"), "virt", "4784128");
  assert_value (json_object_get_object_member (root, "totals"), "pss", "2170880");
  assert_value (json_object_get_object_member (root, "totals"), "peak_res", "null");
}

static void
test_regions (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (JsonParser) parser = to_json (snapshot, PGS_SNAPSHOT_JSON_DEFAULT);
  JsonObject *code = region_of (parser, EXAMPLE_CODE);
  JsonObject *heap = region_of (parser, EXAMPLE_HEAP);
  JsonArray *regions = json_object_get_array_member (root_of (parser), "regions");

  g_assert_cmpuint (json_array_get_length (regions), ==, EXAMPLE_N_REGIONS);
  assert_value (code, "start", "\"0x65000\"");
  assert_value (code, "end", "\"0x67000\"");
  assert_value (code, "size", "8192");
  assert_value (code, "perms", "\"r-xp\"");
  assert_value (code, "device", "\"00:01\"");
  assert_value (code, "inode", "7");
  g_assert_cmpstr (json_object_get_string_member (code, "path"), ==, "/bin/" FFFD "\n");
  assert_value (code, "deleted", "true");
  assert_value (code, "kind", "\"code\"");
  assert_value (code, "vm_flags", "[\"rd\",\"ex\",\"mr\"]");
  assert_value (code, "rss", "8192");
  assert_value (code, "pss", "4096");
  assert_value (code, "shared_clean", "8192");
  assert_value (heap, "path", "\"[heap]\"");
  assert_value (heap, "swap", "20480");
  assert_value (heap, "pages",
                "{\"total\":100,\"read\":100,\"present\":15,\"swapped\":5,\"file\":0,\"exclusive\":10,"
                "\"huge\":0,\"zero\":5,\"guard\":1}");
  assert_value (region_of (parser, EXAMPLE_BSS), "path", "null");
  assert_value (region_of (parser, EXAMPLE_BSS), "kind", "\"data\"");
  assert_value (region_of (parser, EXAMPLE_VSYSCALL), "start", "\"0xffffffffff600000\"");
}

static void
test_runs (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, TRUE);
  g_autoptr (JsonParser) parser = to_json (snapshot, PGS_SNAPSHOT_JSON_RUNS);

  assert_value (region_of (parser, EXAMPLE_HEAP), "runs",
                "[[0,10,\"present,exclusive\"],[10,5,\"present,zero\"],[15,5,\"swapped\"],"
                "[20,1,\"guard\"]]");
  assert_value (region_of (parser, EXAMPLE_CODE), "runs", "[[0,2,\"present,file\"]]");
  assert_value (region_of (parser, EXAMPLE_VSYSCALL), "runs", "[]");
}

/* From pagemap alone, without smaps. */
static void
test_unknown_is_null (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_WORD_STATES, FALSE);
  g_autoptr (JsonParser) parser = to_json (snapshot, PGS_SNAPSHOT_JSON_DEFAULT);
  JsonObject *heap = region_of (parser, EXAMPLE_HEAP);

  assert_value (heap, "rss", "null");
  assert_value (heap, "pss", "null");
  assert_value (heap, "vm_flags", "null");
  assert_value (heap, "locked", "null");
  assert_value (heap, "pages",
                "{\"total\":100,\"read\":100,\"present\":15,\"swapped\":6,\"file\":0,\"exclusive\":10,"
                "\"huge\":null,\"zero\":null,\"guard\":null}");
  assert_value (json_object_get_object_member (root_of (parser), "totals"), "uss", "null");
}

static void
test_no_pages (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (0, FALSE);
  g_autoptr (JsonParser) parser = to_json (snapshot, PGS_SNAPSHOT_JSON_RUNS);
  JsonObject *heap = region_of (parser, EXAMPLE_HEAP);

  assert_value (heap, "runs", "null");
  assert_value (heap, "pages",
                "{\"total\":100,\"read\":null,\"present\":null,\"swapped\":null,\"file\":null,"
                "\"exclusive\":null,\"huge\":null,\"zero\":null,\"guard\":null}");
}

/* Of the heap's 100 pages 60 were read; nothing else is in doubt. */
static void
test_partly_read (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_ALL_STATES, FALSE);
  const PgsMapping *heap = pgs_maps_get (snapshot->maps, EXAMPLE_HEAP);
  const guint64 first = heap->start / EXAMPLE_PAGE;
  const PgsReadRange skipped = { first + 60, first + 100, 0 };
  const PgsPagesPart part = { .range = { first + 60, first + 100, 5 } };
  PgsPages *pages = pgs_pages_update (snapshot->pages, snapshot->maps, &part, 1, &skipped, 1);
  g_autoptr (JsonParser) parser = NULL;

  pgs_pages_unref (snapshot->pages);
  snapshot->pages = pages;
  parser = to_json (snapshot, PGS_SNAPSHOT_JSON_DEFAULT);
  assert_value (region_of (parser, EXAMPLE_HEAP), "rss", "null");
  assert_value (region_of (parser, EXAMPLE_HEAP), "pages",
                "{\"total\":100,\"read\":60,\"present\":null,\"swapped\":null,\"file\":null,"
                "\"exclusive\":null,\"huge\":null,\"zero\":null,\"guard\":null}");
  assert_value (region_of (parser, EXAMPLE_CODE), "rss", "8192");
}

static void
test_denied (void)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (JsonParser) parser = NULL;
  JsonObject *process;

  snapshot->page_size = EXAMPLE_PAGE;
  snapshot->process = pgs_process_info_new ();
  snapshot->access[PGS_PART_MAPS] = PGS_ACCESS_DENIED;
  parser = to_json (snapshot, PGS_SNAPSHOT_JSON_DEFAULT);
  process = json_object_get_object_member (root_of (parser), "process");
  assert_value (root_of (parser), "regions", "null");
  assert_value (root_of (parser), "taken_at", "null");
  assert_value (process, "exe", "null");
  assert_value (process, "cmdline", "null");
  assert_value (process, "uid", "null");
  assert_value (process, "state", "null");
  assert_value (process, "priority", "null");
  assert_value (process, "started_at", "null");
}

/* Kernel threads and zombies have no address space, which is known and not null. */
static void
test_no_space (void)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (JsonParser) zombie = NULL;
  g_autoptr (JsonParser) kernel_thread = NULL;

  snapshot->page_size = EXAMPLE_PAGE;
  snapshot->process = pgs_process_info_new ();
  snapshot->process->cmdline = g_new0 (char *, 1);
  snapshot->counters.state = 'Z';
  zombie = to_json (snapshot, PGS_SNAPSHOT_JSON_DEFAULT);
  assert_value (root_of (zombie), "regions", "[]");
  assert_value (json_object_get_object_member (root_of (zombie), "process"), "cmdline", "[]");

  snapshot->counters.state = 'I';
  snapshot->process->is_kernel_thread = TRUE;
  snapshot->maps = example_maps_new (NULL, 0);
  kernel_thread = to_json (snapshot, PGS_SNAPSHOT_JSON_DEFAULT);
  assert_value (root_of (kernel_thread), "regions", "[]");
}

static void
test_ledger (void)
{
  g_autoptr (PgsSnapshot) snapshot = example_snapshot_new (EXAMPLE_WORD_STATES, FALSE);
  g_autoptr (JsonParser) parser = to_json (snapshot, PGS_SNAPSHOT_JSON_DEFAULT);
  JsonArray *ledger = json_object_get_array_member (root_of (parser), "ledger");
  g_autofree char *sum = json_to_string (json_array_get_element (ledger, 0), FALSE);
  g_autofree char *unknown = json_to_string (json_array_get_element (ledger, 2), FALSE);

  g_assert_cmpstr (sum, ==, "{\"account\":\"virt\",\"line\":\"virt\",\"bytes\":4784128,"
                            "\"source\":\"statm\",\"role\":\"sum\",\"reason\":null}");
  g_assert_cmpstr (unknown, ==, "{\"account\":\"virt\",\"line\":\"resident\",\"bytes\":null,"
                                "\"source\":\"pagemap\",\"role\":\"part\","
                                "\"reason\":\"unsupported\"}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/snapshot-json/keys", test_keys);
  g_test_add_func ("/core/snapshot-json/process", test_process);
  g_test_add_func ("/core/snapshot-json/regions", test_regions);
  g_test_add_func ("/core/snapshot-json/runs", test_runs);
  g_test_add_func ("/core/snapshot-json/unknown-is-null", test_unknown_is_null);
  g_test_add_func ("/core/snapshot-json/no-pages", test_no_pages);
  g_test_add_func ("/core/snapshot-json/partly-read", test_partly_read);
  g_test_add_func ("/core/snapshot-json/denied", test_denied);
  g_test_add_func ("/core/snapshot-json/no-space", test_no_space);
  g_test_add_func ("/core/snapshot-json/ledger", test_ledger);
  return g_test_run ();
}
