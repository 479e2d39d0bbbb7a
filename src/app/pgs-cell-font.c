/* pgs-cell-font.c: the font of the cells of a table that look alike
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A table of 25 columns has 5,000 cells. Where each measures its own font, lays out its own text and keeps both, that
 * takes most of the time in which the table opens. They have the same few fonts, and many have the same text: "0 B".
 *
 * Whether the font is still the same tells the view, whose own follows the same settings: Pango counts its changes.
 */
#include "config.h"

#include "pgs-cell-font.h"

#include <string.h>

#include "pgs-style.h"

#define ROOM 512 /* texts: more than are in view */
#define SAMPLE "88.8 MiB" /* as wide as sizes are */

struct _PgsCellFont
{
  GtkWidget *view; /* (nullable): weak */
  PgsCellFontFlags flags;
  PangoContext *context; /* (nullable) */
  guint serial;          /* of the view's context, when ours was made */
  int char_width, line_height; /* Pango units */
  GHashTable *used;      /* of PangoLayout, by its text */
  GHashTable *older;
};

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref); /* a layout holds its text */
}

/**
 * pgs_cell_font_new:
 * @view: the table
 * @flags: which of its fonts
 *
 * Returns: (transfer full): the font, with one reference
 */
PgsCellFont *
pgs_cell_font_new (GtkWidget        *view,
                   PgsCellFontFlags  flags)
{
  PgsCellFont *self = g_rc_box_new0 (PgsCellFont);

  g_set_weak_pointer (&self->view, view);
  self->flags = flags;
  self->used = new_table ();
  self->older = new_table ();
  return self;
}

/**
 * pgs_cell_font_ref:
 * @self: a font
 *
 * Returns: (transfer full): @self
 */
PgsCellFont *
pgs_cell_font_ref (PgsCellFont *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PgsCellFont *self = data;

  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->context);
  g_hash_table_unref (self->used);
  g_hash_table_unref (self->older);
}

/**
 * pgs_cell_font_unref:
 * @self: (transfer full): a font
 */
void
pgs_cell_font_unref (PgsCellFont *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * pgs_cell_font_apply:
 * @self: a font
 * @before: (nullable): the one that @cell had
 * @cell: a cell
 *
 * Gives it the classes by which the style says what the font is.
 */
void
pgs_cell_font_apply (PgsCellFont *self,
                     PgsCellFont *before,
                     GtkWidget   *cell)
{
  const PgsCellFontFlags changed = self->flags ^ (before != NULL ? before->flags : PGS_CELL_FONT_PLAIN);

  if (changed & PGS_CELL_FONT_NUMERIC)
    pgs_style_set_class (cell, "numeric", self->flags & PGS_CELL_FONT_NUMERIC);
  if (changed & PGS_CELL_FONT_MONOSPACE)
    pgs_style_set_class (cell, "monospace", self->flags & PGS_CELL_FONT_MONOSPACE);
  if (changed & PGS_CELL_FONT_HEADING)
    pgs_style_set_class (cell, "heading", self->flags & PGS_CELL_FONT_HEADING);
}

/**
 * pgs_cell_font_is_current:
 * @self: a font
 *
 * Returns: whether it is still what the settings say
 */
gboolean
pgs_cell_font_is_current (PgsCellFont *self)
{
  return self->context != NULL && self->view != NULL
         && pango_context_get_serial (gtk_widget_get_pango_context (self->view)) == self->serial;
}

/**
 * pgs_cell_font_forget:
 * @self: a font
 *
 * It is looked up anew when a cell needs it.
 */
void
pgs_cell_font_forget (PgsCellFont *self)
{
  g_clear_object (&self->context);
  g_hash_table_remove_all (self->used);
  g_hash_table_remove_all (self->older);
}

/* Letters and digits may be of two fonts, whichever script the language is written in. */
static int
measure_sample (PgsCellFont *self)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->context);
  int width;

  pango_layout_set_text (layout, SAMPLE, -1);
  pango_layout_get_size (layout, &width, NULL);
  return width / (int) strlen (SAMPLE);
}

static void
ensure (PgsCellFont *self,
        GtkWidget   *cell)
{
  PangoFontMetrics *metrics;

  if (pgs_cell_font_is_current (self))
    return;
  pgs_cell_font_forget (self);
  self->context = gtk_widget_create_pango_context (cell);
  if (self->flags & PGS_CELL_FONT_MONOSPACE) /* see pgs-latin.c */
    pango_context_set_language (self->context, pango_language_from_string ("en"));
  if (self->view != NULL)
    self->serial = pango_context_get_serial (gtk_widget_get_pango_context (self->view));
  metrics = pango_context_get_metrics (self->context, NULL, NULL);
  self->char_width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                          pango_font_metrics_get_approximate_digit_width (metrics));
  if (self->flags & PGS_CELL_FONT_NUMERIC)
    self->char_width = MAX (self->char_width, measure_sample (self));
  self->line_height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);
  pango_font_metrics_unref (metrics);
}

/**
 * pgs_cell_font_get_width:
 * @self: a font
 * @cell: a cell that has it
 * @n_chars: how many letters or digits
 *
 * Returns: how wide that many are, about, in px
 */
int
pgs_cell_font_get_width (PgsCellFont *self,
                         GtkWidget   *cell,
                         guint        n_chars)
{
  ensure (self, cell);
  return PANGO_PIXELS_CEIL ((int) n_chars * self->char_width);
}

/**
 * pgs_cell_font_get_height:
 * @self: a font
 * @cell: a cell that has it
 *
 * Returns: of a line, in px
 */
int
pgs_cell_font_get_height (PgsCellFont *self,
                          GtkWidget   *cell)
{
  ensure (self, cell);
  return PANGO_PIXELS_CEIL (self->line_height);
}

static PangoLayout *
create_layout (PgsCellFont *self,
               const char  *text)
{
  PangoLayout *layout = pango_layout_new (self->context);

  if (self->flags & PGS_CELL_FONT_NUMERIC)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static void
keep (PgsCellFont *self,
      PangoLayout *layout)
{
  if (g_hash_table_size (self->used) == ROOM)
    {
      g_hash_table_unref (self->older);
      self->older = g_steal_pointer (&self->used);
      self->used = new_table ();
    }
  g_hash_table_replace (self->used, (gpointer) pango_layout_get_text (layout), layout);
}

/**
 * pgs_cell_font_get_layout:
 * @self: a font
 * @cell: a cell that has it
 * @text: what to lay out
 *
 * Returns: (transfer none): it on one line; not to be changed, and there until the next one is asked for
 */
PangoLayout *
pgs_cell_font_get_layout (PgsCellFont *self,
                          GtkWidget   *cell,
                          const char  *text)
{
  PangoLayout *layout;

  ensure (self, cell);
  layout = g_hash_table_lookup (self->used, text);
  if (layout != NULL)
    return layout;
  layout = g_hash_table_lookup (self->older, text);
  if (layout != NULL)
    g_hash_table_steal (self->older, text);
  else
    layout = create_layout (self, text);
  keep (self, layout);
  return layout;
}
