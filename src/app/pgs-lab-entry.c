/* pgs-lab-entry.c: an experiment as the Lab lists it: whether it was done, and what the machine lacks for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-entry.h"

#include <glib/gi18n-lib.h>

#define KEY "lab-done"

struct _PgsLabEntry
{
  GObject parent_instance;

  const PgsLesson *lesson;
  GSettings *settings;
  char *lack;           /* (nullable) */
  gboolean is_looking;  /* a thread tries what the machine has */
};

enum
{
  PROP_DONE = 1,
  PROP_LACK,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsLabEntry, pgs_lab_entry, G_TYPE_OBJECT)

static void
on_settings_changed (PgsLabEntry *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}

static void
pgs_lab_entry_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PgsLabEntry *self = PGS_LAB_ENTRY (object);

  switch (id)
    {
    case PROP_DONE:
      g_value_set_boolean (value, pgs_lab_entry_is_done (self));
      break;
    case PROP_LACK:
      g_value_set_string (value, self->lack);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_lab_entry_dispose (GObject *object)
{
  PgsLabEntry *self = PGS_LAB_ENTRY (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->lack, g_free);
  G_OBJECT_CLASS (pgs_lab_entry_parent_class)->dispose (object);
}

static void
pgs_lab_entry_class_init (PgsLabEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pgs_lab_entry_get_property;
  object_class->dispose = pgs_lab_entry_dispose;
  properties[PROP_DONE] = g_param_spec_boolean ("done", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LACK] = g_param_spec_string ("lack", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgs_lab_entry_init (PgsLabEntry *self)
{
}

/**
 * pgs_lab_entry_new:
 * @lesson: an experiment
 * @settings: where progress is remembered
 *
 * Returns: (transfer full): its entry
 */
PgsLabEntry *
pgs_lab_entry_new (const PgsLesson *lesson,
                   GSettings       *settings)
{
  PgsLabEntry *self = g_object_new (PGS_TYPE_LAB_ENTRY, NULL);

  self->lesson = lesson;
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (on_settings_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * pgs_lab_entry_get_lesson:
 * @self: an entry
 *
 * Returns: (transfer none): its experiment
 */
const PgsLesson *
pgs_lab_entry_get_lesson (PgsLabEntry *self)
{
  g_return_val_if_fail (PGS_IS_LAB_ENTRY (self), NULL);

  return self->lesson;
}

/**
 * pgs_lab_entry_is_done:
 * @self: an entry
 *
 * Returns: whether a person went through all of its steps once
 */
gboolean
pgs_lab_entry_is_done (PgsLabEntry *self)
{
  g_auto (GStrv) done = NULL;

  g_return_val_if_fail (PGS_IS_LAB_ENTRY (self), FALSE);

  done = g_settings_get_strv (self->settings, KEY);
  return g_strv_contains ((const char *const *) done, self->lesson->name);
}

/**
 * pgs_lab_entry_set_done:
 * @self: an entry
 *
 * Remembers that all of its steps were done.
 */
void
pgs_lab_entry_set_done (PgsLabEntry *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) done = NULL, more = NULL;

  g_return_if_fail (PGS_IS_LAB_ENTRY (self));

  done = g_settings_get_strv (self->settings, KEY);
  if (g_strv_contains ((const char *const *) done, self->lesson->name))
    return;
  g_strv_builder_addv (builder, (const char **) done);
  g_strv_builder_add (builder, self->lesson->name);
  more = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, KEY, (const char *const *) more);
}

/**
 * pgs_lab_entry_get_lack:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): what the machine lacks, as pgs_lesson_dup_lack() says it
 */
const char *
pgs_lab_entry_get_lack (PgsLabEntry *self)
{
  g_return_val_if_fail (PGS_IS_LAB_ENTRY (self), NULL);

  return self->lack;
}

/**
 * pgs_lab_entry_get_short_lack:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the same in two words, for a list
 */
const char *
pgs_lab_entry_get_short_lack (PgsLabEntry *self)
{
  g_return_val_if_fail (PGS_IS_LAB_ENTRY (self), NULL);

  if (self->lack == NULL)
    return NULL;
  switch (self->lesson->needs)
    {
    case PGS_NEEDS_SWAP:
      return _("needs swap");
    case PGS_NEEDS_MEMORY_CGROUP:
      return _("needs a cgroup");
    case PGS_NEEDS_FRAMES:
      return _("needs root");
    case PGS_NEEDS_HUGE_PAGES:
      return _("needs huge pages");
    case PGS_NEEDS_DISK:
      return _("needs a disk");
    case PGS_NEEDS_NOTHING:
    default: /* several */
      return _("needs more");
    }
}

static void
try_in_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  g_task_return_pointer (task, pgs_lesson_dup_lack (data), g_free);
}

static void
on_tried (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  PgsLabEntry *self = PGS_LAB_ENTRY (object);
  g_autofree char *lack = g_task_propagate_pointer (G_TASK (result), NULL);

  self->is_looking = FALSE;
  if (g_strcmp0 (lack, self->lack) == 0)
    return;
  g_free (self->lack);
  self->lack = g_steal_pointer (&lack);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LACK]);
}

/**
 * pgs_lab_entry_find_lack:
 * @self: an entry
 *
 * Tries anew what the machine has, in a thread; `lack` tells.
 */
void
pgs_lab_entry_find_lack (PgsLabEntry *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PGS_IS_LAB_ENTRY (self));

  if (self->is_looking || self->lesson->needs == PGS_NEEDS_NOTHING)
    return;
  self->is_looking = TRUE;
  task = g_task_new (self, NULL, on_tried, NULL);
  g_task_set_source_tag (task, pgs_lab_entry_find_lack);
  g_task_set_task_data (task, (gpointer) self->lesson, NULL);
  g_task_run_in_thread (task, try_in_thread);
}
