/* pgs-claim.h: sentences about memory that are often read, each tested by an experiment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-lesson-run.h"
#include "pgs-lesson.h"

G_BEGIN_DECLS

/**
 * PgsClaimTruth:
 * @PGS_CLAIM_WRONG: a case was found in which it is not so
 * @PGS_CLAIM_RIGHT: it is so
 * @PGS_CLAIM_RIGHT_WHEN: it depends, see #PgsClaim.when
 */
typedef enum
{
  PGS_CLAIM_WRONG = 0,
  PGS_CLAIM_RIGHT = 1,
  PGS_CLAIM_RIGHT_WHEN = 2,
} PgsClaimTruth;

/**
 * PgsClaimTest:
 * @lesson: the name of an experiment; %NULL: an unused test
 * @step: the id of the step after which both numbers are taken
 * @round: after which time of a repeated step, from 0
 * @claimed_what: (translatable): what the claim says, "SWAP + RES"
 * @claimed: an expression for the number that follows from the claim
 * @measured_what: (translatable): what to compare with it, "VIRT"
 * @measured: an expression for that number
 * @holds: an expression, 1 where the claim is seen to hold here
 * @expected: whether it must hold here
 * @unit: of both numbers
 *
 * Two numbers of an experiment, one beside the other.
 */
typedef struct
{
  const char *lesson;
  const char *step;
  guint round;
  const char *claimed_what;
  const char *claimed;
  const char *measured_what;
  const char *measured;
  const char *holds;
  gboolean expected;
  PgsLessonUnit unit;
} PgsClaimTest;

#define PGS_CLAIM_MAX_TESTS 2

/**
 * PgsClaim:
 * @id: "virt-is-swap-and-res"
 * @sentence: (translatable): as it is found in notes, "VIRT = SWAP + RES"
 * @truth: what is to be thought of it
 * @when: (nullable) (translatable): with %PGS_CLAIM_RIGHT_WHEN: "Right when the memory is private"
 * @reason: (translatable): why, in two sentences
 * @tests: the experiments that show it; the first unused one has no lesson
 *
 * A constant.
 */
typedef struct
{
  const char *id;
  const char *sentence;
  PgsClaimTruth truth;
  const char *when;
  const char *reason;
  PgsClaimTest tests[PGS_CLAIM_MAX_TESTS];
} PgsClaim;

/**
 * PgsClaimResult:
 * @test: what was tested
 * @verdict: OK: the claim held or failed as its reason says; DIFFERS: it did the opposite; UNKNOWN: it could
 *   not be measured here
 * @holds: whether the claim held, where @verdict is OK or DIFFERS
 * @unit: of both numbers, never %PGS_UNIT_AUTO, likewise
 * @claimed: the number that follows from the claim, likewise
 * @measured: the number that was measured, likewise
 * @claimed_text: for people: "1.4 MiB"; "–" if it is unknown
 * @measured_text: for people
 * @lack: (nullable): where @verdict is UNKNOWN, what the machine lacks or what went wrong
 *
 * One test of a claim that was run on this machine.
 */
typedef struct
{
  const PgsClaimTest *test;
  PgsVerdict verdict;
  gboolean holds;
  PgsLessonUnit unit;
  gint64 claimed, measured;
  char *claimed_text;
  char *measured_text;
  char *lack;
} PgsClaimResult;

const PgsClaim *pgs_claim_get_all     (gsize               *n_claims);
const PgsClaim *pgs_claim_find        (const char          *id);
gsize           pgs_claim_get_n_tests (const PgsClaim      *self);
const char     *pgs_claim_get_truth   (const PgsClaim      *self);
GPtrArray      *pgs_claim_test        (const PgsClaim      *self,
                                       GCancellable        *cancellable,
                                       GError             **error);
void            pgs_claim_test_async  (const PgsClaim      *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             data);
GPtrArray      *pgs_claim_test_finish (GAsyncResult        *result,
                                       GError             **error);
void            pgs_claim_result_free (PgsClaimResult      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsClaimResult, pgs_claim_result_free)

G_END_DECLS
