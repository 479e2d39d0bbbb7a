/* pgs-lesson.c: the experiments in the order in which they are read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson.h"

#include "pgs-lessons.h"

#include <glib/gi18n-lib.h>

static const PgsLesson *const lessons[] = {
  /* Reserve and touch */
  &pgs_lesson_reserve,
  &pgs_lesson_touch,
  &pgs_lesson_mmap,
  &pgs_lesson_demand_paging,
  &pgs_lesson_file_map,
  &pgs_lesson_program_start,
  /* Sharing */
  &pgs_lesson_copy_on_write,
  &pgs_lesson_fork_exec,
  &pgs_lesson_shared_count,
  &pgs_lesson_same_address,
  /* Heap and stack */
  &pgs_lesson_heap_brk,
  &pgs_lesson_malloc_pool,
  &pgs_lesson_memory_pool,
  &pgs_lesson_stack,
  &pgs_lesson_leak,
  &pgs_lesson_fragmentation,
  /* Limits */
  &pgs_lesson_segfault,
  &pgs_lesson_overcommit,
  &pgs_lesson_address_limit,
  &pgs_lesson_swap_out,
  &pgs_lesson_oom,
  /* Underneath */
  &pgs_lesson_scattered_frames,
  &pgs_lesson_huge_pages,
  &pgs_lesson_process_states,
};

static const char *const chapter_titles[PGS_N_CHAPTERS] = {
  [PGS_CHAPTER_RESERVE] = N_("Reserve and touch"), [PGS_CHAPTER_SHARING] = N_("Sharing"),
  [PGS_CHAPTER_HEAP] = N_("Heap and stack"),       [PGS_CHAPTER_LIMITS] = N_("Limits"),
  [PGS_CHAPTER_UNDER] = N_("Underneath"),
};

/**
 * pgs_lesson_get_all:
 * @n_lessons: (out): how many
 *
 * Returns: (transfer none) (array length=n_lessons): all experiments, by chapters
 */
const PgsLesson *const *
pgs_lesson_get_all (gsize *n_lessons)
{
  *n_lessons = G_N_ELEMENTS (lessons);
  return lessons;
}

/**
 * pgs_lesson_find:
 * @name: any text
 *
 * Returns: (transfer none) (nullable): the experiment of that name
 */
const PgsLesson *
pgs_lesson_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lessons); i++)
    if (g_str_equal (lessons[i]->name, name))
      return lessons[i];
  return NULL;
}

/**
 * pgs_chapter_get_title:
 * @chapter: one of them
 *
 * Returns: (transfer none): its title in the person's language
 */
const char *
pgs_chapter_get_title (PgsLessonChapter chapter)
{
  g_return_val_if_fail (chapter < PGS_N_CHAPTERS, "");

  return _(chapter_titles[chapter]);
}
