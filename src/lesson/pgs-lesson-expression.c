/* pgs-lesson-expression.c: the value of an expression, and what it is about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The language is described in pgs-lesson-parser.c. A number that is unknown makes all that is computed
 * from it unknown, but for what `if`, `and` and `or` need not look at. So does a division by 0, and a
 * result beyond 63 bits.
 */
#include "config.h"

#include "pgs-lesson-expression-private.h"

static PgsLessonValue
evaluate (const PgsLessonExpression *self,
          const PgsLessonSource     *source,
          PgsLessonWhen              when);

static PgsLessonValue
known (gint64 value)
{
  return (PgsLessonValue){ .known = TRUE, .value = value };
}

static PgsLessonValue
unknown (PgsLessonCause            cause,
         const PgsLessonReference *culprit)
{
  return (PgsLessonValue){ .cause = cause, .culprit = culprit };
}

static PgsLessonValue
read_reference (const PgsLessonExpression *self,
                const PgsLessonSource     *source,
                PgsLessonWhen              when)
{
  PgsLessonCause cause = PGS_CAUSE_NOT_TOLD;
  gint64 value = 0;

  if (!source->read (&self->reference, when, &value, &cause, source->data))
    return unknown (cause, &self->reference);
  return known (value);
}

static PgsLessonValue
read_range (const PgsLessonExpression *self,
            const PgsLessonSource     *source,
            PgsLessonWhen              when)
{
  guint64 start, end;

  if (!source->read_range (self->reference.range, when, &start, &end, source->data))
    return unknown (PGS_CAUSE_NOT_TOLD, &self->reference);
  return known ((gint64) (self->node == PGS_NODE_SIZE ? end - start : start));
}

static PgsLessonValue
subtract (PgsLessonValue a,
          PgsLessonValue b)
{
  gint64 result;

  if (!a.known)
    return a;
  if (!b.known)
    return b;
  if (__builtin_sub_overflow (a.value, b.value, &result))
    return unknown (PGS_CAUSE_ARITHMETIC, NULL);
  return known (result);
}

static PgsLessonValue
divide (gint64 a,
        gint64 b)
{
  if (b == 0 || (b == -1 && a == G_MININT64))
    return unknown (PGS_CAUSE_ARITHMETIC, NULL);
  return known (a / b);
}

static PgsLessonValue
compute (PgsLessonNode node,
         gint64        a,
         gint64        b)
{
  gint64 result;

  switch (node)
    {
    case PGS_NODE_ADD:
      return __builtin_add_overflow (a, b, &result) ? unknown (PGS_CAUSE_ARITHMETIC, NULL) : known (result);
    case PGS_NODE_SUBTRACT:
      return subtract (known (a), known (b));
    case PGS_NODE_MULTIPLY:
      return __builtin_mul_overflow (a, b, &result) ? unknown (PGS_CAUSE_ARITHMETIC, NULL) : known (result);
    case PGS_NODE_DIVIDE:
      return divide (a, b);
    case PGS_NODE_EQUAL:
      return known (a == b);
    case PGS_NODE_UNEQUAL:
      return known (a != b);
    case PGS_NODE_LESS:
      return known (a < b);
    case PGS_NODE_LESS_EQUAL:
      return known (a <= b);
    case PGS_NODE_GREATER:
      return known (a > b);
    case PGS_NODE_GREATER_EQUAL:
      return known (a >= b);
    case PGS_NODE_MIN:
      return known (MIN (a, b));
    case PGS_NODE_MAX:
      return known (MAX (a, b));
    default:
      g_assert_not_reached ();
    }
}

/* From the left: min and max may have more than two. */
static PgsLessonValue
fold (const PgsLessonExpression *self,
      const PgsLessonSource     *source,
      PgsLessonWhen              when)
{
  PgsLessonValue result = evaluate (self->arguments[0], source, when);

  for (guint i = 1; result.known && i < self->n_arguments; i++)
    {
      PgsLessonValue next = evaluate (self->arguments[i], source, when);

      result = next.known ? compute (self->node, result.value, next.value) : next;
    }
  return result;
}

