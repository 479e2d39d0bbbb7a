/* pgs-lesson-look.c: where the expressions of a run find their numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A quantity of a process or of a range at an earlier stop is that of the same process or of the same
 * addresses: PID and range are those that are known now. So change(rss:block) is right although the program
 * told where the block is only after it had mapped it. Facts, size() and address() are as they were told then.
 */
#include "config.h"

#include "pgs-lesson-look.h"

static const PgsLessonStop *
get_stop (const PgsLessonLook *self,
          PgsLessonWhen        when)
{
  if (self->stops->len == 0 || self->now >= self->stops->len)
    return NULL;
  switch (when)
    {
    case PGS_LESSON_NOW:
      return g_ptr_array_index (self->stops, self->now);
    case PGS_LESSON_START:
      return g_ptr_array_index (self->stops, 0);
    case PGS_LESSON_BEFORE:
      if (self->is_preview)
        return g_ptr_array_index (self->stops, self->now);
      return self->now > 0 ? g_ptr_array_index (self->stops, self->now - 1) : NULL;
    }
  g_assert_not_reached ();
}

static guint64
read_range_quantity (const PgsLessonReference *reference,
                     const PgsLessonStop      *here,
                     const PgsLessonStop      *stop,
                     const PgsLessonSample    *sample,
                     PgsLessonCause           *cause)
{
  const PgsLessonQuantity *quantity = reference->quantity;
  guint64 start, end;
  PgsLessonFrames frames;

  if (!pgs_lesson_facts_get_range (here->facts, reference->range, &start, &end))
    {
      *cause = PGS_CAUSE_NOT_TOLD;
      return PGS_UNKNOWN;
    }
  if (quantity->of_frames == NULL)
    return pgs_lesson_quantity_read_range (quantity, sample->snapshot, start, end);
  frames = pgs_lesson_stop_get_frames (stop, sample->pid, start, end);
  return quantity->of_frames (&frames);
}

/* @here tells who and where, @stop is when. */
static guint64
read_process_quantity (const PgsLessonReference *reference,
                       const PgsLessonStop      *here,
                       const PgsLessonStop      *stop,
                       PgsLessonCause           *cause)
{
  const PgsLessonSample *sample;
  gint pid;

  *cause = PGS_CAUSE_NOT_TOLD;
  if (!pgs_lesson_stop_find_pid (here, reference->process, &pid))
    return PGS_UNKNOWN;
  sample = pgs_lesson_stop_find (stop, pid);
  if (sample == NULL || sample->snapshot == NULL)
    {
      *cause = PGS_CAUSE_ENDED;
      return reference->quantity->flags & PGS_QUANTITY_OF_ENDED ? 0 : PGS_UNKNOWN;
    }
  *cause = PGS_CAUSE_NOT_SHOWN;
  if (reference->quantity->scope == PGS_SCOPE_PROCESS)
    return pgs_lesson_quantity_read_process (reference->quantity, sample->snapshot);
  return read_range_quantity (reference, here, stop, sample, cause);
}

static gboolean
read_fact (const PgsLessonReference *reference,
           const PgsLessonStop      *stop,
           gint64                   *value,
           PgsLessonCause           *cause)
{
  *cause = PGS_CAUSE_NOT_TOLD;
  return pgs_lesson_facts_get_number (stop->facts, reference->name, value);
}

/* What other programs did before the step began is no change that the step made. */
static const PgsLessonMachine *
get_machine (const PgsLessonStop *stop,
             PgsLessonWhen        when)
{
  return when != PGS_LESSON_NOW && stop->has_departed ? &stop->departure : &stop->machine;
}

static gboolean
look_read (const PgsLessonReference *reference,
           PgsLessonWhen             when,
           gint64                   *value,
           PgsLessonCause           *cause,
           gpointer                  data)
{
  const PgsLessonLook *self = data;
  const PgsLessonStop *here = get_stop (self, PGS_LESSON_NOW);
  const PgsLessonStop *stop = get_stop (self, when);
  guint64 read;

  *cause = PGS_CAUSE_NO_STOP;
  if (stop == NULL)
    return FALSE;
  if (reference->quantity == NULL)
    return read_fact (reference, stop, value, cause);
  *cause = PGS_CAUSE_NOT_SHOWN;
  if (reference->quantity->scope == PGS_SCOPE_MACHINE)
    read = pgs_lesson_quantity_read_machine (reference->quantity, get_machine (stop, when));
  else
    read = read_process_quantity (reference, here, stop, cause);
  *value = (gint64) read;
  return read <= G_MAXINT64;
}

static gboolean
look_read_range (const char    *fact,
                 PgsLessonWhen  when,
                 guint64       *start,
                 guint64       *end,
                 gpointer       data)
{
  const PgsLessonStop *stop = get_stop (data, when);

  return stop != NULL && pgs_lesson_facts_get_range (stop->facts, fact, start, end);
}

/**
 * pgs_lesson_look_get_source:
 * @self: from where to look; stays alive as long as the source is used
 *
 * Returns: where expressions find their numbers
 */
PgsLessonSource
pgs_lesson_look_get_source (PgsLessonLook *self)
{
  return (PgsLessonSource){ look_read, look_read_range, self };
}
