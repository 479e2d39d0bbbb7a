/* pgs-probe.c: one look at something of a live process that is not in its samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Frame numbers are not part of samples: reading them costs 8 bytes for each page and hardly anyone
 * may see them. The page that somebody points at is read here, in a thread of GTask's pool with
 * descriptors of its own, so that neither the sampler nor the main thread waits for it.
 */
#include "config.h"

#include "pgs-probe.h"

#include <string.h>

#include "pgs-cgroup.h"
#include "pgs-error.h"
#include "pgs-frame-reader.h"
#include "pgs-opener.h"
#include "pgs-paging.h"
#include "pgs-process.h"

#define PFN_MASK ((1ull << 55) - 1)
#define SWAP_AREA_BITS 5
#define SWAP_AREA_MASK ((1u << SWAP_AREA_BITS) - 1)
#define NO_SWAP_AREA SWAP_AREA_MASK /* the last number is never one: SWP_PTE_MARKER in linux/swap.h */
#define ENTRY_EXCLUSIVE (1ull << 56)
#define ENTRY_GUARD (1ull << 58)
#define ENTRY_FILE (1ull << 61)
#define ENTRY_SWAPPED (1ull << 62)
#define ENTRY_PRESENT (1ull << 63)

#define MAX_TRIES 3

typedef struct
{
  PgsProcessInfo *process;
  PgsOpener *opener; /* (nullable) */
  guint64 address;
} Request;

static Request *
request_new (const PgsProcessInfo *process,
             PgsOpener            *opener)
{
  Request *self = g_new0 (Request, 1);

  self->process = pgs_process_info_ref ((PgsProcessInfo *) process);
  self->opener = opener != NULL ? pgs_opener_ref (opener) : NULL;
  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  pgs_process_info_unref (self->process);
  g_clear_pointer (&self->opener, pgs_opener_unref);
  g_free (self);
}

/* The page may go to another frame between the two reads; then it is read again. */
static gboolean
read_entry_and_frame (PgsProcess  *process,
                      PgsOpener   *opener,
                      PgsProbe    *probe,
                      GError     **error)
{
  guint64 again;

  if (!pgs_process_read_page (process, probe->address, &probe->entry, error))
    return FALSE;
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      const guint64 pfn = pgs_probe_get_pfn (probe);

      probe->frame = (PgsFrame) { 0 };
      if (pfn == PGS_UNKNOWN)
        return TRUE;
      pgs_frame_read (pfn, opener, &probe->frame);
      if (!pgs_process_read_page (process, probe->address, &again, error))
        return FALSE;
      if (again == probe->entry)
        return TRUE;
      probe->entry = again;
    }
  probe->frame = (PgsFrame) { 0 };
  return TRUE;
}

static gboolean
read_page (const Request  *request,
           PgsProbe       *probe,
           GError        **error)
{
  g_autoptr (PgsProcess) process = pgs_process_open_same (request->process, request->opener, error);

  if (process == NULL)
    return FALSE;
  probe->address = request->address;
  probe->n_table_levels = pgs_paging_get_levels ();
  return read_entry_and_frame (process, request->opener, probe, error);
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  PgsProbe *probe = g_new0 (PgsProbe, 1);
  GError *error = NULL;

  if (read_page (data, probe, &error))
    {
      g_task_return_pointer (task, probe, g_free);
      return;
    }
  g_free (probe);
  g_task_return_error (task, error);
}

/**
 * pgs_probe_read_async:
 * @process: which process; another one with the same PID is not read
 * @address: of a page
 * @opener: (nullable): who opens what we may not
 * @cancellable: (nullable): to give up
 * @callback: called on this thread
 * @data: for @callback
 *
 * Reads one page's entry in pagemap, and what the kernel says of its frame, in another thread.
 */
void
pgs_probe_read_async (const PgsProcessInfo *process,
                      guint64               address,
                      PgsOpener            *opener,
                      GCancellable         *cancellable,
                      GAsyncReadyCallback   callback,
                      gpointer              data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Request *request = request_new (process, opener);

  request->address = address;
  g_task_set_source_tag (task, pgs_probe_read_async);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, run);
}

/**
 * pgs_probe_read_finish:
 * @result: from the callback
 * @probe: (out caller-allocates): what was read
 * @error: %PGS_ERROR_NO_PROCESS, %PGS_ERROR_ACCESS; or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it was read
 */
gboolean
pgs_probe_read_finish (GAsyncResult  *result,
                       PgsProbe      *probe,
                       GError       **error)
{
  g_autofree PgsProbe *read = g_task_propagate_pointer (G_TASK (result), error);

  if (read == NULL)
    return FALSE;
  *probe = *read;
  return TRUE;
}

