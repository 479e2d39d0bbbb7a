/* fuzz-cmdline.c: any bytes as /proc/PID/cmdline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-cmdline.h"

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_auto (GStrv) arguments = pgs_cmdline_split ((const char *) data, size);
  g_autoptr (GByteArray) joined = g_byte_array_new ();

  for (char **argument = arguments; *argument != NULL; argument++)
    g_byte_array_append (joined, (const guint8 *) *argument, (guint) strlen (*argument) + 1);
  /* the last argument may have come without its NUL */
  if (size > 0 && data[size - 1] != '\0')
    g_byte_array_set_size (joined, joined->len - 1);
  g_assert_cmpmem (joined->data, joined->len, data, size);
  return 0;
}
