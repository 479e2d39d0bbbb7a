/* pgs-lesson-result.c: a check of a step is set beside what was measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-result.h"

#include "pgs-lesson-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define UNKNOWN_TEXT "–"
#define ABOUT_MIN 100

static PgsLessonValue
evaluate (const char    *text,
          PgsLessonLook *look)
{
  g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (text, NULL);
  const PgsLessonSource source = pgs_lesson_look_get_source (look);
  PgsLessonValue value = { .cause = PGS_CAUSE_ARITHMETIC };

  if (expression != NULL && !(look->is_preview && pgs_lesson_expression_has_change (expression)))
    value = pgs_lesson_expression_evaluate (expression, &source);
  value.culprit = NULL; /* it ends with the expression */
  return value;
}

/* Large counts are seldom right to the last one, and need not be. */
static gboolean
is_about (const PgsLessonResult *self,
          gint64                 value)
{
  return self->unit == PGS_UNIT_COUNT && ABS (value) >= ABOUT_MIN
         && (self->check->low != NULL || self->check->high != NULL);
}

/* Returns: (transfer full) (nullable): what is written instead of a number that stands for a choice. */
static char *
dup_label (const PgsLessonResult *self,
           gint64                 value)
{
  for (guint i = 0; self->unit == PGS_UNIT_CHOICE && i < self->n_choices; i++)
    if ((self->choices_known & (1u << i)) && self->choice_values[i] == value &&
        self->check->choices[i].label != NULL)
      return g_strdup (_(self->check->choices[i].label));
  return NULL;
}

/* What is predicted or expected, not measured. */
static char *
format_wanted (const PgsLessonResult     *self,
               const PgsLessonExpression *measure,
               gint64                     value)
{
  g_autofree char *text = dup_label (self, value);

  if (text != NULL)
    return g_steal_pointer (&text);
  if (pgs_lesson_expression_get_changing (measure) == NULL)
    text = pgs_lesson_format_value (value, self->unit);
  else if (value == 0 && !pgs_lesson_expression_counts (measure))
    /* Translators: of a number that a step does not change: predicted "same" */
    return g_strdup (C_ ("change", "same"));
  else
    text = pgs_lesson_format_change (value, self->unit);
  if (!is_about (self, value))
    return g_steal_pointer (&text);
  /* Translators: of a number that need not be met exactly: "about +25 600" */
  return g_strdup_printf (_("about %s"), text);
}

/* "101 → 102 MiB": the unit once where it is the same. */
static char *
format_from_to (const char *from,
                const char *between,
                const char *to)
{
  const char *from_unit = strrchr (from, ' ');
  const char *to_unit = strrchr (to, ' ');
  g_autofree char *number = NULL;

  if (from_unit == NULL || to_unit == NULL || !g_str_equal (from_unit, to_unit))
    return g_strconcat (from, between, to, NULL);
  number = g_strndup (from, from_unit - from);
  return g_strconcat (number, between, to, NULL);
}

static char *
format_limit (const PgsLessonResult     *self,
              const PgsLessonExpression *measure,
              gint64                     value)
{
  const gboolean is_change = pgs_lesson_expression_get_changing (measure) != NULL;

  return is_change ? pgs_lesson_format_change (value, self->unit) : pgs_lesson_format_value (value, self->unit);
}

/* "+2 560 … +2 660": what is right, where that is more than one number. */
static char *
format_limits (const PgsLessonResult     *self,
               const PgsLessonExpression *measure)
{
  g_autofree char *lowest = format_limit (self, measure, self->lowest);
  g_autofree char *highest = format_limit (self, measure, self->highest);

  return g_str_equal (lowest, highest) ? g_steal_pointer (&lowest) : format_from_to (lowest, " … ", highest);
}

static char *
format_measured (const PgsLessonResult     *self,
                 const PgsLessonExpression *measure,
                 const PgsLessonSource     *source)
{
  const PgsLessonExpression *inner = pgs_lesson_expression_get_changing (measure);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *both = NULL;
  g_autofree char *change = dup_label (self, self->measured);
  PgsLessonValue now;

  if (change != NULL)
    return g_steal_pointer (&change);
  if (inner == NULL)
    return pgs_lesson_format_value (self->measured, self->unit);
  if (pgs_lesson_expression_counts (measure))
    return pgs_lesson_format_change (self->measured, self->unit);
  now = pgs_lesson_expression_evaluate (inner, source);
  from = pgs_lesson_format_value (now.value - self->measured, self->unit);
  to = pgs_lesson_format_value (now.value, self->unit);
  both = format_from_to (from, " → ", to);
  if (self->measured == 0 || !g_str_equal (from, to))
    return g_steal_pointer (&both);
  change = pgs_lesson_format_change (self->measured, self->unit);
  return g_strdup_printf ("%s (%s)", both, change);
}