static void
run_cgroup (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  const Request *request = data;
  g_autofree char *path = g_strdup_printf ("/proc/%d/cgroup", request->process->pid);
  g_autofree char *text = NULL;
  g_autofree char *mountinfo = NULL;
  g_auto (PgsCgroup) cgroup = { 0 };
  guint64 *numbers = g_new (guint64, 2);
  GError *error = NULL;

  numbers[0] = numbers[1] = PGS_UNKNOWN;
  if (pgs_opener_is_elsewhere (request->opener))
    {
      g_task_return_pointer (task, numbers, g_free);
      return;
    }
  if (!g_file_get_contents (path, &text, NULL, &error)
      || !g_file_get_contents ("/proc/self/mountinfo", &mountinfo, NULL, &error))
    {
      g_free (numbers);
      g_task_return_error (task, error);
      return;
    }
  if (pgs_cgroup_parse (&cgroup, text) && pgs_cgroup_locate (&cgroup, mountinfo))
    numbers[1] = pgs_cgroup_read_use (&cgroup, &numbers[0]);
  g_task_return_pointer (task, numbers, g_free);
}

/**
 * pgs_probe_cgroup_async:
 * @process: which process
 * @opener: (nullable): who opens its files; where that is in another place, nothing is known
 * @cancellable: (nullable): to give up
 * @callback: called on this thread
 * @data: for @callback
 *
 * Reads in another thread how much memory the process' cgroup may use and uses.
 */
void
pgs_probe_cgroup_async (const PgsProcessInfo *process,
                        PgsOpener            *opener,
                        GCancellable         *cancellable,
                        GAsyncReadyCallback   callback,
                        gpointer              data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, pgs_probe_cgroup_async);
  g_task_set_task_data (task, request_new (process, opener), request_free);
  g_task_run_in_thread (task, run_cgroup);
}

/**
 * pgs_probe_cgroup_finish:
 * @result: from the callback
 * @limit: (out): bytes, %PGS_UNKNOWN if there is no limit or it cannot be read
 * @use: (out): bytes used by the cgroup that sets @limit, %PGS_UNKNOWN if it cannot be read
 * @error: why not
 *
 * Returns: whether it was read
 */
gboolean
pgs_probe_cgroup_finish (GAsyncResult  *result,
                         guint64       *limit,
                         guint64       *use,
                         GError       **error)
{
  g_autofree guint64 *numbers = g_task_propagate_pointer (G_TASK (result), error);

  if (numbers == NULL)
    return FALSE;
  *limit = numbers[0];
  *use = numbers[1];
  return TRUE;
}

/**
 * pgs_probe_get_pfn:
 * @self: a page
 *
 * Returns: the number of the frame that it is in; %PGS_UNKNOWN if it is in none, or the kernel does
 *   not tell (it shows 0 to those without CAP_SYS_ADMIN)
 */
guint64
pgs_probe_get_pfn (const PgsProbe *self)
{
  const guint64 pfn = self->entry & PFN_MASK;

  return (self->entry & ENTRY_PRESENT) && pfn != 0 ? pfn : PGS_UNKNOWN;
}

/**
 * pgs_probe_get_states:
 * @self: a page
 *
 * A guard entry also says that it is swapped, so that is left out.
 *
 * Returns: those of present, swapped, file, exclusive and guard that it is in
 */
PgsPageState
pgs_probe_get_states (const PgsProbe *self)
{
  PgsPageState states = 0;

  if (self->entry & ENTRY_GUARD)
    return PGS_PAGE_GUARD;
  if (self->entry & ENTRY_PRESENT)
    states |= PGS_PAGE_PRESENT;
  if (self->entry & ENTRY_SWAPPED)
    states |= PGS_PAGE_SWAPPED;
  if (self->entry & ENTRY_FILE)
    states |= PGS_PAGE_FILE;
  if (self->entry & ENTRY_EXCLUSIVE)
    states |= PGS_PAGE_EXCLUSIVE;
  return states;
}

static gboolean
is_swap_entry (const PgsProbe *self)
{
  return (self->entry & (ENTRY_SWAPPED | ENTRY_GUARD | ENTRY_PRESENT)) == ENTRY_SWAPPED;
}

/**
 * pgs_probe_is_mark:
 * @self: a page
 *
 * Returns: whether its entry says "swapped" and is a mark, as of userfaultfd; %FALSE, too, where the
 *   kernel does not tell, as it does only to those with CAP_SYS_ADMIN
 */
gboolean
pgs_probe_is_mark (const PgsProbe *self)
{
  return is_swap_entry (self) && (self->entry & SWAP_AREA_MASK) == NO_SWAP_AREA;
}

/**
 * pgs_probe_get_swap:
 * @self: a page
 * @area: (out): number of the swap area
 * @slot: (out): number of the page in it
 *
 * Returns: whether it has a swap entry whose place the kernel tells
 */
gboolean
pgs_probe_get_swap (const PgsProbe *self,
                    guint          *area,
                    guint64        *slot)
{
  const guint64 place = self->entry & PFN_MASK;

  if (!is_swap_entry (self) || pgs_probe_is_mark (self) || place == 0)
    return FALSE;
  *area = (guint) (place & SWAP_AREA_MASK);
  *slot = place >> SWAP_AREA_BITS;
  return TRUE;
}
