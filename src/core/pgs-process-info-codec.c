/* pgs-process-info-codec.c: who a process is, as bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * It changes with an exec or a change of user only, so it is written whole or not at all.
 */
#include "config.h"

#include "pgs-codec.h"

#include <string.h>

#define MAX_ARGUMENTS ((gsize) 1 << 20)

static void
put_arguments (char       **arguments,
               GByteArray  *out)
{
  const guint n = arguments != NULL ? g_strv_length (arguments) : 0;

  pgs_bytes_put_uint (out, arguments != NULL ? (guint64) n + 1 : 0);
  for (guint i = 0; i < n; i++)
    pgs_bytes_put_string (out, arguments[i]);
}

static void
put_whole (const PgsProcessInfo *info,
           GByteArray           *out)
{
  pgs_bytes_put_byte (out, PGS_FORM_WHOLE);
  pgs_bytes_put_uint (out, (guint32) info->pid);
  pgs_bytes_put_uint (out, info->start_ticks);
  pgs_bytes_put_int (out, info->started_at_us);
  pgs_bytes_put_uint (out, info->uid);
  pgs_bytes_put_uint (out, (guint32) info->inner_pid);
  pgs_bytes_put_uint (out, info->inner_uid);
  pgs_bytes_put_int (out, (gint64) info->memory_limit);
  pgs_bytes_put_byte (out, info->is_kernel_thread != FALSE);
  pgs_bytes_put_string (out, info->name);
  pgs_bytes_put_string (out, info->user);
  pgs_bytes_put_string (out, info->exe);
  pgs_bytes_put_string (out, info->cgroup);
  put_arguments (info->cmdline, out);
}

/**
 * pgs_process_info_encode:
 * @info: who the process is
 * @before: (nullable): who it was in the sample before
 * @out: what to append to
 *
 * Takes one byte if both are equal.
 */
void
pgs_process_info_encode (PgsProcessInfo *info,
                         PgsProcessInfo *before,
                         GByteArray     *out)
{
  g_autoptr (GByteArray) then = NULL;
  const guint start = out->len;

  if (info == before)
    {
      pgs_bytes_put_byte (out, PGS_FORM_SAME);
      return;
    }
  put_whole (info, out);
  if (before == NULL)
    return;
  then = g_byte_array_new ();
  put_whole (before, then);
  if (then->len != out->len - start || memcmp (then->data, out->data + start, then->len) != 0)
    return;
  g_byte_array_set_size (out, start);
  pgs_bytes_put_byte (out, PGS_FORM_SAME);
}

static char **
read_arguments (PgsBytesReader *in)
{
  const gsize n = pgs_bytes_reader_count (in, MIN (pgs_bytes_reader_get_left (in), MAX_ARGUMENTS) + 1);
  g_autoptr (GPtrArray) arguments = NULL;

  if (n == 0)
    return NULL;
  arguments = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i + 1 < n && !pgs_bytes_reader_has_failed (in); i++)
    {
      char *argument = pgs_bytes_reader_dup_string (in);

      if (argument == NULL)
        pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "not an argument");
      else
        g_ptr_array_add (arguments, argument);
    }
  g_ptr_array_add (arguments, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&arguments), FALSE);
}

static gint64
read_time (PgsBytesReader *in)
{
  const gint64 time_us = pgs_bytes_reader_int (in);

  if (time_us < -PGS_CODEC_MAX_TIME_US || time_us > PGS_CODEC_MAX_TIME_US)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "an impossible time");
  return time_us;
}

static void
read_whole (PgsBytesReader *in,
            PgsProcessInfo *info)
{
  info->pid = (gint) pgs_bytes_reader_count (in, G_MAXINT);
  info->start_ticks = pgs_bytes_reader_uint (in);
  info->started_at_us = read_time (in);
  info->uid = (guint32) pgs_bytes_reader_count (in, G_MAXUINT32);
  info->inner_pid = (gint) pgs_bytes_reader_count (in, G_MAXINT);
  info->inner_uid = (guint32) pgs_bytes_reader_count (in, G_MAXUINT32);
  info->memory_limit = (guint64) pgs_bytes_reader_int (in);
  info->is_kernel_thread = pgs_bytes_reader_byte (in) != 0;
  info->name = pgs_bytes_reader_dup_string (in);
  info->user = pgs_bytes_reader_dup_string (in);
  info->exe = pgs_bytes_reader_dup_string (in);
  info->cgroup = pgs_bytes_reader_dup_string (in);
  info->cmdline = read_arguments (in);
  if (info->name == NULL)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "a process without a name");
}

/**
 * pgs_process_info_decode:
 * @before: (nullable): who the process was in the sample before
 * @in: what pgs_process_info_encode() wrote, or anything else
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: (transfer full): who the process is, @before itself if that is the same; %NULL with the codes
 *   of pgs_maps_decode()
 */
PgsProcessInfo *
pgs_process_info_decode (PgsProcessInfo  *before,
                         PgsBytesReader  *in,
                         GError         **error)
{
  const PgsForm form = pgs_form_decode (in, before != NULL);
  g_autoptr (PgsProcessInfo) info = NULL;

  if (form == PGS_FORM_DIFFERENCE)
    pgs_bytes_reader_fail (in, PGS_ERROR_SYNTAX, "an unknown form");
  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  if (form == PGS_FORM_SAME)
    return pgs_process_info_ref (before);
  info = pgs_process_info_new ();
  read_whole (in, info);
  return pgs_bytes_reader_finish (in, error) ? g_steal_pointer (&info) : NULL;
}
