/* test-words.c: flags, pages, ends of processes and the ledger in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "pgs-denial-words.h"
#include "pgs-diff-words.h"
#include "pgs-frame-words.h"
#include "pgs-ledger-words.h"
#include "pgs-page-words.h"
#include "pgs-process-words.h"
#include "pgs-vm-flags.h"
#include "sample-space.h"

/* Every mnemonic of show_smap_vma_flags() in fs/proc/task_mmu.c of Linux 6.18, and of
 * Documentation/filesystems/proc.rst. */
static const char *const codes[] = {
  "rd", "wr", "ex", "sh", "mr", "mw", "me", "ms", "gd", "pf", "lo", "io", "sr",
  "rr", "dc", "de", "lf", "ac", "nr", "ht", "sf", "ar", "wf", "dd", "bt", "sd",
  "mm", "hg", "nh", "mg", "um", "uw", "mt", "ui", "ss", "dp", "sl",
};

static void
test_vm_flags_all (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      const char *words = pgs_vm_flag_describe (codes[i]);

      g_assert_nonnull (words);
      for (gsize k = 0; k < i; k++)
        g_assert_cmpstr (words, !=, pgs_vm_flag_describe (codes[k]));
    }
}

static void
test_vm_flags_format (void)
{
  g_autofree char *some = pgs_vm_flags_format ("rd wr zz");
  g_autofree char *none = pgs_vm_flags_format (NULL);
  g_autofree char *hostile = pgs_vm_flags_format ("\033[1m  lo ");

  g_assert_cmpstr (some, ==, "rd  readable\nwr  writable\nzz");
  g_assert_cmpstr (none, ==, "–");
  g_assert_cmpstr (hostile, ==, "␛[1m\nlo  locked in RAM");
  g_assert_null (pgs_vm_flag_describe (""));
  g_assert_null (pgs_vm_flag_describe ("r"));
  g_assert_null (pgs_vm_flag_describe ("rdx"));
}

#define P PGS_PAGE_PRESENT
#define WORD (P | PGS_PAGE_SWAPPED | PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE)

static const struct
{
  PgsPageState states;
  PgsPageState known;
  PgsMapping mapping;
  const char *expected;
} pages[] = {
  { 0, 0, { 0 }, "–" },
  { 0, P, { 0 }, "not in RAM" },
  { P, P, { 0 }, "present" },
  { PGS_PAGE_SWAPPED, WORD, { 0 }, "in swap" },
  { PGS_PAGE_GUARD | PGS_PAGE_SWAPPED, WORD, { 0 }, "guard: any access ends in a signal" },
  { P | PGS_PAGE_ZERO, WORD, { 0 }, "present: the shared page of zeros" },
  { P | PGS_PAGE_EXCLUSIVE, WORD, { 0 }, "present, private, mapped here only" },
  { P, WORD, { 0 }, "present, private, mapped more than once" },
  { P | PGS_PAGE_FILE, WORD, { .inode = 7, .kind = PGS_KIND_LIBRARY },
    "present, the file’s own, mapped more than once" },
  { P | PGS_PAGE_EXCLUSIVE, WORD, { .inode = 7, .kind = PGS_KIND_FILE },
    "present, private copy of the file’s, mapped here only" },
  { P | PGS_PAGE_FILE, P | PGS_PAGE_FILE,
    { .inode = 7, .kind = PGS_KIND_SHMEM, .perms = PGS_PERM_SHARED }, "present, shared memory" },
  { P | PGS_PAGE_HUGE, P | PGS_PAGE_HUGE, { 0 }, "present, part of a huge page" },
};

static void
test_page_state (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *text = pgs_page_format_state (pages[i].states, pages[i].known,
                                                     &pages[i].mapping);

      g_assert_cmpstr (text, ==, pages[i].expected);
    }
}

static void
test_page_address (void)
{
  g_autofree char *usual = pgs_page_format_address (0x7f913913e000);
  g_autofree char *low = pgs_page_format_address (0x1000);
  g_autofree char *high = pgs_page_format_address (0xffffffffff600000);

  g_assert_cmpstr (usual, ==, "7f91 3913 e000");
  g_assert_cmpstr (low, ==, "0000 0000 1000");
  g_assert_cmpstr (high, ==, "ffff ffff ff60 0000");
}

