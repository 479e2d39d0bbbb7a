/* pgs-sheet.c: pages for paper, with headings, paragraphs, tables and pictures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A page is A4, in px of 1/96 inch. What belongs together stays together: a heading and what follows it,
 * a row, a picture; the titles of a table stand again on the next page.
 */
#include "config.h"

#include "pgs-sheet.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "pgs-error.h"
#include "pgs-text.h"

#define PAGE_WIDTH 794.0
#define PAGE_HEIGHT 1123.0
#define MARGIN 64.0
#define FOOTER 24.0
#define POINTS_PER_PX 0.75
#define CELL_SPACE 12.0  /* between columns */
#define ROW_SPACE 5.0
#define THING_SPACE 12.0 /* below things */
#define KEEP_BELOW 130.0 /* px that a heading wants behind it on its page */
#define SOFTWARE "Pagescape " PGS_VERSION

typedef enum
{
  THING_TITLE,
  THING_HEADING,
  THING_PARAGRAPH,
  THING_NOTE,
  THING_TITLES, /* of a table */
  THING_ROW,
  THING_PICTURE,
} ThingKind;

typedef struct
{
  ThingKind kind;
  char *texts[PGS_SHEET_MAX_COLUMNS];
  double shares[PGS_SHEET_MAX_COLUMNS]; /* of the width */
  guint n_texts;
  PgsSheetPicture how;
  gpointer data;
} Thing;

struct _PgsSheet
{
  char *title;
  GPtrArray *things;
  Thing *titles; /* of the table that rows are added to */
};

typedef struct
{
  PgsSheet *sheet;
  PgsTheme theme;
  PangoContext *context;
  cairo_t *cr;
  const Thing *titles; /* of the table that is being drawn */
  double y;
  guint n_pages;
} Writer;

static void
free_thing (gpointer data)
{
  Thing *thing = data;

  for (guint i = 0; i < thing->n_texts; i++)
    g_free (thing->texts[i]);
  if (thing->how.free != NULL)
    thing->how.free (thing->data);
  g_free (thing);
}

static Thing *
add_thing (PgsSheet   *self,
           ThingKind   kind,
           const char *text)
{
  Thing *thing = g_new0 (Thing, 1);

  thing->kind = kind;
  if (text != NULL)
    {
      thing->texts[0] = g_utf8_make_valid (text, -1);
      thing->shares[0] = 1;
      thing->n_texts = 1;
    }
  g_ptr_array_add (self->things, thing);
  return thing;
}

/**
 * pgs_sheet_new:
 * @title: of the document
 *
 * Returns: (transfer full): a sheet with nothing but its title
 */
PgsSheet *
pgs_sheet_new (const char *title)
{
  PgsSheet *self = g_new0 (PgsSheet, 1);

  self->title = pgs_text_dup_display (title, -1);
  self->things = g_ptr_array_new_with_free_func (free_thing);
  add_thing (self, THING_TITLE, self->title);
  return self;
}

/**
 * pgs_sheet_free:
 * @self: (transfer full): a sheet
 */
void
pgs_sheet_free (PgsSheet *self)
{
  g_ptr_array_unref (self->things);
  g_free (self->title);
  g_free (self);
}

/**
 * pgs_sheet_add_heading:
 * @self: a sheet
 * @text: a heading
 */
void
pgs_sheet_add_heading (PgsSheet   *self,
                       const char *text)
{
  add_thing (self, THING_HEADING, text);
}

/**
 * pgs_sheet_add_paragraph:
 * @self: a sheet
 * @text: a paragraph, or more with empty lines between them
 */
void
pgs_sheet_add_paragraph (PgsSheet   *self,
                         const char *text)
{
  add_thing (self, THING_PARAGRAPH, text);
}

/**
 * pgs_sheet_add_note:
 * @self: a sheet
 * @text: a paragraph in small print
 */
void
pgs_sheet_add_note (PgsSheet   *self,
                    const char *text)
{
  add_thing (self, THING_NOTE, text);
}

static void
set_cells (Thing             *thing,
           const double      *shares,
           const char *const *cells,
           guint              n_columns)
{
  thing->n_texts = n_columns;
  for (guint i = 0; i < n_columns; i++)
    {
      thing->texts[i] = g_utf8_make_valid (cells[i], -1);
      thing->shares[i] = shares[i];
    }
}

