/* pgs-lesson-parser.c: the text of an expression becomes a tree
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The language, from what binds least to what binds most:
 *
 *     a or b        a and b        a = b   a != b   a < b   a <= b   a > b   a >= b
 *     a + b   a - b        a * b   a / b        - a
 *     12   0x1f   100M (100 × 1024 × 1024, bytes)   'Z' (the letter of a state)   ( a )
 *     if(condition, a, b)   min(a, b, …)   max(a, b, …)   abs(a)
 *     change(a): a now less a before the step   before(a)   start(a): a at the first stop
 *     size(range)   address(range)
 *     quantity   quantity@process   quantity:range   quantity@process:range   quantity:range@process   fact
 */
#include "config.h"

#include "pgs-lesson-expression-private.h"

#include "pgs-error.h"

#include <string.h>

#define MAX_LENGTH 1024
#define MAX_DEPTH 40

typedef struct
{
  const char *text;
  const char *at;
  guint depth;
  GError **error;
} Parser;

typedef struct
{
  const char *word;
  PgsLessonNode node;
} Operator;

static PgsLessonExpression *parse_or (Parser *parser);

static PgsLessonExpression *
fail (Parser     *parser,
      const char *why)
{
  if (parser->error != NULL && *parser->error == NULL)
    g_set_error (parser->error, PGS_ERROR, PGS_ERROR_SYNTAX, "“%s”:%d: %s", parser->text,
                 (int) (parser->at - parser->text) + 1, why);
  return NULL;
}

static PgsLessonExpression *
node_new (PgsLessonNode node)
{
  PgsLessonExpression *self = g_new0 (PgsLessonExpression, 1);

  self->node = node;
  return self;
}

/* Takes both; %NULL if one of them is. */
static PgsLessonExpression *
node_new_pair (PgsLessonNode        node,
               PgsLessonExpression *left,
               PgsLessonExpression *right)
{
  PgsLessonExpression *self;

  if (left == NULL || right == NULL)
    {
      g_clear_pointer (&left, pgs_lesson_expression_free);
      g_clear_pointer (&right, pgs_lesson_expression_free);
      return NULL;
    }
  self = node_new (node);
  self->n_arguments = 2;
  self->arguments[0] = left;
  self->arguments[1] = right;
  return self;
}

static void
skip_blanks (Parser *parser)
{
  while (*parser->at == ' ' || *parser->at == '\n')
    parser->at++;
}

