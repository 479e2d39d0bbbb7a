/* pgs-recorder-thread.c: writes a recording in a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The queue is bounded: snapshots share what did not change between them, but a disk that stands still
 * for a minute must not make us take memory without end. What does not fit is counted as dropped;
 * marks and ends are few and always fit.
 */
#include "config.h"

#include "pgs-recorder-thread.h"

#include "pgs-error.h"

#define MAX_QUEUED 128 /* samples */

typedef enum
{
  ITEM_SNAPSHOT,
  ITEM_MARK,
  ITEM_EXIT,
  ITEM_CLOSE,
} ItemKind;

typedef struct
{
  ItemKind kind;
  PgsSnapshot *snapshot;
  PgsProcessInfo *process;
  PgsMark mark;
  PgsExit exit_info;
} Item;

struct _PgsRecorderThread
{
  char *path;
  gboolean replace;
  PgsRecorderThreadFunc func;
  gpointer data;
  GThread *thread;
  PgsRecorder *recorder; /* the thread's */

  GMutex mutex; /* guards what follows */
  GCond cond;
  GQueue items;
  guint n_queued; /* samples among them */
  gboolean quit;
  PgsRecorderProgress progress;
  GError *error;
  guint idle;
};

static void
item_free (Item *item)
{
  g_clear_pointer (&item->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&item->process, pgs_process_info_unref);
  pgs_mark_clear (&item->mark);
  g_free (item);
}

static gboolean
tell_progress (gpointer data)
{
  PgsRecorderThread *self = data;
  PgsRecorderProgress progress;

  g_mutex_lock (&self->mutex);
  self->idle = 0;
  progress = self->progress;
  progress.error = self->error; /* set once, freed with the thread */
  g_mutex_unlock (&self->mutex);
  self->func (&progress, self->data);
  return G_SOURCE_REMOVE;
}

/* The mutex is held. */
static void
post_progress (PgsRecorderThread *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, tell_progress, self, NULL);
}

static void
note_result (PgsRecorderThread *self,
             const Item        *item,
             GError            *error)
{
  const guint64 n_bytes = self->recorder != NULL ? pgs_recorder_get_size (self->recorder) : 0;

  g_mutex_lock (&self->mutex);
  if (self->recorder != NULL)
    self->progress.n_samples = pgs_recorder_get_n_samples (self->recorder);
  self->progress.n_bytes = n_bytes;
  if (error != NULL && self->error == NULL)
    self->error = g_error_copy (error);
  self->progress.is_over |= error != NULL || item->kind == ITEM_CLOSE;
  self->progress.is_complete = item->kind == ITEM_CLOSE && self->error == NULL;
  post_progress (self);
  g_mutex_unlock (&self->mutex);
}

static gboolean
write_item (PgsRecorderThread  *self,
            const Item         *item,
            GError            **error)
{
  if (self->recorder == NULL && item->kind == ITEM_SNAPSHOT)
    {
      self->recorder = pgs_recorder_new (self->path, self->replace, error);
      if (self->recorder == NULL)
        return FALSE;
    }
  if (self->recorder == NULL)
    return TRUE;
  switch (item->kind)
    {
    case ITEM_SNAPSHOT:
      return pgs_recorder_add (self->recorder, item->snapshot, error);
    case ITEM_MARK:
      return pgs_recorder_mark (self->recorder, item->process, &item->mark, error);
    case ITEM_EXIT:
      return pgs_recorder_set_exit (self->recorder, item->process, &item->exit_info, error);
    case ITEM_CLOSE:
      return pgs_recorder_close (self->recorder, error);
    }
  return TRUE;
}

/* Returns: (transfer full): what to write next; %NULL to end */
static Item *
wait_for_item (PgsRecorderThread *self)
{
  Item *item;

  g_mutex_lock (&self->mutex);
  while (self->items.length == 0 && !self->quit)
    g_cond_wait (&self->cond, &self->mutex);
  item = g_queue_pop_head (&self->items);
  if (item != NULL && item->kind == ITEM_SNAPSHOT)
    self->n_queued--;
  g_mutex_unlock (&self->mutex);
  return item;
}

