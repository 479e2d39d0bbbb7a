/* test-lent.c: a process is looked into through the broker, with the right to see frames and without
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "animal.h"

#include "pgs-broker-private.h"
#include "pgs-features.h"
#include "pgs-frame-reader.h"
#include "pgs-process.h"
#include "protocol.h"

#include <unistd.h>

#define NOBODY 65534
#define PFN_MASK (((guint64) 1 << 55) - 1)
#define PRESENT ((guint64) 1 << 63)

static GSubprocess *
start (int            socket,
       gconstpointer  argument,
       GError       **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

  g_subprocess_launcher_take_stdin_fd (launcher, socket);
  return g_subprocess_launcher_spawn (launcher, error, g_getenv ("PGS_BROKER"), argument, NULL);
}

/* What the broker is asked for is the animal's first page, which it has written. */
static void
look (Animal     *animal,
      PgsBroker  *broker,
      gboolean    shows_frames)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = NULL;
  g_autoptr (PgsSnapshot) snapshot = NULL;
  PgsFrame frame;
  guint64 address, end, entry;

  animal_range (animal, "area", &address, &end);
  process = pgs_process_open_through (animal_pid (animal), pgs_broker_get_opener (broker), &error);
  g_assert_no_error (error);
  snapshot = pgs_process_sample (process, PGS_SECTION_ALL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (snapshot->access[PGS_PART_MAPS], ==, PGS_ACCESS_OK);
  g_assert_cmpint (snapshot->access[PGS_PART_PAGEMAP], ==, PGS_ACCESS_OK);
  g_assert_cmpint (snapshot->access[PGS_PART_PFN], ==, shows_frames ? PGS_ACCESS_OK : PGS_ACCESS_DENIED);
  g_assert_true (pgs_process_read_page (process, address, &entry, &error));
  g_assert_true (entry & PRESENT);
  g_assert_true (((entry & PFN_MASK) != 0) == shows_frames);
  if (!shows_frames)
    return;
  pgs_frame_read (entry & PFN_MASK, NULL, &frame);
  g_assert_false (frame.has_flags);
  pgs_frame_read (entry & PFN_MASK, pgs_broker_get_opener (broker), &frame);
  g_assert_true (frame.has_flags);
  g_assert_true (frame.has_count);
  g_assert_cmpuint (frame.n_mapped, >=, 1);
}

static void
look_with (const char *argument,
           gboolean    shows_frames)
{
  g_autoptr (PgsBroker) broker = pgs_broker_new_with (PGS_BROKER_ELEVATED_FRAMES, start, argument);
  g_autoptr (GError) error = NULL;
  Animal *animal;

  if (geteuid () != 0)
    {
      g_test_skip ("needs root, to have a process that others may not look into");
      return;
    }
  if (!pgs_features_ensure (NULL) || !pgs_features_get ()->pfn)
    {
      g_test_skip ("root sees no frame numbers here");
      return;
    }
  animal = animal_start ("dense", "1");
  g_assert_true (pgs_broker_start (broker, &error));
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  look (animal, broker, shows_frames);
  g_assert_cmpint (seteuid (0), ==, 0);
  animal_free (animal);
}

static void
test_pages (void)
{
  look_with (BROKER_ARGUMENT_PAGES, FALSE);
}

static void
test_frames (void)
{
  look_with (BROKER_ARGUMENT_FRAMES, TRUE);
}

/* @info: what was told of the process last; the same is told now, but for what was not known */
static gsize
count_code (PgsProcess      *process,
            PgsProcessInfo **info)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) snapshot = pgs_process_sample (process, PGS_SECTION_NONE, &error);
  gsize n_code = 0;

  g_assert_no_error (error);
  if (*info == NULL || ((*info)->exe == NULL && snapshot->process->exe != NULL))
    {
      g_assert_true (*info == NULL || pgs_process_info_may_run_same (*info, snapshot->process));
      g_clear_pointer (info, pgs_process_info_unref);
      *info = pgs_process_info_ref (snapshot->process);
    }
  g_assert_true (*info == snapshot->process);
  for (gsize i = 0; snapshot->maps != NULL && i < pgs_maps_get_length (snapshot->maps); i++)
    n_code += pgs_maps_get (snapshot->maps, i)->kind == PGS_KIND_CODE;
  return n_code;
}

/* What a process runs is known with the rights, and stays known; giving them up makes no other program of it. */
static void
test_executable (void)
{
  g_autoptr (PgsBroker) broker = pgs_broker_new_with (PGS_BROKER_ELEVATED, start, BROKER_ARGUMENT_PAGES);
  g_autoptr (PgsProcessInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  PgsProcess *process;
  Animal *animal;
  PgsExe exe;

  if (geteuid () != 0)
    {
      g_test_skip ("needs root, to have a process that others may not look into");
      return;
    }
  animal = animal_start ("dense", "1");
  g_assert_true (pgs_broker_start (broker, &error));
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
  process = pgs_process_open (animal_pid (animal), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_code (process, &info), ==, 0);
  g_assert_null (info->exe);
  for (guint i = 0; i < 2; i++)
    {
      pgs_process_set_opener (process, pgs_broker_get_opener (broker));
      g_assert_cmpuint (count_code (process, &info), ==, 1);
      g_assert_true (g_str_has_suffix (info->exe, "/zoo"));
      pgs_process_set_opener (process, NULL);
      g_assert_cmpuint (count_code (process, &info), ==, 0);
    }
  pgs_process_free (process);
  g_assert_true (pgs_opener_read_exe (pgs_broker_get_opener (broker), animal_pid (animal), &exe));
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_true (g_str_has_suffix (exe.path, "/zoo"));
  g_free ((char *) exe.path);
  animal_free (animal);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lent/pages", test_pages);
  g_test_add_func ("/lent/frames", test_frames);
  g_test_add_func ("/lent/executable", test_executable);
  return g_test_run ();
}