static const char *
get_unknown_reason (PgsLessonCause            cause,
                    const PgsLessonReference *culprit)
{
  switch (cause)
    {
    case PGS_CAUSE_NOT_TOLD:
      return _("The experiment's program did not tell where to look.");
    case PGS_CAUSE_NO_STOP:
      return _("Nothing was measured before.");
    case PGS_CAUSE_ENDED:
      return _("The process was not there at that moment.");
    case PGS_CAUSE_NOT_SHOWN:
      if (culprit != NULL && culprit->quantity != NULL && (culprit->quantity->flags & PGS_QUANTITY_FRAMES))
        return _("The kernel shows frame numbers to the administrator only, and only of pages in RAM.");
      return _("The kernel does not tell this, or not to you.");
    case PGS_CAUSE_ARITHMETIC:
      return _("The numbers cannot be computed.");
    }
  g_assert_not_reached ();
}

static const char *
get_differing_reason (const PgsLessonResult     *self,
                      const PgsLessonExpression *measure)
{
  const PgsLessonReference *first = pgs_lesson_expression_get_first (measure);

  if (self->check->reason != NULL)
    return _(self->check->reason);
  if (first != NULL && first->quantity != NULL && first->quantity->reason != NULL)
    return _(first->quantity->reason);
  return _("This kernel or this C library does it in another way.");
}

static void
set_text (char **text,
          char  *taken)
{
  g_free (*text);
  *text = taken;
}

static void
set_choices (PgsLessonResult           *self,
             const PgsLessonExpression *measure,
             PgsLessonLook             *look)
{
  for (guint i = 0; i < self->n_choices; i++)
    {
      const PgsLessonChoice *choice = &self->check->choices[i];
      PgsLessonValue value;

      if (self->choices_known & (1u << i))
        continue;
      value = evaluate (choice->expression, look);
      self->choice_values[i] = value.known ? value.value : 0;
      self->choices_known |= (guint) value.known << i;
      if (choice->label != NULL)
        set_text (&self->choice_texts[i], g_strdup (_(choice->label)));
      else if (value.known)
        set_text (&self->choice_texts[i], format_wanted (self, measure, value.value));
      else
        set_text (&self->choice_texts[i], g_strdup (UNKNOWN_TEXT));
    }
}

/**
 * pgs_lesson_result_init:
 * @self: (out caller-allocates): the result
 * @check: what is to be measured
 */
void
pgs_lesson_result_init (PgsLessonResult      *self,
                        const PgsLessonCheck *check)
{
  *self = (PgsLessonResult){ .check = check, .unit = check->unit, .predicted = -1, .right = -1 };
  if (self->unit == PGS_UNIT_AUTO)
    {
      g_autoptr (PgsLessonExpression) measure = pgs_lesson_expression_parse (check->measure, NULL);

      self->unit = measure != NULL ? pgs_lesson_expression_get_unit (measure) : PGS_UNIT_COUNT;
    }
  while (self->n_choices < PGS_LESSON_MAX_CHOICES && check->choices[self->n_choices].expression != NULL)
    self->n_choices++;
  self->measured_text = g_strdup (UNKNOWN_TEXT);
  self->expected_text = g_strdup (UNKNOWN_TEXT);
  for (guint i = 0; i < self->n_choices; i++)
    self->choice_texts[i] = g_strdup (UNKNOWN_TEXT);
}

/**
 * pgs_lesson_result_clear:
 * @self: a result
 */
void
pgs_lesson_result_clear (PgsLessonResult *self)
{
  g_clear_pointer (&self->measured_text, g_free);
  g_clear_pointer (&self->expected_text, g_free);
  g_clear_pointer (&self->reason, g_free);
  for (guint i = 0; i < self->n_choices; i++)
    g_clear_pointer (&self->choice_texts[i], g_free);
}

/**
 * pgs_lesson_result_preview:
 * @self: a result
 * @look: at the stop before its step, as a preview; or where no stop is there yet
 *
 * Computes the choices from what is known before the step. What becomes known stays as it is.
 */
