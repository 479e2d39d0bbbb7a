/* pgs-lab-page.c: the Lab: experiments to read, to predict, to step through and to look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-page.h"

#include <glib/gi18n-lib.h>

#include "pgs-lab-claims.h"
#include "pgs-lab-lesson.h"
#include "pgs-lab-picture.h"
#include "pgs-lab-player.h"
#include "pgs-lab-sheet.h"
#include "pgs-lab-source.h"
#include "pgs-mnemonics.h"
#include "pgs-split.h"

struct _PgsLabPage
{
  GtkWidget parent_instance;

  PgsSession *session;
  GSettings *settings;
  GSimpleActionGroup *actions;
  PgsLabList *list;     /* stands where the window wants it */
  PgsLabEntry *entry;   /* (nullable): what is shown */
  PgsLabPlayer *shown;  /* (nullable): its run */
  PgsLabPlayer *active; /* (nullable): the one whose program runs; may be @shown */

  GtkStack *stack;
  GtkWidget *claims;
  PgsSplit *split;
  PgsSplit *source_split;
  GtkWidget *back_bar;
  PgsLabLesson *lesson;
  PgsLabPicture *picture;
  PgsLabSource *source;
};

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

enum
{
  OPEN_IN_MAP,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsLabPage, pgs_lab_page, GTK_TYPE_WIDGET)

static void
update_actions (PgsLabPage *self)
{
  GAction *open = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "open-in-map");
  GAction *save = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "save-sheet");
  const gint pid = self->shown != NULL && self->shown == self->active
                     ? pgs_lesson_run_get_pid (pgs_lab_player_get_run (self->shown), NULL) : 0;

  g_simple_action_set_enabled (G_SIMPLE_ACTION (open), pid > 0);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (save),
                               self->shown != NULL && pgs_lesson_run_get_stop (pgs_lab_player_get_run (self->shown)) > 0);
}

static void
on_player_changed (PgsLabPage   *self,
                   PgsLabPlayer *player)
{
  if (player != self->shown)
    return;
  pgs_lab_source_show (self->source, player);
  update_actions (self);
}

static void
on_finished (PgsLabPage   *self,
             PgsLabPlayer *player)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (pgs_lab_player_get_run (player));
  PgsLabEntry *entry = pgs_lab_list_find (self->list, lesson->name);

  if (entry != NULL)
    pgs_lab_entry_set_done (entry);
}

