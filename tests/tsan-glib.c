/* tsan-glib.c: tells ThreadSanitizer how GLib orders what threads do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * GLib's locks are futexes in a library that is not instrumented: ThreadSanitizer sees none of them and
 * calls everything a race. Suppressing what is under GLib would hide ours as well. So a program that is
 * built with -Db_sanitize=thread has these functions of its own before GLib's: each does what GLib does
 * and says which order follows from it. A function that is used and missing here shows as a race.
 */
#include "config.h"

#include <dlfcn.h>
#include <gio/gio.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

#define REAL(name) ((__typeof__ (&name)) (gpointer) real (#name))

/* Not kept: it is the same each time, and where to keep it would need a lock. */
static gpointer
real (const char *name)
{
  gpointer symbol = dlsym (RTLD_NEXT, name);

  if (symbol == NULL)
    __builtin_trap ();
  return symbol;
}

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock) (mutex);
  __tsan_acquire (mutex);
}

void
g_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_mutex_unlock) (mutex);
}

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  __tsan_release (mutex);
  REAL (g_cond_wait) (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end_time)
{
  gboolean signalled;

  __tsan_release (mutex);
  signalled = REAL (g_cond_wait_until) (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return signalled;
}

void
(g_once_init_leave) (volatile void *location,
                     gsize          result)
{
  __tsan_release ((gpointer) location);
  ((void (*) (volatile void *, gsize)) real ("g_once_init_leave")) (location, result);
}

/* Who frees a box does it after all others let it go. */
static __thread GDestroyNotify clear_box;

static void
acquire_and_clear (gpointer box)
{
  GDestroyNotify clear = clear_box;

  __tsan_acquire (box);
  clear (box);
}

void
g_atomic_rc_box_release_full (gpointer       box,
                              GDestroyNotify clear)
{
  GDestroyNotify outer = clear_box;

  __tsan_release (box);
  clear_box = clear;
  REAL (g_atomic_rc_box_release_full) (box, acquire_and_clear);
  clear_box = outer;
}

typedef struct
{
  GSourceFunc function;
  gpointer data;
  GDestroyNotify notify;
} Idle;

static gboolean
run_idle (gpointer data)
{
  Idle *idle = data;

  __tsan_acquire (idle);
  return idle->function (idle->data);
}

static void
free_idle (gpointer data)
{
  Idle *idle = data;

  __tsan_acquire (idle);
  if (idle->notify != NULL)
    idle->notify (idle->data);
  g_free (idle);
}

guint
g_idle_add_full (gint           priority,
                 GSourceFunc    function,
                 gpointer       data,
                 GDestroyNotify notify)
{
  Idle *idle = g_new0 (Idle, 1);

  *idle = (Idle) { function, data, notify };
  __tsan_release (idle);
  return REAL (g_idle_add_full) (priority, run_idle, idle, free_idle);
}

/* Of idle sources only: the functions of others have other arguments. */
void
g_source_set_callback (GSource        *source,
                       GSourceFunc     function,
                       gpointer        data,
                       GDestroyNotify  notify)
{
  Idle *idle;

  if (source->source_funcs != &g_idle_funcs)
    {
      REAL (g_source_set_callback) (source, function, data, notify);
      return;
    }
  idle = g_new0 (Idle, 1);
  *idle = (Idle) { function, data, notify };
  __tsan_release (idle);
  REAL (g_source_set_callback) (source, run_idle, idle, free_idle);
}

static GQuark
task_quark (void)
{
  return g_quark_from_static_string ("pgs-tsan-task");
}

static void
run_task (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  __tsan_acquire (task);
  ((GTaskThreadFunc) g_object_get_qdata (G_OBJECT (task), task_quark ())) (task, source, data, cancellable);
}

void
g_task_run_in_thread (GTask           *task,
                      GTaskThreadFunc  function)
{
  g_object_set_qdata (G_OBJECT (task), task_quark (), (gpointer) function);
  __tsan_release (task);
  REAL (g_task_run_in_thread) (task, run_task);
}

void
g_task_return_pointer (GTask          *task,
                       gpointer        result,
                       GDestroyNotify  clear)
{
  __tsan_release (task);
  REAL (g_task_return_pointer) (task, result, clear);
}

void
g_task_return_error (GTask  *task,
                     GError *error)
{
  __tsan_release (task);
  REAL (g_task_return_error) (task, error);
}

gpointer
g_task_propagate_pointer (GTask   *task,
                          GError **error)
{
  __tsan_acquire (task);
  return REAL (g_task_propagate_pointer) (task, error);
}

/* What was written before something was pushed is seen by whoever pops it. */
void
g_async_queue_push (GAsyncQueue *queue,
                    gpointer     data)
{
  __tsan_release (data);
  REAL (g_async_queue_push) (queue, data);
}

gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  gpointer data = REAL (g_async_queue_pop) (queue);

  __tsan_acquire (data);
  return data;
}

gpointer
g_async_queue_try_pop (GAsyncQueue *queue)
{
  gpointer data = REAL (g_async_queue_try_pop) (queue);

  if (data != NULL)
    __tsan_acquire (data);
  return data;
}

typedef struct
{
  GFunc function;
  gpointer data;
} Pooled;

static void
run_pooled (gpointer task,
            gpointer data)
{
  Pooled *pooled = data;

  __tsan_acquire (task);
  pooled->function (task, pooled->data);
  __tsan_release (pooled);
}

GThreadPool *
g_thread_pool_new (GFunc      function,
                   gpointer   data,
                   gint       max_threads,
                   gboolean   exclusive,
                   GError   **error)
{
  Pooled *pooled = g_new0 (Pooled, 1);

  *pooled = (Pooled) { function, data };
  __tsan_release (pooled);
  return REAL (g_thread_pool_new) (run_pooled, pooled, max_threads, exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool  *pool,
                    gpointer      task,
                    GError      **error)
{
  __tsan_release (task);
  return REAL (g_thread_pool_push) (pool, task, error);
}

/* All tasks have ended when this returns, if it is told to wait. */
void
g_thread_pool_free (GThreadPool *pool,
                    gboolean     immediate,
                    gboolean     wait)
{
  Pooled *pooled = pool->user_data;

  REAL (g_thread_pool_free) (pool, immediate, wait);
  if (!wait)
    return;
  __tsan_acquire (pooled);
  g_free (pooled);
}
