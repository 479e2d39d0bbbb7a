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

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define SWAP_MIN ((guint64) 32 << 20)
#define TMPFS_MAGIC 0x01021994 /* linux/magic.h */
#define RAMFS_MAGIC 0x858458f6

static char *
dup_lack_of_swap (const PgsLesson *self)
{
  PgsSystem system;

  if (!pgs_system_read (&system, NULL) || (system.swap_free != PGS_UNKNOWN && system.swap_free >= SWAP_MIN))
    return NULL;
  return g_strdup_printf (_("needs 32 MiB of free swap; as root: %s"),
                          "dd if=/dev/zero of=/swapfile bs=1M count=256 && chmod 600 /swapfile && "
                          "mkswap /swapfile && swapon /swapfile");
}

/* Returns: (transfer full) (nullable): where the own memory cgroup is in the file system. */
static char *
get_own_cgroup (gboolean *is_v1)
{
  g_auto (PgsCgroup) cgroup = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *mountinfo = NULL;

  if (!g_file_get_contents ("/proc/self/cgroup", &text, NULL, NULL) ||
      !g_file_get_contents ("/proc/self/mountinfo", &mountinfo, NULL, NULL) ||
      !pgs_cgroup_parse (&cgroup, text) || !pgs_cgroup_locate (&cgroup, mountinfo) || cgroup.mount == NULL ||
      cgroup.below == NULL)
    return NULL;
  *is_v1 = cgroup.is_v1;
  return g_strconcat (cgroup.mount, cgroup.below, NULL);
}

/* A cgroup of one's own is of use if its memory can be limited and a process can be put into it. */
static gboolean
can_make_cgroup (const char *parent,
                 gboolean    is_v1)
{
  g_autofree char *name = g_strdup_printf ("pagescape-lab-try-%d", (int) getpid ());
  g_autofree char *path = g_build_filename (parent, name, NULL);
  g_autofree char *limit = g_build_filename (path, is_v1 ? "memory.limit_in_bytes" : "memory.max", NULL);
  g_autofree char *members = g_build_filename (path, "cgroup.procs", NULL);
  gboolean result;

  if (mkdir (path, 0755) != 0)
    return FALSE;
  result = access (limit, W_OK) == 0 && access (members, W_OK) == 0;
  rmdir (path);
  return result;
}

static char *
dup_lack_of_cgroup (const PgsLesson *self)
{
  gboolean is_v1 = FALSE;
  g_autofree char *own = get_own_cgroup (&is_v1);
  g_autofree char *parent = own != NULL ? g_path_get_dirname (own) : NULL;
  g_autofree char *command = NULL;

  /* with version 2, a cgroup with processes in it cannot hand on the controller: then beside it */
  if (own != NULL && (can_make_cgroup (own, is_v1) || (!is_v1 && can_make_cgroup (parent, is_v1))))
    return NULL;
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
 * Tries what it needs. Some ms.
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

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (needs); i++)
    {
      char *lack = self->needs & needs[i].need ? needs[i].dup_lack (self) : NULL;

      if (lack != NULL)
        return lack;
    }
  return NULL;
}
