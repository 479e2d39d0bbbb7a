/* pgs-ranking-view.c: who would be ended first if memory ran out, and to whom most was promised
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-ranking-view.h"

#include <glib/gi18n-lib.h>

#include "pgs-columns-layout.h"
#include "pgs-fact-row.h"
#include "pgs-format.h"
#include "pgs-measure.h"
#include "pgs-page-words.h"
#include "pgs-text.h"

#define COLUMN_WIDTH 400 /* px */
#define SPACING 24
#define MAX_SCORE 2000 /* all memory, and the highest adjustment: proc_oom_score() in fs/proc/base.c */
#define OLD_US (3 * G_USEC_PER_SEC) /* what is older says so */

typedef struct
{
  GtkLabel *description;
  PgsMeasure *rows[PGS_RANKING_LENGTH];
  GtkLabel *note;
} List;

struct _PgsRankingView
{
  GtkWidget parent_instance;

  List next;
  List most;
};

G_DEFINE_FINAL_TYPE (PgsRankingView, pgs_ranking_view, GTK_TYPE_WIDGET)

static GtkLabel *
add_label (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_list (PgsRankingView *self,
          List           *list,
          const char     *title,
          const char     *term_title,
          const char     *term_id,
          PgsShareRole    role)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *term = pgs_fact_row_new (term_title);

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "system-card");
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  add_label (box, title, "heading");
  list->description = add_label (box, NULL, "dim-label");
  for (guint i = 0; i < PGS_RANKING_LENGTH; i++)
    {
      list->rows[i] = PGS_MEASURE (pgs_measure_new (NULL, NULL, role));
      gtk_widget_set_visible (GTK_WIDGET (list->rows[i]), FALSE);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (list->rows[i]));
    }
  list->note = add_label (box, _("Reading …"), "explanation");
  pgs_fact_row_set_term (PGS_FACT_ROW (term), term_id);
  pgs_fact_row_set_value (PGS_FACT_ROW (term), "");
  gtk_box_append (GTK_BOX (box), term);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

static void
pgs_ranking_view_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_ranking_view_parent_class)->dispose (object);
}

static void
pgs_ranking_view_class_init (PgsRankingViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_ranking_view_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pgs_ranking_view_init (PgsRankingView *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), pgs_columns_layout_new (COLUMN_WIDTH, SPACING));
  add_list (self, &self->next, _("Who is next"), _("OOM killer"), "oom-killer", PGS_SHARE_USED);
  add_list (self, &self->most, _("Who was promised most"), _("Commit limit"), "commit-limit", PGS_SHARE_COMMIT);
}

static void
set_row (PgsMeasure    *row,
         const PgsRank *rank,
         const char    *value,
         gint64         at_us,
         double         fraction)
{
  const gint64 now_us = g_get_monotonic_time ();
  g_autofree char *name = pgs_text_dup_display (rank->name != NULL ? rank->name : "", -1);
  g_autofree char *title = g_strdup_printf ("%s %d", name, rank->pid);
  g_autofree char *age = now_us - at_us >= OLD_US ? pgs_page_format_read_age (at_us, now_us) : NULL;
  g_autofree char *text = age != NULL ? g_strdup_printf ("%s · %s", value, age) : g_strdup (value);

  pgs_measure_set_title (row, title);
  pgs_measure_set_value (row, text, fraction);
  gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
}

static void
hide_rows (List *list,
           gsize n_shown)
{
  for (gsize i = n_shown; i < PGS_RANKING_LENGTH; i++)
    gtk_widget_set_visible (GTK_WIDGET (list->rows[i]), FALSE);
}

static char *
format_score (const PgsRank *rank)
{
  g_autofree char *score = pgs_format_count (rank->oom_score);
  g_autofree char *res = pgs_format_size (rank->res);

  if (rank->oom_score_adj == PGS_RANK_NO_ADJ || rank->oom_score_adj == 0)
    /* Translators: a score, and an amount of memory */
    return g_strdup_printf (_("score %s · RES %s"), score, res);
  /* Translators: a score, by how much it was moved by hand, and an amount of memory */
  return g_strdup_printf (_("score %s (adjusted by %+d) · RES %s"), score, rank->oom_score_adj, res);
}

static const char *
describe_panic (const PgsSystem *system)
{
  if (system->panic_on_oom == 0)
    return _("If memory ran out now, the kernel would end the first of these (panic_on_oom is 0).");
  if (system->panic_on_oom > 0)
    return _("panic_on_oom is set: if memory ran out, the machine would stop instead of ending a process.");
  return _("If memory ran out now, the kernel would end the first of these.");
}

