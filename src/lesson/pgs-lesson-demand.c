/* pgs-lesson-demand.c: what of an experiment has to be measured, found in its expressions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-stop.h"

#include "pgs-claim.h"
#include "pgs-lesson-expression.h"
#include "pgs-lesson-words.h"

static void
add (GPtrArray  *names,
     const char *name)
{
  if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (name));
}

static void
add_reference (const PgsLessonReference *reference,
               gpointer                  data)
{
  PgsLessonDemand *self = data;
  g_autofree char *frames = NULL;

  if (reference->process != NULL)
    add (self->processes, reference->process);
  if (reference->quantity == NULL || !(reference->quantity->flags & PGS_QUANTITY_FRAMES))
    return;
  frames = reference->process != NULL ? g_strconcat (reference->range, "@", reference->process, NULL)
                                      : g_strdup (reference->range);
  add (self->frames, frames);
}

static void
add_expression (const char *text,
                gpointer    data)
{
  g_autoptr (PgsLessonExpression) expression = pgs_lesson_expression_parse (text, NULL);

  if (expression != NULL)
    pgs_lesson_expression_foreach (expression, add_reference, data);
}

/* Claims look at runs of experiments, too. */
static void
add_claims (PgsLessonDemand *self,
            const PgsLesson *lesson)
{
  gsize n_claims;
  const PgsClaim *claims = pgs_claim_get_all (&n_claims);

  for (gsize i = 0; i < n_claims; i++)
    for (gsize j = 0; j < pgs_claim_get_n_tests (&claims[i]); j++)
      {
        const PgsClaimTest *test = &claims[i].tests[j];

        if (!g_str_equal (test->lesson, lesson->name))
          continue;
        add_expression (test->claimed, self);
        add_expression (test->measured, self);
        add_expression (test->holds, self);
      }
}

/**
 * pgs_lesson_demand_init:
 * @self: (out caller-allocates): what is needed
 * @lesson: an experiment
 */
void
pgs_lesson_demand_init (PgsLessonDemand *self,
                        const PgsLesson *lesson)
{
  self->processes = g_ptr_array_new_with_free_func (g_free);
  self->frames = g_ptr_array_new_with_free_func (g_free);
  if (lesson->peer != NULL)
    add (self->processes, lesson->peer);
  for (const PgsLessonStep *step = lesson->steps; step->id != NULL; step++)
    for (gsize i = 0; i < PGS_LESSON_MAX_POINTERS && step->pointers[i].range != NULL; i++)
      if (step->pointers[i].process != NULL)
        add (self->processes, step->pointers[i].process);
  pgs_lesson_foreach_expression (lesson, add_expression, self);
  add_claims (self, lesson);
}

/**
 * pgs_lesson_demand_clear:
 * @self: what was needed
 */
void
pgs_lesson_demand_clear (PgsLessonDemand *self)
{
  g_clear_pointer (&self->processes, g_ptr_array_unref);
  g_clear_pointer (&self->frames, g_ptr_array_unref);
}
