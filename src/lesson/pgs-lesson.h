/* pgs-lesson.h: what an experiment of the lab is: its words, its steps, and what each of them must measure
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsLessonChapter:
 *
 * In the order in which they are read.
 */
typedef enum
{
  PGS_CHAPTER_RESERVE = 0, /* Reserve and touch */
  PGS_CHAPTER_SHARING = 1, /* Sharing */
  PGS_CHAPTER_HEAP = 2,    /* Heap and stack */
  PGS_CHAPTER_LIMITS = 3,  /* Limits */
  PGS_CHAPTER_UNDER = 4,   /* Underneath */
} PgsLessonChapter;

#define PGS_N_CHAPTERS 5

/**
 * PgsLessonNeeds:
 * @PGS_NEEDS_SWAP: swap of which at least 32 MiB are free
 * @PGS_NEEDS_MEMORY_CGROUP: a memory cgroup (v1 or v2) in which it may make one of its own
 * @PGS_NEEDS_FRAMES: the right to see frame numbers (CAP_SYS_ADMIN)
 * @PGS_NEEDS_HUGE_PAGES: transparent huge pages that are not switched off
 * @PGS_NEEDS_DISK: a folder that is not on tmpfs and may be written
 *
 * What a machine may lack. Whether it does is found out by trying, see pgs_lesson_dup_lack().
 */
typedef enum
{
  PGS_NEEDS_NOTHING = 0,
  PGS_NEEDS_SWAP = 1 << 0,
  PGS_NEEDS_MEMORY_CGROUP = 1 << 1,
  PGS_NEEDS_FRAMES = 1 << 2,
  PGS_NEEDS_HUGE_PAGES = 1 << 3,
  PGS_NEEDS_DISK = 1 << 4,
} PgsLessonNeeds;

/**
 * PgsLessonUnit:
 * @PGS_UNIT_AUTO: that of the first quantity in the expression; a number without one is a count
 * @PGS_UNIT_BYTES: "102.0 MiB"
 * @PGS_UNIT_COUNT: "25,600"
 * @PGS_UNIT_ADDRESS: "0x7f10a0000000"
 * @PGS_UNIT_YES_NO: 1 or 0
 * @PGS_UNIT_SIGNAL: the number of a signal, 0: none; "SIGSEGV"
 * @PGS_UNIT_STATE: the letter of a process' state; "Z (zombie)"
 * @PGS_UNIT_TIME: µs
 * @PGS_UNIT_CHOICE: a number that stands for one of the choices; its label
 */
typedef enum
{
  PGS_UNIT_AUTO = 0,
  PGS_UNIT_BYTES = 1,
  PGS_UNIT_COUNT = 2,
  PGS_UNIT_ADDRESS = 3,
  PGS_UNIT_YES_NO = 4,
  PGS_UNIT_SIGNAL = 5,
  PGS_UNIT_STATE = 6,
  PGS_UNIT_TIME = 7,
  PGS_UNIT_CHOICE = 8,
} PgsLessonUnit;

/**
 * PgsLessonChoice:
 * @expression: what is predicted by choosing it, see pgs-lesson-expression.c
 * @label: (nullable) (translatable): how it is written; %NULL: as its value ("same", "+50.0 MiB")
 */
typedef struct
{
  const char *expression;
  const char *label;
} PgsLessonChoice;

#define PGS_LESSON_MAX_CHOICES 4

/**
 * PgsLessonCheck:
 * @what: (translatable): what is measured, "Minor faults of the child"
 * @measure: an expression over quantities, see pgs-lesson-expression.c: "change(minor@child)"
 * @expect: an expression for what it must be
 * @low: (nullable): how much less than @expect is right, too, an expression; %NULL: nothing
 * @high: (nullable): how much more is right, too; %NULL: nothing
 * @unit: in which both are shown
 * @choices: what a person may predict, the first unused one has no expression; none: it is only shown
 * @reason: (nullable) (translatable): why it may differ on a machine where it does; %NULL: a sentence for
 *   its quantity
 *
 * One number that a step must change, or leave. A prediction is right if no other choice is nearer to what
 * was measured.
 */
