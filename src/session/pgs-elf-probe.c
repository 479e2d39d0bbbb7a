/* pgs-elf-probe.c: one look at the program file that a mapping of a live process shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-elf-probe.h"

#include "pgs-error.h"
#include "pgs-process.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

typedef struct
{
  PgsProcessInfo *process;
  PgsMaps *maps;
  gsize region;
  PgsOpener *opener; /* (nullable) */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  pgs_process_info_unref (self->process);
  pgs_maps_unref (self->maps);
  g_clear_pointer (&self->opener, pgs_opener_unref);
  g_free (self);
}

/* Whether the PID is still that of the process, after its directory was opened. */
static gboolean
check_process (const Request  *request,
               GError        **error)
{
  g_autoptr (PgsProcess) process = pgs_process_open_same (request->process, request->opener, error);

  return process != NULL;
}

static gboolean
read_elf (const Request  *request,
          PgsElfProbe    *probe,
          GError        **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d", request->process->pid);
  int dir_fd;
  gboolean is_read;

  if (pgs_opener_is_elsewhere (request->opener))
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED, "%s: not to be seen from here", path);
      return FALSE;
    }
  dir_fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir_fd < 0)
    {
      pgs_error_set_errno (error, errno, "%s", path);
      return FALSE;
    }
  is_read = check_process (request, error)
            && pgs_elf_read (&probe->elf, dir_fd, pgs_maps_get (request->maps, request->region), error);
  close (dir_fd);
  if (is_read)
    probe->is_located = pgs_elf_locate (&probe->elf, request->maps, request->region,
                                        (guint64) sysconf (_SC_PAGESIZE), &probe->segment, &probe->bias);
  return is_read;
}

static void
run (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  PgsElfProbe *probe = g_new0 (PgsElfProbe, 1);
  GError *error = NULL;

  if (read_elf (data, probe, &error))
    {
      g_task_return_pointer (task, probe, g_free);
      return;
    }
  g_free (probe);
  g_task_return_error (task, error);
}

/**
 * pgs_elf_probe_async:
 * @process: which process; another one with the same PID is not read
 * @maps: its mappings
 * @region: one of them, of a file
 * @opener: (nullable): who opens the files of the process; where that is in another place, the file is not seen
 * @cancellable: (nullable): to give up
 * @callback: called on this thread
 * @data: for @callback
 *
 * Reads how the file begins, in another thread.
 */
void
pgs_elf_probe_async (const PgsProcessInfo *process,
                     PgsMaps              *maps,
                     gsize                 region,
                     PgsOpener            *opener,
                     GCancellable         *cancellable,
                     GAsyncReadyCallback   callback,
                     gpointer              data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->process = pgs_process_info_ref ((PgsProcessInfo *) process);
  request->maps = pgs_maps_ref (maps);
  request->region = region;
  request->opener = opener != NULL ? pgs_opener_ref (opener) : NULL;
  g_task_set_source_tag (task, pgs_elf_probe_async);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, run);
}

/**
 * pgs_elf_probe_finish:
 * @result: from the callback
 * @error: %PGS_ERROR_NO_PROCESS, %PGS_ERROR_ACCESS, %PGS_ERROR_UNSUPPORTED for a file that is no program; or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what the file says; free with g_free()
 */
PgsElfProbe *
pgs_elf_probe_finish (GAsyncResult  *result,
                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
