/* naive.h: /proc read the simple way, to compare with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One entry, one line, one sscanf at a time, and nothing shared with the code under test.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * NaiveCounts:
 *
 * How many pages of a range say what in pagemap.
 */
typedef struct
{
  guint64 present;
  guint64 swapped; /* guard pages apart */
  guint64 exclusive;
  guint64 file;
  guint64 guard;
} NaiveCounts;

guint64 naive_pagemap (gint         pid,
                       guint64      address);
void    naive_count   (gint         pid,
                       guint64      start,
                       guint64      end,
                       NaiveCounts *counts);
guint64 naive_smaps   (gint         pid,
                       guint64      start,
                       const char  *key);
guint64 naive_statm   (gint         pid,
                       guint        field);
guint64 naive_status  (gint         pid,
                       const char  *key);

G_END_DECLS
