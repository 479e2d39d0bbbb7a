/* pgs-picture.c: a picture of a process for a file or the clipboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-picture.h"

#include <string.h>

#include "pgs-chart-layout.h"
#include "pgs-heading.h"
#include "pgs-text.h"

#define MARGIN 16.0
#define MAX_NAME_LENGTH 64 /* of a process in a file name, in bytes */

static const struct
{
  const char *id;
  double width, height;
} views[PGS_N_VIEWS] = {
  [PGS_VIEW_MAP] = { "map", 1200, 900 },
  [PGS_VIEW_STRIP] = { "strip", 320, 900 },
  [PGS_VIEW_CHART] = { "chart", 1200, 420 },
};

/**
 * pgs_view_get_id:
 * @view: a view
 *
 * Returns: (transfer none): its name on command lines and in file names
 */
const char *
pgs_view_get_id (PgsView view)
{
  g_return_val_if_fail ((guint) view < PGS_N_VIEWS, "");

  return views[view].id;
}

/**
 * pgs_view_from_id:
 * @id: a name
 * @view: (out): the view called so
 *
 * Returns: whether there is one
 */
gboolean
pgs_view_from_id (const char *id,
                  PgsView    *view)
{
  for (guint i = 0; i < PGS_N_VIEWS; i++)
    if (strcmp (views[i].id, id) == 0)
      {
        *view = (PgsView) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * pgs_view_get_default_size:
 * @view: a view
 * @width: (out): px
 * @height: (out): px
 */
void
pgs_view_get_default_size (PgsView  view,
                           double  *width,
                           double  *height)
{
  g_return_if_fail ((guint) view < PGS_N_VIEWS);

  *width = views[view].width;
  *height = views[view].height;
}

/* The point whose values are told: the last one not after the moment, or the newest. */
static gsize
get_labelled_point (const PgsPicture *self)
{
  const gsize end = pgs_chart_find_end (self->chart, self->has_moment ? self->moment_us : G_MAXINT64);

  return end > 0 ? end - 1 : 0;
}

static void
draw_lanes (const PgsPicture     *self,
            const PgsChartLayout *layout,
            cairo_t              *cr)
{
  gsize n_points;

  pgs_chart_get_times (self->chart, &n_points);
  pgs_chart_draw_plots (self->chart, layout, &self->theme, cr);
  if (n_points == 0)
    return;
  pgs_chart_draw_labels (self->chart, layout, &self->theme, get_labelled_point (self), cr);
  if (self->from_us < self->to_us)
    pgs_chart_draw_span (self->chart, layout, &self->theme, self->from_us, self->to_us, cr);
  if (self->has_moment)
    pgs_chart_draw_moment (self->chart, layout, &self->theme, self->moment_us, cr);
}

static void
draw_chart (const PgsPicture *self,
            cairo_t          *cr)
{
  PangoContext *context = pango_cairo_create_context (cr);
  g_autoptr (PgsChartLayout) layout = NULL;
  double y;

  pgs_color_set_source (self->theme.background, cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  y = pgs_heading_draw (self->model.snapshot, &self->theme, context, MARGIN, MARGIN,
                        MAX (1, self->width - 2 * MARGIN), cr) + MARGIN;
  g_object_unref (context);
  layout = pgs_chart_layout_new (self->chart, &self->theme, self->width,
                                 MAX (1, self->height - y - MARGIN / 2), 0);
  cairo_save (cr);
  cairo_translate (cr, 0, y);
  draw_lanes (self, layout, cr);
  cairo_restore (cr);
}

/**
 * pgs_picture_draw:
 * @self: a picture
 * @cr: where to draw, one unit a px
 *
 * Draws all of it, the background included.
 */
void
pgs_picture_draw (const PgsPicture *self,
                  cairo_t          *cr)
{
  const PgsMapPicture map = {
    .model = self->model,
    .what = self->view == PGS_VIEW_STRIP ? PGS_PICTURE_STRIP : PGS_PICTURE_MAP,
    .low_on_top = self->low_on_top,
    .width = self->width,
    .height = self->height,
  };

  if (self->view == PGS_VIEW_CHART)
    draw_chart (self, cr);
  else
    pgs_map_picture_draw (&map, &self->theme, cr);
}

static void
draw (cairo_t       *cr,
      gconstpointer  data)
{
  pgs_picture_draw (data, cr);
}

static PgsExport
make_export (const PgsPicture *self,
             const char       *title)
{
  return (PgsExport) {
    .width = self->width,
    .height = self->height,
    .scale = self->scale,
    .title = title,
    .draw = draw,
    .data = self,
  };
}

/**
 * pgs_picture_draw_image:
 * @self: a picture
 * @error: (out) (optional): %PGS_ERROR_LIMIT, %PGS_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): an image surface of format RGB24
 */
cairo_surface_t *
pgs_picture_draw_image (const PgsPicture  *self,
                        GError           **error)
{
  const PgsExport export = make_export (self, NULL);

  return pgs_export_draw_image (&export, error);
}

/**
 * pgs_picture_encode:
 * @self: a picture
 * @format: of the file
 * @error: (out) (optional): %PGS_ERROR_LIMIT, %PGS_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): the bytes of the file
 */
GBytes *
pgs_picture_encode (const PgsPicture  *self,
                    PgsExportFormat    format,
                    GError           **error)
{
  g_autofree char *title = pgs_heading_dup_title (self->model.snapshot);
  const PgsExport export = make_export (self, title);

  return pgs_export_encode (&export, format, error);
}

/**
 * pgs_picture_dup_stem:
 * @snapshot: what a file is about
 *
 * Returns: (transfer full): how its name may begin: "bash-1465". Whatever the process is called, it holds
 *   no slash, does not begin with a dot or a dash and is not too long
 */
char *
pgs_picture_dup_stem (const PgsSnapshot *snapshot)
{
  g_autofree char *shown = pgs_text_dup_display (snapshot->process->name, -1);
  GString *name = g_string_new (NULL);

  for (const char *p = shown != NULL ? shown : ""; *p != '\0' && name->len < MAX_NAME_LENGTH;
       p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      const gboolean plain = g_unichar_isalnum (c) || c == '_' || c == '+' || (c == '.' && name->len > 0);

      g_string_append_unichar (name, plain ? c : name->len > 0 ? '-' : '_');
    }
  if (name->len == 0)
    g_string_append (name, "process");
  g_string_append_printf (name, "-%d", snapshot->process->pid);
  return g_string_free (name, FALSE);
}

/**
 * pgs_picture_dup_file_name:
 * @snapshot: what it shows
 * @view: as what
 * @format: how
 *
 * Returns: (transfer full): a name to suggest, without a folder: "bash-1465-map.png", as
 *   pgs_picture_dup_stem() begins it
 */
char *
pgs_picture_dup_file_name (const PgsSnapshot *snapshot,
                           PgsView            view,
                           PgsExportFormat    format)
{
  g_autofree char *stem = pgs_picture_dup_stem (snapshot);

  return g_strdup_printf ("%s-%s.%s", stem, pgs_view_get_id (view), pgs_export_format_get_suffix (format));
}
