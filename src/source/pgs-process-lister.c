/* pgs-process-lister.c: making one process table after the other, cheaply
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-table-private.h"

#include "pgs-cmdline-reader.h"
#include "pgs-error.h"
#include "pgs-glibtop.h"
#include "pgs-stat-parser.h"
#include "pgs-status-parser.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include <glibtop/mem.h>
#include <glibtop/proclist.h>

/* NOTES
 *
 * libgtop gives the PIDs (glibtop_get_proclist) and MemTotal (glibtop_get_mem). What is asked of each
 * process is read here: libgtop opens and parses stat again for each of its calls. 5,100 sleeping
 * processes on Linux 6.18: 50 µs a process with glibtop_get_proc_mem, _state, _uid and _kernel, of
 * which _uid is 21; 17 µs here, of which 15 are the reads of stat and statm. Keeping their
 * descriptors open would save 9, but needs 10,000 of them.
 *
 * status has the user, and the sizes of statm as well: where it is read, statm is not.
 *
 * What stays (name, user, arguments) is kept by (PID, start time, comm): an exec changes comm or is
 * not worth a second look. A process may change its user while it runs, so users are read again in
 * rotation, a ROTATION-th of the processes each time.
 */

#define ROTATION 16
#define COLLECT_US G_USEC_PER_SEC /* the longest that one refresh waits for arguments */
#define STAT_SIZE_MAX 2048        /* 52 numbers of up to 20 digits, comm of up to 64 bytes */
#define STATM_SIZE_MAX 256
#define STATUS_SIZE_MAX 4096 /* a process in hundreds of groups has more: then its sizes come from statm */

/* What is kept of a process between two refreshes. Strings are GRefStrings. */
typedef struct
{
  guint64 start_ticks;
  char *name;
  char *user;
  char *cmdline;
  guint32 uid;
  gboolean cmdline_requested;
  guint seen; /* number of the refresh that saw it last */
} Known;

struct _PgsProcessLister
{
  GHashTable *known; /* PID → Known */
  GHashTable *users; /* uid → GRefString */
  PgsCmdlineReader *reader;
  int proc_fd;
  guint n_refreshes;
  guint64 page_size;
};

static void
free_known (gpointer data)
{
  Known *known = data;

  g_ref_string_release (known->name);
  g_ref_string_release (known->user);
  if (known->cmdline != NULL)
    g_ref_string_release (known->cmdline);
  g_free (known);
}

/**
 * pgs_process_lister_new:
 *
 * Returns: (transfer full): a lister that knows nothing yet
 */
PgsProcessLister *
pgs_process_lister_new (void)
{
  PgsProcessLister *self = g_new0 (PgsProcessLister, 1);

  self->known = g_hash_table_new_full (NULL, NULL, NULL, free_known);
  self->users = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ref_string_release);
  self->reader = pgs_cmdline_reader_new (pgs_cmdline_read_joined);
  self->proc_fd = -1;
  self->page_size = sysconf (_SC_PAGESIZE);
  return self;
}

/**
 * pgs_process_lister_free:
 * @self: (transfer full) (nullable): a lister; its tables live on
 */
void
pgs_process_lister_free (PgsProcessLister *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->users);
  pgs_cmdline_reader_free (self->reader);
  if (self->proc_fd >= 0)
    close (self->proc_fd);
  g_free (self);
}

