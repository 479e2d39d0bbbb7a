/* pgs-error.c: the one error domain of Pagescape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-error.h"

#include <errno.h>

G_DEFINE_QUARK (pgs-error-quark, pgs_error)

/**
 * pgs_error_from_errno:
 * @errsv: a saved errno
 *
 * The only place where an errno becomes a code. ESRCH is what /proc files of an ended process
 * answer, ENOENT what their directory does.
 *
 * Returns: the code; %PGS_ERROR_FAILED for everything without one
 */
PgsError
pgs_error_from_errno (int errsv)
{
  switch (errsv)
    {
    case ESRCH:
    case ENOENT:
      return PGS_ERROR_NO_PROCESS;
    case EACCES:
    case EPERM:
      return PGS_ERROR_ACCESS;
    case ENOTTY:
    case ENOSYS:
    case EOPNOTSUPP:
      return PGS_ERROR_UNSUPPORTED;
    case E2BIG:
    case ENOMEM:
      return PGS_ERROR_LIMIT;
    default:
      return PGS_ERROR_FAILED;
    }
}

/**
 * pgs_error_is_exhaustion:
 * @errsv: a saved errno
 *
 * Returns: whether it says that this program or the machine has no descriptor or memory left, and
 *   nothing about what was to be opened
 */
gboolean
pgs_error_is_exhaustion (int errsv)
{
  return errsv == EMFILE || errsv == ENFILE || errsv == ENOMEM;
}

/**
 * pgs_error_set_errno:
 * @error: (out) (optional): where to put it
 * @errsv: a saved errno
 * @format: what was tried and on what, printf style, without the reason
 *
 * Sets @error to "@format: strerror (@errsv)" with the code of @errsv.
 */
void
pgs_error_set_errno (GError     **error,
                     int          errsv,
                     const char  *format,
                     ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, PGS_ERROR, pgs_error_from_errno (errsv), "%s: %s", what, g_strerror (errsv));
}

/**
 * pgs_error_fail:
 * @error: (out) (optional): where to put it
 * @code: what went wrong
 * @why: more of it
 *
 * Sets @error, for those who end with it.
 *
 * Returns: %FALSE
 */
gboolean
pgs_error_fail (GError     **error,
                PgsError     code,
                const char  *why)
{
  g_set_error_literal (error, PGS_ERROR, code, why);
  return FALSE;
}
