/* reader.h: a strict and fast reader of JSON, which shares nothing with the writers under test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values are read in the order of the document. Whatever is not JSON, or is not harmless on a terminal,
 * ends the program: every function here asserts.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FuzzReader:
 * @at: the next byte
 * @end: first byte behind the document
 * @fresh: an object or array was just entered
 */
typedef struct
{
  const char *at;
  const char *end;
  gboolean fresh;
} FuzzReader;

void     fuzz_reader_init   (FuzzReader    *self,
                             const GString *document);
void     fuzz_reader_enter  (FuzzReader    *self,
                             char           opening);
gboolean fuzz_reader_next   (FuzzReader    *self,
                             char           closing);
void     fuzz_reader_key    (FuzzReader    *self,
                             GString       *key);
gboolean fuzz_reader_string (FuzzReader    *self,
                             GString       *text);
gboolean fuzz_reader_number (FuzzReader    *self,
                             gint64        *number);
void     fuzz_reader_skip   (FuzzReader    *self);
void     fuzz_reader_finish (FuzzReader    *self);

G_END_DECLS
