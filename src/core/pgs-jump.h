/* pgs-jump.h: tells when a size changed much at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_JUMP_MIN ((guint64) 16 << 20)              /* a smaller change is none */
#define PGS_JUMP_SHARE 10                              /* nor one of less than a tenth of the size before */
#define PGS_JUMP_QUIET_US (10 * G_TIME_SPAN_SECOND)    /* between two jumps that are told apart */
#define PGS_JUMP_MAX_STEP_US (30 * G_TIME_SPAN_SECOND) /* a change over a longer time was not at once */
#define PGS_JUMP_FACTOR 4                              /* so much larger than those before it is told all the same */

/**
 * PgsJump:
 *
 * What is known of one size. Zero it at first, and after an exec. Members are private.
 *
 * A jump is a change from one sample to the next of at least %PGS_JUMP_MIN and a tenth of the size
 * before. It is told if for %PGS_JUMP_QUIET_US there was none in the same direction, or none a quarter
 * as large: what grows by jumps all the time is told once, when that begins.
 */
typedef struct
{
  /*< private >*/
  gint64 at_us; /* of the sample before, 0: none */
  guint64 size;
  gint64 jumped_us[2]; /* by direction: when there was a jump last, told or not */
  guint64 largest[2];  /* of those that followed each other without a quiet time */
} PgsJump;

gint64 pgs_jump_add (PgsJump *self,
                     gint64   at_us,
                     guint64  size);

G_END_DECLS
