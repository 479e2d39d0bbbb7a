/* pgs-histories.c: what was seen of processes that are not watched any more, or again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-histories.h"

typedef struct
{
  char *origin; /* "" for this machine */
  gint pid;
  guint64 start_ticks;
  PgsHistory *history;
} Entry;

struct _PgsHistories
{
  GQueue entries; /* of Entry, the one watched last at the head */
  gsize budget;
};

static void
entry_free (Entry *entry)
{
  g_free (entry->origin);
  g_object_unref (entry->history);
  g_free (entry);
}

/**
 * pgs_histories_new:
 *
 * Returns: (transfer full): no histories
 */
PgsHistories *
pgs_histories_new (void)
{
  PgsHistories *self = g_new0 (PgsHistories, 1);

  self->budget = PGS_HISTORIES_DEFAULT_BUDGET;
  return self;
}

/**
 * pgs_histories_free:
 * @self: (transfer full) (nullable): the histories
 */
void
pgs_histories_free (PgsHistories *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->entries, (GDestroyNotify) entry_free);
  g_free (self);
}

/* Moves an entry to the head. Returns: its history. */
static PgsHistory *
take_up (PgsHistories *self,
         GList        *link)
{
  Entry *entry = link->data;

  g_queue_unlink (&self->entries, link);
  g_queue_push_head_link (&self->entries, link);
  return entry->history;
}

/**
 * pgs_histories_put:
 * @self: the histories
 * @origin: (nullable): which other machine it is on; %NULL: this one
 * @process: whose history
 * @history: its history, from now on
 *
 * It is what is watched now.
 */
void
pgs_histories_put (PgsHistories         *self,
                   const char           *origin,
                   const PgsProcessInfo *process,
                   PgsHistory           *history)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->origin = g_strdup (origin != NULL ? origin : "");
  entry->pid = process->pid;
  entry->start_ticks = process->start_ticks;
  entry->history = g_object_ref (history);
  pgs_history_set_budget (history, self->budget);
  g_queue_push_head (&self->entries, entry);
  pgs_histories_trim (self);
}

/**
 * pgs_histories_find:
 * @self: the histories
 * @origin: (nullable): which other machine it is on; %NULL: this one
 * @process: a process
 *
 * What is found is what is watched now.
 *
 * Returns: (transfer none) (nullable): what was seen of the very same process before, if that is still
 *   known
 */
PgsHistory *
pgs_histories_find (PgsHistories         *self,
                    const char           *origin,
                    const PgsProcessInfo *process)
{
  for (GList *link = self->entries.head; link != NULL; link = link->next)
    {
      const Entry *entry = link->data;

      if (entry->pid == process->pid && entry->start_ticks == process->start_ticks
          && g_str_equal (entry->origin, origin != NULL ? origin : ""))
        return take_up (self, link);
    }
  return NULL;
}

/**
 * pgs_histories_find_pid:
 * @self: the histories
 * @origin: (nullable): which other machine it is on; %NULL: this one
 * @pid: of a process that does not exist any more
 *
 * What is found is what is watched now.
 *
 * Returns: (transfer none) (nullable): the history of the process that had the number when it was
 *   watched last
 */
PgsHistory *
pgs_histories_find_pid (PgsHistories *self,
                        const char   *origin,
                        gint          pid)
{
  for (GList *link = self->entries.head; link != NULL; link = link->next)
    {
      const Entry *entry = link->data;

      if (entry->pid == pid && g_str_equal (entry->origin, origin != NULL ? origin : ""))
        return take_up (self, link);
    }
  return NULL;
}

/**
 * pgs_histories_set_budget:
 * @self: the histories
 * @budget: bytes that all of them may take
 */
void
pgs_histories_set_budget (PgsHistories *self,
                          gsize         budget)
{
  self->budget = budget;
  pgs_histories_trim (self);
  for (GList *link = self->entries.head; link != NULL; link = link->next)
    pgs_history_set_budget (((Entry *) link->data)->history, budget);
}

gsize
pgs_histories_get_budget (PgsHistories *self)
{
  return self->budget;
}

/**
 * pgs_histories_trim:
 * @self: the histories
 *
 * To be called when what is watched has grown: drops others if there is no room for all. What is
 * watched keeps to the budget by itself.
 */
void
pgs_histories_trim (PgsHistories *self)
{
  gsize n_bytes = pgs_histories_get_n_bytes (self);

  while (self->entries.length > 1 && (n_bytes > self->budget || self->entries.length > PGS_HISTORIES_MAX))
    {
      Entry *entry = g_queue_pop_tail (&self->entries);

      n_bytes -= pgs_history_get_n_bytes (entry->history);
      entry_free (entry);
    }
}

/**
 * pgs_histories_get_n_bytes:
 * @self: the histories
 *
 * Returns: how much memory they take, see pgs_history_get_n_bytes()
 */
gsize
pgs_histories_get_n_bytes (PgsHistories *self)
{
  gsize n_bytes = 0;

  for (GList *link = self->entries.head; link != NULL; link = link->next)
    n_bytes += pgs_history_get_n_bytes (((Entry *) link->data)->history);
  return n_bytes;
}

guint
pgs_histories_get_length (PgsHistories *self)
{
  return self->entries.length;
}