static PgsLabPlayer *
create_player (PgsLabPage      *self,
               const PgsLesson *lesson)
{
  PgsLabPlayer *player = pgs_lab_player_new (lesson);

  g_signal_connect_object (player, "changed", G_CALLBACK (on_player_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "finished", G_CALLBACK (on_finished), self, G_CONNECT_SWAPPED);
  return player;
}

static gboolean
is_of (PgsLabPlayer    *player,
       const PgsLesson *lesson)
{
  return player != NULL && pgs_lesson_run_get_lesson (pgs_lab_player_get_run (player)) == lesson;
}

static void
show_player (PgsLabPage   *self,
             PgsLabPlayer *player)
{
  PgsLessonRun *run = player == self->active ? pgs_lab_player_get_run (player) : NULL;

  g_set_object (&self->shown, player);
  pgs_lab_picture_set_run (self->picture, self->session, run);
  pgs_lab_lesson_show (self->lesson, self->entry, player, pgs_lab_list_get_next (self->list, self->entry));
  on_player_changed (self, player);
}

static void
on_chosen (PgsLabPage  *self,
           PgsLabEntry *entry)
{
  const PgsLesson *lesson = entry != NULL ? pgs_lab_entry_get_lesson (entry) : NULL;
  g_autoptr (PgsLabPlayer) player = NULL;

  gtk_stack_set_visible_child (self->stack, lesson != NULL ? GTK_WIDGET (self->split) : self->claims);
  if (lesson == NULL)
    return;
  g_set_object (&self->entry, entry);
  g_settings_set_string (self->settings, "lab-experiment", lesson->name);
  pgs_lab_entry_find_lack (entry);
  player = is_of (self->active, lesson) ? g_object_ref (self->active) : create_player (self, lesson);
  show_player (self, player);
}

static void
stop_active (PgsLabPage *self)
{
  if (self->active != NULL)
    pgs_lab_player_stop (self->active);
  g_clear_object (&self->active);
}

static void
on_start (PgsLabPage *self)
{
  stop_active (self);
  self->active = g_object_ref (self->shown);
  pgs_lab_player_next (self->active);
  pgs_lab_picture_set_run (self->picture, self->session, pgs_lab_player_get_run (self->active));
}

static void
on_restart (PgsLabPage *self)
{
  g_autoptr (PgsLabPlayer) player = create_player (self, pgs_lab_entry_get_lesson (self->entry));

  stop_active (self);
  show_player (self, player);
  pgs_lab_lesson_focus (self->lesson);
}

static void
on_go_on (PgsLabPage *self)
{
  PgsLabEntry *next = pgs_lab_list_get_next (self->list, self->entry);

  if (next != NULL)
    pgs_lab_list_choose (self->list, pgs_lab_entry_get_lesson (next)->name);
}

static void
on_entered (PgsLabPage *self)
{
  if (gtk_stack_get_visible_child (self->stack) == self->claims)
    gtk_widget_child_focus (self->claims, GTK_DIR_TAB_FORWARD);
  else
    pgs_lab_lesson_focus (self->lesson);
}

static void
on_show_stop (PgsLabPage *self,
              guint       stop)
{
  if (self->shown == self->active)
    pgs_lab_picture_show_stop (self->picture, stop);
}

static void
activate_open_in_map (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  PgsLabPage *self = data;

  pgs_lab_picture_select (self->picture);
  g_signal_emit (self, signals[OPEN_IN_MAP], 0);
}

static void
activate_save_sheet (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       data)
{
  PgsLabPage *self = data;

  pgs_lab_sheet_save (GTK_WIDGET (self), pgs_lab_player_get_run (self->shown));
}

static void
activate_show_text (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  pgs_split_uncover (((PgsLabPage *) data)->split);
}

/* Where there is no room for both the picture hides the text, and needs a way back. */
static void
on_split_changed (PgsLabPage *self)
{
  const gboolean is_covered = pgs_split_get_covered (self->split);

  if (is_covered == gtk_widget_get_visible (self->back_bar))
    return;
  if (gtk_widget_get_focus_child (self->back_bar) != NULL)
    pgs_lab_lesson_focus (self->lesson); /* before GTK looks for something else, and scrolls there */
  gtk_widget_set_visible (self->back_bar, is_covered);
  if (is_covered)
    gtk_widget_child_focus (self->back_bar, GTK_DIR_TAB_FORWARD); /* what had the keyboard is hidden */
}

/* The source stands below the picture: both are shown. */
static void
on_source_changed (PgsLabPage *self)
{
  gboolean visible;

  g_object_get (self->source_split, "show-side", &visible, NULL);
  if (visible)
    g_object_set (self->split, "side-visible", TRUE, NULL);
}

/* An experiment by its name, from a term that it shows. */
static void
activate_open (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  pgs_lab_list_choose (pgs_lab_page_get_list (data), g_variant_get_string (parameter, NULL));
}

static void
add_actions (PgsLabPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "open-in-map", .activate = activate_open_in_map },
    { .name = "open", .activate = activate_open, .parameter_type = "s" },
    { .name = "save-sheet", .activate = activate_save_sheet },
    { .name = "show-text", .activate = activate_show_text },
  };
  g_autoptr (GPropertyAction) source = g_property_action_new ("source", self->source_split, "show-side");
  g_autoptr (GPropertyAction) picture = g_property_action_new ("picture", self->split, "side-visible");

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (source));
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (picture));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "lab", G_ACTION_GROUP (self->actions));
}

