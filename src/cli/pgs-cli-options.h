/* pgs-cli-options.h: what most sub-commands are given: a format, and words that are no options
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli.h"

G_BEGIN_DECLS

/**
 * PgsCliUsage:
 * @command: the sub-command
 * @arguments: (nullable): what follows the options in --help, translated; %NULL: nothing may
 * @summary: what it does, in a sentence or two, translated
 * @formats: what it can write
 * @entries: (array length=n_entries) (nullable): its own options
 * @n_entries: how many
 */
typedef struct
{
  const char *command;
  const char *arguments;
  const char *summary;
  PgsCliFormat formats;
  const GOptionEntry *entries;
  gsize n_entries;
} PgsCliUsage;

/**
 * PgsCliOptions:
 * @format_name: (nullable): what --format says
 * @format: what it means
 * @rest: (nullable): the words that are no options
 */
typedef struct
{
  char *format_name;
  PgsCliFormat format;
  char **rest;
} PgsCliOptions;

gboolean    pgs_cli_options_parse        (PgsCliOptions      *self,
                                          const PgsCliUsage  *usage,
                                          char             ***argv,
                                          GError            **error);
const char *pgs_cli_options_get_argument (const PgsCliOptions *self,
                                          const char          *missing,
                                          GError             **error);
void        pgs_cli_options_clear        (PgsCliOptions       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgsCliOptions, pgs_cli_options_clear)

G_END_DECLS
