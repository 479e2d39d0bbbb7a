/* pgs-lesson-expression-private.h: an expression as a tree, for its parser and its evaluation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson-expression.h"

G_BEGIN_DECLS

#define PGS_LESSON_MAX_ARGUMENTS 8

typedef enum
{
  PGS_NODE_NUMBER,
  PGS_NODE_REFERENCE,
  PGS_NODE_SIZE,    /* of the range in reference.range */
  PGS_NODE_ADDRESS, /* where that begins */
  PGS_NODE_NEGATE,
  PGS_NODE_ADD,
  PGS_NODE_SUBTRACT,
  PGS_NODE_MULTIPLY,
  PGS_NODE_DIVIDE,
  PGS_NODE_EQUAL,
  PGS_NODE_UNEQUAL,
  PGS_NODE_LESS,
  PGS_NODE_LESS_EQUAL,
  PGS_NODE_GREATER,
  PGS_NODE_GREATER_EQUAL,
  PGS_NODE_AND,
  PGS_NODE_OR,
  PGS_NODE_IF,
  PGS_NODE_MIN,
  PGS_NODE_MAX,
  PGS_NODE_ABS,
  PGS_NODE_CHANGE,
  PGS_NODE_BEFORE,
  PGS_NODE_START,
} PgsLessonNode;

struct _PgsLessonExpression
{
  PgsLessonNode node;
  gint64 number;
  PgsLessonUnit unit; /* of a number */
  PgsLessonReference reference;
  guint n_arguments;
  PgsLessonExpression *arguments[PGS_LESSON_MAX_ARGUMENTS];
};

G_END_DECLS
