/* pgs-proc-directory.c: which processes there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-proc-directory.h"

#include "pgs-error.h"

#include <dirent.h>
#include <errno.h>

/* NOTES
 *
 * glibtop_get_proclist() reads the same directory and hands on the PIDs only. What it leaves out is
 * the number of the inode: the kernel makes one for each process when it first lists it and drops it
 * with the process, so a PID with another inode than before is another process. (Under memory
 * pressure it may make a new one for an old process: that one is then read again, no more.) So
 * whether all of 5,000 are still the same costs one directory, 5 ms, instead of 5,000 reads of their
 * start times, 45 ms. Source: proc_fill_cache(), proc_flush_pid() in fs/proc/base.c.
 */

struct _PgsProcDirectory
{
  DIR *directory;
};

/**
 * pgs_proc_directory_open:
 * @error: where to put why not
 *
 * Returns: (transfer full): /proc; %NULL if it cannot be opened
 */
PgsProcDirectory *
pgs_proc_directory_open (GError **error)
{
  DIR *directory = opendir ("/proc");
  PgsProcDirectory *self;

  if (directory == NULL)
    {
      pgs_error_set_errno (error, errno, "/proc");
      return NULL;
    }
  self = g_new0 (PgsProcDirectory, 1);
  self->directory = directory;
  return self;
}

/**
 * pgs_proc_directory_free:
 * @self: (transfer full) (nullable): closes its descriptor
 */
void
pgs_proc_directory_free (PgsProcDirectory *self)
{
  if (self == NULL)
    return;
  closedir (self->directory);
  g_free (self);
}

/**
 * pgs_proc_directory_get_fd:
 * @self: /proc
 *
 * Returns: its descriptor, for openat() and its like; closed with @self
 */
int
pgs_proc_directory_get_fd (PgsProcDirectory *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return dirfd (self->directory);
}

/* Returns 0 for what is not a PID: /proc has other files, too. */
static gint
parse_pid (const char *name)
{
  gint pid = 0;

  for (; g_ascii_isdigit (*name) && pid <= (G_MAXINT - 9) / 10; name++)
    pid = pid * 10 + (*name - '0');
  return *name == '\0' ? pid : 0;
}

static gint
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const PgsProcEntry *entry_a = a;
  const PgsProcEntry *entry_b = b;

  return (entry_a->pid > entry_b->pid) - (entry_a->pid < entry_b->pid);
}

static gboolean
is_sorted (const GArray *entries)
{
  const PgsProcEntry *all = (const PgsProcEntry *) entries->data;

  for (guint i = 1; i < entries->len; i++)
    if (all[i - 1].pid >= all[i].pid)
      return FALSE;
  return TRUE;
}

/* A process may be listed twice if its PID is used again while the directory is read. */
static void
sort_entries (GArray *entries)
{
  guint n = 0;

  if (is_sorted (entries)) /* as Linux does it */
    return;
  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    {
      const PgsProcEntry entry = g_array_index (entries, PgsProcEntry, i);

      if (n == 0 || g_array_index (entries, PgsProcEntry, n - 1).pid != entry.pid)
        g_array_index (entries, PgsProcEntry, n++) = entry;
    }
  g_array_set_size (entries, n);
}

/**
 * pgs_proc_directory_read:
 * @self: /proc
 * @error: where to put why not
 *
 * Lists the processes that this user may see: about 1 µs each.
 *
 * Returns: (transfer full) (element-type PgsProcEntry): them, ordered by PID, each once; %NULL if
 *   reading failed
 */
GArray *
pgs_proc_directory_read (PgsProcDirectory  *self,
                         GError           **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (PgsProcEntry));
  struct dirent *found;

  g_return_val_if_fail (self != NULL, NULL);

  rewinddir (self->directory);
  while (errno = 0, (found = readdir (self->directory)) != NULL)
    {
      PgsProcEntry entry = { parse_pid (found->d_name), found->d_ino };

      if (entry.pid > 0)
        g_array_append_val (entries, entry);
    }
  if (errno != 0)
    {
      pgs_error_set_errno (error, errno, "/proc");
      return NULL;
    }
  sort_entries (entries);
  return g_steal_pointer (&entries);
}