static void
test_page_age (void)
{
  const struct
  {
    gint64 since;
    gint64 now;
    const char *expected;
  } ages[] = {
    { 0, 5000000, "before watching began" }, { 5000000, 5000000, "just now" },
    { 5000000, 4000000, "just now" },        { 1000000, 13400000, "12.4 s ago" },
    { 1, 61000001, "1 min 1 s ago" },        { 1, 7260000001, "2 h 1 min ago" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autofree char *text = pgs_page_format_age (ages[i].since, ages[i].now);

      g_assert_cmpstr (text, ==, ages[i].expected);
    }
}

static void
test_read_age (void)
{
  g_autofree char *old = pgs_page_format_read_age (1000000, 4100000);

  g_assert_cmpstr (old, ==, "3.1 s ago");
  g_assert_null (pgs_page_format_read_age (0, 4100000));
  g_assert_null (pgs_page_format_read_age (4100000, 4100000));
  g_assert_null (pgs_page_format_read_age (5000000, 4100000));
}

/* Status words as wait(2) returns them on Linux: the signal below, the status in the second byte. */
static void
test_exit (void)
{
  g_autofree char *zero = pgs_process_format_exit (TRUE, 0);
  g_autofree char *three = pgs_process_format_exit (TRUE, 3 << 8);
  g_autofree char *killed = pgs_process_format_exit (TRUE, 9);
  g_autofree char *unknown = pgs_process_format_exit (FALSE, 9);

  g_assert_cmpstr (zero, ==, "ended with status 0");
  g_assert_cmpstr (three, ==, "ended with status 3");
  g_assert_cmpstr (killed, ==, "ended by signal 9 (Killed)");
  g_assert_cmpstr (unknown, ==, "ended, how is not known");
}

static void
test_denied (void)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autofree char *two = NULL;

  snapshot->process = pgs_process_info_new ();
  snapshot->access[PGS_PART_PFN] = PGS_ACCESS_DENIED;
  g_assert_null (pgs_process_format_denied (snapshot));
  snapshot->access[PGS_PART_PAGEMAP] = PGS_ACCESS_DENIED;
  snapshot->access[PGS_PART_SMAPS] = PGS_ACCESS_DENIED;
  snapshot->denials[PGS_PART_PAGEMAP] = PGS_DENIAL_OTHER_USER;
  snapshot->process->user = g_strdup ("<b>root\033[1m");
  two = pgs_process_format_denied (snapshot);
  g_assert_true (g_str_has_prefix (two, "pagemap, smaps: "));
  g_assert_nonnull (strstr (two, "it belongs to <b>root"));
  g_assert_null (strchr (two, '\033'));
}

/* Each reason says what it is; whoever is root is not told to become it. */
static void
test_denials (void)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();

  snapshot->process = pgs_process_info_new ();
  for (guint denial = PGS_DENIAL_NONE + 1; denial < PGS_N_DENIALS; denial++)
    {
      g_autofree char *clause = NULL;
      const char *help;
      const gboolean is_root = denial == PGS_DENIAL_ROOT_WITHOUT_PTRACE
                               || denial == PGS_DENIAL_ROOT_WITHOUT_ADMIN
                               || denial == PGS_DENIAL_OTHER_USER_NAMESPACE
                               || denial == PGS_DENIAL_ADMIN_IN_NAMESPACE
                               || denial == PGS_DENIAL_SECURITY_MODULE;

      snapshot->denials[PGS_PART_MAPS] = (PgsDenial) denial;
      clause = pgs_denial_format (snapshot, PGS_PART_MAPS);
      help = pgs_denial_format_help (snapshot, PGS_PART_MAPS);
      g_assert_nonnull (clause);
      g_assert_false (g_str_has_suffix (clause, "."));
      g_assert_true (help == NULL || g_str_has_suffix (help, "."));
      g_assert_cmpint (is_root && help != NULL && strstr (help, "root") != NULL, ==, FALSE);
    }
  snapshot->denials[PGS_PART_MAPS] = PGS_DENIAL_OTHER_USER;
  snapshot->process->uid = 0;
  g_assert_cmpstr (pgs_denial_format_help (snapshot, PGS_PART_MAPS), ==, "Only root may read it.");
}