/* After an error the rest is only taken from the queue; the file is closed as it is. */
static gpointer
run (gpointer data)
{
  PgsRecorderThread *self = data;
  gboolean is_over = FALSE;
  Item *item;

  while ((item = wait_for_item (self)) != NULL)
    {
      g_autoptr (GError) error = NULL;

      if (!is_over)
        {
          write_item (self, item, &error);
          note_result (self, item, error);
          is_over = error != NULL || item->kind == ITEM_CLOSE;
          if (error != NULL && self->recorder != NULL && item->kind != ITEM_CLOSE)
            pgs_recorder_close (self->recorder, NULL);
        }
      item_free (item);
    }
  g_clear_pointer (&self->recorder, pgs_recorder_free);
  return NULL;
}

/**
 * pgs_recorder_thread_new:
 * @path: the file to write; made with the first sample
 * @replace: a regular file of that name is taken away
 * @func: gets the progress, on the thread of the default main context
 * @data: for @func
 *
 * Returns: (transfer full): a recorder that waits for samples
 */
PgsRecorderThread *
pgs_recorder_thread_new (const char            *path,
                         gboolean               replace,
                         PgsRecorderThreadFunc  func,
                         gpointer               data)
{
  PgsRecorderThread *self = g_new0 (PgsRecorderThread, 1);

  self->path = g_strdup (path);
  self->replace = replace;
  self->func = func;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->items);
  self->thread = g_thread_new ("recorder", run, self);
  return self;
}

/**
 * pgs_recorder_thread_free:
 * @self: (transfer full) (nullable): a recorder
 *
 * Waits until all that is in the queue is written. Without pgs_recorder_thread_close() before, the file
 * says that it is not complete. No progress is told afterwards.
 */
void
pgs_recorder_thread_free (PgsRecorderThread *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->quit = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_queue_clear_full (&self->items, (GDestroyNotify) item_free);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->path);
  g_free (self);
}

static void
push (PgsRecorderThread *self,
      Item              *item)
{
  const gboolean is_sample = item->kind == ITEM_SNAPSHOT;
  gboolean is_dropped;

  g_mutex_lock (&self->mutex);
  is_dropped = is_sample && self->n_queued >= MAX_QUEUED;
  if (is_dropped)
    {
      self->progress.n_dropped++;
      post_progress (self);
    }
  else
    {
      g_queue_push_tail (&self->items, item);
      self->n_queued += is_sample;
    }
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  if (is_dropped)
    item_free (item);
}

static Item *
item_new (ItemKind        kind,
          PgsProcessInfo *process)
{
  Item *item = g_new0 (Item, 1);

  item->kind = kind;
  item->process = process != NULL ? pgs_process_info_ref (process) : NULL;
  return item;
}

/**
 * pgs_recorder_thread_has_room:
 * @self: a recorder
 *
 * Returns: whether a sample that is added now is not dropped
 */
gboolean
pgs_recorder_thread_has_room (PgsRecorderThread *self)
{
  gboolean has_room;

  g_mutex_lock (&self->mutex);
  has_room = self->n_queued < MAX_QUEUED;
  g_mutex_unlock (&self->mutex);
  return has_room;
}

/**
 * pgs_recorder_thread_add:
 * @self: a recorder
 * @snapshot: a sample of any process
 */
void
pgs_recorder_thread_add (PgsRecorderThread *self,
                         PgsSnapshot       *snapshot)
{
  Item *item = item_new (ITEM_SNAPSHOT, NULL);

  item->snapshot = pgs_snapshot_ref (snapshot);
  push (self, item);
}

/**
 * pgs_recorder_thread_mark:
 * @self: a recorder to which a sample was added
 * @process: (nullable): whose moment it is
 * @mark: the moment; copied
 */
void
pgs_recorder_thread_mark (PgsRecorderThread *self,
                          PgsProcessInfo    *process,
                          const PgsMark     *mark)
{
  Item *item = item_new (ITEM_MARK, process);

  item->mark = *mark;
  item->mark.name = g_strdup (mark->name);
  push (self, item);
}

/**
 * pgs_recorder_thread_set_exit:
 * @self: a recorder
 * @process: of which a sample was added
 * @ended: how it ended
 */
void
pgs_recorder_thread_set_exit (PgsRecorderThread *self,
                              PgsProcessInfo    *process,
                              const PgsExit     *ended)
{
  Item *item = item_new (ITEM_EXIT, process);

  item->exit_info = *ended;
  push (self, item);
}

/**
 * pgs_recorder_thread_close:
 * @self: a recorder
 *
 * Makes the file complete when all that was added is written, and tells it.
 */
void
pgs_recorder_thread_close (PgsRecorderThread *self)
{
  push (self, item_new (ITEM_CLOSE, NULL));
}
