/* pgs-lesson-scene.c: what a run of an experiment looks like at one of its stops, or between them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * At a stop the picture is about the step that is done, while a step runs about that step. A range is
 * taken as it was told before the step, since the program may tell the next one under the same name;
 * one that only grew or shrank is taken as it is now.
 */
#include "config.h"

#include "pgs-lesson-scene.h"

#include <glib/gi18n-lib.h>

G_STATIC_ASSERT ((int) PGS_LESSON_COLOR_KIND == (int) PGS_COLOR_BY_KIND);
G_STATIC_ASSERT ((int) PGS_LESSON_COLOR_STATE == (int) PGS_COLOR_BY_STATE);
G_STATIC_ASSERT ((int) PGS_LESSON_COLOR_SHARING == (int) PGS_COLOR_BY_SHARING);

#define MAX_PROCESSES 4

/* What is to be shown: a stop, and what came from where since. */
typedef struct
{
  PgsLessonRun *run;
  gsize stop;
  gboolean live;
  PgsSnapshot *own, *peer; /* (nullable): live ones */
} View;

static gboolean
same_process (const char *a,
              const char *b)
{
  return g_strcmp0 (a, b) == 0;
}

static PgsSnapshot *
get_snapshot (const View *self,
              const char *process)
{
  PgsSnapshot *live = NULL;

  if (self->live && process == NULL)
    live = self->own;
  else if (self->live && same_process (process, pgs_lesson_run_get_lesson (self->run)->peer))
    live = self->peer;
  return live != NULL ? live : pgs_lesson_run_get_snapshot (self->run, self->stop, process);
}

/* The same process before the step that is shown; another one under this name is not the same. */
static PgsSnapshot *
get_before (const View        *self,
            const char        *process,
            const PgsSnapshot *now)
{
  PgsSnapshot *before = NULL;

  if (self->live)
    before = pgs_lesson_run_get_snapshot (self->run, self->stop, process);
  else if (self->stop > 0)
    before = pgs_lesson_run_get_snapshot (self->run, self->stop - 1, process);
  return before != NULL && before != now && before->process->pid == now->process->pid ? before : NULL;
}

/* The last one that was seen of a process that is not there any more. */
static PgsSnapshot *
get_last (const View *self,
          const char *process)
{
  for (gsize i = self->stop + 1; i-- > 0;)
    {
      PgsSnapshot *snapshot = pgs_lesson_run_get_snapshot (self->run, i, process);

      if (snapshot != NULL)
        return snapshot;
    }
  return NULL;
}

static char *
dup_pane_title (const View        *self,
                const char        *process,
                const PgsSnapshot *snapshot)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (self->run);
  const char *name = process;

  if (process == NULL)
    name = lesson->name;
  else if (same_process (process, lesson->peer) && lesson->peer_name != NULL)
    name = _(lesson->peer_name);
  return g_strdup_printf ("%s %d", name, snapshot->process->pid);
}

/* (nullable): why there is nothing to draw. */
static const char *
get_note (const PgsSnapshot *snapshot)
{
  if (snapshot == NULL)
    return _("has ended");
  if (snapshot->maps == NULL)
    return _("its memory may not be read");
  return pgs_maps_get_length (snapshot->maps) == 0 ? _("has no memory any more") : NULL;
}

/* (nullable): %NULL if the process was never there. */
static PgsScenePane *
add_pane (const View *self,
          const char *process,
          PgsScene   *scene)
{
  PgsSnapshot *snapshot = get_snapshot (self, process);
  PgsSnapshot *last = snapshot != NULL ? snapshot : get_last (self, process);
  const char *note = get_note (snapshot);
  g_autofree char *title = NULL;
  PgsScenePane *pane;

  if (last == NULL)
    return NULL;
  title = dup_pane_title (self, process, last);
  pane = pgs_scene_add_pane (scene, title, note == NULL ? snapshot : NULL,
                             note == NULL ? get_before (self, process, snapshot) : NULL);
  pane->note = g_strdup (note);
  return pane;
}