/**
 * pgs_sheet_begin_table:
 * @self: a sheet
 * @shares: (array length=n_columns): of the width, which add up to 1
 * @titles: (array length=n_columns): of the columns
 * @n_columns: at most %PGS_SHEET_MAX_COLUMNS
 *
 * Rows follow by pgs_sheet_add_row().
 */
void
pgs_sheet_begin_table (PgsSheet          *self,
                       const double      *shares,
                       const char *const *titles,
                       guint              n_columns)
{
  g_return_if_fail (n_columns <= PGS_SHEET_MAX_COLUMNS);

  self->titles = add_thing (self, THING_TITLES, NULL);
  set_cells (self->titles, shares, titles, n_columns);
}

/**
 * pgs_sheet_add_row:
 * @self: a sheet with a table
 * @cells: as many as the table has columns
 */
void
pgs_sheet_add_row (PgsSheet          *self,
                   const char *const *cells)
{
  g_return_if_fail (self->titles != NULL);

  set_cells (add_thing (self, THING_ROW, NULL), self->titles->shares, cells, self->titles->n_texts);
}

/**
 * pgs_sheet_add_picture:
 * @self: a sheet
 * @how: how it is measured and drawn, copied
 * @data: (transfer full): for @how
 */
void
pgs_sheet_add_picture (PgsSheet              *self,
                       const PgsSheetPicture *how,
                       gpointer               data)
{
  Thing *thing = add_thing (self, THING_PICTURE, NULL);

  thing->how = *how;
  thing->data = data;
}

static PangoLayout *
create_layout (const Writer *self,
               const Thing  *thing,
               guint         text,
               double        width)
{
  static const double scales[] = { 1.7, 1.2, 1, 0.85, 0.85, 1, 1 };
  PangoFontDescription *font = pango_font_description_new ();
  PangoLayout *layout = pango_layout_new (self->context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE)); /* no Korean text has them */
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_font_description_set_family (font, self->theme.font);
  pango_font_description_set_absolute_size (font, self->theme.font_size * scales[thing->kind] * PANGO_SCALE);
  if (thing->kind == THING_TITLE || thing->kind == THING_HEADING)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) floor (width) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing (layout, 1.15f);
  pango_layout_set_text (layout, thing->texts[text], -1);
  pango_font_description_free (font);
  return layout;
}

static double
get_width (void)
{
  return PAGE_WIDTH - 2 * MARGIN;
}

/* Lays out the texts of a thing beside each other; draws them where @cr is not %NULL. Returns: its height. */
static double
lay_out (const Writer *self,
         const Thing  *thing,
         cairo_t      *cr)
{
  const gboolean dim = thing->kind == THING_TITLES || thing->kind == THING_NOTE;
  double x = MARGIN, height = 0;

  for (guint i = 0; i < thing->n_texts; i++)
    {
      const double width = thing->shares[i] * get_width ();
      g_autoptr (PangoLayout) layout = create_layout (self, thing, i, MAX (width - (thing->n_texts > 1 ? CELL_SPACE : 0), 8));
      int h;

      pango_layout_get_pixel_size (layout, NULL, &h);
      height = MAX (height, h);
      if (cr != NULL)
        {
          pgs_color_set_source (dim ? self->theme.dim : self->theme.foreground, cr);
          cairo_move_to (cr, self->theme.rtl ? PAGE_WIDTH - x - width : x, self->y);
          pango_cairo_show_layout (cr, layout);
        }
      x += width;
    }
  return height;
}

static double
measure_thing (const Writer *self,
               const Thing  *thing)
{
  if (thing->kind == THING_PICTURE)
    return MIN (ceil (thing->how.measure (thing->data, &self->theme, self->context, get_width ())),
                PAGE_HEIGHT - 2 * MARGIN - FOOTER);
  return lay_out (self, thing, NULL);
}

static void
draw_footer (Writer *self)
{
  g_autofree char *text = g_strdup_printf ("%s · %u", self->sheet->title, self->n_pages);
  Thing footer = { .kind = THING_NOTE, .texts = { text }, .shares = { 1 }, .n_texts = 1 };

  self->y = PAGE_HEIGHT - MARGIN;
  lay_out (self, &footer, self->cr);
}

static void
begin_page (Writer *self)
{
  if (self->n_pages > 0)
    {
      draw_footer (self);
      cairo_show_page (self->cr);
    }
  self->n_pages++;
  self->y = MARGIN;
}