static void
update_next (PgsRankingView   *self,
             const PgsRanking *ranking,
             const PgsSystem  *system)
{
  gsize n_ranks;
  const PgsRank *ranks = pgs_ranking_get_next (ranking, &n_ranks);
  const PgsRankingCounts *counts = pgs_ranking_get_counts (ranking);
  g_autofree char *scored = pgs_format_count (counts->scored);
  g_autofree char *processes = pgs_format_count (counts->processes);
  g_autofree char *note = NULL;

  n_ranks = MIN (n_ranks, PGS_RANKING_LENGTH);
  gtk_label_set_text (self->next.description, describe_panic (system));
  for (gsize i = 0; i < n_ranks; i++)
    {
      g_autofree char *value = format_score (&ranks[i]);

      set_row (self->next.rows[i], &ranks[i], value, ranks[i].score_at_us,
               (double) ranks[i].oom_score / MAX_SCORE);
    }
  hide_rows (&self->next, n_ranks);
  /* Translators: two numbers of processes */
  note = g_strdup_printf (_("The score of %s of %s processes is known. It is RAM, swap and page tables as a share of "
                            "all memory, moved by oom_score_adj; 666 stands for next to nothing. Where a cgroup "
                            "reaches its own limit, only its processes are looked at."), scored, processes);
  gtk_label_set_text (self->next.note, note);
}

static char *
format_rest (const PgsRankingCounts *counts,
             const PgsSystem        *system)
{
  g_autofree char *sum = pgs_format_size (counts->sum);
  g_autofree char *commit = pgs_format_size (system->commit);
  g_autofree char *known = pgs_format_count (counts->committed);
  g_autofree char *processes = pgs_format_count (counts->processes);
  g_autofree char *denied = pgs_format_count (counts->denied);

  if (counts->denied > 0)
    /* Translators: two amounts of memory, then three numbers of processes */
    return g_strdup_printf (_("%s of the %s of Committed_AS belong to the %s of %s processes that were read; %s may "
                              "not be read. Shared memory counts, too, but belongs to no process."),
                            sum, commit, known, processes, denied);
  /* Translators: two amounts of memory, then two numbers of processes */
  return g_strdup_printf (_("%s of the %s of Committed_AS belong to the %s of %s processes that were read. Shared "
                            "memory counts, too, but belongs to no process."), sum, commit, known, processes);
}

static char *
describe_commit (const PgsSystem *system)
{
  g_autofree char *commit = pgs_format_size (system->commit);
  g_autofree char *limit = pgs_format_size (system->commit_limit);

  if (system->overcommit_mode == 2)
    /* Translators: two amounts of memory */
    return g_strdup_printf (_("Promised in all (Committed_AS): %s. No more than %s may be (CommitLimit)."), commit,
                            limit);
  /* Translators: two amounts of memory */
  return g_strdup_printf (_("Promised in all (Committed_AS): %s. The CommitLimit of %s is not kept in this mode."),
                          commit, limit);
}

static void
update_most (PgsRankingView   *self,
             const PgsRanking *ranking,
             const PgsSystem  *system)
{
  gsize n_ranks;
  const PgsRank *ranks = pgs_ranking_get_most (ranking, &n_ranks);
  const gboolean has_commit = system->commit != PGS_UNKNOWN && system->commit > 0;
  g_autofree char *description = describe_commit (system);
  g_autofree char *note = format_rest (pgs_ranking_get_counts (ranking), system);

  n_ranks = MIN (n_ranks, PGS_RANKING_LENGTH);
  gtk_label_set_text (self->most.description, description);
  for (gsize i = 0; i < n_ranks; i++)
    {
      g_autofree char *value = pgs_format_size (ranks[i].committed);

      set_row (self->most.rows[i], &ranks[i], value, ranks[i].committed_at_us,
               has_commit ? (double) ranks[i].committed / (double) system->commit : -1);
    }
  hide_rows (&self->most, n_ranks);
  gtk_label_set_text (self->most.note, note);
}

/**
 * pgs_ranking_view_update:
 * @self: a view
 * @ranking: (nullable): who comes in which order; %NULL: not read yet, or another machine does not tell
 * @trouble: (nullable): in words, why there is none
 * @system: the machine's memory
 */
void
pgs_ranking_view_update (PgsRankingView   *self,
                         const PgsRanking *ranking,
                         const char       *trouble,
                         const PgsSystem  *system)
{
  if (ranking == NULL && trouble != NULL)
    {
      gtk_label_set_text (self->next.note, trouble);
      gtk_label_set_text (self->most.note, trouble);
    }
  if (ranking == NULL)
    return;
  update_next (self, ranking, system);
  update_most (self, ranking, system);
}
