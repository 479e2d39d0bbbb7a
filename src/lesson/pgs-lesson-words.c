/* pgs-lesson-words.c: the numbers of an experiment in words, and its texts with numbers in them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * In a text, {expression} stands for its value; {expression|unit} for the same in another unit (bytes, count,
 * address, time, signal, state). Of a change only the size is written, as the sentence says which way it
 * goes; {+expression} writes its sign as well. [[words|id]] are words that a term explains.
 */
#include "config.h"

#include "pgs-lesson-words.h"

#include "pgs-format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define UNKNOWN_TEXT "–"
#define MINUS "−"
#define MS 1000
#define SECOND 1000000

static char *
format_time (gint64 us)
{
  if (us < MS)
    /* Translators: microseconds */
    return g_strdup_printf (_("%d µs"), (int) us);
  if (us < SECOND)
    /* Translators: milliseconds */
    return g_strdup_printf (_("%.1f ms"), (double) us / MS);
  /* Translators: seconds */
  return g_strdup_printf (_("%.2f s"), (double) us / SECOND);
}

static char *
format_signal (gint64 number)
{
  const char *name = number > 0 && number < NSIG ? sigabbrev_np ((int) number) : NULL;

  if (number == 0)
    /* Translators: no signal */
    return g_strdup (C_ ("signal", "none"));
  if (name == NULL)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return g_strconcat ("SIG", name, NULL);
}

static char *
format_state (gint64 letter)
{
  if (!g_ascii_isalpha (letter))
    return g_strdup (UNKNOWN_TEXT);
  return g_strdup_printf ("%c (%s)", (char) letter, pgs_format_state ((char) letter));
}

static char *
format_magnitude (guint64       value,
                  PgsLessonUnit unit)
{
  switch (unit)
    {
    case PGS_UNIT_BYTES:
      return pgs_format_size (value);
    case PGS_UNIT_TIME:
      return format_time ((gint64) MIN (value, G_MAXINT64));
    case PGS_UNIT_ADDRESS:
      return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", value);
    case PGS_UNIT_AUTO:
    case PGS_UNIT_COUNT:
    case PGS_UNIT_YES_NO:
    case PGS_UNIT_SIGNAL:
    case PGS_UNIT_STATE:
    case PGS_UNIT_CHOICE:
      return pgs_format_count (value);
    }
  g_assert_not_reached ();
}

static guint64
get_magnitude (gint64 value)
{
  return value < 0 ? -(guint64) value : (guint64) value;
}

/**
 * pgs_lesson_format_value:
 * @value: a number
 * @unit: in which it is
 *
 * Returns: (transfer full): "102 MiB", "25 600", "0x7f10a0000000", "yes", "SIGSEGV", "Z (zombie)", "46.0 ms"
 */
char *
pgs_lesson_format_value (gint64        value,
                         PgsLessonUnit unit)
{
  g_autofree char *magnitude = NULL;

  if (unit == PGS_UNIT_YES_NO)
    return g_strdup (value != 0 ? _("yes") : _("no"));
  if (unit == PGS_UNIT_SIGNAL)
    return format_signal (value);
  if (unit == PGS_UNIT_STATE)
    return format_state (value);
  if (unit == PGS_UNIT_ADDRESS || value >= 0)
    return format_magnitude ((guint64) value, unit);
  magnitude = format_magnitude (get_magnitude (value), unit);
  return g_strconcat (MINUS, magnitude, NULL);
}

/**
 * pgs_lesson_format_change:
 * @change: by how much a number changed
 * @unit: in which it is
 *
 * Returns: (transfer full): "+10 MiB", "−4 KiB", "+25 600", "0"
 */
char *
pgs_lesson_format_change (gint64        change,
                          PgsLessonUnit unit)
{
  g_autofree char *magnitude = format_magnitude (get_magnitude (change), unit);

  return g_strconcat (change > 0 ? "+" : change < 0 ? MINUS : "", magnitude, NULL);
}

static PgsLessonUnit
get_named_unit (const char *name)
{
  static const struct { const char *name; PgsLessonUnit unit; } units[] = {
    { "bytes", PGS_UNIT_BYTES },   { "count", PGS_UNIT_COUNT }, { "address", PGS_UNIT_ADDRESS },
    { "signal", PGS_UNIT_SIGNAL }, { "state", PGS_UNIT_STATE }, { "time", PGS_UNIT_TIME },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (name, units[i].name))
      return units[i].unit;
  return PGS_UNIT_AUTO;
}

/* "+change(rss:block)|bytes" in its parts. */
typedef struct
{
  gboolean has_sign;
  char *expression;
  PgsLessonUnit unit;
} Placeholder;

