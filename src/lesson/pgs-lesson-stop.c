/* pgs-lesson-stop.c: everything that was measured while an experiment stood still
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-stop.h"

#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-lesson-kin.h"
#include "pgs-pagemap-abi.h"
#include "pgs-pagemap.h"
#include "pgs-process.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define MAX_PROCESSES 16
#define MAX_FRAMES ((guint64) 1 << 18) /* pages of a range: 1 GiB */
#define FRAMES_AT_ONCE 4096

static void
clear_sample (gpointer data)
{
  PgsLessonSample *sample = data;

  g_clear_pointer (&sample->snapshot, pgs_snapshot_unref);
}

/* A process that is gone is no error. */
static void
add_sample (PgsLessonStop *self,
            gint           pid)
{
  PgsLessonSample sample = { .pid = pid };
  g_autoptr (PgsProcess) process = pgs_process_open_through (pid, pgs_opener_get_here (), NULL);

  if (process != NULL)
    sample.snapshot = pgs_process_sample (process, PGS_SECTION_ALL, NULL);
  g_array_append_val (self->samples, sample);
}

/* Only its own processes: what a program tells is not to be trusted. */
static void
add_processes (PgsLessonStop         *self,
               gint                   own_pid,
               const PgsLessonDemand *demand)
{
  for (guint i = 0; i < demand->processes->len && i < MAX_PROCESSES; i++)
    {
      gint pid;

      if (pgs_lesson_facts_get_pid (self->facts, g_ptr_array_index (demand->processes, i), &pid) &&
          pgs_lesson_stop_find (self, pid) == NULL && pgs_lesson_kin_descends (pid, own_pid))
        add_sample (self, pid);
    }
}

typedef struct
{
  guint64 first;
  guint64 last; /* the frame before */
  guint64 n_runs;
  gboolean denied;
  gboolean has_first;
} FramesWalk;

static void
walk_entry (FramesWalk *walk,
            guint64     entry,
            gboolean    is_first)
{
  const guint64 frame = entry & PGS_PAGEMAP_PFN_MASK;

  if (!(entry & PGS_PAGEMAP_PRESENT))
    {
      walk->last = PGS_UNKNOWN;
      return;
    }
  if (frame == 0) /* what those read who may not see it */
    walk->denied = TRUE;
  if (is_first)
    {
      walk->has_first = TRUE;
      walk->first = frame;
    }
  walk->n_runs += walk->last == PGS_UNKNOWN || frame != walk->last + 1;
  walk->last = frame;
}

static gboolean
walk_frames (FramesWalk *walk,
             int         pagemap_fd,
             guint64     first_page,
             guint64     n_pages)
{
  g_autofree guint64 *entries = g_new (guint64, FRAMES_AT_ONCE);

  for (guint64 at = 0; at < n_pages;)
    {
      const gsize n = (gsize) MIN (n_pages - at, FRAMES_AT_ONCE);
      const gssize n_read = pgs_pagemap_read_entries (pagemap_fd, first_page + at, n, entries, NULL);

      if (n_read <= 0)
        return FALSE;
      for (gssize i = 0; i < n_read; i++)
        walk_entry (walk, entries[i], at + (guint64) i == 0);
      at += (guint64) n_read;
    }
  return TRUE;
}

static PgsLessonFrames
read_frames (gint    pid,
             guint64 start,
             guint64 end)
{
  const guint shift = pgs_features_get ()->page_shift;
  const guint64 n_pages = end > start ? ((end - 1) >> shift) - (start >> shift) + 1 : 0;
  g_autofree char *path = g_strdup_printf ("/proc/%d/pagemap", pid);
  PgsLessonFrames frames = { PGS_UNKNOWN, PGS_UNKNOWN };
  FramesWalk walk = { .last = PGS_UNKNOWN };
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return frames;
  if (n_pages <= MAX_FRAMES && walk_frames (&walk, fd, start >> shift, n_pages) && !walk.denied)
    frames = (PgsLessonFrames){ walk.has_first ? walk.first : PGS_UNKNOWN, walk.n_runs };
  close (fd);
  return frames;
}

static char *
get_frames_key (gint    pid,
                guint64 start,
                guint64 end)
{
  return g_strdup_printf ("%d:%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x", pid, start, end);
}