/* The second one only where the first does not decide. */
static PgsLessonValue
decide (const PgsLessonExpression *self,
        const PgsLessonSource     *source,
        PgsLessonWhen              when)
{
  PgsLessonValue first = evaluate (self->arguments[0], source, when);

  if (!first.known)
    return first;
  if (self->node == PGS_NODE_IF)
    return evaluate (self->arguments[first.value != 0 ? 1 : 2], source, when);
  if ((first.value != 0) == (self->node == PGS_NODE_OR))
    return known (first.value != 0);
  first = evaluate (self->arguments[1], source, when);
  return first.known ? known (first.value != 0) : first;
}

static PgsLessonValue
evaluate_inner (const PgsLessonExpression *self,
                const PgsLessonSource     *source,
                PgsLessonWhen              when)
{
  PgsLessonValue value = evaluate (self->arguments[0], source, when);

  if (!value.known)
    return value;
  if (self->node == PGS_NODE_ABS && value.value >= 0)
    return value;
  return subtract (known (0), value);
}

static PgsLessonValue
evaluate (const PgsLessonExpression *self,
          const PgsLessonSource     *source,
          PgsLessonWhen              when)
{
  switch (self->node)
    {
    case PGS_NODE_NUMBER:
      return known (self->number);
    case PGS_NODE_REFERENCE:
      return read_reference (self, source, when);
    case PGS_NODE_SIZE:
    case PGS_NODE_ADDRESS:
      return read_range (self, source, when);
    case PGS_NODE_NEGATE:
    case PGS_NODE_ABS:
      return evaluate_inner (self, source, when);
    case PGS_NODE_AND:
    case PGS_NODE_OR:
    case PGS_NODE_IF:
      return decide (self, source, when);
    case PGS_NODE_CHANGE:
      return subtract (evaluate (self->arguments[0], source, when),
                       evaluate (self->arguments[0], source, PGS_LESSON_BEFORE));
    case PGS_NODE_BEFORE:
      return evaluate (self->arguments[0], source, PGS_LESSON_BEFORE);
    case PGS_NODE_START:
      return evaluate (self->arguments[0], source, PGS_LESSON_START);
    case PGS_NODE_ADD:
    case PGS_NODE_SUBTRACT:
    case PGS_NODE_MULTIPLY:
    case PGS_NODE_DIVIDE:
    case PGS_NODE_EQUAL:
    case PGS_NODE_UNEQUAL:
    case PGS_NODE_LESS:
    case PGS_NODE_LESS_EQUAL:
    case PGS_NODE_GREATER:
    case PGS_NODE_GREATER_EQUAL:
    case PGS_NODE_MIN:
    case PGS_NODE_MAX:
      return fold (self, source, when);
    }
  g_assert_not_reached ();
}

/**
 * pgs_lesson_expression_evaluate:
 * @self: an expression
 * @source: where its numbers come from
 *
 * Returns: its value, or why there is none
 */
PgsLessonValue
pgs_lesson_expression_evaluate (const PgsLessonExpression *self,
                                const PgsLessonSource     *source)
{
  return evaluate (self, source, PGS_LESSON_NOW);
}

/* Of a quotient or a product. */
static PgsLessonUnit
get_product_unit (PgsLessonNode node,
                  PgsLessonUnit left,
                  PgsLessonUnit right)
{
  if (node == PGS_NODE_DIVIDE && left == right)
    return PGS_UNIT_COUNT;
  return left == PGS_UNIT_COUNT && node == PGS_NODE_MULTIPLY ? right : left;
}

static PgsLessonUnit
get_sum_unit (PgsLessonNode node,
              PgsLessonUnit left,
              PgsLessonUnit right)
{
  if (left == PGS_UNIT_ADDRESS && right == PGS_UNIT_ADDRESS && node == PGS_NODE_SUBTRACT)
    return PGS_UNIT_BYTES;
  return left == PGS_UNIT_COUNT ? right : left;
}

/**
 * pgs_lesson_expression_get_unit:
 * @self: an expression
 *
 * Bytes by bytes are a number of times; a size plus a number is a size; the difference of two addresses is a
 * size; facts are plain numbers.
 *
 * Returns: in which unit its value is, never %PGS_UNIT_AUTO
 */
