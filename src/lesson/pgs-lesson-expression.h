/* pgs-lesson-expression.h: what an experiment measures and expects, as a formula
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-quantity.h"

G_BEGIN_DECLS

/**
 * PgsLessonReference:
 * @quantity: (nullable): what is measured; %NULL: a fact that the program told, a number
 * @name: of the quantity or the fact
 * @process: (nullable): the fact that holds the PID; %NULL: the experiment itself
 * @range: (nullable): the fact that holds the range, for a quantity of a range
 *
 * A word of an expression: "rss@child:block".
 */
typedef struct
{
  const PgsLessonQuantity *quantity;
  char *name;
  char *process;
  char *range;
} PgsLessonReference;

/**
 * PgsLessonWhen:
 * @PGS_LESSON_NOW: at the stop that is looked at
 * @PGS_LESSON_BEFORE: at the stop before that
 * @PGS_LESSON_START: at the first stop
 */
typedef enum
{
  PGS_LESSON_NOW = 0,
  PGS_LESSON_BEFORE = 1,
  PGS_LESSON_START = 2,
} PgsLessonWhen;

/**
 * PgsLessonSource:
 * @read: reads a quantity or a fact, as it is at that time; %FALSE: unknown, with the cause
 * @read_range: a range's addresses, as told at that time; %FALSE: not told
 * @data: for both
 *
 * Where the numbers of an expression come from.
 */
typedef struct
{
  gboolean (*read) (const PgsLessonReference *reference,
                    PgsLessonWhen             when,
                    gint64                   *value,
                    PgsLessonCause           *cause,
                    gpointer                  data);
  gboolean (*read_range) (const char    *fact,
                          PgsLessonWhen  when,
                          guint64       *start,
                          guint64       *end,
                          gpointer       data);
  gpointer data;
} PgsLessonSource;

/**
 * PgsLessonValue:
 * @known: there is one
 * @value: the number
 * @cause: why not, where it is unknown
 * @culprit: (nullable): what could not be read, which belongs to the expression
 */
typedef struct
{
  gboolean known;
  gint64 value;
  PgsLessonCause cause;
  const PgsLessonReference *culprit;
} PgsLessonValue;

/**
 * PgsLessonExpression:
 *
 * Immutable.
 */
typedef struct _PgsLessonExpression PgsLessonExpression;

PgsLessonExpression *pgs_lesson_expression_parse     (const char                 *text,
                                                      GError                    **error);
void                 pgs_lesson_expression_free      (PgsLessonExpression        *self);
PgsLessonValue       pgs_lesson_expression_evaluate  (const PgsLessonExpression  *self,
                                                      const PgsLessonSource      *source);
PgsLessonUnit        pgs_lesson_expression_get_unit  (const PgsLessonExpression  *self);
const PgsLessonExpression *
                     pgs_lesson_expression_get_changing (const PgsLessonExpression *self);
gboolean             pgs_lesson_expression_has_change (const PgsLessonExpression *self);
gboolean             pgs_lesson_expression_counts    (const PgsLessonExpression  *self);
const PgsLessonReference *
                     pgs_lesson_expression_get_first (const PgsLessonExpression  *self);
void                 pgs_lesson_expression_foreach   (const PgsLessonExpression  *self,
                                                      void (*visit) (const PgsLessonReference *reference,
                                                                     gpointer                  data),
                                                      gpointer                    data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsLessonExpression, pgs_lesson_expression_free)

G_END_DECLS
