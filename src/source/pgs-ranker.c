/* pgs-ranker.c: making one ranking of all processes after the other, within a budget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A score costs some 15 µs a process (oom_score and statm, opened and closed), smaps from 0.2 ms to seconds.
 * So half of the budget at most goes to scores, in turn; the rest to smaps, a slice at a time. VmData and the
 * stack (statm) are nearly what counts towards the commit limit, without MAP_NORESERVE: by that the unread
 * process with the most is taken first, so that those that matter are known soon. What a refresh took too
 * much is paid by the next ones.
 */
#include "config.h"

#include "pgs-ranker.h"

#include "pgs-commit-reader.h"
#include "pgs-error.h"
#include "pgs-opener.h"
#include "pgs-proc-directory.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define COMMIT_MAX_AGE_US (10 * G_USEC_PER_SEC) /* older ones are read again */
#define SHORT_TEXT 256
#define NAME_SIZE 80 /* comm; a kernel worker's has a description behind it */

typedef struct
{
  PgsRank rank; /* without a name */
  guint64 inode;
  guint64 data;      /* VmData and the stack, bytes */
  gboolean has_memory; /* kernel threads and zombies have none */
  gboolean denied;
} Known;

struct _PgsRanker
{
  PgsProcDirectory *directory; /* (nullable): before the first refresh */
  PgsCommitReader *reader;
  GArray *known;        /* of Known, ordered by PID */
  gint pid_scored;      /* the last of which the score was read */
  gint pid_reading;     /* of which smaps is being read; 0: none */
  guint64 inode_reading;
  gint64 debt_us;
  guint64 page_size;
};

static gint64
now_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/**
 * pgs_ranker_new:
 *
 * Returns: (transfer full): a ranker that knows nothing yet
 */
PgsRanker *
pgs_ranker_new (void)
{
  PgsRanker *self = g_new0 (PgsRanker, 1);

  self->reader = pgs_commit_reader_new ();
  self->known = g_array_new (FALSE, TRUE, sizeof (Known));
  self->page_size = (guint64) sysconf (_SC_PAGESIZE);
  return self;
}

/**
 * pgs_ranker_free:
 * @self: (transfer full) (nullable): a ranker; its rankings live on
 */
void
pgs_ranker_free (PgsRanker *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->directory, pgs_proc_directory_free);
  pgs_commit_reader_free (self->reader);
  g_array_unref (self->known);
  g_free (self);
}

static void
known_init (Known              *known,
            const PgsProcEntry *entry)
{
  *known = (Known) {
    .inode = entry->inode,
    .rank = {
      .pid = entry->pid,
      .oom_score = PGS_UNKNOWN,
      .oom_score_adj = PGS_RANK_NO_ADJ,
      .res = PGS_UNKNOWN,
      .committed = PGS_UNKNOWN,
    },
  };
}

/* Who is there now, with what is known of those that were there before. */
static gboolean
update_known (PgsRanker  *self,
              GError    **error)
{
  g_autoptr (GArray) entries = pgs_proc_directory_read (self->directory, error);
  GArray *known;
  guint before = 0;

  if (entries == NULL)
    return FALSE;
  known = g_array_sized_new (FALSE, TRUE, sizeof (Known), entries->len);
  for (guint i = 0; i < entries->len; i++)
    {
      const PgsProcEntry *entry = &g_array_index (entries, PgsProcEntry, i);
      Known next;

      while (before < self->known->len && g_array_index (self->known, Known, before).rank.pid < entry->pid)
        before++;
      if (before < self->known->len && g_array_index (self->known, Known, before).rank.pid == entry->pid
          && g_array_index (self->known, Known, before).inode == entry->inode)
        next = g_array_index (self->known, Known, before);
      else
        known_init (&next, entry);
      g_array_append_val (known, next);
    }
  g_array_unref (self->known);
  self->known = known;
  return TRUE;
}

static void
get_files (PgsRanker       *self,
           gint             pid,
           PgsProcessFiles *files)
{
  pgs_process_files_init (files, pgs_proc_directory_get_fd (self->directory), pid);
}

/* statm: size resident shared text lib data dt, in pages */
static void
read_sizes (PgsRanker       *self,
            PgsProcessFiles *files,
            Known           *known)
{
  char text[SHORT_TEXT];
  guint64 pages[6] = { 0 };
  char *at = text;

  known->has_memory = FALSE;
  known->rank.res = PGS_UNKNOWN;
  if (pgs_process_files_read_text (files, "statm", text, sizeof text) <= 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      const guint64 number = g_ascii_strtoull (at, &at, 10);

      pages[i] = MIN (number, G_MAXINT64 / self->page_size);
    }
  known->has_memory = pages[0] > 0;
  known->rank.res = pages[1] * self->page_size;
  known->data = pages[5] * self->page_size;
}

