/* pgs-png.c: a picture as a PNG file, fast and small
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * cairo's own writer takes up to 1.7 s for a 3840 × 2160 map: zlib level 6 over 32-bit pixels. Maps
 * and charts have few colours and long runs, so level 1 over a palette (or over RGB, where letters
 * make more than 256 colours) is many times faster and hardly larger.
 */
#include "config.h"

#include "pgs-png.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

#include "pgs-error.h"

#define SOFTWARE "Pagescape " PGS_VERSION
#define MAX_COLORS 256
#define N_SLOTS 1024 /* of the hash table; a power of two, four times as many as colours */
#define RGB_MASK 0xffffffu
#define FREE_SLOT 0xffffffffu

/* Colours found so far, in the order in which they were met. */
typedef struct
{
  guint32 slots[N_SLOTS]; /* 0xRRGGBB or FREE_SLOT */
  guint8 indices[N_SLOTS];
  guint32 colors[MAX_COLORS];
  guint n_colors;
} Palette;

typedef struct
{
  cairo_surface_t *image;
  const char *title;
  gboolean has_palette;
  Palette palette;
  guint8 *row; /* one encoded row */
  GByteArray *out;
  jmp_buf jump;
  char message[128];
} Writer;

static guint
find_slot (const Palette *palette,
           guint32        color)
{
  guint slot = (color * 2654435761u) >> 22; /* Knuth's multiplicative hash, its upper 10 bits */

  while (palette->slots[slot] != color && palette->slots[slot] != FREE_SLOT)
    slot = (slot + 1) % N_SLOTS;
  return slot;
}

static gboolean
add_color (Palette *palette,
           guint32  color)
{
  const guint slot = find_slot (palette, color);

  if (palette->slots[slot] == color)
    return TRUE;
  if (palette->n_colors == MAX_COLORS)
    return FALSE;
  palette->slots[slot] = color;
  palette->indices[slot] = palette->n_colors;
  palette->colors[palette->n_colors++] = color;
  return TRUE;
}

static const guint32 *
get_row (cairo_surface_t *image,
         int              y)
{
  const guint8 *data = cairo_image_surface_get_data (image);

  return (const guint32 *) (const void *) (data + (gsize) y * cairo_image_surface_get_stride (image));
}

/* Returns whether all pixels fit in one palette. */
static gboolean
collect_colors (Writer *self)
{
  const int width = cairo_image_surface_get_width (self->image);
  const int height = cairo_image_surface_get_height (self->image);

  memset (self->palette.slots, 0xff, sizeof self->palette.slots);
  for (int y = 0; y < height; y++)
    {
      const guint32 *pixels = get_row (self->image, y);
      guint32 before = FREE_SLOT;

      for (int x = 0; x < width; x++)
        {
          const guint32 color = pixels[x] & RGB_MASK;

          if (color != before && !add_color (&self->palette, color))
            return FALSE;
          before = color;
        }
    }
  return TRUE;
}

static void
encode_row (Writer        *self,
            const guint32 *pixels,
            int            width)
{
  guint32 before = FREE_SLOT;
  guint8 index = 0;

  for (int x = 0; x < width; x++)
    {
      const guint32 color = pixels[x] & RGB_MASK;

      if (!self->has_palette)
        {
          self->row[3 * x] = color >> 16;
          self->row[3 * x + 1] = color >> 8;
          self->row[3 * x + 2] = color;
          continue;
        }
      if (color != before)
        index = self->palette.indices[find_slot (&self->palette, color)];
      before = color;
      self->row[x] = index;
    }
}

static void
on_data (png_structp png,
         png_bytep   data,
         png_size_t  length)
{
  Writer *self = png_get_io_ptr (png);

  g_byte_array_append (self->out, data, length);
}

static void
on_flush (png_structp png)
{
}

static void
on_error (png_structp     png,
          png_const_charp message)
{
  Writer *self = png_get_error_ptr (png);

  g_strlcpy (self->message, message, sizeof self->message);
  longjmp (self->jump, 1);
}

static void
on_warning (png_structp     png,
            png_const_charp message)
{
  g_debug ("libpng: %s", message);
}

static void
write_palette (Writer      *self,
               png_structp  png,
               png_infop    info)
{
  png_color colors[MAX_COLORS];

  for (guint i = 0; i < self->palette.n_colors; i++)
    colors[i] = (png_color) {
      .red = self->palette.colors[i] >> 16,
      .green = self->palette.colors[i] >> 8,
      .blue = self->palette.colors[i],
    };
  png_set_PLTE (png, info, colors, self->palette.n_colors);
}

static void
write_texts (Writer      *self,
             png_structp  png,
             png_infop    info)
{
  char software_key[] = "Software", software[] = SOFTWARE, title_key[] = "Title", none[] = "";
  png_text texts[] = {
    { .compression = PNG_TEXT_COMPRESSION_NONE, .key = software_key, .text = software },
    /* a title may hold any letters: iTXt is UTF-8 */
    { .compression = PNG_ITXT_COMPRESSION_NONE, .key = title_key, .text = (char *) self->title,
      .lang = none, .lang_key = none },
  };

  png_set_text (png, info, texts, self->title != NULL ? 2 : 1);
}

/* What may jump: nothing in here needs to be freed by it. */
static void
write_image (Writer      *self,
             png_structp  png,
             png_infop    info)
{
  const int width = cairo_image_surface_get_width (self->image);
  const int height = cairo_image_surface_get_height (self->image);

  png_set_write_fn (png, self, on_data, on_flush);
  png_set_IHDR (png, info, width, height, 8, self->has_palette ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB,
                PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level (png, 1);
  png_set_filter (png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
  if (self->has_palette)
    write_palette (self, png, info);
  write_texts (self, png, info);
  png_write_info (png, info);
  for (int y = 0; y < height; y++)
    {
      encode_row (self, get_row (self->image, y), width);
      png_write_row (png, self->row);
    }
  png_write_end (png, info);
}

static gboolean
run (Writer *self)
{
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, self, on_error, on_warning);
  png_infop info = png != NULL ? png_create_info_struct (png) : NULL;
  volatile gboolean done = FALSE;

  if (info != NULL && setjmp (self->jump) == 0)
    {
      write_image (self, png, info);
      done = TRUE;
    }
  png_destroy_write_struct (&png, &info);
  return done;
}

/**
 * pgs_png_encode:
 * @image: an image surface of format RGB24, flushed
 * @title: (nullable): what it shows, UTF-8; kept as the file's Title
 * @error: (out) (optional): %PGS_ERROR_FAILED with libpng's words
 *
 * With a palette where there are at most 256 colours, else as RGB. Exact in any case.
 *
 * Returns: (transfer full) (nullable): the file's bytes
 */
GBytes *
pgs_png_encode (cairo_surface_t  *image,
                const char       *title,
                GError          **error)
{
  g_autofree Writer *self = g_new0 (Writer, 1);
  gboolean done;

  g_return_val_if_fail (cairo_image_surface_get_format (image) == CAIRO_FORMAT_RGB24, NULL);

  self->image = image;
  self->title = title;
  self->out = g_byte_array_new ();
  self->row = g_malloc ((gsize) cairo_image_surface_get_width (image) * 3);
  self->has_palette = collect_colors (self);
  done = run (self);
  g_free (self->row);
  if (done)
    return g_byte_array_free_to_bytes (self->out);
  g_byte_array_unref (self->out);
  g_set_error (error, PGS_ERROR, PGS_ERROR_FAILED, "PNG: %s", self->message);
  return NULL;
}
