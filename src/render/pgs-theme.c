/* pgs-theme.c: the colours, fonts and strengths that drawings are made with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The nine colours of kinds were searched for: any two differ by a CIEDE2000 distance of at least
 * 16.5 in normal sight and under simulated protanopia, deuteranopia and tritanopia (Machado,
 * Oliveira and Fernandes 2009), and have at least 2.1 : 1 contrast against the background.
 * Nine tints pale enough to look empty cannot be that far apart. So kinds are divided into four
 * textures, and within one texture the strength of each tint was searched for so that any two
 * differ by 12 or more. Both are tests.
 */
#include "config.h"

#include "pgs-theme.h"

#define FONT "Cantarell"
#define FONT_SIZE (11 * 96.0 / 72)
#define FILE_SHARE 0.62    /* how much of its kind's colour a page of a file has */
#define TEXTURE_SHARE 0.22 /* how much stronger than the tint its texture is */

#define HEX(rgb) { (((rgb) >> 16) & 0xff) / 255.0, (((rgb) >> 8) & 0xff) / 255.0, ((rgb) & 0xff) / 255.0, 1 }

static const PgsTheme light = {
  .font = FONT,
  .font_size = FONT_SIZE,
  .kinds = {
    [PGS_KIND_CODE] = HEX (0x1b65b8),
    [PGS_KIND_DATA] = HEX (0x00a175),
    [PGS_KIND_HEAP] = HEX (0xe7a206),
    [PGS_KIND_ANON] = HEX (0xcd78ff),
    [PGS_KIND_LIBRARY] = HEX (0xa0b0c1),
    [PGS_KIND_FILE] = HEX (0x3d1a68),
    [PGS_KIND_STACK] = HEX (0xbf5e1c),
    [PGS_KIND_SHMEM] = HEX (0x0b4b23),
    [PGS_KIND_KERNEL] = HEX (0x5f6165),
  },
  .background = HEX (0xffffff),
  .foreground = HEX (0x2e3436),
  .dim = HEX (0x70747a),
  .line = HEX (0xd5d5d9),
  .gap = HEX (0xebebed),
  .accent = HEX (0x3584e4),
  .fresh = HEX (0xffdf1a),
  .swapped = HEX (0xc01c28),
  .virt = HEX (0x1a5fb4),
  .faults = HEX (0xbf5e1c),
};

static const PgsTheme dark = {
  .dark = TRUE,
  .font = FONT,
  .font_size = FONT_SIZE,
  .kinds = {
    [PGS_KIND_CODE] = HEX (0x007dff),
    [PGS_KIND_DATA] = HEX (0x08c584),
    [PGS_KIND_HEAP] = HEX (0xffe041),
    [PGS_KIND_ANON] = HEX (0xff99d2),
    [PGS_KIND_LIBRARY] = HEX (0x7f8a8c),
    [PGS_KIND_FILE] = HEX (0x723b94),
    [PGS_KIND_STACK] = HEX (0xef6a01),
    [PGS_KIND_SHMEM] = HEX (0x0c622b),
    [PGS_KIND_KERNEL] = HEX (0x585960),
  },
  .background = HEX (0x1e1e1e),
  .foreground = HEX (0xf2f2f2),
  .dim = HEX (0x9a9aa0),
  .line = HEX (0x46464b),
  .gap = HEX (0x303034),
  .accent = HEX (0x3584e4),
  .fresh = HEX (0xfffbd1),
  .swapped = HEX (0xc01c28),
  .virt = HEX (0x3584e4),
  .faults = HEX (0xef6a01),
};

static const struct
{
  PgsTexture texture;
  double light_share;
  double dark_share;
} reserved[PGS_N_KINDS] = {
  [PGS_KIND_CODE] = { PGS_TEXTURE_DOTS, 0.36, 0.24 },
  [PGS_KIND_DATA] = { PGS_TEXTURE_ROWS, 0.14, 0.24 },
  [PGS_KIND_HEAP] = { PGS_TEXTURE_ROWS, 0.26, 0.28 },
  [PGS_KIND_ANON] = { PGS_TEXTURE_NONE, 0.36, 0.36 },
  [PGS_KIND_LIBRARY] = { PGS_TEXTURE_NONE, 0.17, 0.18 },
  [PGS_KIND_FILE] = { PGS_TEXTURE_ROWS, 0.30, 0.24 },
  [PGS_KIND_STACK] = { PGS_TEXTURE_COLUMNS, 0.38, 0.30 },
  [PGS_KIND_SHMEM] = { PGS_TEXTURE_COLUMNS, 0.12, 0.18 },
  [PGS_KIND_KERNEL] = { PGS_TEXTURE_DOTS, 0.20, 0.20 },
};