void
pgs_lesson_result_preview (PgsLessonResult *self,
                           PgsLessonLook   *look)
{
  g_autoptr (PgsLessonExpression) measure = pgs_lesson_expression_parse (self->check->measure, NULL);

  if (measure != NULL)
    set_choices (self, measure, look);
}

/* How much more or less is right, too: 0 if nothing is said of it. */
static gboolean
get_tolerance (const char    *text,
               PgsLessonLook *look,
               gint64        *tolerance)
{
  PgsLessonValue value = { .known = TRUE };

  if (text != NULL)
    value = evaluate (text, look);
  *tolerance = value.known ? MAX (value.value, 0) : 0;
  return value.known;
}

static void
set_limits (PgsLessonResult *self,
            gint64           low,
            gint64           high)
{
  if (__builtin_sub_overflow (self->expected, low, &self->lowest))
    self->lowest = G_MININT64;
  if (__builtin_add_overflow (self->expected, high, &self->highest))
    self->highest = G_MAXINT64;
}

static guint64
get_distance (gint64 a,
              gint64 b)
{
  return a > b ? (guint64) a - (guint64) b : (guint64) b - (guint64) a;
}

/* The choice that is nearest to what was measured. */
static int
find_right (const PgsLessonResult *self)
{
  int right = -1;

  for (guint i = 0; i < self->n_choices; i++)
    if ((self->choices_known & (1u << i)) &&
        (right < 0 || get_distance (self->choice_values[i], self->measured) <
                          get_distance (self->choice_values[right], self->measured)))
      right = (int) i;
  return right;
}

static void
set_verdict (PgsLessonResult           *self,
             const PgsLessonExpression *measure)
{
  const gboolean is_ok = self->measured >= self->lowest && self->measured <= self->highest;

  self->verdict = is_ok ? PGS_VERDICT_OK : PGS_VERDICT_DIFFERS;
  self->right = find_right (self);
  set_text (&self->reason, is_ok ? NULL : g_strdup (get_differing_reason (self, measure)));
}

/* Of the second, if the first is known. Where the program did not tell a fact, the check knows best why. */
static void
set_unknown (PgsLessonResult *self,
             PgsLessonValue   first,
             PgsLessonValue   second)
{
  const PgsLessonValue *unknown = first.known ? &second : &first;

  const gboolean is_known_why = unknown->cause == PGS_CAUSE_NOT_TOLD && self->check->reason != NULL;

  self->verdict = PGS_VERDICT_UNKNOWN;
  set_text (&self->reason, g_strdup (is_known_why ? _(self->check->reason)
                                                  : get_unknown_reason (unknown->cause, unknown->culprit)));
}

/**
 * pgs_lesson_result_measure:
 * @self: a result
 * @look: at the stop behind its step
 */
void
pgs_lesson_result_measure (PgsLessonResult *self,
                           PgsLessonLook   *look)
{
  g_autoptr (PgsLessonExpression) measure = pgs_lesson_expression_parse (self->check->measure, NULL);
  g_autoptr (PgsLessonExpression) expect = pgs_lesson_expression_parse (self->check->expect, NULL);
  const PgsLessonSource source = pgs_lesson_look_get_source (look);
  PgsLessonValue measured, expected;
  gint64 low, high;

  g_return_if_fail (measure != NULL && expect != NULL);

  set_choices (self, measure, look);
  measured = pgs_lesson_expression_evaluate (measure, &source);
  expected = pgs_lesson_expression_evaluate (expect, &source);
  if (measured.known)
    {
      self->measured = measured.value;
      set_text (&self->measured_text, format_measured (self, measure, &source));
    }
  if (expected.known)
    {
      self->expected = expected.value;
      set_text (&self->expected_text, format_wanted (self, measure, expected.value));
    }
  if (!measured.known || !expected.known)
    {
      set_unknown (self, measured, expected);
      return;
    }
  if (!get_tolerance (self->check->low, look, &low) || !get_tolerance (self->check->high, look, &high))
    {
      set_unknown (self, (PgsLessonValue){ .cause = PGS_CAUSE_NOT_SHOWN }, expected);
      return;
    }
  set_limits (self, low, high);
  if (self->lowest < self->highest && self->unit != PGS_UNIT_CHOICE)
    set_text (&self->expected_text, format_limits (self, measure));
  set_verdict (self, measure);
}
