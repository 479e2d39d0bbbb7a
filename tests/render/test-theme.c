/* test-theme.c: colours that everybody can tell apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The colour science here follows its papers and shares nothing with the code under test: sRGB
 * (IEC 61966-2-1), CIE L*a*b*, CIEDE2000 (Sharma, Wu, Dalal 2005, checked against pairs of its
 * table of test data), colour vision deficiency (Machado, Oliveira, Fernandes 2009, severity 1.0).
 */
#include "config.h"

#include <math.h>

#include "pgs-theme.h"

#define MIN_DISTANCE 12.0
#define MIN_CONTRAST 2.1
#define N_SIGHTS 4

typedef struct
{
  double l, a, b;
} Lab;

static const char *const sights[N_SIGHTS] = { "normal", "protanopia", "deuteranopia", "tritanopia" };

static const double machado[N_SIGHTS][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
  { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
  { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
};

static double
to_linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
lab_f (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

static Lab
to_lab (PgsColor color,
        int      sight)
{
  const double in[3] = { to_linear (color.r), to_linear (color.g), to_linear (color.b) };
  double c[3], x, y, z;

  for (int i = 0; i < 3; i++)
    {
      const double *row = machado[sight][i];

      c[i] = CLAMP (row[0] * in[0] + row[1] * in[1] + row[2] * in[2], 0, 1);
    }
  x = lab_f ((0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047);
  y = lab_f (0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2]);
  z = lab_f ((0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883);
  return (Lab) { 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double
degrees (double a,
         double b)
{
  const double angle = atan2 (b, a) * 180 / G_PI;

  return angle < 0 ? angle + 360 : angle;
}

static double
cos_deg (double angle)
{
  return cos (angle * G_PI / 180);
}

static double
mean_hue (double h1,
          double h2)
{
  if (fabs (h1 - h2) <= 180)
    return (h1 + h2) / 2;
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

static double
hue_difference (double h1,
                double h2)
{
  const double d = h2 - h1;

  return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

static double
ciede2000 (Lab p,
           Lab q)
{
  const double chroma = pow ((hypot (p.a, p.b) + hypot (q.a, q.b)) / 2, 7);
  const double g = 0.5 * (1 - sqrt (chroma / (chroma + pow (25, 7))));
  const double a1 = p.a * (1 + g), a2 = q.a * (1 + g);
  const double c1 = hypot (a1, p.b), c2 = hypot (a2, q.b);
  const gboolean grey = c1 * c2 == 0;
  const double h1 = degrees (a1, p.b), h2 = degrees (a2, q.b);
  const double l = (p.l + q.l) / 2, c = (c1 + c2) / 2, h = grey ? h1 + h2 : mean_hue (h1, h2);
  const double dh = grey ? 0 : 2 * sqrt (c1 * c2) * sin (hue_difference (h1, h2) * G_PI / 360);
  const double t = 1 - 0.17 * cos_deg (h - 30) + 0.24 * cos_deg (2 * h) + 0.32 * cos_deg (3 * h + 6)
                   - 0.20 * cos_deg (4 * h - 63);
  const double turn = 30 * exp (-pow ((h - 275) / 25, 2));
  const double rc = 2 * sqrt (pow (c, 7) / (pow (c, 7) + pow (25, 7)));
  const double rt = -sin (2 * turn * G_PI / 180) * rc;
  const double vl = (q.l - p.l) / (1 + 0.015 * pow (l - 50, 2) / sqrt (20 + pow (l - 50, 2)));
  const double vc = (c2 - c1) / (1 + 0.045 * c);
  const double vh = dh / (1 + 0.015 * c * t);

  return sqrt (vl * vl + vc * vc + vh * vh + rt * vc * vh);
}

static double
luminance (PgsColor c)
{
  return 0.2126 * to_linear (c.r) + 0.7152 * to_linear (c.g) + 0.0722 * to_linear (c.b);
}

static double
contrast (PgsColor a,
          PgsColor b)
{
  const double la = luminance (a), lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

static void
test_reference (void)
{
  /* pairs 1, 7, 17, 25 and 33 of the paper's table 1 */
  static const struct
  {
    Lab p, q;
    double expected;
  } pairs[] = {
    { { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
    { { 50, 0, 0 }, { 50, -1, 2 }, 2.3669 },
    { { 50, 2.5, 0 }, { 73, 25, -18 }, 27.1492 },
    { { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
    { { 6.7747, -0.2908, -2.4247 }, { 5.8714, -0.0985, -2.2286 }, 0.6377 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpfloat_with_epsilon (ciede2000 (pairs[i].p, pairs[i].q), pairs[i].expected, 0.0001);
}

static void
init_theme (PgsTheme *theme,
            gboolean  dark)
{
  if (dark)
    pgs_theme_init_dark (theme);
  else
    pgs_theme_init_light (theme);
}

static void
assert_apart (PgsColor    a,
              PgsColor    b,
              const char *what,
              PgsKind     i,
              PgsKind     j)
{
  for (int sight = 0; sight < N_SIGHTS; sight++)
    {
      const double distance = ciede2000 (to_lab (a, sight), to_lab (b, sight));

      if (distance < MIN_DISTANCE)
        {
          g_test_message ("%s: %s and %s are only %.1f apart under %s", what, pgs_kind_get_id (i),
                          pgs_kind_get_id (j), distance, sights[sight]);
          g_test_fail ();
        }
    }
}

static void
test_kinds_apart (gconstpointer dark)
{
  PgsTheme theme;

  init_theme (&theme, GPOINTER_TO_INT (dark));
  for (int i = 0; i < PGS_N_KINDS; i++)
    for (int j = i + 1; j < PGS_N_KINDS; j++)
      assert_apart (theme.kinds[i], theme.kinds[j], "resident", i, j);
}

static void
test_reserved_apart (gconstpointer dark)
{
  PgsTheme theme;

  init_theme (&theme, GPOINTER_TO_INT (dark));
  for (int i = 0; i < PGS_N_KINDS; i++)
    for (int j = i + 1; j < PGS_N_KINDS; j++)
      if (pgs_theme_get_texture (i) == pgs_theme_get_texture (j))
        assert_apart (pgs_theme_get_reserved (&theme, i), pgs_theme_get_reserved (&theme, j), "reserved", i, j);
}

static void
test_strengths_apart (gconstpointer dark)
{
  PgsTheme theme;

  init_theme (&theme, GPOINTER_TO_INT (dark));
  for (int i = 0; i < PGS_N_KINDS; i++)
    {
      const double reserved = contrast (pgs_theme_get_reserved (&theme, i), theme.background);
      const double file = contrast (pgs_theme_get_resident (&theme, i, TRUE), theme.background);
      const double private = contrast (pgs_theme_get_resident (&theme, i, FALSE), theme.background);

      g_assert_cmpfloat (reserved, >, 1.05);
      g_assert_cmpfloat (file, >, reserved);
      g_assert_cmpfloat (private, >, file);
    }
}

static void
test_contrast (gconstpointer dark)
{
  PgsTheme theme;

  init_theme (&theme, GPOINTER_TO_INT (dark));
  for (int i = 0; i < PGS_N_KINDS; i++)
    g_assert_cmpfloat (contrast (theme.kinds[i], theme.background), >=, MIN_CONTRAST);
  /* text as WCAG 2.1 asks for it, AA */
  g_assert_cmpfloat (contrast (theme.foreground, theme.background), >=, 7);
  g_assert_cmpfloat (contrast (theme.dim, theme.background), >=, 4.5);
  pgs_theme_set_high_contrast (&theme);
  g_assert_cmpfloat (contrast (theme.dim, theme.background), >=, 7);
  g_assert_cmpfloat (contrast (theme.line, theme.background), >=, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/render/theme/ciede2000-reference", test_reference);
  for (int dark = 0; dark <= 1; dark++)
    {
      const char *name = dark ? "dark" : "light";
      g_autofree char *kinds = g_strdup_printf ("/render/theme/%s/kinds-apart", name);
      g_autofree char *reserved = g_strdup_printf ("/render/theme/%s/reserved-apart", name);
      g_autofree char *strengths = g_strdup_printf ("/render/theme/%s/strengths-apart", name);
      g_autofree char *against = g_strdup_printf ("/render/theme/%s/contrast", name);

      g_test_add_data_func (kinds, GINT_TO_POINTER (dark), test_kinds_apart);
      g_test_add_data_func (reserved, GINT_TO_POINTER (dark), test_reserved_apart);
      g_test_add_data_func (strengths, GINT_TO_POINTER (dark), test_strengths_apart);
      g_test_add_data_func (against, GINT_TO_POINTER (dark), test_contrast);
    }
  return g_test_run ();
}
