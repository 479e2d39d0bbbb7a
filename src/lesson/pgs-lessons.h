/* pgs-lessons.h: all experiments, one file each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-lesson.h"

G_BEGIN_DECLS

extern const PgsLesson pgs_lesson_address_limit;
extern const PgsLesson pgs_lesson_copy_on_write;
extern const PgsLesson pgs_lesson_demand_paging;
extern const PgsLesson pgs_lesson_file_map;
extern const PgsLesson pgs_lesson_fork_exec;
extern const PgsLesson pgs_lesson_fragmentation;
extern const PgsLesson pgs_lesson_heap_brk;
extern const PgsLesson pgs_lesson_huge_pages;
extern const PgsLesson pgs_lesson_leak;
extern const PgsLesson pgs_lesson_malloc_pool;
extern const PgsLesson pgs_lesson_memory_pool;
extern const PgsLesson pgs_lesson_mmap;
extern const PgsLesson pgs_lesson_oom;
extern const PgsLesson pgs_lesson_overcommit;
extern const PgsLesson pgs_lesson_process_states;
extern const PgsLesson pgs_lesson_program_start;
extern const PgsLesson pgs_lesson_reserve;
extern const PgsLesson pgs_lesson_same_address;
extern const PgsLesson pgs_lesson_scattered_frames;
extern const PgsLesson pgs_lesson_segfault;
extern const PgsLesson pgs_lesson_shared_count;
extern const PgsLesson pgs_lesson_stack;
extern const PgsLesson pgs_lesson_swap_out;
extern const PgsLesson pgs_lesson_touch;

G_END_DECLS
