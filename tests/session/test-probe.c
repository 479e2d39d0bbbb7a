/* test-probe.c: one page of a process read beside its samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pgs-elf-probe.h"
#include "pgs-error.h"
#include "pgs-probe.h"
#include "pgs-process.h"
#include "pgs-session.h"

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
probe_and_wait (const PgsProcessInfo *process,
                gconstpointer         address)
{
  GAsyncResult *result = NULL;

  pgs_probe_read_async (process, (guintptr) address, NULL, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return result;
}

static PgsProcessInfo *
dup_own_info (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open (getpid (), &error);
  g_autoptr (PgsSnapshot) snapshot = NULL;

  g_assert_no_error (error);
  snapshot = pgs_process_sample (process, PGS_SECTION_NONE, &error);
  g_assert_no_error (error);
  return pgs_process_info_ref (snapshot->process);
}

static void
test_own_pages (void)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  g_autoptr (PgsProcessInfo) info = dup_own_info ();
  g_autoptr (GAsyncResult) touched = NULL;
  g_autoptr (GAsyncResult) untouched = NULL;
  g_autoptr (GError) error = NULL;
  PgsProbe probe;
  char *memory = mmap (NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  g_assert_true (memory != MAP_FAILED);
  memory[0] = 1;
  touched = probe_and_wait (info, memory);
  untouched = probe_and_wait (info, memory + page);
  g_assert_true (pgs_probe_read_finish (touched, &probe, &error));
  g_assert_no_error (error);
  g_assert_true (pgs_probe_get_states (&probe) & PGS_PAGE_PRESENT);
  g_assert_cmpuint (probe.address, ==, (guintptr) memory);
  g_assert_cmpuint (probe.n_table_levels, >=, 4);
  g_assert_true (pgs_probe_read_finish (untouched, &probe, &error));
  g_assert_cmpuint (pgs_probe_get_states (&probe), ==, 0);
  g_assert_cmpuint (pgs_probe_get_pfn (&probe), ==, PGS_UNKNOWN);
  munmap (memory, 2 * page);
}

/* The same PID, but a process that began at another time. */
static void
test_reused_pid (void)
{
  g_autoptr (PgsProcessInfo) own = dup_own_info ();
  g_autoptr (PgsProcessInfo) other = pgs_process_info_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PgsProbe probe;

  other->pid = own->pid;
  other->start_ticks = own->start_ticks + 1;
  result = probe_and_wait (other, &probe);
  g_assert_false (pgs_probe_read_finish (result, &probe, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS);
}

/* Entries as Documentation/admin-guide/mm/pagemap.rst lays them out. */
static void
test_entry (void)
{
  const struct
  {
    guint64 entry;
    PgsPageState states;
    guint64 pfn;
  } entries[] = {
    { 0, 0, PGS_UNKNOWN },
    { 0x8000000000000000, PGS_PAGE_PRESENT, PGS_UNKNOWN }, /* the frame is hidden */
    { 0x81000000004c1a70, PGS_PAGE_PRESENT | PGS_PAGE_EXCLUSIVE, 0x4c1a70 },
    { 0xa000000000000001, PGS_PAGE_PRESENT | PGS_PAGE_FILE, 1 },
    { 0x4000000000000123, PGS_PAGE_SWAPPED, PGS_UNKNOWN },
    { 0x4400000000000000, PGS_PAGE_GUARD, PGS_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      const PgsProbe probe = { .entry = entries[i].entry };

      g_assert_cmpuint (pgs_probe_get_states (&probe), ==, entries[i].states);
      g_assert_cmpuint (pgs_probe_get_pfn (&probe), ==, entries[i].pfn);
    }
}

static void
test_swap (void)
{
  const PgsProbe swapped = { .entry = 0x4000000000000000 | 0x123 << 5 | 3 };
  const PgsProbe hidden = { .entry = 0x4000000000000000 };
  const PgsProbe guard = { .entry = 0x4400000000000123 };
  guint64 slot;
  guint area;

  g_assert_true (pgs_probe_get_swap (&swapped, &area, &slot));
  g_assert_cmpuint (area, ==, 3);
  g_assert_cmpuint (slot, ==, 0x123);
  g_assert_false (pgs_probe_get_swap (&hidden, &area, &slot));
  g_assert_false (pgs_probe_get_swap (&guard, &area, &slot));
}

/* A page of our own that is not a file's, is mapped once and cannot be anything else. */
static void
test_frame (void)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);
  g_autoptr (PgsProcessInfo) info = dup_own_info ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PgsProbe probe;
  char *memory = mmap (NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  g_assert_true (memory != MAP_FAILED);
  memory[0] = 1;
  result = probe_and_wait (info, memory);
  g_assert_true (pgs_probe_read_finish (result, &probe, &error));
  g_assert_no_error (error);
  munmap (memory, page);
  if (access ("/proc/kpageflags", R_OK) != 0 || pgs_probe_get_pfn (&probe) == PGS_UNKNOWN)
    {
      g_assert_false (probe.frame.has_flags);
      g_test_skip ("frames are not shown to this user");
      return;
    }
  g_assert_true (probe.frame.has_flags && probe.frame.has_count);
  g_assert_cmpuint (probe.frame.n_mapped, ==, 1);
  g_assert_cmphex (probe.frame.flags & (1 << 11 | 1 << 12), ==, 1 << 11 | 1 << 12); /* MMAP, ANON */
  g_assert_cmphex (probe.frame.flags & (1 << 7 | 1 << 10 | 1 << 20 | 1 << 24), ==, 0);
}

static void
test_cgroup (void)
{
  g_autoptr (PgsProcessInfo) info = dup_own_info ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 limit, use;

  pgs_probe_cgroup_async (info, NULL, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (pgs_probe_cgroup_finish (result, &limit, &use, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (limit, ==, info->memory_limit);
  if (use == PGS_UNKNOWN)
    g_test_skip ("the cgroup of this process cannot be read");
  else
    g_assert_cmpuint (use, >, 0);
}

static int
open_nothing (gint          pid,
              PgsOpenerFile file,
              gpointer      data)
{
  errno = ESRCH;
  return -1;
}

/* Of the first mapping of a program. */
static GAsyncResult *
probe_elf_and_wait (PgsSnapshot *snapshot,
                    PgsOpener   *opener)
{
  GAsyncResult *result = NULL;
  gsize region = 0;

  while (!(pgs_maps_get (snapshot->maps, region)->perms & PGS_PERM_EXEC))
    region++;
  pgs_elf_probe_async (snapshot->process, snapshot->maps, region, opener, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return result;
}

/* As inside Flatpak: what this program started is here, all others elsewhere. The last case: that is for good. */
static void
test_elsewhere (void)
{
  static const PgsOpenerClass klass = { .open = open_nothing, .is_elsewhere = TRUE };
  PgsOpener *here = pgs_opener_get_here ();
  g_autoptr (PgsProcess) process = pgs_process_open (getpid (), NULL);
  g_autoptr (PgsSnapshot) snapshot = pgs_process_sample (process, PGS_SECTION_NONE, NULL);
  g_autoptr (PgsSession) session = pgs_session_new ();
  g_autoptr (GAsyncResult) own = NULL, other = NULL, page = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree PgsElfProbe *elf = NULL;
  PgsProbe probe;

  pgs_opener_set_default (pgs_opener_new (&klass, NULL));
  pgs_session_watch_own (session, getpid ());
  g_assert_true (pgs_session_get_watched_opener (session) == here);
  pgs_session_watch (session, getpid ());
  g_assert_null (pgs_session_get_watched_opener (session));
  pgs_session_close (session);

  own = probe_elf_and_wait (snapshot, here);
  elf = pgs_elf_probe_finish (own, &error);
  g_assert_no_error (error);
  g_assert_true (elf->is_located);
  other = probe_elf_and_wait (snapshot, NULL);
  g_assert_null (pgs_elf_probe_finish (other, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  pgs_probe_read_async (snapshot->process, (guintptr) &probe, here, NULL, on_done, &page);
  while (page == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (pgs_probe_read_finish (page, &probe, &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/probe/own-pages", test_own_pages);
  g_test_add_func ("/session/probe/reused-pid", test_reused_pid);
  g_test_add_func ("/session/probe/entry", test_entry);
  g_test_add_func ("/session/probe/swap", test_swap);
  g_test_add_func ("/session/probe/frame", test_frame);
  g_test_add_func ("/session/probe/cgroup", test_cgroup);
  g_test_add_func ("/session/probe/elsewhere", test_elsewhere);
  return g_test_run ();
}
