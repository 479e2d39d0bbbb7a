/* zoo.h: programs whose memory is known, for tests to look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>

#define ZOO_UNAVAILABLE 77 /* exit status where this machine cannot have the animal */

/**
 * ZooMode:
 * @name: as given on the command line
 * @what: one line for --list
 * @enter: makes it; reports its ranges
 * @command: does what a line on standard input says, or NULL
 */
typedef struct
{
  const char *name;
  const char *what;
  void (*enter) (int argc, char **argv);
  void (*command) (const char *line);
} ZooMode;

extern const ZooMode zoo_memory_modes[];
extern const ZooMode zoo_file_modes[];
extern const ZooMode zoo_special_modes[];
extern const ZooMode zoo_task_modes[];
extern const ZooMode zoo_hostile_modes[];
extern const ZooMode zoo_churn_modes[];

extern size_t zoo_page_size;
extern const char *zoo_program;

void  zoo_report      (const char *name, const void *start, size_t length);
void  zoo_report_id   (const char *name, long id);
void  zoo_fail        (const char *what) __attribute__ ((noreturn));
void  zoo_unavailable (const char *why) __attribute__ ((noreturn));
int   zoo_write_text  (const char *path, const char *text);
void *zoo_map         (size_t n_pages, int prot, int flags);
void *zoo_map_aligned (size_t length, size_t alignment);
void  zoo_write       (void *start, size_t n_pages, size_t stride);
void  zoo_read        (const void *start, size_t n_pages, size_t stride);