static gboolean
is_word_character (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static gboolean
take (Parser     *parser,
      const char *word)
{
  const gsize length = strlen (word);

  skip_blanks (parser);
  if (strncmp (parser->at, word, length) != 0 ||
      (is_word_character (word[0]) && is_word_character (parser->at[length])))
    return FALSE;
  parser->at += length;
  return TRUE;
}

/* A chain of operators of one level, from the left. */
static PgsLessonExpression *
parse_chain (Parser              *parser,
             const Operator      *operators,
             gsize                n_operators,
             PgsLessonExpression *(*parse_operand) (Parser *parser))
{
  PgsLessonExpression *left = parse_operand (parser);

  for (gsize i = 0; left != NULL && i < n_operators;)
    {
      if (take (parser, operators[i].word))
        {
          left = node_new_pair (operators[i].node, left, parse_operand (parser));
          i = 0;
        }
      else
        i++;
    }
  return left;
}

static gint64
get_suffix (char c)
{
  switch (c)
    {
    case 'K':
      return G_GINT64_CONSTANT (1) << 10;
    case 'M':
      return G_GINT64_CONSTANT (1) << 20;
    case 'G':
      return G_GINT64_CONSTANT (1) << 30;
    case 'T':
      return G_GINT64_CONSTANT (1) << 40;
    default:
      return 1;
    }
}

static PgsLessonExpression *
parse_number (Parser *parser)
{
  const gboolean is_hex = parser->at[0] == '0' && parser->at[1] == 'x';
  char *end;
  const guint64 value = g_ascii_strtoull (parser->at, &end, is_hex ? 16 : 10);
  const gint64 factor = get_suffix (*end);
  PgsLessonExpression *self;

  if (end == parser->at || value > (guint64) (G_MAXINT64 / factor))
    return fail (parser, "not a number");
  if (is_word_character (end[factor != 1]))
    return fail (parser, "not a number");
  parser->at = end + (factor != 1);
  self = node_new (PGS_NODE_NUMBER);
  self->number = (gint64) value * factor;
  self->unit = factor != 1 ? PGS_UNIT_BYTES : PGS_UNIT_COUNT;
  return self;
}

static PgsLessonExpression *
parse_letter (Parser *parser)
{
  PgsLessonExpression *self;

  if (!g_ascii_isalpha (parser->at[1]) || parser->at[2] != '\'')
    return fail (parser, "not a letter in quotes");
  self = node_new (PGS_NODE_NUMBER);
  self->number = parser->at[1];
  self->unit = PGS_UNIT_STATE;
  parser->at += 3;
  return self;
}

/* Returns: (nullable): a word of letters, digits and low lines. */
static char *
parse_word (Parser *parser)
{
  const char *from = parser->at;

  if (!g_ascii_islower (*from))
    return NULL;
  while (is_word_character (*parser->at))
    parser->at++;
  return g_strndup (from, parser->at - from);
}

static gboolean
parse_mark (Parser  *parser,
            char     mark,
            char   **word)
{
  if (*parser->at != mark)
    return TRUE;
  parser->at++;
  *word = parse_word (parser);
  return *word != NULL;
}

static PgsLessonExpression *
parse_reference (Parser *parser,
                 char   *name)
{
  g_autoptr (PgsLessonExpression) self = node_new (PGS_NODE_REFERENCE);
  PgsLessonReference *reference = &self->reference;

  reference->name = name;
  for (int i = 0; i < 2; i++) /* in any order */
    if ((reference->process == NULL && !parse_mark (parser, '@', &reference->process)) ||
        (reference->range == NULL && !parse_mark (parser, ':', &reference->range)))
      return fail (parser, "a fact's name must follow");
  if (reference->range == NULL && pgs_lesson_quantity_find (name, TRUE) != NULL
      && pgs_lesson_quantity_find (name, FALSE) == NULL)
    return fail (parser, "this is measured of a range");
  reference->quantity = pgs_lesson_quantity_find (name, reference->range != NULL);
  if (reference->quantity == NULL && (reference->process != NULL || reference->range != NULL))
    return fail (parser, "no such quantity");
  if (reference->quantity != NULL && reference->quantity->scope == PGS_SCOPE_MACHINE && reference->process != NULL)
    return fail (parser, "this belongs to no process");
  return g_steal_pointer (&self);
}

static PgsLessonExpression *
parse_range_function (Parser        *parser,
                      PgsLessonNode  node)
{
  g_autoptr (PgsLessonExpression) self = node_new (node);

  skip_blanks (parser);
  self->reference.range = parse_word (parser);
  if (self->reference.range == NULL || !take (parser, ")"))
    return fail (parser, "the fact of a range must be here");
  return g_steal_pointer (&self);
}

static PgsLessonExpression *
parse_arguments (Parser        *parser,
                 PgsLessonNode  node,
                 guint          least,
                 guint          most)
{
  g_autoptr (PgsLessonExpression) self = node_new (node);

  do
    {
      if (self->n_arguments == most)
        return fail (parser, "too many arguments");
      self->arguments[self->n_arguments] = parse_or (parser);
      if (self->arguments[self->n_arguments] == NULL)
        return NULL;
      self->n_arguments++;
    }
  while (take (parser, ","));
  if (self->n_arguments < least || !take (parser, ")"))
    return fail (parser, "an argument or “)” is missing");
  return g_steal_pointer (&self);
}

static PgsLessonExpression *
parse_function (Parser     *parser,
                const char *name)
{
  static const struct { const char *name; PgsLessonNode node; guint least, most; } functions[] = {
    { "if", PGS_NODE_IF, 3, 3 },
    { "min", PGS_NODE_MIN, 2, PGS_LESSON_MAX_ARGUMENTS },
    { "max", PGS_NODE_MAX, 2, PGS_LESSON_MAX_ARGUMENTS },
    { "abs", PGS_NODE_ABS, 1, 1 },
    { "change", PGS_NODE_CHANGE, 1, 1 },
    { "before", PGS_NODE_BEFORE, 1, 1 },
    { "start", PGS_NODE_START, 1, 1 },
  };

  if (g_str_equal (name, "size"))
    return parse_range_function (parser, PGS_NODE_SIZE);
  if (g_str_equal (name, "address"))
    return parse_range_function (parser, PGS_NODE_ADDRESS);
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_equal (name, functions[i].name))
      return parse_arguments (parser, functions[i].node, functions[i].least, functions[i].most);
  return fail (parser, "no such function");
}