static void
draw_rule (const Writer *self)
{
  pgs_color_set_source (self->theme.line, self->cr);
  cairo_set_line_width (self->cr, 1);
  cairo_move_to (self->cr, MARGIN, floor (self->y) + 0.5);
  cairo_line_to (self->cr, PAGE_WIDTH - MARGIN, floor (self->y) + 0.5);
  cairo_stroke (self->cr);
}

static void
draw_picture (const Writer *self,
              const Thing  *thing,
              double        height)
{
  cairo_save (self->cr);
  cairo_translate (self->cr, MARGIN, self->y);
  cairo_rectangle (self->cr, -2, -2, get_width () + 4, height + 4);
  cairo_clip (self->cr);
  thing->how.draw (thing->data, &self->theme, self->context, get_width (), self->cr);
  cairo_restore (self->cr);
}

/* What a heading wants behind it: what it is of, if that is not nearly as large as a page. */
static double
get_room_behind (const Writer *self,
                 const Thing  *next)
{
  const double height = next != NULL ? measure_thing (self, next) : 0;

  return height < PAGE_HEIGHT / 2 ? MAX (height, KEEP_BELOW) : KEEP_BELOW;
}

static void
draw_thing (Writer      *self,
            const Thing *thing,
            const Thing *next)
{
  const double height = measure_thing (self, thing);
  const double keep = thing->kind == THING_HEADING ? get_room_behind (self, next) : 0;
  const gboolean in_table = thing->kind == THING_TITLES || thing->kind == THING_ROW;

  if (self->n_pages == 0 || (self->y > MARGIN && self->y + height + keep > PAGE_HEIGHT - MARGIN - FOOTER))
    {
      begin_page (self);
      if (thing->kind == THING_ROW && self->titles != NULL)
        draw_thing (self, self->titles, thing);
    }
  if (thing->kind == THING_TITLES)
    self->titles = thing;
  if (thing->kind == THING_HEADING)
    self->y += THING_SPACE / 2;
  if (thing->kind == THING_PICTURE)
    draw_picture (self, thing, height);
  else
    lay_out (self, thing, self->cr);
  self->y += height;
  if (in_table)
    {
      self->y += ROW_SPACE / 2;
      draw_rule (self);
      self->y += ROW_SPACE;
    }
  if (!in_table || next == NULL || next->kind != THING_ROW)
    self->y += thing->kind == THING_HEADING ? ROW_SPACE : THING_SPACE;
}

static cairo_status_t
append (void                *closure,
        const unsigned char *data,
        unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static guint
write_pages (PgsSheet        *self,
             cairo_surface_t *surface)
{
  Writer writer = { .sheet = self, .cr = cairo_create (surface) };

  cairo_scale (writer.cr, POINTS_PER_PX, POINTS_PER_PX);
  writer.context = pango_cairo_create_context (writer.cr);
  pgs_theme_init_light (&writer.theme);
  writer.theme.rtl = pango_context_get_base_dir (writer.context) == PANGO_DIRECTION_RTL;
  writer.theme.font_size *= 0.9;
  for (guint i = 0; i < self->things->len; i++)
    draw_thing (&writer, self->things->pdata[i], i + 1 < self->things->len ? self->things->pdata[i + 1] : NULL);
  draw_footer (&writer);
  cairo_show_page (writer.cr);
  g_object_unref (writer.context);
  cairo_destroy (writer.cr);
  return writer.n_pages;
}

/**
 * pgs_sheet_encode:
 * @self: a sheet
 * @n_pages: (out) (optional): how many pages it has
 * @error: (out) (optional): %PGS_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): a PDF of A4 pages
 */
GBytes *
pgs_sheet_encode (PgsSheet  *self,
                  guint     *n_pages,
                  GError   **error)
{
  GByteArray *out = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, out, PAGE_WIDTH * POINTS_PER_PX,
                                                                  PAGE_HEIGHT * POINTS_PER_PX);
  cairo_status_t status;
  guint written;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, SOFTWARE);
  written = write_pages (self, surface);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (n_pages != NULL)
    *n_pages = written;
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (out);
  g_byte_array_unref (out);
  g_set_error (error, PGS_ERROR, PGS_ERROR_FAILED, "sheet: %s", cairo_status_to_string (status));
  return NULL;
}
