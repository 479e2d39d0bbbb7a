/* pgs-error.h: the one error domain of Pagescape
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_ERROR (pgs_error_quark ())

/**
 * PgsError:
 * @PGS_ERROR_FAILED: anything without a code of its own
 * @PGS_ERROR_NO_PROCESS: the process does not exist (any more)
 * @PGS_ERROR_ACCESS: the kernel refuses to show it to this user
 * @PGS_ERROR_TRUNCATED: the input ended too early
 * @PGS_ERROR_SYNTAX: the input is not what its format says
 * @PGS_ERROR_UNSUPPORTED: this kernel (or version) does not offer it
 * @PGS_ERROR_VERSION: made by a version that this one does not understand
 * @PGS_ERROR_LIMIT: larger than a bound that protects this program
 * @PGS_ERROR_PROTOCOL: the other side broke the protocol
 * @PGS_ERROR_BROKER_GONE: the privileged helper ended
 *
 * What went wrong, whatever the layer. Stored nowhere, but stable all the same.
 */
typedef enum
{
  PGS_ERROR_FAILED = 0,
  PGS_ERROR_NO_PROCESS = 1,
  PGS_ERROR_ACCESS = 2,
  PGS_ERROR_TRUNCATED = 3,
  PGS_ERROR_SYNTAX = 4,
  PGS_ERROR_UNSUPPORTED = 5,
  PGS_ERROR_VERSION = 6,
  PGS_ERROR_LIMIT = 7,
  PGS_ERROR_PROTOCOL = 8,
  PGS_ERROR_BROKER_GONE = 9,
} PgsError;

GQuark   pgs_error_quark      (void);
PgsError pgs_error_from_errno (int          errsv);
gboolean pgs_error_is_exhaustion (int       errsv);
void     pgs_error_set_errno  (GError     **error,
                               int          errsv,
                               const char  *format,
                               ...) G_GNUC_PRINTF (3, 4);
gboolean pgs_error_fail       (GError     **error,
                               PgsError     code,
                               const char  *why);

G_END_DECLS
