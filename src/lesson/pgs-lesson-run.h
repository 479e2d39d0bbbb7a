/* pgs-lesson-run.h: one run of an experiment: its program, its steps, what was predicted and measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-lesson.h"
#include "pgs-snapshot.h"
#include "pgs-system.h"

G_BEGIN_DECLS

/**
 * PgsVerdict:
 * @PGS_VERDICT_NONE: not measured yet
 * @PGS_VERDICT_OK: as it must be
 * @PGS_VERDICT_DIFFERS: it is something else: text and machine disagree
 * @PGS_VERDICT_UNKNOWN: it could not be measured here, which is no failure
 */
typedef enum
{
  PGS_VERDICT_NONE = 0,
  PGS_VERDICT_OK = 1,
  PGS_VERDICT_DIFFERS = 2,
  PGS_VERDICT_UNKNOWN = 3,
} PgsVerdict;

/**
 * PgsLessonResult:
 * @check: what was measured
 * @verdict: how that fits
 * @unit: of the numbers, never %PGS_UNIT_AUTO
 * @measured: the number, where @verdict is OK or DIFFERS
 * @expected: what it must be, likewise
 * @lowest: the lowest number that is right
 * @highest: the highest
 * @measured_text: for people: "101 → 101 MiB", "+25,602"; "–" if it is unknown
 * @expected_text: for people: "+2 560 … +2 660"
 * @n_choices: how many choices there are; 0: nothing to predict
 * @choice_texts: their labels; "–" as long as a value is not known
 * @choice_values: their values, in @unit
 * @choices_known: bit i: the value of choice i is known; it may be unknown before the step
 * @predicted: the index of the choice that was predicted, −1: none
 * @right: the index of the choice that is right, −1 where nothing was measured
 * @reason: (nullable): where @verdict is DIFFERS or UNKNOWN: why that may be
 *
 * One check of one step. Choices are there before the step is done: they are computed from what is known
 * then, and stay so.
 */
typedef struct
{
  const PgsLessonCheck *check;
  PgsVerdict verdict;
  PgsLessonUnit unit;
  gint64 measured, expected, lowest, highest;
  char *measured_text;
  char *expected_text;
  guint n_choices;
  char *choice_texts[PGS_LESSON_MAX_CHOICES];
  gint64 choice_values[PGS_LESSON_MAX_CHOICES];
  guint choices_known;
  int predicted;
  int right;
  char *reason;
} PgsLessonResult;

/**
 * PgsLessonRunState:
 * @PGS_LESSON_RUN_NEW: not started
 * @PGS_LESSON_RUN_BUSY: it starts, or takes a step, or is measured
 * @PGS_LESSON_RUN_WAITING: stands before a step
 * @PGS_LESSON_RUN_DONE: all steps are done; its program still stands there to be looked at
 * @PGS_LESSON_RUN_ENDED: its program has ended
 * @PGS_LESSON_RUN_FAILED: it could not go on, see pgs_lesson_run_get_error()
 */
typedef enum
{
  PGS_LESSON_RUN_NEW = 0,
  PGS_LESSON_RUN_BUSY = 1,
  PGS_LESSON_RUN_WAITING = 2,
  PGS_LESSON_RUN_DONE = 3,
  PGS_LESSON_RUN_ENDED = 4,
  PGS_LESSON_RUN_FAILED = 5,
} PgsLessonRunState;

#define PGS_TYPE_LESSON_RUN (pgs_lesson_run_get_type ())

/**
 * PgsLessonRun:
 *
 * Steps are counted from 0 with repeated ones counted each time; stop i is the state before step i, and
 * the last stop the one after all steps. At every stop all processes of the experiment and the machine's
 * memory are measured whole.
 *
 * One thread at a time; while an asynchronous call is under way only the getters may be called, and
 * what they return is of the time before.
 *
 * Signal: `changed` on the main context after the state or a prediction changed.
 */
G_DECLARE_FINAL_TYPE (PgsLessonRun, pgs_lesson_run, PGS, LESSON_RUN, GObject)

PgsLessonRun     *pgs_lesson_run_new          (const PgsLesson     *lesson);
gboolean          pgs_lesson_run_start        (PgsLessonRun        *self,
                                               GError             **error);
gboolean          pgs_lesson_run_step         (PgsLessonRun        *self,
                                               GError             **error);
void              pgs_lesson_run_start_async  (PgsLessonRun        *self,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             data);
void              pgs_lesson_run_step_async   (PgsLessonRun        *self,
                                               GCancellable        *cancellable,
                                               GAsyncReadyCallback  callback,
                                               gpointer             data);
gboolean          pgs_lesson_run_finish       (PgsLessonRun        *self,
                                               GAsyncResult        *result,
                                               GError             **error);
void              pgs_lesson_run_stop         (PgsLessonRun        *self);
const PgsLesson  *pgs_lesson_run_get_lesson   (PgsLessonRun        *self);
PgsLessonRunState pgs_lesson_run_get_state    (PgsLessonRun        *self);
const GError     *pgs_lesson_run_get_error    (PgsLessonRun        *self);
gsize             pgs_lesson_run_get_n_steps  (PgsLessonRun        *self);
gsize             pgs_lesson_run_get_stop     (PgsLessonRun        *self);
const PgsLessonStep *pgs_lesson_run_get_step  (PgsLessonRun        *self,
                                               gsize                step);
char             *pgs_lesson_run_dup_title    (PgsLessonRun        *self,
                                               gsize                step);
const PgsLessonResult *pgs_lesson_run_get_results (PgsLessonRun    *self,
                                               gsize                step,
                                               gsize               *n_results);
void              pgs_lesson_run_predict      (PgsLessonRun        *self,
                                               gsize                check,
                                               int                  choice);
gint              pgs_lesson_run_get_pid      (PgsLessonRun        *self,
                                               const char          *process);
guint             pgs_lesson_run_get_line     (PgsLessonRun        *self);
gint64            pgs_lesson_run_get_time     (PgsLessonRun        *self,
                                               gsize                stop);
PgsSnapshot      *pgs_lesson_run_get_snapshot (PgsLessonRun        *self,
                                               gsize                stop,
                                               const char          *process);
const PgsSystem  *pgs_lesson_run_get_system   (PgsLessonRun        *self,
                                               gsize                stop);
gboolean          pgs_lesson_run_get_range    (PgsLessonRun        *self,
                                               gsize                stop,
                                               const char          *fact,
                                               guint64             *start,
                                               guint64             *end);
gboolean          pgs_lesson_run_evaluate     (PgsLessonRun        *self,
                                               gsize                stop,
                                               const char          *expression,
                                               gint64              *value,
                                               PgsLessonUnit       *unit);
char             *pgs_lesson_run_expand       (PgsLessonRun        *self,
                                               gsize                stop,
                                               const char          *text);
gboolean          pgs_lesson_run_passed       (PgsLessonRun        *self);

G_END_DECLS