static PgsLessonExpression *
parse_primary (Parser *parser)
{
  PgsLessonExpression *inner;
  char *name;

  skip_blanks (parser);
  if (g_ascii_isdigit (*parser->at))
    return parse_number (parser);
  if (*parser->at == '\'')
    return parse_letter (parser);
  if (take (parser, "("))
    {
      inner = parse_or (parser);
      if (inner != NULL && take (parser, ")"))
        return inner;
      g_clear_pointer (&inner, pgs_lesson_expression_free);
      return fail (parser, "“)” is missing");
    }
  name = parse_word (parser);
  if (name == NULL)
    return fail (parser, "a number or a word is missing");
  if (!take (parser, "("))
    return parse_reference (parser, name);
  inner = parse_function (parser, name);
  g_free (name);
  return inner;
}

static PgsLessonExpression *
parse_unary (Parser *parser)
{
  PgsLessonExpression *self = NULL;

  if (parser->depth == MAX_DEPTH)
    return fail (parser, "too deep");
  parser->depth++;
  if (take (parser, "-"))
    {
      PgsLessonExpression *inner = parse_unary (parser);

      if (inner != NULL)
        {
          self = node_new (PGS_NODE_NEGATE);
          self->n_arguments = 1;
          self->arguments[0] = inner;
        }
    }
  else
    self = parse_primary (parser);
  parser->depth--;
  return self;
}

static PgsLessonExpression *
parse_product (Parser *parser)
{
  static const Operator operators[] = { { "*", PGS_NODE_MULTIPLY }, { "/", PGS_NODE_DIVIDE } };

  return parse_chain (parser, operators, G_N_ELEMENTS (operators), parse_unary);
}

static PgsLessonExpression *
parse_sum (Parser *parser)
{
  static const Operator operators[] = { { "+", PGS_NODE_ADD }, { "-", PGS_NODE_SUBTRACT } };

  return parse_chain (parser, operators, G_N_ELEMENTS (operators), parse_product);
}

static PgsLessonExpression *
parse_comparison (Parser *parser)
{
  static const Operator operators[] = {
    { "=", PGS_NODE_EQUAL },          { "!=", PGS_NODE_UNEQUAL }, { "<=", PGS_NODE_LESS_EQUAL },
    { ">=", PGS_NODE_GREATER_EQUAL }, { "<", PGS_NODE_LESS },     { ">", PGS_NODE_GREATER },
  };

  return parse_chain (parser, operators, G_N_ELEMENTS (operators), parse_sum);
}

static PgsLessonExpression *
parse_and (Parser *parser)
{
  static const Operator operators[] = { { "and", PGS_NODE_AND } };

  return parse_chain (parser, operators, G_N_ELEMENTS (operators), parse_comparison);
}

static PgsLessonExpression *
parse_or (Parser *parser)
{
  static const Operator operators[] = { { "or", PGS_NODE_OR } };

  return parse_chain (parser, operators, G_N_ELEMENTS (operators), parse_and);
}

/**
 * pgs_lesson_expression_parse:
 * @text: an expression, see above
 * @error: where to put why it is none
 *
 * A word that is no quantity is a fact that the program tells.
 *
 * Returns: (transfer full): the expression; %NULL with %PGS_ERROR_SYNTAX
 */
PgsLessonExpression *
pgs_lesson_expression_parse (const char  *text,
                             GError     **error)
{
  g_autoptr (GError) local_error = NULL;
  Parser parser = { text, text, 0, &local_error };
  PgsLessonExpression *self = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > MAX_LENGTH)
    fail (&parser, "too long");
  else
    self = parse_or (&parser);
  skip_blanks (&parser);
  if (self != NULL && *parser.at == '\0')
    return self;
  fail (&parser, "something is left over");
  g_clear_pointer (&self, pgs_lesson_expression_free);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * pgs_lesson_expression_free:
 * @self: (transfer full) (nullable): an expression
 */
void
pgs_lesson_expression_free (PgsLessonExpression *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_arguments; i++)
    pgs_lesson_expression_free (self->arguments[i]);
  g_free (self->reference.name);
  g_free (self->reference.process);
  g_free (self->reference.range);
  g_free (self);
}