typedef struct
{
  const char *what;
  const char *measure;
  const char *expect;
  const char *low;
  const char *high;
  PgsLessonUnit unit;
  PgsLessonChoice choices[PGS_LESSON_MAX_CHOICES];
  const char *reason;
} PgsLessonCheck;

/**
 * PgsLessonPointer:
 * @range: the fact that holds the range, "block"
 * @process: (nullable): the fact that holds the PID of the process, "child"; %NULL: the experiment itself
 * @name: (translatable): "the 100 MiB block"
 *
 * What a step is about, to be pointed at in the map. Not there while the fact is not known.
 */
typedef struct
{
  const char *range;
  const char *process;
  const char *name;
} PgsLessonPointer;

#define PGS_LESSON_MAX_POINTERS 6

/**
 * PgsLessonStep:
 * @id: as the program names it; "write"
 * @title: (translatable): what it does, "The child writes every page"
 * @text: (nullable) (translatable): what to think about before it, a sentence or two
 * @result: (nullable) (translatable): what happened, with numbers of this run, see pgs_lesson_run_expand()
 * @repeat: how many times in a row it is done; 0 as 1
 * @checks: (array zero-terminated=1): %NULL: none; ends with one without @what
 * @pointers: the first unused one has no @range
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *text;
  const char *result;
  guint repeat;
  const PgsLessonCheck *checks;
  PgsLessonPointer pointers[PGS_LESSON_MAX_POINTERS];
} PgsLessonStep;

/**
 * PgsLessonView:
 * @PGS_LESSON_VIEW_MAP: the whole map of the experiment
 * @PGS_LESSON_VIEW_POINTED: only the regions that are pointed at, as large as fits
 *
 * What is drawn beside the text.
 */
typedef enum
{
  PGS_LESSON_VIEW_MAP = 0,
  PGS_LESSON_VIEW_POINTED = 1,
} PgsLessonView;

/**
 * PgsLessonColor:
 *
 * By what the pages are coloured, as the names of the map's own menu.
 */
typedef enum
{
  PGS_LESSON_COLOR_KIND = 0,
  PGS_LESSON_COLOR_STATE = 1,
  PGS_LESSON_COLOR_SHARING = 2,
} PgsLessonColor;

/**
 * PgsLesson:
 * @name: of the experiment and its program: "copy-on-write"
 * @title: (translatable): "Copy on write"
 * @chapter: where it stands
 * @text: (translatable): 80 to 200 words. Paragraphs are separated by an empty line; a term that the reader
 *   may not know is written [[words|id]] once, with an id of pgs-term.c
 * @needs: what the machine must have
 * @peer: (nullable): the fact with the PID of a second process to draw, aligned with the first: "child"
 * @peer_name: (nullable) (translatable): what that is; "child"
 * @view: what is drawn
 * @color: how
 * @steps: (array zero-terminated=1): ends with one without an @id
 *
 * A constant. Expressions in it were tested to be well-formed.
 */
typedef struct
{
  const char *name;
  const char *title;
  PgsLessonChapter chapter;
  const char *text;
  PgsLessonNeeds needs;
  const char *peer;
  const char *peer_name;
  PgsLessonView view;
  PgsLessonColor color;
  const PgsLessonStep *steps;
} PgsLesson;

const PgsLesson *const *pgs_lesson_get_all   (gsize            *n_lessons);
const PgsLesson        *pgs_lesson_find      (const char       *name);
const char             *pgs_chapter_get_title (PgsLessonChapter chapter);
char                   *pgs_lesson_dup_lack  (const PgsLesson  *self);
char                   *pgs_lesson_dup_program (const PgsLesson *self);
const char             *pgs_lesson_get_source (const PgsLesson *self);

G_END_DECLS