/**
 * pgs_theme_init_light:
 * @self: (out): filled completely
 *
 * The theme of exports and tests, and where the window starts from: dark on white, Cantarell 11.
 */
void
pgs_theme_init_light (PgsTheme *self)
{
  *self = light;
}

/**
 * pgs_theme_init_dark:
 * @self: (out): filled completely
 *
 * The same on a dark background.
 */
void
pgs_theme_init_dark (PgsTheme *self)
{
  *self = dark;
}

/**
 * pgs_theme_set_high_contrast:
 * @self: a filled theme
 *
 * Text and lines in full strength, and @high_contrast set, which makes drawings add outlines.
 */
void
pgs_theme_set_high_contrast (PgsTheme *self)
{
  const PgsColor black = HEX (0x000000);
  const PgsColor white = HEX (0xffffff);

  self->high_contrast = TRUE;
  self->foreground = self->dark ? white : black;
  self->dim = pgs_color_mix (self->background, self->foreground, 0.85);
  self->line = pgs_color_mix (self->background, self->foreground, 0.55);
  self->gap = pgs_color_mix (self->background, self->foreground, 0.12);
}

/**
 * pgs_theme_scale_text:
 * @self: a filled theme
 * @factor: 1: nothing changes
 *
 * Returns: the same theme with text of another size
 */
PgsTheme
pgs_theme_scale_text (const PgsTheme *self,
                      double          factor)
{
  PgsTheme scaled = *self;

  scaled.font_size *= factor;
  return scaled;
}

/**
 * pgs_theme_get_resident:
 * @self: a theme
 * @kind: of the region
 * @of_file: the page is the file's own, not a private copy or anonymous
 *
 * Returns: the colour of memory that is in RAM; of a file lighter than private
 */
PgsColor
pgs_theme_get_resident (const PgsTheme *self,
                        PgsKind         kind,
                        gboolean        of_file)
{
  if (!of_file)
    return self->kinds[kind];
  return pgs_color_mix (self->background, self->kinds[kind], FILE_SHARE);
}

/**
 * pgs_theme_get_reserved:
 * @self: a theme
 * @kind: of the region
 *
 * Returns: the pale tint of memory that is reserved and not in RAM; together with
 *   pgs_theme_get_texture() it tells its kind
 */
PgsColor
pgs_theme_get_reserved (const PgsTheme *self,
                        PgsKind         kind)
{
  const double share = self->dark ? reserved[kind].dark_share : reserved[kind].light_share;

  return pgs_color_mix (self->background, self->kinds[kind], share);
}

/**
 * pgs_theme_get_texture:
 * @kind: of the region
 *
 * Returns: what is drawn on the tint of pgs_theme_get_reserved()
 */
PgsTexture
pgs_theme_get_texture (PgsKind kind)
{
  return reserved[kind].texture;
}

/**
 * pgs_theme_get_texture_color:
 * @self: a theme
 * @kind: of the region
 *
 * Returns: the colour of the texture of @kind: a little stronger than its tint
 */
PgsColor
pgs_theme_get_texture_color (const PgsTheme *self,
                             PgsKind         kind)
{
  return pgs_color_mix (pgs_theme_get_reserved (self, kind), self->kinds[kind], TEXTURE_SHARE);
}

/**
 * pgs_theme_get_changed:
 * @self: a theme
 *
 * Returns: the colour of the bar in cells that changed: darker (or lighter) than all colours that cells have
 */
PgsColor
pgs_theme_get_changed (const PgsTheme *self)
{
  return pgs_color_mix (self->background, self->foreground, self->high_contrast ? 1 : 0.9);
}

/**
 * pgs_color_mix:
 * @a: a colour
 * @b: another
 * @share_of_b: 0 gives @a, 1 gives @b
 *
 * Returns: what is between them, channel by channel
 */
PgsColor
pgs_color_mix (PgsColor a,
               PgsColor b,
               double   share_of_b)
{
  return (PgsColor) {
    a.r + (b.r - a.r) * share_of_b,
    a.g + (b.g - a.g) * share_of_b,
    a.b + (b.b - a.b) * share_of_b,
    a.a + (b.a - a.a) * share_of_b,
  };
}

/**
 * pgs_color_set_source:
 * @color: a colour
 * @cr: what to draw with it from now on
 */
void
pgs_color_set_source (PgsColor  color,
                      cairo_t  *cr)
{
  cairo_set_source_rgba (cr, color.r, color.g, color.b, color.a);
}