static void
pgs_lab_page_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PgsLabPage *self = PGS_LAB_PAGE (object);

  switch (id)
    {
    case PROP_SESSION:
      g_set_object (&self->session, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_lab_page_dispose (GObject *object)
{
  PgsLabPage *self = PGS_LAB_PAGE (object);

  stop_active (self);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->shown);
  g_clear_object (&self->entry);
  g_clear_object (&self->list);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  G_OBJECT_CLASS (pgs_lab_page_parent_class)->dispose (object);
}

static void
pgs_lab_page_class_init (PgsLabPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_lab_page_set_property;
  object_class->dispose = pgs_lab_page_dispose;
  /**
   * PgsLabPage:session:
   *
   * Watches the experiment that runs.
   */
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PGS_TYPE_SESSION,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[OPEN_IN_MAP] = g_signal_new ("open-in-map", PGS_TYPE_LAB_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLabPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPage, claims);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPage, split);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPage, source_split);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPage, back_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPage, lesson);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPage, picture);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPage, source);
  gtk_widget_class_bind_template_callback (widget_class, on_go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_restart);
  gtk_widget_class_bind_template_callback (widget_class, on_show_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_source_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_split_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
pgs_lab_page_init (PgsLabPage *self)
{
  g_type_ensure (PGS_TYPE_LAB_CLAIMS);
  g_type_ensure (PGS_TYPE_LAB_LESSON);
  g_type_ensure (PGS_TYPE_LAB_PICTURE);
  g_type_ensure (PGS_TYPE_LAB_SOURCE);
  g_type_ensure (PGS_TYPE_SPLIT);
  gtk_widget_init_template (GTK_WIDGET (self));
  pgs_mnemonics_name_buttons (GTK_WIDGET (self));
  self->settings = g_settings_new (PGS_APPLICATION_ID);
  g_settings_bind (self->settings, "lab-picture-width", self->split, "side-size", 0);
  g_settings_bind (self->settings, "lab-source-height", self->source_split, "side-size", 0);
  self->list = g_object_ref_sink (PGS_LAB_LIST (pgs_lab_list_new (self->settings)));
  g_signal_connect_swapped (self->list, "chosen", G_CALLBACK (on_chosen), self);
  g_signal_connect_swapped (self->list, "entered", G_CALLBACK (on_entered), self);
  add_actions (self);
}

/**
 * pgs_lab_page_new:
 * @session: the window's
 *
 * Returns: (transfer floating): the Lab, with the experiment that was read last
 */
GtkWidget *
pgs_lab_page_new (PgsSession *session)
{
  PgsLabPage *self = g_object_new (PGS_TYPE_LAB_PAGE, "session", session, NULL);
  g_autofree char *name = g_settings_get_string (self->settings, "lab-experiment");

  if (pgs_session_is_remote (session))
    pgs_lab_lesson_set_block (self->lesson, _("Experiments run on this computer, and this window looks at another one. "
                                              "Open a new window (Ctrl+N) to start them."));
  pgs_lab_list_choose (self->list, name);
  return GTK_WIDGET (self);
}

/**
 * pgs_lab_page_get_list:
 * @self: the Lab
 *
 * Returns: (transfer none): the list of its experiments, which has no parent yet
 */
PgsLabList *
pgs_lab_page_get_list (PgsLabPage *self)
{
  g_return_val_if_fail (PGS_IS_LAB_PAGE (self), NULL);

  return self->list;
}

/**
 * pgs_lab_page_focus:
 * @self: the Lab
 *
 * Gives the keyboard to the list.
 */
void
pgs_lab_page_focus (PgsLabPage *self)
{
  g_return_if_fail (PGS_IS_LAB_PAGE (self));

  pgs_lab_list_focus_row (self->list);
}

/**
 * pgs_lab_page_dup_title:
 * @self: the Lab
 * @subtitle: (out): its totals and how far it is
 *
 * Returns: (transfer full) (nullable): for the window's title: who takes part in the experiment that is shown, or its
 *   name while that does not run; %NULL if none is shown
 */
char *
pgs_lab_page_dup_title (PgsLabPage  *self,
                        char       **subtitle)
{
  char *title;

  g_return_val_if_fail (PGS_IS_LAB_PAGE (self), NULL);

  title = pgs_lab_picture_dup_title (self->picture, subtitle);
  if (title != NULL || self->shown == NULL)
    return title;
  *subtitle = g_strdup (pgs_lab_player_is_over (self->shown) ? _("It has ended") : _("Not started yet"));
  return g_strdup (_(pgs_lesson_run_get_lesson (pgs_lab_player_get_run (self->shown))->title));
}
