/* pgs-text-cell.c: a cell of a table that shows one line of text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What GtkInscription is, for tables of thousands of cells: its size does not depend on its text, font and laid out
 * texts are shared by all cells that look alike (pgs-cell-font.c), and a cell that was never in view never had a
 * text laid out. What does not fit ends in an ellipsis, never in the middle of a number that then looks like another.
 */
#include "config.h"

#include "pgs-text-cell.h"

#include "pgs-compat.h"

#define START_SPACING 3

struct _PgsTextCell
{
  GtkWidget parent_instance;

  const PgsTextCellShape *shape;
  PgsCellFont *font;
  char *text; /* (nullable) */
  GtkWidget *start; /* (nullable): in the indent */
  int indent;
};

G_DEFINE_FINAL_TYPE (PgsTextCell, pgs_text_cell, GTK_TYPE_WIDGET)

static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  PgsTextCell *self = PGS_TEXT_CELL (widget);
  int start_minimum = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->indent + pgs_cell_font_get_width (self->font, widget, self->shape->min_chars);
      *natural = self->indent + pgs_cell_font_get_width (self->font, widget, self->shape->nat_chars);
      return;
    }
  if (self->start != NULL && gtk_widget_should_layout (self->start))
    gtk_widget_measure (self->start, orientation, -1, &start_minimum, NULL, NULL, NULL);
  *minimum = *natural = MAX (start_minimum, pgs_cell_font_get_height (self->font, widget));
}

static gboolean
is_rtl (PgsTextCell *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static void
size_allocate (GtkWidget *widget,
               int        width,
               int        height,
               int        baseline)
{
  PgsTextCell *self = PGS_TEXT_CELL (widget);
  int start_width;

  if (self->start == NULL || !gtk_widget_should_layout (self->start))
    return;
  gtk_widget_measure (self->start, GTK_ORIENTATION_HORIZONTAL, -1, &start_width, NULL, NULL, NULL);
  start_width = MAX (start_width, self->indent - START_SPACING);
  gtk_widget_size_allocate (self->start,
                            &(GtkAllocation) { is_rtl (self) ? width - start_width : 0, 0, start_width, height }, -1);
}

static PangoLayout *
dup_shortened (PgsTextCell *self,
               PangoLayout *layout,
               int          width)
{
  PangoLayout *shortened = pango_layout_copy (layout);

  pango_layout_set_ellipsize (shortened, self->shape->ellipsize);
  pango_layout_set_width (shortened, width * PANGO_SCALE);
  return shortened;
}

static void
draw_text (PgsTextCell *self,
           GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const int width = gtk_widget_get_width (widget) - self->indent;
  g_autoptr (PangoLayout) layout = g_object_ref (pgs_cell_font_get_layout (self->font, widget, self->text));
  graphene_point_t at;
  int text_width, text_height;
  GdkRGBA color;

  if (width <= 0)
    return;
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  if (text_width > width)
    {
      PangoLayout *shortened = dup_shortened (self, layout, width);

      g_object_unref (layout);
      layout = shortened;
      pango_layout_get_pixel_size (layout, &text_width, &text_height);
    }
  at.x = (float) (self->shape->at_end != is_rtl (self) ? width - text_width : 0) + (is_rtl (self) ? 0 : (float) self->indent);
  at.y = (float) MAX (0, (gtk_widget_get_height (widget) - text_height) / 2);
  pgs_compat_get_color (widget, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &at);
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot (GtkWidget   *widget,
          GtkSnapshot *snapshot)
{
  PgsTextCell *self = PGS_TEXT_CELL (widget);

  if (!self->shape->is_hidden && self->text != NULL && *self->text != '\0')
    draw_text (self, snapshot);
  if (self->start != NULL)
    gtk_widget_snapshot_child (widget, self->start, snapshot);
}

/* Its colour, or its font, which GTK does not see it having. */
static void
css_changed (GtkWidget         *widget,
             GtkCssStyleChange *change)
{
  PgsTextCell *self = PGS_TEXT_CELL (widget);

  GTK_WIDGET_CLASS (pgs_text_cell_parent_class)->css_changed (widget, change);
  if (self->font != NULL && !pgs_cell_font_is_current (self->font))
    gtk_widget_queue_resize (widget);
}

/* How letters are drawn. */
static void
system_setting_changed (GtkWidget        *widget,
                        GtkSystemSetting  setting)
{
  PgsTextCell *self = PGS_TEXT_CELL (widget);

  GTK_WIDGET_CLASS (pgs_text_cell_parent_class)->system_setting_changed (widget, setting);
  if (self->font == NULL || setting == GTK_SYSTEM_SETTING_DISPLAY || setting == GTK_SYSTEM_SETTING_ICON_THEME)
    return;
  pgs_cell_font_forget (self->font);
  gtk_widget_queue_resize (widget);
}

static void
dispose (GObject *object)
{
  PgsTextCell *self = PGS_TEXT_CELL (object);

  g_clear_pointer (&self->start, gtk_widget_unparent);
  g_clear_pointer (&self->font, pgs_cell_font_unref);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (pgs_text_cell_parent_class)->dispose (object);
}

static void
pgs_text_cell_class_init (PgsTextCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->snapshot = snapshot;
  widget_class->css_changed = css_changed;
  widget_class->system_setting_changed = system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
pgs_text_cell_init (PgsTextCell *self)
{
}

/**
 * pgs_text_cell_new:
 * @shape: what it has in common with the others of its column; must outlive it
 * @font: its font
 *
 * Returns: (transfer floating): a cell without text
 */
PgsTextCell *
pgs_text_cell_new (const PgsTextCellShape *shape,
                   PgsCellFont            *font)
{
  PgsTextCell *self = g_object_new (PGS_TYPE_TEXT_CELL, NULL);

  self->shape = shape;
  pgs_text_cell_set_font (self, font);
  return self;
}

/**
 * pgs_text_cell_set_font:
 * @self: a cell
 * @font: its font from now on
 */
void
pgs_text_cell_set_font (PgsTextCell *self,
                        PgsCellFont *font)
{
  PgsCellFont *before = self->font;

  if (font == before)
    return;
  pgs_cell_font_apply (font, before, GTK_WIDGET (self));
  self->font = pgs_cell_font_ref (font);
  if (before != NULL)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  g_clear_pointer (&before, pgs_cell_font_unref);
}

/**
 * pgs_text_cell_set_text:
 * @self: a cell
 * @text: what it shows, and is called, from now on
 */
void
pgs_text_cell_set_text (PgsTextCell *self,
                        const char  *text)
{
  if (g_strcmp0 (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * pgs_text_cell_set_indent:
 * @self: a cell
 * @indent: px that its text keeps clear
 */
void
pgs_text_cell_set_indent (PgsTextCell *self,
                          int          indent)
{
  if (self->indent == indent)
    return;
  self->indent = indent;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * pgs_text_cell_set_start:
 * @self: a cell that has none
 * @start: (transfer floating): a widget that stands in the indent
 */
void
pgs_text_cell_set_start (PgsTextCell *self,
                         GtkWidget   *start)
{
  g_return_if_fail (self->start == NULL);

  self->start = start;
  gtk_widget_set_parent (start, GTK_WIDGET (self));
}

/**
 * pgs_text_cell_get_start:
 * @self: a cell
 *
 * Returns: (transfer none) (nullable): the widget in the indent
 */
GtkWidget *
pgs_text_cell_get_start (PgsTextCell *self)
{
  return self->start;
}
