/* pgs-broker-link.c: our end of the socket to a broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Requests of all threads go one after the other. Whoever does not answer within PATIENCE_US is taken for
 * gone, for good: a late answer would be taken for that to another request. Only the greeting is waited
 * for as long as it takes, for it comes when a person has typed a password.
 */
#include "config.h"

#include "pgs-broker-link.h"

#include "pgs-broker-packet.h"
#include "pgs-error.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_US (5 * G_USEC_PER_SEC)
#define MAX_PACKETS 65536 /* of one list; a machine has 4 Mi processes at most */
#define NO_OPCODE 0       /* which is not understood, and answered with EINVAL */

struct _PgsBrokerLink
{
  gatomicrefcount ref_count;
  int fd;
  GMutex mutex; /* a request and its answer */
  gint is_down; /* atomic */
};

static const guint32 files[] = {
  [PGS_OPENER_MAPS] = BROKER_MAPS,
  [PGS_OPENER_SMAPS] = BROKER_SMAPS,
  [PGS_OPENER_SMAPS_ROLLUP] = BROKER_SMAPS_ROLLUP,
  [PGS_OPENER_PAGEMAP] = BROKER_PAGEMAP,
  [PGS_OPENER_STAT] = BROKER_STAT,
  [PGS_OPENER_STATM] = BROKER_STATM,
  [PGS_OPENER_STATUS] = BROKER_STATUS,
  [PGS_OPENER_KPAGEFLAGS] = BROKER_KPAGEFLAGS,
  [PGS_OPENER_KPAGECOUNT] = BROKER_KPAGECOUNT,
};

/**
 * pgs_broker_link_new:
 * @their_fd: (out): what is to be a broker's standard input, the caller's to close
 *
 * Returns: (transfer full) (nullable): a link; %NULL with errno
 */
PgsBrokerLink *
pgs_broker_link_new (int *their_fd)
{
  PgsBrokerLink *self;
  int sockets[2];

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0)
    return NULL;
  self = g_new0 (PgsBrokerLink, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->fd = sockets[0];
  *their_fd = sockets[1];
  g_mutex_init (&self->mutex);
  return self;
}