PgsLessonUnit
pgs_lesson_expression_get_unit (const PgsLessonExpression *self)
{
  switch (self->node)
    {
    case PGS_NODE_NUMBER:
      return self->unit;
    case PGS_NODE_REFERENCE:
      return self->reference.quantity != NULL ? self->reference.quantity->unit : PGS_UNIT_COUNT;
    case PGS_NODE_SIZE:
      return PGS_UNIT_BYTES;
    case PGS_NODE_ADDRESS:
      return PGS_UNIT_ADDRESS;
    case PGS_NODE_EQUAL:
    case PGS_NODE_UNEQUAL:
    case PGS_NODE_LESS:
    case PGS_NODE_LESS_EQUAL:
    case PGS_NODE_GREATER:
    case PGS_NODE_GREATER_EQUAL:
    case PGS_NODE_AND:
    case PGS_NODE_OR:
      return PGS_UNIT_YES_NO;
    case PGS_NODE_IF:
      return get_sum_unit (self->node, pgs_lesson_expression_get_unit (self->arguments[1]),
                           pgs_lesson_expression_get_unit (self->arguments[2]));
    case PGS_NODE_MULTIPLY:
    case PGS_NODE_DIVIDE:
      return get_product_unit (self->node, pgs_lesson_expression_get_unit (self->arguments[0]),
                               pgs_lesson_expression_get_unit (self->arguments[1]));
    case PGS_NODE_ADD:
    case PGS_NODE_SUBTRACT:
    case PGS_NODE_MIN:
    case PGS_NODE_MAX:
      return get_sum_unit (self->node, pgs_lesson_expression_get_unit (self->arguments[0]),
                           pgs_lesson_expression_get_unit (self->arguments[1]));
    case PGS_NODE_CHANGE:
      return get_sum_unit (PGS_NODE_SUBTRACT, pgs_lesson_expression_get_unit (self->arguments[0]),
                           pgs_lesson_expression_get_unit (self->arguments[0]));
    case PGS_NODE_NEGATE:
    case PGS_NODE_ABS:
    case PGS_NODE_BEFORE:
    case PGS_NODE_START:
      return pgs_lesson_expression_get_unit (self->arguments[0]);
    }
  g_assert_not_reached ();
}

/**
 * pgs_lesson_expression_get_changing:
 * @self: an expression
 *
 * Returns: (transfer none) (nullable): what it is the change of, if it is change(…)
 */
const PgsLessonExpression *
pgs_lesson_expression_get_changing (const PgsLessonExpression *self)
{
  return self->node == PGS_NODE_CHANGE ? self->arguments[0] : NULL;
}

/**
 * pgs_lesson_expression_has_change:
 * @self: an expression
 *
 * Returns: whether there is a change(…) in it, of which nothing is known before the step
 */
gboolean
pgs_lesson_expression_has_change (const PgsLessonExpression *self)
{
  if (self->node == PGS_NODE_CHANGE)
    return TRUE;
  for (guint i = 0; i < self->n_arguments; i++)
    if (pgs_lesson_expression_has_change (self->arguments[i]))
      return TRUE;
  return FALSE;
}

/**
 * pgs_lesson_expression_get_first:
 * @self: an expression
 *
 * Returns: (transfer none) (nullable): the first quantity or fact in it
 */
const PgsLessonReference *
pgs_lesson_expression_get_first (const PgsLessonExpression *self)
{
  const PgsLessonReference *first = self->node == PGS_NODE_REFERENCE ? &self->reference : NULL;

  for (guint i = 0; first == NULL && i < self->n_arguments; i++)
    first = pgs_lesson_expression_get_first (self->arguments[i]);
  return first;
}

/**
 * pgs_lesson_expression_counts:
 * @self: an expression
 *
 * Returns: whether it counts what happened since a process began, so that only its changes say much
 */
gboolean
pgs_lesson_expression_counts (const PgsLessonExpression *self)
{
  const PgsLessonReference *first = pgs_lesson_expression_get_first (self);

  return first != NULL && first->quantity != NULL && (first->quantity->flags & PGS_QUANTITY_COUNTS);
}

/**
 * pgs_lesson_expression_foreach:
 * @self: an expression
 * @visit: called for each quantity and fact; for size() and address() with a reference without a name
 * @data: for @visit
 */
void
pgs_lesson_expression_foreach (const PgsLessonExpression *self,
                               void (*visit) (const PgsLessonReference *reference,
                                              gpointer                  data),
                               gpointer data)
{
  if (self->node == PGS_NODE_REFERENCE || self->node == PGS_NODE_SIZE || self->node == PGS_NODE_ADDRESS)
    visit (&self->reference, data);
  for (guint i = 0; i < self->n_arguments; i++)
    pgs_lesson_expression_foreach (self->arguments[i], visit, data);
}
