/* fuzz-svg.c: pictures with any title are well-formed XML
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-export.h"
#include "pgs-text.h"

typedef struct
{
  GString *title;
  guint n_elements;
} Seen;

static void
on_start (GMarkupParseContext  *context,
          const char           *element,
          const char          **names,
          const char          **values,
          gpointer              user_data,
          GError              **error)
{
  ((Seen *) user_data)->n_elements++;
}

static void
on_text (GMarkupParseContext  *context,
         const char           *text,
         gsize                 length,
         gpointer              user_data,
         GError              **error)
{
  if (strcmp (g_markup_parse_context_get_element (context), "title") == 0)
    g_string_append_len (((Seen *) user_data)->title, text, (gssize) length);
}

static void
draw_nothing (cairo_t       *cr,
              gconstpointer  data)
{
}

/* Returns: how many elements a picture of this title has. */
static guint
count_elements (const char *title)
{
  static const GMarkupParser parser = { .start_element = on_start, .text = on_text };
  g_autofree char *shown = pgs_text_dup_display (title, -1);
  const PgsExport export = { .width = 4, .height = 4, .scale = 1, .title = title, .draw = draw_nothing };
  g_autoptr (GBytes) bytes = pgs_export_encode (&export, PGS_EXPORT_SVG, NULL);
  Seen seen = { g_string_new (NULL), 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &seen, NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  g_assert_true (g_markup_parse_context_parse (context, text, (gssize) length, &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (seen.title->str, ==, shown);
  g_string_free (seen.title, TRUE);
  return seen.n_elements;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static guint n_usual;
  g_autofree char *title = g_strndup ((const char *) data, size);

  if (n_usual == 0)
    n_usual = count_elements ("bash");
  g_assert_cmpuint (count_elements (title), ==, n_usual); /* no markup of the title's */
  return 0;
}