PgsBrokerLink *
pgs_broker_link_ref (PgsBrokerLink *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * pgs_broker_link_unref:
 * @self: (transfer full): a link
 *
 * With the last reference it is closed, and the broker ends.
 */
void
pgs_broker_link_unref (PgsBrokerLink *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  close (self->fd);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * pgs_broker_link_close:
 * @self: a link
 *
 * Ends the connection, and with it the broker. Who waits for an answer is told that there will be none.
 */
void
pgs_broker_link_close (PgsBrokerLink *self)
{
  g_atomic_int_set (&self->is_down, TRUE);
  shutdown (self->fd, SHUT_RDWR);
}

/* Returns: %FALSE with errno EPIPE; the link is closed. */
static gboolean
give_up (PgsBrokerLink *self)
{
  pgs_broker_link_close (self);
  errno = EPIPE;
  return FALSE;
}

/* Waits until @events of the socket or @cancel_fd (which is no error here). Returns: whether it is ready. */
static gboolean
wait_until (PgsBrokerLink *self,
            short          events,
            gint64         deadline_us,
            int            cancel_fd)
{
  struct pollfd fds[] = { { self->fd, events, 0 }, { cancel_fd, POLLIN, 0 } };
  gint64 left_us;
  int n_ready;

  do
    {
      left_us = deadline_us - g_get_monotonic_time ();
      if (deadline_us != 0 && left_us <= 0)
        return FALSE;
      n_ready = poll (fds, cancel_fd >= 0 ? 2 : 1, deadline_us != 0 ? (int) (left_us / 1000) + 1 : -1);
    }
  while (n_ready == 0 || (n_ready < 0 && (errno == EINTR || errno == EAGAIN)));
  return n_ready > 0 && (fds[0].revents & (events | POLLHUP | POLLERR)) != 0;
}

static gboolean
send_request (PgsBrokerLink               *self,
              const struct broker_request *request,
              gint64                       deadline_us)
{
  gssize sent;

  do
    {
      if (!wait_until (self, POLLOUT, deadline_us, -1))
        return FALSE;
      sent = send (self->fd, request, sizeof *request, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
  while (sent < 0 && (errno == EINTR || errno == EAGAIN));
  return sent == sizeof *request;
}

static gboolean
receive (PgsBrokerLink   *self,
         PgsBrokerPacket *packet,
         gint64           deadline_us,
         int              cancel_fd)
{
  return wait_until (self, POLLIN, deadline_us, cancel_fd) && pgs_broker_packet_receive (packet, self->fd);
}

/**
 * pgs_broker_link_greet:
 * @self: a new link
 * @cancellable: (nullable): to give up
 * @error: %G_IO_ERROR_CANCELLED; %G_IO_ERROR_CLOSED if nobody answers any more
 *
 * Waits until somebody answers at the other end, for as long as that takes.
 *
 * Returns: whether it is a broker
 */
gboolean
pgs_broker_link_greet (PgsBrokerLink  *self,
                       GCancellable   *cancellable,
                       GError        **error)
{
  const struct broker_request request = { .magic = BROKER_MAGIC, .opcode = NO_OPCODE };
  g_auto (PgsBrokerPacket) packet = PGS_BROKER_PACKET_INIT;
  const int cancel_fd = g_cancellable_get_fd (cancellable);
  gboolean is_broker;

  is_broker = send_request (self, &request, g_get_monotonic_time () + PATIENCE_US)
              && receive (self, &packet, 0, cancel_fd) && packet.reply.status == EINVAL;
  if (cancel_fd >= 0)
    g_cancellable_release_fd (cancellable);
  if (is_broker)
    return TRUE;
  give_up (self);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "no answer");
  return FALSE;
}

/* Returns: a descriptor, or -1 with errno. */
static int
open_locked (PgsBrokerLink *self,
             gint           pid,
             PgsOpenerFile  file)
{
  const struct broker_request request = { BROKER_MAGIC, BROKER_OPEN, pid, files[file] };
  const gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  g_auto (PgsBrokerPacket) packet = PGS_BROKER_PACKET_INIT;

  if (!pgs_broker_link_is_up (self) || !send_request (self, &request, deadline_us)
      || !receive (self, &packet, deadline_us, -1)
      || packet.reply.more || packet.reply.length > 0 || (packet.fd < 0) != (packet.reply.status != 0))
    {
      give_up (self);
      return -1;
    }
  errno = (int) packet.reply.status;
  return pgs_broker_packet_take_fd (&packet);
}

/**
 * pgs_broker_link_open:
 * @self: a link
 * @pid: a process or thread; 0 for files of the machine
 * @file: which file
 *
 * Returns: a descriptor, the caller's to close; -1 with errno: EPIPE if the broker is gone
 */
int
pgs_broker_link_open (PgsBrokerLink *self,
                      gint           pid,
                      PgsOpenerFile  file)
{
  int fd;
  int errsv;

  g_mutex_lock (&self->mutex);
  fd = open_locked (self, pid, file);
  errsv = errno;
  g_mutex_unlock (&self->mutex);
  errno = errsv;
  return fd;
}

/* An older broker does not understand this, and says so. */
static gboolean
read_exe_locked (PgsBrokerLink *self,
                 gint           pid,
                 PgsExe        *exe)
{
  const struct broker_request request = { BROKER_MAGIC, BROKER_EXE, pid, 0 };
  const gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  g_auto (PgsBrokerPacket) packet = PGS_BROKER_PACKET_INIT;

  if (!pgs_broker_link_is_up (self))
    return FALSE;
  if (!send_request (self, &request, deadline_us) || !receive (self, &packet, deadline_us, -1)
      || packet.reply.more || packet.fd >= 0 || (packet.reply.status != 0 && packet.reply.length > 0))
    return give_up (self);
  return packet.reply.status == 0 && (pgs_broker_packet_get_exe (&packet, exe) || give_up (self));
}

/**
 * pgs_broker_link_read_exe:
 * @self: a link
 * @pid: a process or thread
 * @exe: (out caller-allocates): gets what it runs; its path is the caller's to free
 *
 * Returns: %FALSE if that is not known; @exe is not set then
 */
gboolean
pgs_broker_link_read_exe (PgsBrokerLink *self,
                          gint           pid,
                          PgsExe        *exe)
{
  gboolean is_known;

  g_mutex_lock (&self->mutex);
  is_known = read_exe_locked (self, pid, exe);
  g_mutex_unlock (&self->mutex);
  return is_known;
}

static gboolean
list_locked (PgsBrokerLink     *self,
             PgsOpenerListFunc  func,
             gpointer           user_data)
{
  const struct broker_request request = { .magic = BROKER_MAGIC, .opcode = BROKER_LIST };
  g_auto (PgsBrokerPacket) packet = PGS_BROKER_PACKET_INIT;
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  guint n_packets = 0;

  if (!pgs_broker_link_is_up (self) || !send_request (self, &request, deadline_us))
    return give_up (self);
  do
    {
      if (n_packets++ == MAX_PACKETS || !receive (self, &packet, deadline_us, -1) || packet.fd >= 0
          || !pgs_broker_packet_walk (&packet, func, user_data))
        return give_up (self);
      if (packet.reply.status != 0)
        {
          errno = (int) packet.reply.status;
          return packet.reply.more ? give_up (self) : FALSE;
        }
    }
  while (packet.reply.more);
  return TRUE;
}

/**
 * pgs_broker_link_list:
 * @self: a link
 * @func: called for each process, on this thread
 * @user_data: for @func
 * @error: why not
 *
 * Returns: %FALSE if not all of them are known
 */
gboolean
pgs_broker_link_list (PgsBrokerLink      *self,
                      PgsOpenerListFunc   func,
                      gpointer            user_data,
                      GError            **error)
{
  gboolean is_whole;

  g_mutex_lock (&self->mutex);
  is_whole = list_locked (self, func, user_data);
  if (!is_whole)
    pgs_error_set_errno (error, errno, "list of processes");
  g_mutex_unlock (&self->mutex);
  return is_whole;
}

/**
 * pgs_broker_link_is_up:
 * @self: a link
 *
 * Returns: whether there is still a broker at the other end
 */
gboolean
pgs_broker_link_is_up (PgsBrokerLink *self)
{
  struct pollfd fd = { self->fd, 0, 0 };

  return !g_atomic_int_get (&self->is_down) && (poll (&fd, 1, 0) <= 0 || fd.revents == 0);
}

/**
 * pgs_broker_link_watch:
 * @self: a link; must live as long as the source
 *
 * Returns: (transfer full): a source for a #GUnixFDSourceFunc that is called when the broker is gone
 */
GSource *
pgs_broker_link_watch (PgsBrokerLink *self)
{
  return g_unix_fd_source_new (self->fd, G_IO_HUP | G_IO_ERR);
}