/* Reads /proc/PID/FILE into @text, which is terminated. Returns its length or a negative errno. */
static gssize
read_process_file (PgsProcessLister *self,
                   gint              pid,
                   const char       *file,
                   char             *text,
                   gsize             size)
{
  char path[48];
  gssize n;
  int fd;

  g_snprintf (path, sizeof path, "%d/%s", pid, file);
  fd = openat (self->proc_fd, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -errno;
  do
    n = read (fd, text, size - 1);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    n = -errno;
  close (fd);
  text[MAX (n, 0)] = '\0';
  return n;
}

static void
set_stat (PgsProcessRecord *record,
          const PgsStat    *stat)
{
  record->state = stat->state;
  record->ppid = stat->ppid;
  record->minor_faults = stat->minor_faults;
  record->major_faults = stat->major_faults;
  record->priority = stat->priority;
  record->nice = stat->nice;
  record->threads = stat->threads;
  record->start_ticks = stat->start_ticks;
}

static guint64
pages_to_bytes (guint64 n_pages,
                guint64 page_size)
{
  return n_pages > (PGS_UNKNOWN - 1) / page_size ? PGS_UNKNOWN : n_pages * page_size;
}

static void
read_statm (PgsProcessLister *self,
            PgsProcessRecord *record)
{
  char text[STATM_SIZE_MAX];
  PgsStatm statm;
  gssize length = read_process_file (self, record->pid, "statm", text, sizeof text);

  if (length < 0 || !pgs_statm_parse (text, length, &statm, NULL))
    return;
  record->virt = pages_to_bytes (statm.size, self->page_size);
  record->res = pages_to_bytes (statm.resident, self->page_size);
  record->shr = pages_to_bytes (statm.shared, self->page_size);
}

/* Sums up as the kernel does for statm. Source: task_mem() and task_statm() in fs/proc/task_mmu.c. */
static void
set_sizes (PgsProcessRecord  *record,
           const PgsCounters *status)
{
  if (status->virt == PGS_UNKNOWN || status->anon == PGS_UNKNOWN || status->file == PGS_UNKNOWN
      || status->shmem == PGS_UNKNOWN)
    return;
  record->virt = status->virt;
  record->shr = status->file + status->shmem;
  record->res = record->shr + status->anon;
}

/* Reads the effective user, and the sizes where they are there. Returns FALSE if the process is gone
 * or its status hidden. */
static gboolean
read_status (PgsProcessLister *self,
             PgsProcessRecord *record,
             guint32          *uid)
{
  char text[STATUS_SIZE_MAX];
  PgsCounters status;
  gssize length = read_process_file (self, record->pid, "status", text, sizeof text);

  *uid = G_MAXUINT32;
  if (length < 0)
    return FALSE;
  pgs_counters_clear (&status);
  pgs_status_parse (text, length, &status, uid);
  set_sizes (record, &status);
  return *uid != G_MAXUINT32;
}

static void
read_oom_score (PgsProcessLister *self,
                PgsProcessRecord *record)
{
  char text[32], *end;

  if (read_process_file (self, record->pid, "oom_score", text, sizeof text) < 0)
    return;
  record->oom_score = g_ascii_strtoull (text, &end, 10);
  if (end == text)
    record->oom_score = PGS_UNKNOWN;
}

/* Returns a GRefString: the name of a user, its number if it has none. */
static char *
make_user (guint32 uid)
{
  char number[16];
  struct passwd entry, *found = NULL;
  gsize size = 1024;
  int result;

  do
    {
      g_autofree char *buffer = g_malloc (size);

      result = getpwuid_r (uid, &entry, buffer, size, &found);
      if (result == 0 && found != NULL)
        return g_ref_string_new (found->pw_name);
      size *= 2;
    }
  while (result == ERANGE && size <= 1024 * 1024);
  g_snprintf (number, sizeof number, "%u", uid);
  return g_ref_string_new (number);
}

static char *
acquire_user (PgsProcessLister *self,
              guint32           uid)
{
  char *user = g_hash_table_lookup (self->users, GUINT_TO_POINTER (uid));

  if (user == NULL)
    {
      user = make_user (uid);
      g_hash_table_insert (self->users, GUINT_TO_POINTER (uid), user);
    }
  return g_ref_string_acquire (user);
}

static Known *
add_known (PgsProcessLister *self,
           PgsProcessRecord *record,
           const char       *name)
{
  Known *known;
  guint32 uid;

  if (!read_status (self, record, &uid))
    return NULL;
  known = g_new0 (Known, 1);
  known->start_ticks = record->start_ticks;
  known->name = g_ref_string_new (name);
  known->uid = uid;
  known->user = acquire_user (self, uid);
  g_hash_table_replace (self->known, GINT_TO_POINTER (record->pid), known);
  return known;
}

static void
check_uid (PgsProcessLister *self,
           PgsProcessRecord *record,
           Known            *known)
{
  guint32 uid;

  if (!read_status (self, record, &uid) || uid == known->uid)
    return;
  known->uid = uid;
  g_ref_string_release (known->user);
  known->user = acquire_user (self, uid);
}

/* Finds or makes what is kept of the process of @record. Returns NULL if it is gone. */
static Known *
get_known (PgsProcessLister *self,
           PgsProcessRecord *record,
           const char       *name,
           gsize             index)
{
  Known *known = g_hash_table_lookup (self->known, GINT_TO_POINTER (record->pid));

  if (known == NULL || known->start_ticks != record->start_ticks
      || strcmp (known->name, name) != 0)
    known = add_known (self, record, name);
  else if (index % ROTATION == self->n_refreshes % ROTATION)
    check_uid (self, record, known);
  if (known != NULL)
    known->seen = self->n_refreshes;
  return known;
}

/* Fills @record and what is known of it. Returns FALSE if it is gone or hidden (hidepid); @errsv
 * tells other reasons. */
static gboolean
read_process (PgsProcessLister    *self,
              PgsProcessListFlags  flags,
              PgsProcessRecord    *record,
              gsize                index,
              int                 *errsv)
{
  char text[STAT_SIZE_MAX];
  PgsStat stat;
  Known *known;
  gssize length = read_process_file (self, record->pid, "stat", text, sizeof text);

  *errsv = length < 0 ? -length : 0;
  if (length < 0 || !pgs_stat_parse (text, length, &stat, NULL))
    return FALSE;
  set_stat (record, &stat);
  record->virt = record->res = record->shr = PGS_UNKNOWN;
  known = get_known (self, record, stat.name, index);
  if (known == NULL)
    return FALSE;
  if (record->virt == PGS_UNKNOWN)
    read_statm (self, record);
  record->oom_score = PGS_UNKNOWN;
  if (flags & PGS_PROCESS_LIST_OOM_SCORE)
    read_oom_score (self, record);
  if ((flags & PGS_PROCESS_LIST_CMDLINE) && !known->cmdline_requested)
    {
      known->cmdline_requested = TRUE;
      pgs_cmdline_reader_request (self->reader, record->pid, record->start_ticks);
    }
  return TRUE;
}

static void
collect_cmdlines (PgsProcessLister *self)
{
  g_autoptr (GArray) results = pgs_cmdline_reader_collect (self->reader, COLLECT_US);

  for (gsize i = 0; i < results->len; i++)
    {
      PgsCmdlineResult *result = &g_array_index (results, PgsCmdlineResult, i);
      Known *known = g_hash_table_lookup (self->known, GINT_TO_POINTER (result->pid));

      if (known == NULL || known->start_ticks != result->start_ticks)
        continue;
      g_clear_pointer (&known->cmdline, g_ref_string_release);
      known->cmdline = g_steal_pointer (&result->cmdline);
    }
}

/* Takes the strings from what is known, now that the arguments are there. */
static PgsProcessTable *
make_table (PgsProcessLister *self,
            GArray           *records,
            guint64           mem_total)
{
  PgsProcessTable *table = pgs_process_table_new_sized (records->len);

  for (gsize i = 0; i < records->len; i++)
    {
      PgsProcessRecord *record = &g_array_index (records, PgsProcessRecord, i);
      Known *known = g_hash_table_lookup (self->known, GINT_TO_POINTER (record->pid));

      record->name = known->name;
      record->user = known->user;
      record->uid = known->uid;
      record->cmdline = known->cmdline;
      record->mem_percent = record->res == PGS_UNKNOWN || mem_total == 0
                              ? -1
                              : (double) record->res / mem_total * 100;
      pgs_process_table_add (table, record);
    }
  return table;
}

static gboolean
was_not_seen (gpointer key,
              gpointer value,
              gpointer data)
{
  Known *known = value;
  PgsProcessLister *self = data;

  return known->seen != self->n_refreshes;
}

static int
compare_pids (gconstpointer a,
              gconstpointer b)
{
  pid_t pid_a = *(const pid_t *) a, pid_b = *(const pid_t *) b;

  return (pid_a > pid_b) - (pid_a < pid_b);
}

static pid_t *
get_pids (gsize   *n_pids,
          GError **error)
{
  glibtop_proclist list;
  pid_t *pids;

  errno = 0;
  pids = glibtop_get_proclist (&list, GLIBTOP_KERN_PROC_ALL, 0);
  if (pids == NULL || list.flags == 0)
    {
      pgs_error_set_errno (error, errno != 0 ? errno : EIO, "/proc");
      g_free (pids);
      return NULL;
    }
  *n_pids = list.number;
  qsort (pids, list.number, sizeof *pids, compare_pids);
  return pids;
}

/* Reads all of @pids. Returns (transfer full) records without strings; NULL where reading failed for
 * a reason that is not the process'. */
static GArray *
read_processes (PgsProcessLister     *self,
                PgsProcessListFlags   flags,
                const pid_t          *pids,
                gsize                 n_pids,
                GError              **error)
{
  g_autoptr (GArray) records = g_array_sized_new (FALSE, FALSE, sizeof (PgsProcessRecord), n_pids);
  int errsv;

  for (gsize i = 0; i < n_pids; i++)
    {
      PgsProcessRecord record = { .pid = pids[i] };

      if (read_process (self, flags, &record, i, &errsv))
        g_array_append_val (records, record);
      else if (errsv == EMFILE || errsv == ENFILE || errsv == ENOMEM)
        {
          pgs_error_set_errno (error, errsv, "/proc/%u/stat", pids[i]);
          return NULL;
        }
    }
  return g_steal_pointer (&records);
}

static gboolean
prepare (PgsProcessLister  *self,
         GError           **error)
{
  if (!pgs_glibtop_prepare (error))
    return FALSE;
  if (self->proc_fd < 0)
    self->proc_fd = open ("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (self->proc_fd < 0)
    pgs_error_set_errno (error, errno, "/proc");
  return self->proc_fd >= 0;
}

/**
 * pgs_process_lister_refresh:
 * @self: a lister
 * @flags: what to read besides
 * @error: where to put why not
 *
 * Lists all processes that this user may see, ordered by PID. Processes that end meanwhile are left
 * out; zombies are listed. Blocks: about 17 µs a process, and with %PGS_PROCESS_LIST_CMDLINE up to a
 * second for arguments that were not read before; those that were not read by then are %NULL now
 * and there later.
 *
 * Returns: (transfer full): the table; %NULL with %PGS_ERROR_UNSUPPORTED if /proc is not mounted,
 *   other codes as errno says
 */
PgsProcessTable *
pgs_process_lister_refresh (PgsProcessLister     *self,
                            PgsProcessListFlags   flags,
                            GError              **error)
{
  g_autofree pid_t *pids = NULL;
  g_autoptr (GArray) records = NULL;
  glibtop_mem mem;
  gsize n_pids;

  g_return_val_if_fail (self != NULL, NULL);

  if (!prepare (self, error))
    return NULL;
  pids = get_pids (&n_pids, error);
  if (pids == NULL)
    return NULL;
  self->n_refreshes++;
  records = read_processes (self, flags, pids, n_pids, error);
  if (records == NULL)
    return NULL;
  g_hash_table_foreach_remove (self->known, was_not_seen, self);
  if (flags & PGS_PROCESS_LIST_CMDLINE)
    collect_cmdlines (self);
  glibtop_get_mem (&mem);
  return make_table (self, records, mem.total);
}
