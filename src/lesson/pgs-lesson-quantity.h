/* pgs-lesson-quantity.h: what can be measured of a process, a range of addresses and the machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson.h"
#include "pgs-snapshot.h"
#include "pgs-system.h"

G_BEGIN_DECLS

/**
 * PgsLessonCause:
 * @PGS_CAUSE_NOT_TOLD: the program did not tell such a fact (yet)
 * @PGS_CAUSE_NO_STOP: that moment is not there: before the first stop
 * @PGS_CAUSE_ENDED: the process was not there at that moment
 * @PGS_CAUSE_NOT_SHOWN: the kernel does not tell it, or not to this user
 * @PGS_CAUSE_ARITHMETIC: division by 0, or more than 63 bits
 *
 * Why a number is unknown.
 */
typedef enum
{
  PGS_CAUSE_NOT_TOLD = 0,
  PGS_CAUSE_NO_STOP = 1,
  PGS_CAUSE_ENDED = 2,
  PGS_CAUSE_NOT_SHOWN = 3,
  PGS_CAUSE_ARITHMETIC = 4,
} PgsLessonCause;

typedef enum
{
  PGS_SCOPE_PROCESS = 0,
  PGS_SCOPE_RANGE = 1, /* of addresses of a process */
  PGS_SCOPE_MACHINE = 2,
} PgsLessonScope;

/**
 * PgsLessonQuantityFlags:
 * @PGS_QUANTITY_COUNTS: counts what happened since the process began
 * @PGS_QUANTITY_FRAMES: needs frame numbers, which are read only where an experiment asks for them
 * @PGS_QUANTITY_FIXED: does not change while the machine runs (or hardly)
 * @PGS_QUANTITY_OF_ENDED: known of a process that has ended, too: 0
 */
typedef enum
{
  PGS_QUANTITY_PLAIN = 0,
  PGS_QUANTITY_COUNTS = 1 << 0,
  PGS_QUANTITY_FRAMES = 1 << 1,
  PGS_QUANTITY_FIXED = 1 << 2,
  PGS_QUANTITY_OF_ENDED = 1 << 3,
} PgsLessonQuantityFlags;

/**
 * PgsLessonMachine:
 *
 * What the machine says of itself at one moment; %PGS_UNKNOWN where it does not.
 */
typedef struct
{
  PgsSystem system;
  guint64 page_size;
  guint64 huge_page_size;
  guint64 fault_around; /* bytes */
  guint64 thp;          /* 1 unless transparent huge pages are switched off */
} PgsLessonMachine;

/**
 * PgsLessonFrames:
 * @first: the frame number of the range's first page; %PGS_UNKNOWN if it is not in RAM, or denied
 * @n_runs: how many runs of consecutive frames its pages in RAM are; %PGS_UNKNOWN if denied
 */
typedef struct
{
  guint64 first;
  guint64 n_runs;
} PgsLessonFrames;

/**
 * PgsLessonQuantity:
 * @name: as it is written in expressions
 * @scope: of what
 * @unit: of the number
 * @flags: how it behaves
 * @reason: (nullable) (translatable): why it may differ from what is expected
 * @offset: where it is in #PgsCounters, #PgsRegionSmaps or #PgsSystem; where no function is there
 * @of_process: for a process
 * @of_range: for `[start, end)` of a process
 * @of_frames: for a range whose frames were read
 * @of_machine: for the machine
 *
 * A constant. The functions return %PGS_UNKNOWN where it is unknown.
 */
typedef struct
{
  const char *name;
  PgsLessonScope scope;
  PgsLessonUnit unit;
  PgsLessonQuantityFlags flags;
  const char *reason;
  gsize offset;
  guint64 (*of_process) (const PgsSnapshot *snapshot);
  guint64 (*of_range) (const PgsSnapshot *snapshot,
                       guint64            start,
                       guint64            end);
  guint64 (*of_frames) (const PgsLessonFrames *frames);
  guint64 (*of_machine) (const PgsLessonMachine *machine);
} PgsLessonQuantity;

const PgsLessonQuantity *pgs_lesson_quantity_find         (const char              *name,
                                                           gboolean                 of_range);
const PgsLessonQuantity *pgs_lesson_quantity_get_all      (PgsLessonScope           scope,
                                                           gsize                   *n_quantities);
guint64                  pgs_lesson_quantity_read_process (const PgsLessonQuantity *self,
                                                           const PgsSnapshot       *snapshot);
guint64                  pgs_lesson_quantity_read_range   (const PgsLessonQuantity *self,
                                                           const PgsSnapshot       *snapshot,
                                                           guint64                  start,
                                                           guint64                  end);
guint64                  pgs_lesson_quantity_read_machine (const PgsLessonQuantity *self,
                                                           const PgsLessonMachine  *machine);
void                     pgs_lesson_machine_read          (PgsLessonMachine        *self);

G_END_DECLS
