/* pgs-lesson-quantity.c: what can be measured of a process, a range of addresses and the machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-quantity.h"

#include "pgs-lesson-quantities.h"

static const PgsLessonQuantity *
get_table (PgsLessonScope  scope,
           gsize          *n_quantities)
{
  switch (scope)
    {
    case PGS_SCOPE_PROCESS:
      *n_quantities = pgs_lesson_n_process_quantities;
      return pgs_lesson_process_quantities;
    case PGS_SCOPE_RANGE:
      *n_quantities = pgs_lesson_n_range_quantities;
      return pgs_lesson_range_quantities;
    case PGS_SCOPE_MACHINE:
      *n_quantities = pgs_lesson_n_machine_quantities;
      return pgs_lesson_machine_quantities;
    }
  g_assert_not_reached ();
}

/**
 * pgs_lesson_quantity_get_all:
 * @scope: of what
 * @n_quantities: (out): how many
 *
 * Returns: (transfer none) (array length=n_quantities): what can be measured
 */
const PgsLessonQuantity *
pgs_lesson_quantity_get_all (PgsLessonScope  scope,
                             gsize          *n_quantities)
{
  return get_table (scope, n_quantities);
}

/**
 * pgs_lesson_quantity_find:
 * @name: a word
 * @of_range: it is asked for a range of addresses
 *
 * Returns: (transfer none) (nullable): the quantity of that name
 */
const PgsLessonQuantity *
pgs_lesson_quantity_find (const char *name,
                          gboolean    of_range)
{
  static const PgsLessonScope whole[] = { PGS_SCOPE_PROCESS, PGS_SCOPE_MACHINE };
  static const PgsLessonScope part[] = { PGS_SCOPE_RANGE };
  const PgsLessonScope *scopes = of_range ? part : whole;
  const gsize n_scopes = of_range ? G_N_ELEMENTS (part) : G_N_ELEMENTS (whole);

  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < n_scopes; i++)
    {
      gsize n_quantities;
      const PgsLessonQuantity *table = get_table (scopes[i], &n_quantities);

      for (gsize j = 0; j < n_quantities; j++)
        if (g_str_equal (table[j].name, name))
          return &table[j];
    }
  return NULL;
}

static guint64
read_member (const void *structure,
             gsize       offset)
{
  return *(const guint64 *) ((const char *) structure + offset);
}

/**
 * pgs_lesson_quantity_read_process:
 * @self: a quantity of a process
 * @snapshot: the process
 *
 * Returns: how much it is; %PGS_UNKNOWN if that is not known
 */
guint64
pgs_lesson_quantity_read_process (const PgsLessonQuantity *self,
                                  const PgsSnapshot       *snapshot)
{
  g_return_val_if_fail (self->scope == PGS_SCOPE_PROCESS, PGS_UNKNOWN);

  if (self->of_process != NULL)
    return self->of_process (snapshot);
  return read_member (&snapshot->counters, self->offset);
}

/**
 * pgs_lesson_quantity_read_range:
 * @self: a quantity of a range, but of its frames
 * @snapshot: the process
 * @start: first address
 * @end: first address behind it
 *
 * Returns: how much it is; %PGS_UNKNOWN if that is not known
 */
guint64
pgs_lesson_quantity_read_range (const PgsLessonQuantity *self,
                                const PgsSnapshot       *snapshot,
                                guint64                  start,
                                guint64                  end)
{
  g_return_val_if_fail (self->scope == PGS_SCOPE_RANGE, PGS_UNKNOWN);

  if (self->of_range != NULL)
    return self->of_range (snapshot, start, end);
  return pgs_lesson_sum_smaps (snapshot, start, end, self->offset);
}

/**
 * pgs_lesson_quantity_read_machine:
 * @self: a quantity of the machine
 * @machine: what it says
 *
 * Returns: how much it is; %PGS_UNKNOWN if that is not known
 */
guint64
pgs_lesson_quantity_read_machine (const PgsLessonQuantity *self,
                                  const PgsLessonMachine  *machine)
{
  g_return_val_if_fail (self->scope == PGS_SCOPE_MACHINE, PGS_UNKNOWN);

  if (self->of_machine != NULL)
    return self->of_machine (machine);
  return read_member (&machine->system, self->offset);
}
