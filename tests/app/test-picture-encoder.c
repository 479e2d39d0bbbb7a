/* test-picture-encoder.c: pictures are drawn while the main loop goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-picture-encoder.h"
#include "sample-space.h"

typedef struct
{
  PgsPicture picture;
  PgsSnapshot *snapshot;
  GCancellable *cancellable;
  GBytes *bytes;       /* (nullable) */
  GdkTexture *texture; /* (nullable) */
  GError *error;       /* (nullable) */
  gboolean is_over;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  *self = (Fixture) { .snapshot = sample_space_new (), .cancellable = g_cancellable_new () };
  self->picture = (PgsPicture) {
    .view = PGS_VIEW_STRIP, .width = 300, .height = 200, .scale = 2, .model.snapshot = self->snapshot,
  };
  pgs_theme_init_light (&self->picture.theme);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  pgs_snapshot_unref (self->snapshot);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->texture);
  g_clear_error (&self->error);
}

static void
on_encoded (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Fixture *self = data;

  self->bytes = pgs_picture_encode_finish (result, &self->error);
  self->is_over = TRUE;
}

static void
on_texture (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Fixture *self = data;

  self->texture = pgs_picture_texture_finish (result, &self->error);
  self->is_over = TRUE;
}

static void
wait_until_over (Fixture *self)
{
  g_assert_false (self->is_over);
  while (!self->is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_encode (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (GBytes) expected = pgs_picture_encode (&self->picture, PGS_EXPORT_PNG, NULL);

  pgs_picture_encode_async (&self->picture, PGS_EXPORT_PNG, self->cancellable, on_encoded, self);
  wait_until_over (self);
  g_assert_no_error (self->error);
  g_assert_true (g_bytes_equal (self->bytes, expected));
}

static void
test_texture (Fixture       *self,
              gconstpointer  data)
{
  pgs_picture_texture_async (&self->picture, self->cancellable, on_texture, self);
  wait_until_over (self);
  g_assert_no_error (self->error);
  g_assert_cmpint (gdk_texture_get_width (self->texture), ==, 600);
  g_assert_cmpint (gdk_texture_get_height (self->texture), ==, 400);
}

/* Too large. */
static void
test_error (Fixture       *self,
            gconstpointer  data)
{
  self->picture.width = 2.0 * PGS_EXPORT_MAX_SIDE;
  pgs_picture_encode_async (&self->picture, PGS_EXPORT_SVG, self->cancellable, on_encoded, self);
  wait_until_over (self);
  g_assert_nonnull (self->error);
  g_assert_null (self->bytes);
}

/* Nothing is told before the picture is not needed any more. */
static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  pgs_picture_encode_async (&self->picture, PGS_EXPORT_PDF, self->cancellable, on_encoded, self);
  g_cancellable_cancel (self->cancellable);
  wait_until_over (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (self->bytes);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/app/picture-encoder/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("encode", test_encode);
  ADD ("texture", test_texture);
  ADD ("error", test_error);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