/* A repeated step's own range is told before it ("the next part") or after it ("the newest block"): before it,
   if it was known when the step was first done. */
static gboolean
is_told_before (const View *self,
                const char *fact,
                gsize       step)
{
  const PgsLessonStep *definition = pgs_lesson_run_get_step (self->run, step);
  guint64 start, end;

  while (step > 0 && pgs_lesson_run_get_step (self->run, step - 1) == definition)
    step--;
  return pgs_lesson_run_get_range (self->run, step, fact, &start, &end);
}

static gboolean
get_range (const View *self,
           const char *fact,
           gsize       step,
           guint64    *start,
           guint64    *end)
{
  const gboolean known = pgs_lesson_run_get_range (self->run, self->stop, fact, start, end);
  guint64 old_start, old_end;

  if (step >= self->stop || !is_told_before (self, fact, step)
      || !pgs_lesson_run_get_range (self->run, self->stop - 1, fact, &old_start, &old_end)
      || (known && old_start == *start))
    return known;
  *start = old_start;
  *end = old_end;
  return TRUE;
}

/* Points at what a step is about, in one process. Returns: whether there was something. */
static gboolean
point (const View   *self,
       gsize         step,
       const char   *process,
       PgsScenePane *pane)
{
  const PgsLessonStep *definition = pgs_lesson_run_get_step (self->run, step);
  gboolean found = FALSE;

  for (guint i = 0; i < PGS_LESSON_MAX_POINTERS && definition->pointers[i].range != NULL; i++)
    {
      const PgsLessonPointer *pointer = &definition->pointers[i];
      g_autofree char *name = NULL;
      guint64 start, end;

      if (!same_process (pointer->process, process)
          || !get_range (self, pointer->range, step, &start, &end) || start >= end)
        continue;
      found = TRUE;
      if (pane == NULL)
        continue;
      name = pgs_lesson_run_expand (self->run, self->stop, _(pointer->name));
      pgs_scene_pane_point (pane, start, end, name);
    }
  return found;
}

/* Which step a picture is about: the done one if it points at something, else the next. Returns: %FALSE if
 * neither does. */
static gboolean
choose_step (const View        *self,
             const char *const *processes,
             guint              n_processes,
             gsize             *step)
{
  const gsize n_steps = pgs_lesson_run_get_n_steps (self->run);

  for (gsize i = 0; i < 2; i++)
    {
      *step = self->stop - (i == 0);
      if (self->stop + i == 0 || *step >= n_steps || (self->live && i == 0))
        continue;
      for (guint p = 0; p < n_processes; p++)
        if (point (self, *step, processes[p], NULL))
          return TRUE;
    }
  return FALSE;
}

/* The experiment, its peer, and whoever else is pointed at. */
static guint
list_processes (PgsLessonRun *run,
                const char   *processes[MAX_PROCESSES])
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (run);
  guint n = 0;

  processes[n++] = NULL;
  if (lesson->peer != NULL)
    processes[n++] = lesson->peer;
  for (const PgsLessonStep *step = lesson->steps; step->id != NULL; step++)
    for (guint i = 0; i < PGS_LESSON_MAX_POINTERS && step->pointers[i].range != NULL; i++)
      {
        gboolean found = FALSE;

        for (guint p = 0; p < n; p++)
          found |= same_process (processes[p], step->pointers[i].process);
        if (!found && n < MAX_PROCESSES)
          processes[n++] = step->pointers[i].process;
      }
  return n;
}

