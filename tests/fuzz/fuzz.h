/* fuzz.h: what the fuzz targets have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A target is a program around LLVMFuzzerTestOneInput(), which must hold for any bytes. libFuzzer
 * searches for bytes that break it (build-aux/fuzz); fuzz-replay.c calls it with those of the corpus.
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

/**
 * FuzzInput:
 * @at: the next byte
 * @end: first byte behind them
 *
 * Bytes that values are made of. Where there are none left, all values are 0.
 */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
} FuzzInput;

int         LLVMFuzzerInitialize   (int           *argc,
                                    char        ***argv);
int         LLVMFuzzerTestOneInput (const guint8  *data,
                                    gsize          size);

guint8      fuzz_byte              (FuzzInput     *input);
guint64     fuzz_below             (FuzzInput     *input,
                                    guint64        limit);
guint64     fuzz_number            (FuzzInput     *input);
const char *fuzz_bytes             (FuzzInput     *input,
                                    gsize         *length);
char       *fuzz_dup_string        (FuzzInput     *input);
void        fuzz_add_mapping       (FuzzInput      *input,
                                    PgsMapsBuilder *builder,
                                    guint64         start,
                                    guint64         end);

void        fuzz_assert_shown      (const char    *text);
void        fuzz_assert_maps       (PgsMaps       *maps);

G_END_DECLS