/* Each bit that has a name has words, and no other one. */
static void
test_frame_flags (void)
{
  const PgsFrame unknown = { 0 };
  const PgsFrame none = { .has_flags = TRUE };
  const PgsFrame some = { .flags = 1 << 5 | 1 << 12 | 1ull << 63, .has_flags = TRUE };
  const PgsFrame once = { .n_mapped = 1, .has_count = TRUE };
  char *texts[4] = {
    pgs_frame_format_flags (&unknown), pgs_frame_format_flags (&none),
    pgs_frame_format_flags (&some), pgs_frame_format_count (&once)
  };

  for (guint bit = 0; bit < PGS_N_FRAME_FLAGS; bit++)
    g_assert_cmpint (pgs_frame_flag_get_id (bit) == NULL, ==, pgs_frame_flag_describe (bit) == NULL);
  g_assert_cmpstr (texts[0], ==, "–");
  g_assert_cmpstr (texts[1], ==, "none");
  g_assert_cmpstr (texts[2], ==, "LRU  on a list of reclaim\nANON  anonymous\n63");
  g_assert_cmpstr (texts[3], ==, "1 time");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}

/* Each line that a ledger can have has words of its own. */
static void
test_ledger (void)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (GArray) lines = NULL;

  snapshot->process = pgs_process_info_new ();
  lines = pgs_ledger_new (snapshot);
  g_assert_cmpuint (lines->len, >, 0);
  for (guint i = 0; i < lines->len; i++)
    {
      const PgsLedgerLine *line = &g_array_index (lines, PgsLedgerLine, i);

      g_assert_nonnull (pgs_ledger_line_explain (line));
      g_assert_cmpstr (pgs_account_format (line->account), !=, "");
      if (strchr (line->id, '_') != NULL)
        g_assert_cmpstr (pgs_ledger_line_format (line), !=, line->id);
    }
}

/* What the regions add up to is told beside the counters where these say something else. */
static void
test_balance (void)
{
  g_autoptr (PgsSnapshot) a = sample_space_new ();
  g_autoptr (PgsSnapshot) b = sample_space_new ();
  g_autoptr (PgsDiff) equal = NULL;
  g_autoptr (PgsDiff) later = NULL;
  g_autoptr (PgsDiff) unknown = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *words = NULL;

  a->counters.virt = b->counters.virt = 1 << 20;
  a->counters.res = b->counters.res = 1 << 18;
  equal = pgs_diff_new (a, b);
  g_assert_null (pgs_diff_dup_balance (equal));
  b->counters.virt += 8192;
  b->counters.res -= 4096;
  later = pgs_diff_new (a, b);
  words = pgs_diff_dup_balance (later);
  g_assert_true (g_str_has_prefix (words, "VIRT of the regions 0 B, of the process +8 KiB,"
                                          " RES of the regions 0 B, of the process −4 KiB: "));
  b->counters.virt = b->counters.res = PGS_UNKNOWN;
  unknown = pgs_diff_new (a, b);
  nothing = pgs_diff_dup_balance (unknown);
  g_assert_null (nothing);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/words/vm-flags-all", test_vm_flags_all);
  g_test_add_func ("/render/words/vm-flags-format", test_vm_flags_format);
  g_test_add_func ("/render/words/page-state", test_page_state);
  g_test_add_func ("/render/words/page-address", test_page_address);
  g_test_add_func ("/render/words/page-age", test_page_age);
  g_test_add_func ("/render/words/read-age", test_read_age);
  g_test_add_func ("/render/words/exit", test_exit);
  g_test_add_func ("/render/words/denied", test_denied);
  g_test_add_func ("/render/words/denials", test_denials);
  g_test_add_func ("/render/words/frame-flags", test_frame_flags);
  g_test_add_func ("/render/words/ledger", test_ledger);
  g_test_add_func ("/render/words/balance", test_balance);
  return g_test_run ();
}