static void
read_score (PgsRanker *self,
            Known     *known)
{
  PgsProcessRecord record;
  PgsProcessFiles files;

  get_files (self, known->rank.pid, &files);
  pgs_process_files_read_oom_score (&files, &record);
  known->rank.oom_score = record.oom_score;
  read_sizes (self, &files, known);
  known->rank.score_at_us = g_get_monotonic_time ();
}

/* Index of the first process with a PID above @pid. */
static guint
find_behind (PgsRanker *self,
             gint       pid)
{
  guint low = 0, high = self->known->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (g_array_index (self->known, Known, middle).rank.pid <= pid)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Reads scores in turn until @end_us, each once at most. */
static void
read_scores (PgsRanker *self,
             gint64     end_us)
{
  guint next = find_behind (self, self->pid_scored);

  for (guint i = 0; i < self->known->len && now_cpu_us () < end_us; i++, next++)
    {
      Known *known = &g_array_index (self->known, Known, next % self->known->len);

      read_score (self, known);
      self->pid_scored = known->rank.pid;
    }
}

/* Who of two is to be read first: those never read by what they may have, then the oldest. */
static gboolean
is_more_urgent (const Known *known,
                const Known *other)
{
  if (other == NULL)
    return TRUE;
  if ((known->rank.committed_at_us == 0) != (other->rank.committed_at_us == 0))
    return known->rank.committed_at_us == 0;
  if (known->rank.committed_at_us == 0)
    return known->data > other->data;
  return known->rank.committed_at_us < other->rank.committed_at_us;
}

static Known *
choose (PgsRanker *self)
{
  const gint64 old_us = g_get_monotonic_time () - COMMIT_MAX_AGE_US;
  Known *chosen = NULL;

  for (guint i = 0; i < self->known->len; i++)
    {
      Known *known = &g_array_index (self->known, Known, i);

      if (known->has_memory && (known->rank.committed_at_us == 0 || known->rank.committed_at_us < old_us)
          && is_more_urgent (known, chosen))
        chosen = known;
    }
  return chosen;
}

static Known *
get_reading (PgsRanker *self)
{
  const guint behind = find_behind (self, self->pid_reading);
  Known *known = behind > 0 ? &g_array_index (self->known, Known, behind - 1) : NULL;

  if (self->pid_reading == 0 || known == NULL || known->rank.pid != self->pid_reading
      || known->inode != self->inode_reading)
    return NULL;
  return known;
}

static void
take_state (PgsRanker      *self,
            Known          *known,
            PgsCommitState  state)
{
  if (state == PGS_COMMIT_MORE)
    return;
  self->pid_reading = 0;
  known->rank.committed_at_us = g_get_monotonic_time ();
  known->denied = state == PGS_COMMIT_DENIED;
  known->rank.committed = state == PGS_COMMIT_DONE ? pgs_commit_reader_get_sum (self->reader) : PGS_UNKNOWN;
}

/* Returns the process whose smaps is open. */
static Known *
open_next (PgsRanker *self)
{
  Known *known = choose (self);
  PgsProcessFiles files;

  if (known == NULL)
    return NULL;
  get_files (self, known->rank.pid, &files);
  self->pid_reading = known->rank.pid;
  self->inode_reading = known->inode;
  take_state (self, known, pgs_commit_reader_open (self->reader, &files));
  return known;
}

static void
read_commits (PgsRanker *self,
              gint64     end_us)
{
  while (now_cpu_us () < end_us)
    {
      Known *known = get_reading (self);

      if (known == NULL)
        known = open_next (self);
      if (known == NULL)
        return;
      if (self->pid_reading != 0)
        take_state (self, known, pgs_commit_reader_read (self->reader));
    }
}

static gint
compare_next (gconstpointer a,
              gconstpointer b)
{
  const PgsRank *left = &(*(const Known *const *) a)->rank;
  const PgsRank *right = &(*(const Known *const *) b)->rank;

  if (left->oom_score != right->oom_score)
    return left->oom_score > right->oom_score ? -1 : 1;
  if (left->res != right->res)
    return left->res > right->res ? -1 : 1;
  return left->pid < right->pid ? -1 : left->pid > right->pid;
}

static gint
compare_most (gconstpointer a,
              gconstpointer b)
{
  const PgsRank *left = &(*(const Known *const *) a)->rank;
  const PgsRank *right = &(*(const Known *const *) b)->rank;

  if (left->committed != right->committed)
    return left->committed > right->committed ? -1 : 1;
  return left->pid < right->pid ? -1 : left->pid > right->pid;
}

static gint
read_adj (PgsProcessFiles *files)
{
  char text[SHORT_TEXT], *end;
  gint64 value;

  if (pgs_process_files_read_text (files, "oom_score_adj", text, sizeof text) <= 0)
    return PGS_RANK_NO_ADJ;
  value = g_ascii_strtoll (text, &end, 10);
  return end == text || value < -1000 || value > 1000 ? PGS_RANK_NO_ADJ : (gint) value;
}

/* A copy for the ranking, with the name, which is read only of those that are told. Returns FALSE if it has
 * ended meanwhile. */
static gboolean
tell (PgsRanker   *self,
      PgsRanking  *ranking,
      const Known *known,
      void       (*add) (PgsRanking    *self,
                         const PgsRank *rank))
{
  PgsRank rank = known->rank;
  char name[NAME_SIZE];
  PgsProcessFiles files;

  get_files (self, rank.pid, &files);
  if (pgs_process_files_read_text (&files, "comm", name, sizeof name) <= 0)
    return FALSE;
  name[strcspn (name, "\n")] = '\0';
  rank.name = name;
  rank.oom_score_adj = read_adj (&files);
  add (ranking, &rank);
  return TRUE;
}

static void
tell_first (PgsRanker   *self,
            PgsRanking  *ranking,
            GPtrArray   *known,
            void       (*add) (PgsRanking    *self,
                               const PgsRank *rank))
{
  guint n_told = 0;

  for (guint i = 0; i < known->len && n_told < PGS_RANKING_LENGTH; i++)
    n_told += tell (self, ranking, known->pdata[i], add);
}

static void
count (PgsRanker        *self,
       PgsRankingCounts *counts,
       GPtrArray        *next,
       GPtrArray        *most)
{
  *counts = (PgsRankingCounts) { 0 };
  for (guint i = 0; i < self->known->len; i++)
    {
      Known *known = &g_array_index (self->known, Known, i);
      const gboolean is_committed = known->has_memory && known->rank.committed != PGS_UNKNOWN;

      counts->processes += known->has_memory || known->rank.score_at_us == 0;
      counts->scored += known->has_memory && known->rank.oom_score != PGS_UNKNOWN;
      counts->denied += known->has_memory && known->denied;
      counts->committed += is_committed;
      counts->sum += is_committed ? known->rank.committed : 0;
      if (known->has_memory && known->rank.oom_score != PGS_UNKNOWN && known->rank.oom_score > 0)
        g_ptr_array_add (next, known);
      if (is_committed)
        g_ptr_array_add (most, known);
    }
}

static PgsRanking *
make_ranking (PgsRanker *self)
{
  g_autoptr (GPtrArray) next = g_ptr_array_new ();
  g_autoptr (GPtrArray) most = g_ptr_array_new ();
  PgsRankingCounts counts;
  PgsRanking *ranking;

  count (self, &counts, next, most);
  ranking = pgs_ranking_new (&counts);
  g_ptr_array_sort (next, compare_next);
  g_ptr_array_sort (most, compare_most);
  tell_first (self, ranking, next, pgs_ranking_add_next);
  tell_first (self, ranking, most, pgs_ranking_add_most);
  return ranking;
}

/**
 * pgs_ranker_refresh:
 * @self: a ranker
 * @budget_us: how much CPU time it may take; %PGS_RANKER_NO_LIMIT: it reads all that is not of the last ten seconds
 * @error: (out) (optional): why there is none
 *
 * Takes a slice of smaps more than it may at most, which the next refreshes pay for. What was not read yet is
 * unknown, and what was read before as old as it says.
 *
 * Returns: (transfer full) (nullable): what is known now; %NULL if /proc cannot be listed
 */
PgsRanking *
pgs_ranker_refresh (PgsRanker  *self,
                    gint64      budget_us,
                    GError    **error)
{
  const gboolean is_limited = budget_us != PGS_RANKER_NO_LIMIT;
  const gint64 began_us = now_cpu_us ();
  const gint64 end_us = is_limited ? began_us + budget_us - self->debt_us : G_MAXINT64;
  PgsRanking *ranking;

  if (pgs_opener_is_elsewhere (NULL))
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED,
                           _("This is not known inside Flatpak: the helper on the machine opens no oom_score, and not "
                             "the smaps of all processes. A Pagescape that is installed on the machine shows it."));
      return NULL;
    }
  if (self->directory == NULL)
    self->directory = pgs_proc_directory_open (error);
  if (self->directory == NULL || !update_known (self, error))
    return NULL;
  read_scores (self, is_limited ? began_us + (end_us - began_us) / 2 : end_us);
  read_commits (self, end_us);
  ranking = make_ranking (self);
  self->debt_us = is_limited ? MAX (0, self->debt_us + now_cpu_us () - began_us - budget_us) : 0;
  return ranking;
}