static PgsScene *
make_scene (const View *self)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (self->run);
  PgsScene *scene = pgs_scene_new (lesson->view == PGS_LESSON_VIEW_POINTED, (PgsColorBy) lesson->color);
  const char *processes[MAX_PROCESSES];
  const guint n_processes = list_processes (self->run, processes);
  gsize step = 0;
  const gboolean points = choose_step (self, processes, n_processes, &step);

  for (guint i = 0; i < n_processes; i++)
    {
      PgsScenePane *pane = add_pane (self, processes[i], scene);

      if (pane != NULL && points)
        point (self, step, processes[i], pane);
    }
  return scene;
}

/**
 * pgs_lesson_scene_new:
 * @run: a run
 * @stop: one of its stops, reached or not
 *
 * What was measured there, what the step before it was about, and what that changed.
 *
 * Returns: (transfer full): a scene, without panes where nothing was measured
 */
PgsScene *
pgs_lesson_scene_new (PgsLessonRun *run,
                      gsize         stop)
{
  const View view = { .run = run, .stop = stop };

  return make_scene (&view);
}

/**
 * pgs_lesson_scene_new_live:
 * @run: a run in the middle of a step
 * @own: (nullable): its process as it was just seen; %NULL: as at the last stop
 * @peer: (nullable): its peer, likewise
 *
 * What the step that is under way is about, and what it changed up to now.
 *
 * Returns: (transfer full): a scene
 */
PgsScene *
pgs_lesson_scene_new_live (PgsLessonRun *run,
                           PgsSnapshot  *own,
                           PgsSnapshot  *peer)
{
  const View view = { run, pgs_lesson_run_get_stop (run), TRUE, own, peer };

  return make_scene (&view);
}

/**
 * pgs_lesson_scene_dup_title:
 * @run: a run
 *
 * Returns: (transfer full): who takes part: "copy-on-write — 4711 and child 4712"
 */
char *
pgs_lesson_scene_dup_title (PgsLessonRun *run)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (run);
  const gint pid = pgs_lesson_run_get_pid (run, NULL);
  const gint peer = lesson->peer != NULL ? pgs_lesson_run_get_pid (run, lesson->peer) : 0;

  if (pid == 0)
    return g_strdup (lesson->name);
  if (peer == 0)
    return g_strdup_printf ("%s — %d", lesson->name, pid);
  /* Translators: an experiment, its PID, what its second process is called ("child"), and the PID of that:
   * "copy-on-write — 4711 and child 4712" */
  return g_strdup_printf (_("%s — %d and %s %d"), lesson->name, pid,
                          lesson->peer_name != NULL ? _(lesson->peer_name) : lesson->peer, peer);
}

/**
 * pgs_lesson_scene_dup_place:
 * @run: a run
 * @stop: one of its stops
 *
 * Returns: (transfer full): how far it is: "step 3 of 5"
 */
char *
pgs_lesson_scene_dup_place (PgsLessonRun *run,
                            gsize         stop)
{
  const guint n_steps = (guint) pgs_lesson_run_get_n_steps (run);

  if (stop == 0)
    return g_strdup (_("before the first step"));
  return g_strdup_printf (_("after step %u of %u"), (guint) stop, n_steps);
}

/**
 * pgs_lesson_scene_get_aim:
 * @run: a run
 * @stop: one of its stops
 * @start: (out): first address
 * @end: (out): first address behind it
 *
 * Returns: whether something in the experiment's own process is pointed at there: the first of it
 */
gboolean
pgs_lesson_scene_get_aim (PgsLessonRun *run,
                          gsize         stop,
                          guint64      *start,
                          guint64      *end)
{
  g_autoptr (PgsScene) scene = pgs_lesson_scene_new (run, stop);
  const PgsScenePane *pane = scene->panes->len > 0 ? scene->panes->pdata[0] : NULL;

  if (pane == NULL || pane->snapshot == NULL || pane->pointers->len == 0)
    return FALSE;
  *start = g_array_index (pane->pointers, PgsScenePointer, 0).start;
  *end = g_array_index (pane->pointers, PgsScenePointer, 0).end;
  return TRUE;
}
