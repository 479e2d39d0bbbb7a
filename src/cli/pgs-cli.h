/* pgs-cli.h: what the sub-commands of pagescape-cli have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsCliStatus:
 * @PGS_CLI_OK: done
 * @PGS_CLI_FAILED: failed
 * @PGS_CLI_USAGE: wrong usage
 * @PGS_CLI_NO_PROCESS: no such process, or it was gone before the first sample
 * @PGS_CLI_DENIED: permission denied
 * @PGS_CLI_UNREADABLE: not a readable snapshot or recording
 *
 * The exit status. Scripts depend on the numbers.
 */
typedef enum
{
  PGS_CLI_OK = 0,
  PGS_CLI_FAILED = 1,
  PGS_CLI_USAGE = 2,
  PGS_CLI_NO_PROCESS = 3,
  PGS_CLI_DENIED = 4,
  PGS_CLI_UNREADABLE = 5,
} PgsCliStatus;

/**
 * PGS_CLI_ERROR:
 *
 * Errors of the command line itself; the codes are those of #PgsCliStatus.
 */
#define PGS_CLI_ERROR (pgs_cli_error_quark ())

/**
 * PgsCliFormat:
 *
 * How data is written. A sub-command offers some of them.
 */
typedef enum
{
  PGS_CLI_FORMAT_TABLE = 1 << 0,
  PGS_CLI_FORMAT_JSON = 1 << 1,
  PGS_CLI_FORMAT_CSV = 1 << 2,
  PGS_CLI_FORMAT_JSONL = 1 << 3,
} PgsCliFormat;

GQuark       pgs_cli_error_quark   (void);
PgsCliStatus pgs_cli_fail          (const char    *command,
                                    const GError  *error);
void         pgs_cli_print_error   (const char    *command,
                                    const char    *message);
void         pgs_cli_add_note      (const char    *path,
                                    const char    *text);
void         pgs_cli_print_version (void);
gboolean     pgs_cli_parse         (const char    *command,
                                    const char    *arguments,
                                    const char    *summary,
                                    const GOptionEntry *entries,
                                    gsize          n_entries,
                                    char        ***argv,
                                    GError       **error);
gboolean     pgs_cli_reject_rest   (char         **rest,
                                    GError       **error);
gboolean     pgs_cli_parse_format  (const char    *text,
                                    PgsCliFormat   offered,
                                    PgsCliFormat  *format,
                                    GError       **error);
gboolean     pgs_cli_parse_seconds (const char    *option,
                                    const char    *text,
                                    double        *seconds,
                                    GError       **error);
gboolean     pgs_cli_parse_count   (const char    *option,
                                    const char    *text,
                                    guint64       *count,
                                    GError       **error);

PgsCliStatus pgs_cli_diff          (char         **argv);
PgsCliStatus pgs_cli_draw          (char         **argv);
PgsCliStatus pgs_cli_info          (char         **argv);
PgsCliStatus pgs_cli_lab           (char         **argv);
PgsCliStatus pgs_cli_list          (char         **argv);
PgsCliStatus pgs_cli_metrics       (char         **argv);
PgsCliStatus pgs_cli_record        (char         **argv);
PgsCliStatus pgs_cli_record_host   (const char    *host,
                                    char         **argv);
PgsCliStatus pgs_cli_snapshot      (char         **argv);
PgsCliStatus pgs_cli_stream        (char         **argv);
PgsCliStatus pgs_cli_system        (char         **argv);
PgsCliStatus pgs_cli_watch         (char         **argv);
PgsCliStatus pgs_cli_watch_host    (const char    *host,
                                    char         **argv);

G_END_DECLS
