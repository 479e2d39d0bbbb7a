/* pgs-lesson-lack.c: what an experiment needs and this machine has not, found out by trying
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Nothing is left behind: what is made to see whether it can be made is removed at once. What would provide
 * what is missing is said as a command, which is not translated.
 */
#include "config.h"

#include "pgs-lesson.h"

#include "pgs-cgroup.h"
#include "pgs-features.h"
#include "pgs-lesson-quantity.h"

#include <errno.h>
#include <signal.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define SWAP_MIN ((guint64) 32 << 20)
#define TRY_MAX_MS 3000
#define TMPFS_MAGIC 0x01021994 /* linux/magic.h */
#define RAMFS_MAGIC 0x858458f6

/* Waits for a child, but not for ever. */
static gboolean
succeeds (GPid pid)
{
  int status = 1;

  for (int i = 0; i < TRY_MAX_MS; i++)
    {
      const pid_t ended = waitpid (pid, &status, WNOHANG);

      if (ended == pid)
        return WIFEXITED (status) && WEXITSTATUS (status) == 0;
      if (ended < 0 && errno != EINTR)
        return FALSE;
      g_usleep (1000);
    }
  kill (pid, SIGKILL);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  return FALSE;
}

static char *
dup_lack_of_program (const PgsLesson *self)
{
  g_autofree char *program = pgs_lesson_dup_program (self);

  if (g_file_test (program, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (program, G_FILE_TEST_IS_DIR))
    return NULL;
  return g_strdup_printf (_("needs its program, which is not there or cannot be run: %s"), program);
}

/* Lets the experiment's program try whether it can do here what it needs; it undoes that at once. */
static gboolean
can_do (const PgsLesson *self)
{
  g_autofree char *program = pgs_lesson_dup_program (self);
  char *argv[] = { program, (char *) "--try", NULL };
  const GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL;
  GPid pid;

  return !g_spawn_async (NULL, argv, NULL, flags, NULL, NULL, &pid, NULL) || succeeds (pid);
}

static char *
dup_lack_of_swap (const PgsLesson *self)
{
  g_autofree char *command = NULL;
  PgsSystem system;

  if (!pgs_system_read (&system, NULL))
    return NULL;
  if (system.swap_free != PGS_UNKNOWN && system.swap_free < SWAP_MIN)
    return g_strdup_printf (_("needs 32 MiB of free swap; as root: %s"),
                            "dd if=/dev/zero of=/swapfile bs=1M count=256 && chmod 600 /swapfile && "
                            "mkswap /swapfile && swapon /swapfile");
  if (can_do (self))
    return NULL;
  command = g_strdup_printf ("sudo systemd-run --pty pagescape-cli lab run %s", self->name);
  return g_strdup_printf (_("needs swap that its memory cgroup may use: %s"), command);
}

/* Whether the memory of processes is limited by cgroups of version 2. */
static gboolean
is_version_2 (void)
{
  g_auto (PgsCgroup) cgroup = { 0 };
  g_autofree char *text = NULL;

  return g_file_get_contents ("/proc/self/cgroup", &text, NULL, NULL) && pgs_cgroup_parse (&cgroup, text) &&
         !cgroup.is_v1;
}

/* With version 2, systemd gives an ordinary user groups of his own. Root lacks only the controller. */
static char *
dup_lack_of_cgroup (const PgsLesson *self)
{
  g_autofree char *manager = g_build_filename (g_get_user_runtime_dir (), "systemd", "private", NULL);
  g_autofree char *command = NULL;

  if (can_do (self))
    return NULL;
  if (!is_version_2 ())
    command = g_strdup_printf ("sudo pagescape-cli lab run %s", self->name);
  else if (geteuid () == 0)
    command = g_strdup ("echo +memory > /sys/fs/cgroup/cgroup.subtree_control");
  else if (g_file_test (manager, G_FILE_TEST_EXISTS))
    command = g_strdup_printf ("systemd-run --user --scope -p Delegate=yes pagescape-cli lab run %s", self->name);
  else
    command = g_strdup_printf ("sudo pagescape-cli lab run %s", self->name);
  return g_strdup_printf (_("needs a memory cgroup of its own, which it may not make here: %s"), command);
}

static char *
dup_lack_of_frames (const PgsLesson *self)
{
  g_autofree char *command = NULL;

  if (pgs_features_get ()->pfn)
    return NULL;
  command = g_strdup_printf ("sudo pagescape-cli lab run %s", self->name);
  return g_strdup_printf (_("needs frame numbers, which the kernel shows to the administrator only: %s"), command);
}

static char *
dup_lack_of_huge_pages (const PgsLesson *self)
{
  PgsLessonMachine machine;

  pgs_lesson_machine_read (&machine);
  if (machine.thp == 1)
    return NULL;
  return g_strdup_printf (_("needs transparent huge pages, which are switched off; as root: %s"),
                          "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
}

static gboolean
is_on_disk (const char *folder)
{
  struct statfs info;

  return folder != NULL && access (folder, W_OK | X_OK) == 0 && statfs (folder, &info) == 0 &&
         (guint64) info.f_type != TMPFS_MAGIC && (guint64) info.f_type != RAMFS_MAGIC;
}

static char *
dup_lack_of_disk (const PgsLesson *self)
{
  const char *const folders[] = { g_getenv ("TMPDIR"), "/var/tmp", "/tmp", g_get_home_dir (), "." };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    if (is_on_disk (folders[i]))
      return NULL;
  return g_strdup_printf (_("needs a folder on a disk (not tmpfs) that it may write: %s"), "export TMPDIR=…");
}

/**
 * pgs_lesson_dup_lack:
 * @self: an experiment
 *
 * Looks for its program and tries what it needs. Some ms.
 *
 * Returns: (transfer full) (nullable): what the machine lacks and which command would provide it, in one
 *   line; %NULL if nothing
 */
char *
pgs_lesson_dup_lack (const PgsLesson *self)
{
  static const struct { PgsLessonNeeds need; char *(*dup_lack) (const PgsLesson *self); } needs[] = {
    { PGS_NEEDS_SWAP, dup_lack_of_swap },         { PGS_NEEDS_MEMORY_CGROUP, dup_lack_of_cgroup },
    { PGS_NEEDS_FRAMES, dup_lack_of_frames },     { PGS_NEEDS_HUGE_PAGES, dup_lack_of_huge_pages },
    { PGS_NEEDS_DISK, dup_lack_of_disk },
  };

  char *lack;

  g_return_val_if_fail (self != NULL, NULL);

  lack = dup_lack_of_program (self);
  for (gsize i = 0; lack == NULL && i < G_N_ELEMENTS (needs); i++)
    if (self->needs & needs[i].need)
      lack = needs[i].dup_lack (self);
  return lack;
}