/* @name: "range@process" or "range" */
static void
add_frames (PgsLessonStop *self,
            const char    *name)
{
  g_auto (GStrv) words = g_strsplit (name, "@", 2);
  const PgsLessonSample *sample;
  guint64 start, end;
  gint pid;
  PgsLessonFrames frames;

  if (!pgs_lesson_stop_find_pid (self, words[1], &pid) ||
      !pgs_lesson_facts_get_range (self->facts, words[0], &start, &end))
    return;
  sample = pgs_lesson_stop_find (self, pid);
  if (sample == NULL || sample->snapshot == NULL)
    return;
  frames = read_frames (pid, start, end);
  g_hash_table_insert (self->frames, get_frames_key (pid, start, end), g_memdup2 (&frames, sizeof frames));
}

/**
 * pgs_lesson_stop_new:
 * @facts: (transfer full): what the program told until now
 * @pid: the program, which stands still
 * @demand: what is to be measured
 * @error: where to put why not
 *
 * Reads the experiment's processes whole, and the machine. Some milliseconds for each 10,000 pages.
 *
 * Returns: (transfer full): the stop; %NULL with %PGS_ERROR_NO_PROCESS if the program has ended
 */
PgsLessonStop *
pgs_lesson_stop_new (PgsLessonFacts        *facts,
                     gint                   pid,
                     const PgsLessonDemand *demand,
                     GError               **error)
{
  g_autoptr (PgsLessonStop) self = g_new0 (PgsLessonStop, 1);

  self->facts = facts;
  self->samples = g_array_new (FALSE, TRUE, sizeof (PgsLessonSample));
  g_array_set_clear_func (self->samples, clear_sample);
  self->frames = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  pgs_lesson_machine_read (&self->machine);
  self->monotonic_us = g_get_monotonic_time ();
  add_sample (self, pid);
  if (g_array_index (self->samples, PgsLessonSample, 0).snapshot == NULL)
    {
      pgs_error_set_errno (error, ESRCH, "PID %d", pid);
      return NULL;
    }
  add_processes (self, pid, demand);
  for (guint i = 0; i < demand->frames->len; i++)
    add_frames (self, g_ptr_array_index (demand->frames, i));
  return g_steal_pointer (&self);
}

/**
 * pgs_lesson_stop_free:
 * @self: (transfer full) (nullable): a stop
 */
void
pgs_lesson_stop_free (PgsLessonStop *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->facts, pgs_lesson_facts_free);
  g_clear_pointer (&self->samples, g_array_unref);
  g_clear_pointer (&self->frames, g_hash_table_unref);
  g_free (self);
}

/**
 * pgs_lesson_stop_find_pid:
 * @self: a stop
 * @process: (nullable): the fact that holds a PID; %NULL: the experiment itself
 * @pid: (out): the PID
 *
 * Returns: whether it was told
 */
gboolean
pgs_lesson_stop_find_pid (const PgsLessonStop *self,
                          const char          *process,
                          gint                *pid)
{
  if (process != NULL)
    return pgs_lesson_facts_get_pid (self->facts, process, pid);
  *pid = g_array_index (self->samples, PgsLessonSample, 0).pid;
  return TRUE;
}

/**
 * pgs_lesson_stop_find:
 * @self: a stop
 * @pid: a process
 *
 * Returns: (transfer none) (nullable): what was measured of it; %NULL if it was none of the experiment then
 */
const PgsLessonSample *
pgs_lesson_stop_find (const PgsLessonStop *self,
                      gint                 pid)
{
  for (guint i = 0; i < self->samples->len; i++)
    {
      const PgsLessonSample *sample = &g_array_index (self->samples, PgsLessonSample, i);

      if (sample->pid == pid)
        return sample;
    }
  return NULL;
}

/**
 * pgs_lesson_stop_get_frames:
 * @self: a stop
 * @pid: a process
 * @start: first address of a range that the experiment asks for
 * @end: first address behind it
 *
 * Returns: its frames; unknown if they were not read
 */
PgsLessonFrames
pgs_lesson_stop_get_frames (const PgsLessonStop *self,
                            gint                 pid,
                            guint64              start,
                            guint64              end)
{
  g_autofree char *key = get_frames_key (pid, start, end);
  const PgsLessonFrames *frames = g_hash_table_lookup (self->frames, key);

  return frames != NULL ? *frames : (PgsLessonFrames){ PGS_UNKNOWN, PGS_UNKNOWN };
}
