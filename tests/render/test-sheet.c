/* test-sheet.c: a sheet of paper has the letters of its texts, and no others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-sheet.h"

#include <gio/gio.h>
#include <string.h>

#define BEGIN "\nstream\n"
#define MAX_STREAM 1000000 /* bytes of a part of a PDF */

/* What a compressed stream says; %NULL: it is no text. */
static char *
inflate (const char *data,
         gsize       length)
{
  g_autoptr (GInputStream) packed = g_memory_input_stream_new_from_data (data, (gssize) length, NULL);
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GInputStream) plain = g_converter_input_stream_new (packed, G_CONVERTER (zlib));
  g_autofree char *text = g_malloc (MAX_STREAM + 1);
  gsize n_read = 0;

  if (!g_input_stream_read_all (plain, text, MAX_STREAM, &n_read, NULL, NULL) || memchr (text, '\0', n_read) != NULL)
    return NULL;
  text[n_read] = '\0';
  return g_steal_pointer (&text);
}

/* Whether a font of a PDF has the letter: each lists which it has. */
static gboolean
has_letter (GBytes     *pdf,
            const char *code)
{
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size), *at = data, *end = data + size;

  while ((at = memmem (at, (gsize) (end - at), BEGIN, strlen (BEGIN))) != NULL)
    {
      g_autofree char *text = inflate (at + strlen (BEGIN), (gsize) (end - at) - strlen (BEGIN));

      if (text != NULL && strstr (text, "begincmap") != NULL && strstr (text, code) != NULL)
        return TRUE;
      at++;
    }
  return FALSE;
}

/* A line may end before a Korean particle, and then has no hyphen, which Pango would show. */
static void
test_hyphens (void)
{
  g_autoptr (PgsSheet) sheet = pgs_sheet_new ("RAM");
  g_autoptr (GString) text = g_string_new ("i");
  g_autoptr (GBytes) bytes = NULL;
  guint n_pages;

  for (guint i = 0; i < 40; i++)
    g_string_append (text, "PAGE을");
  for (guint i = 0; i < 20; i++)
    {
      g_string_prepend_c (text, 'i'); /* lines end elsewhere */
      pgs_sheet_add_paragraph (sheet, text->str);
    }
  bytes = pgs_sheet_encode (sheet, &n_pages, NULL);
  g_assert_nonnull (bytes);
  g_assert_true (has_letter (bytes, "<0050>")); /* P */
  g_assert_false (has_letter (bytes, "<002d>"));
  g_assert_false (has_letter (bytes, "<2010>"));
}

const char *__lsan_default_suppressions (void);

/* Asked for by LeakSanitizer: cairo 1.16 forgets a table of each OpenType font of Korean that it puts into a PDF. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:libcairo.so";
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/sheet/hyphens", test_hyphens);
  return g_test_run ();
}
