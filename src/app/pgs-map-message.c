/* pgs-map-message.c: why there is no map to see, and what is known without it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-message.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "pgs-error.h"
#include "pgs-format.h"
#include "pgs-known-bar.h"
#include "pgs-label.h"
#include "pgs-process-words.h"
#include "pgs-spoken.h"
#include "pgs-style.h"

struct _PgsMapMessage
{
  GtkWidget parent_instance;

  AdwStatusPage *status;
  GtkWidget *known; /* what is known of a process that may not be looked into */
  PgsKnownBar *known_bar;
  GtkLabel *known_text;
};

G_DEFINE_FINAL_TYPE (PgsMapMessage, pgs_map_message, GTK_TYPE_WIDGET)

/* @denied: it is there, but may not be read: hatched, as everywhere. */
static void
show_message (PgsMapMessage *self,
              const char    *title,
              const char    *description,
              gboolean       denied)
{
  g_autofree char *escaped = description ? g_markup_escape_text (description, -1) : NULL;

  pgs_style_set_class (GTK_WIDGET (self->status), "unreadable", denied);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, escaped);
}

static void
show_error (PgsMapMessage *self,
            const GError  *error)
{
  const char *text = error != NULL ? error->message : NULL;

  if (g_error_matches (error, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    show_message (self, _("No Such Process"), text, FALSE);
  else if (g_error_matches (error, PGS_ERROR, PGS_ERROR_ACCESS))
    show_message (self, _("Permission Denied"), text, TRUE);
  else
    show_message (self, _("Could Not Be Read"), text, TRUE);
}

static char *
format_known (const PgsCounters *counters)
{
  g_autofree char *virt = pgs_format_size (counters->virt);
  g_autofree char *res = pgs_format_size (counters->res);
  g_autofree char *file = pgs_format_size (counters->file);
  g_autofree char *anon = pgs_format_size (counters->anon);
  g_autofree char *shmem = pgs_format_size (counters->shmem);
  g_autofree char *swap = pgs_format_size (counters->swap);

  /* Translators: sizes of a process of which nothing else is known; the second line says what RES is made
   * of. VIRT and RES stay. */
  return g_strdup_printf (_("VIRT %s · RES %s\n"
                            "%s of files · %s anonymous · %s shared memory · %s in swap\n"
                            "At which addresses, in which mappings and pages, is not known."),
                          virt, res, file, anon, shmem, swap);
}

static void
show_denied (PgsMapMessage     *self,
             const PgsSnapshot *snapshot)
{
  g_autofree char *reason = pgs_process_format_reason (snapshot, PGS_PART_MAPS);
  g_autofree char *known = format_known (&snapshot->counters);

  show_message (self, _("Permission Denied"), reason, TRUE);
  pgs_known_bar_set (self->known_bar, &snapshot->counters);
  pgs_label_update (self->known_text, known);
}

static void
show_without_maps (PgsMapMessage     *self,
                   const PgsSnapshot *snapshot)
{
  if (snapshot->maps == NULL)
    show_denied (self, snapshot);
  else if (snapshot->process->is_kernel_thread)
    show_message (self, _("Kernel Thread"), _("It runs inside the kernel and has no address space of its own."), FALSE);
  else if (snapshot->counters.state == 'Z')
    show_message (self, _("Zombie"),
                  _("It has ended and its memory is gone. It stays in the list until its parent asks how it ended."), FALSE);
  else
    show_message (self, _("No Mappings"), _("This process has no address space at the moment."), FALSE);
}

static void
show_without_snapshot (PgsMapMessage *self,
                       PgsSession    *session)
{
  switch (session != NULL ? pgs_session_get_state (session) : PGS_SESSION_EMPTY)
    {
    case PGS_SESSION_EMPTY:
      show_message (self, _("No Process Chosen"), _("Choose one in the list to see its memory."), FALSE);
      break;
    case PGS_SESSION_FAILED:
    case PGS_SESSION_ENDED:
      show_error (self, pgs_session_get_error (session));
      break;
    case PGS_SESSION_OPENING:
    case PGS_SESSION_LIVE:
    case PGS_SESSION_PAUSED:
    case PGS_SESSION_REPLAY:
      show_message (self, _("Reading…"), NULL, FALSE);
      break;
    }
}

static void
pgs_map_message_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_map_message_parent_class)->dispose (object);
}

static void
pgs_map_message_class_init (PgsMapMessageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_map_message_dispose;
  g_type_ensure (PGS_TYPE_KNOWN_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/map-message.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsMapMessage, status);
  gtk_widget_class_bind_template_child (widget_class, PgsMapMessage, known);
  gtk_widget_class_bind_template_child (widget_class, PgsMapMessage, known_bar);
  gtk_widget_class_bind_template_child (widget_class, PgsMapMessage, known_text);
}

static void
pgs_map_message_init (PgsMapMessage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pgs_spoken_follow_title (self->status);
}

/**
 * pgs_map_message_update:
 * @self: a message
 * @session: (nullable): what is watched, whose moment that is shown has no mappings
 *
 * Says why there are none. Of a process that may not be looked into it shows what statm and status tell.
 */
void
pgs_map_message_update (PgsMapMessage *self,
                        PgsSession    *session)
{
  PgsSnapshot *snapshot = session != NULL ? pgs_session_get_snapshot (session) : NULL;

  g_return_if_fail (PGS_IS_MAP_MESSAGE (self));

  gtk_widget_set_visible (self->known, snapshot != NULL && snapshot->maps == NULL);
  if (snapshot != NULL)
    show_without_maps (self, snapshot);
  else
    show_without_snapshot (self, session);
}
