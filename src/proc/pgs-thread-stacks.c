/* pgs-thread-stacks.c: where the threads of a process have their stacks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * /proc/PID/task/TID/syscall tells a thread's stack pointer, but only while the thread sleeps; of
 * one that runs it says "running". So what a thread said last is remembered, and the reader is told
 * when one was never caught asleep. The first thread is left out, its stack has a name.
 * Each thread costs some 10 µs, and a process can have tens of thousands: there is a bound.
 * Source: proc_pid_syscall() in fs/proc/base.c.
 */
#include "config.h"

#include "pgs-thread-stacks.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pgs-proc-file.h"
#include "pgs-proc-text.h"

/* "0x7ffca9a672f8" */
static gboolean
parse_address (PgsCursor *cursor,
               guint64   *address)
{
  return pgs_cursor_skip (cursor, '0') && pgs_cursor_skip (cursor, 'x') &&
         pgs_cursor_hex (cursor, address);
}

/**
 * pgs_thread_stacks_parse:
 * @text: (array length=length): what /proc/PID/task/TID/syscall says
 * @length: bytes
 * @stack_pointer: (out): its last word but one
 *
 * It is "number, six arguments, stack pointer, program counter" in a system call, "-1, stack
 * pointer, program counter" when blocked elsewhere, or "running".
 *
 * Returns: %FALSE if there is no stack pointer in it
 */
gboolean
pgs_thread_stacks_parse (const char *text,
                         gsize       length,
                         guint64    *stack_pointer)
{
  PgsCursor cursor = { text, text + length };
  guint64 last = 0;
  guint64 before = 0;
  gint64 number;
  gsize n_addresses = 0;

  if (!pgs_cursor_signed (&cursor, &number))
    return FALSE;
  while (pgs_cursor_skip (&cursor, ' '))
    {
      before = last;
      if (!parse_address (&cursor, &last))
        return FALSE;
      n_addresses++;
    }
  if (n_addresses < 2 || !pgs_cursor_skip (&cursor, '\n'))
    return FALSE;
  *stack_pointer = before;
  return TRUE;
}

static gboolean
read_stack_pointer (int      task_fd,
                    guint64  tid,
                    guint64 *stack_pointer)
{
  char name[64];
  char text[512];
  gssize length;
  int fd;

  g_snprintf (name, sizeof name, "%" G_GUINT64_FORMAT "/syscall", tid);
  fd = openat (task_fd, name, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return FALSE;
  length = read (fd, text, sizeof text);
  close (fd);
  return length > 0 && pgs_thread_stacks_parse (text, (gsize) length, stack_pointer);
}

static int
compare_addresses (gconstpointer a,
                   gconstpointer b)
{
  const guint64 *left = a;
  const guint64 *right = b;

  return (*left > *right) - (*left < *right);
}

/* Returns: %FALSE if nothing is known of this thread yet. */
static gboolean
add_thread (int         task_fd,
            guint64     tid,
            GHashTable *before,
            GHashTable *known,
            GArray     *stack_pointers)
{
  gpointer key = GSIZE_TO_POINTER ((gsize) tid);
  guint64 address;

  if (!read_stack_pointer (task_fd, tid, &address))
    address = (guint64) GPOINTER_TO_SIZE (g_hash_table_lookup (before, key));
  if (address == 0)
    return FALSE;
  g_hash_table_insert (known, key, GSIZE_TO_POINTER ((gsize) address));
  g_array_append_val (stack_pointers, address);
  return TRUE;
}

/* Moves everything in @known to the returned table. */
static GHashTable *
take_all (GHashTable *known)
{
  GHashTable *taken = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_hash_table_insert (taken, key, value);
      g_hash_table_iter_remove (&iter);
    }
  return taken;
}

/* The directory of the threads, seen from /proc/PID or, where the first thread has ended, from
 * /proc/PID/task/TID. */
static int
open_tasks (int dir_fd)
{
  int fd = openat (dir_fd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    fd = openat (dir_fd, "../../task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return fd;
}

/**
 * pgs_thread_stacks_read:
 * @dir_fd: /proc/PID or /proc/PID/task/TID; stays the caller's
 * @pid: the process
 * @known: (inout): from thread ID to the stack pointer seen last, made with g_hash_table_new
 *   (%NULL, %NULL); threads that are gone are dropped
 * @stack_pointers: (inout): of #guint64; becomes those of all threads but the first, ascending
 *
 * Returns: whether something is known of every thread, at most %PGS_THREAD_STACKS_MAX are asked;
 *   %TRUE also where it is denied, as asking again will not help
 */
gboolean
pgs_thread_stacks_read (int         dir_fd,
                        gint        pid,
                        GHashTable *known,
                        GArray     *stack_pointers)
{
  g_autoptr (GHashTable) before = take_all (known);
  int task_fd = open_tasks (dir_fd);
  DIR *directory = task_fd >= 0 ? fdopendir (task_fd) : NULL;
  struct dirent *entry;
  gsize n_asked = 0;
  gboolean complete = TRUE;

  g_array_set_size (stack_pointers, 0);
  if (directory == NULL)
    {
      if (task_fd >= 0)
        close (task_fd);
      return TRUE;
    }
  while (n_asked < PGS_THREAD_STACKS_MAX && (entry = readdir (directory)) != NULL)
    {
      guint64 tid = g_ascii_strtoull (entry->d_name, NULL, 10);

      if (tid == 0 || tid == (guint64) pid)
        continue;
      n_asked++;
      complete &= add_thread (task_fd, tid, before, known, stack_pointers);
    }
  closedir (directory);
  g_array_sort (stack_pointers, compare_addresses);
  return complete;
}
