/* pgs-broker-flatpak.c: the broker on the host, outside of the sandbox
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The sandbox has a /proc of its own, with its own processes only. Flatpak's session helper starts a
 * program on the host for whoever may talk to org.freedesktop.Flatpak, hands it descriptors, and with
 * WATCH_BUS ends it when the caller leaves the bus; the broker ends with its socket anyway. Of the rights
 * of the user it keeps those with which memory of others is read: root has them, and nobody else.
 * Source: org.freedesktop.Flatpak.Development.xml in flatpak.
 */
#include "config.h"

#include "pgs-broker-private.h"

#include "pgs-sandbox.h"
#include "protocol.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define HELPER_NAME "org.freedesktop.Flatpak"
#define HELPER_PATH "/org/freedesktop/Flatpak/Development"
#define HELPER_INTERFACE "org.freedesktop.Flatpak.Development"

enum
{
  CLEAR_ENV = 1 << 0,
  WATCH_BUS = 1 << 1,
};

/* What HostCommand takes: the broker, whose standard input is descriptor @handle. */
static GVariant *
make_command (const char *path,
              int         handle)
{
  const char *const argv[] = { path, BROKER_ARGUMENT_PAGES, NULL };
  GVariantBuilder fds, environment;

  g_variant_builder_init (&fds, G_VARIANT_TYPE ("a{uh}"));
  g_variant_builder_add (&fds, "{uh}", (guint32) STDIN_FILENO, (gint32) handle);
  g_variant_builder_init (&environment, G_VARIANT_TYPE ("a{ss}"));
  return g_variant_new ("(^ay^aaya{uh}a{ss}u)", "/", argv, &fds, &environment, CLEAR_ENV | WATCH_BUS);
}

/* Kept for as long as this program runs: with the connection WATCH_BUS would end the broker. Returns:
 * (transfer none) (nullable): the session bus. */
static GDBusConnection *
get_bus (GError **error)
{
  static GMutex mutex;
  static GDBusConnection *bus;

  g_mutex_lock (&mutex);
  if (bus == NULL || g_dbus_connection_is_closed (bus))
    {
      g_clear_object (&bus);
      bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
      if (bus != NULL)
        g_dbus_connection_set_exit_on_close (bus, FALSE);
    }
  g_mutex_unlock (&mutex);
  return bus;
}

static gboolean
run_on_host (const char  *path,
             GUnixFDList *fds,
             int          handle,
             GError     **error)
{
  GDBusConnection *bus = get_bus (error);
  g_autoptr (GVariant) reply = NULL;

  if (bus == NULL)
    return FALSE;
  reply = g_dbus_connection_call_with_unix_fd_list_sync (bus, HELPER_NAME, HELPER_PATH, HELPER_INTERFACE,
                                                         "HostCommand", make_command (path, handle),
                                                         G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1,
                                                         fds, NULL, NULL, error);
  return reply != NULL;
}

/* The permission was taken away, or there is no Flatpak on the host that would start programs: the proxy of
 * the bus makes no difference between them. */
static gboolean
is_forbidden (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED);
}

/**
 * pgs_broker_start_on_host:
 * @socket: (transfer full): the standard input of the broker
 * @error: why not
 *
 * Blocks until it was started; whether it answers shows later. Any thread.
 *
 * Returns: %FALSE with %PGS_BROKER_ERROR_FAILED
 */
gboolean
pgs_broker_start_on_host (int      socket,
                          GError **error)
{
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  g_autoptr (GError) failure = NULL;
  g_autofree char *path = NULL;
  const int handle = g_unix_fd_list_append (fds, socket, &failure);

  close (socket);
  if (handle >= 0)
    path = pgs_sandbox_dup_host_path (PGS_SANDBOX_INFO, PGS_BROKER_PATH, &failure);
  if (path != NULL && run_on_host (path, fds, handle, &failure))
    return TRUE;
  g_dbus_error_strip_remote_error (failure);
  g_set_error (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_FAILED,
               _("The sandbox does not let the processes of this machine be seen: %s"),
               is_forbidden (failure) ? _("it may not talk to org.freedesktop.Flatpak") : failure->message);
  return FALSE;
}