static void
placeholder_init (Placeholder *self,
                  const char  *text,
                  gsize        length)
{
  g_autofree char *whole = g_strndup (text, length);
  char *bar = strrchr (whole, '|');

  self->unit = bar != NULL ? get_named_unit (bar + 1) : PGS_UNIT_AUTO;
  if (bar != NULL)
    *bar = '\0';
  self->has_sign = whole[0] == '+';
  self->expression = g_strdup (whole + self->has_sign);
}

static char *
expand_placeholder (const Placeholder     *self,
                    const PgsLessonSource *source)
{
  g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (self->expression, NULL);
  PgsLessonUnit unit = self->unit;
  PgsLessonValue value;

  if (expression == NULL)
    return g_strdup (UNKNOWN_TEXT);
  value = pgs_lesson_expression_evaluate (expression, source);
  if (!value.known)
    return g_strdup (UNKNOWN_TEXT);
  if (unit == PGS_UNIT_AUTO)
    unit = pgs_lesson_expression_get_unit (expression);
  if (self->has_sign)
    return pgs_lesson_format_change (value.value, unit);
  if (pgs_lesson_expression_get_changing (expression) != NULL && value.value < 0 && value.value != G_MININT64)
    value.value = -value.value;
  return pgs_lesson_format_value (value.value, unit);
}

/**
 * pgs_lesson_expand:
 * @text: a text, translated, with {expressions}
 * @source: where its numbers come from
 *
 * Returns: (transfer full): the text with numbers, "–" for those that are unknown; marks of terms stay
 */
char *
pgs_lesson_expand (const char            *text,
                   const PgsLessonSource *source)
{
  GString *out = g_string_new (NULL);
  const char *open, *close;

  while ((open = strchr (text, '{')) != NULL && (close = strchr (open, '}')) != NULL)
    {
      Placeholder placeholder;
      g_autofree char *value = NULL;

      g_string_append_len (out, text, open - text);
      placeholder_init (&placeholder, open + 1, close - open - 1);
      value = expand_placeholder (&placeholder, source);
      g_string_append (out, value);
      g_free (placeholder.expression);
      text = close + 1;
    }
  g_string_append (out, text);
  return g_string_free (out, FALSE);
}

/**
 * pgs_lesson_foreach_placeholder:
 * @text: a text with {expressions}
 * @visit: called for each of the expressions, in their order
 * @data: for @visit
 */
void
pgs_lesson_foreach_placeholder (const char *text,
                                void (*visit) (const char *expression,
                                               gpointer    data),
                                gpointer data)
{
  const char *open, *close;

  while ((open = strchr (text, '{')) != NULL && (close = strchr (open, '}')) != NULL)
    {
      Placeholder placeholder;

      placeholder_init (&placeholder, open + 1, close - open - 1);
      visit (placeholder.expression, data);
      g_free (placeholder.expression);
      text = close + 1;
    }
}

/**
 * pgs_lesson_dup_plain:
 * @text: a text with [[words|id]]
 *
 * Returns: (transfer full): the same with nothing but the words
 */
char *
pgs_lesson_dup_plain (const char *text)
{
  GString *out = g_string_new (NULL);
  const char *open, *close, *bar;

  while ((open = strstr (text, "[[")) != NULL && (close = strstr (open, "]]")) != NULL)
    {
      g_string_append_len (out, text, open - text);
      bar = memchr (open, '|', close - open);
      g_string_append_len (out, open + 2, (bar != NULL ? bar : close) - open - 2);
      text = close + 2;
    }
  g_string_append (out, text);
  return g_string_free (out, FALSE);
}

typedef void (*Visit) (const char *expression,
                       gpointer    data);

static void
visit_check (const PgsLessonCheck *check,
             Visit                 visit,
             gpointer              data)
{
  const char *const expressions[] = { check->measure, check->expect, check->low, check->high };

  for (gsize i = 0; i < G_N_ELEMENTS (expressions); i++)
    if (expressions[i] != NULL)
      visit (expressions[i], data);
  for (gsize i = 0; i < PGS_LESSON_MAX_CHOICES && check->choices[i].expression != NULL; i++)
    visit (check->choices[i].expression, data);
}

static void
visit_step (const PgsLessonStep *step,
            Visit                visit,
            gpointer             data)
{
  const char *const texts[] = { step->title, step->text, step->result };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL)
      pgs_lesson_foreach_placeholder (texts[i], visit, data);
  for (const PgsLessonCheck *check = step->checks; check != NULL && check->what != NULL; check++)
    visit_check (check, visit, data);
}

/**
 * pgs_lesson_foreach_expression:
 * @lesson: an experiment
 * @visit: called for each of its expressions: of its checks and in its texts
 * @data: for @visit
 */
void
pgs_lesson_foreach_expression (const PgsLesson *lesson,
                               void (*visit) (const char *expression,
                                              gpointer    data),
                               gpointer data)
{
  pgs_lesson_foreach_placeholder (lesson->text, visit, data);
  for (const PgsLessonStep *step = lesson->steps; step->id != NULL; step++)
    visit_step (step, visit, data);
}
