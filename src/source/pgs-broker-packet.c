/* pgs-broker-packet.c: what a broker answers, understood
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The broker is ours, but what is at the other end of a socket is believed nothing: a packet is as long as
 * it says and not longer, texts lie within it, and a descriptor is taken only if it is a file of a procfs
 * that is open for reading.
 */
#include "config.h"

#include "pgs-broker-packet.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/vfs.h>
#include <unistd.h>

#define MAX_FDS 8 /* more in one packet are closed by the kernel */

typedef union
{
  struct cmsghdr header;
  char bytes[CMSG_SPACE (MAX_FDS * sizeof (int))];
} Control;

/* The first descriptor is kept, others are not wanted. Returns: how many there were. */
static guint
take_descriptors (PgsBrokerPacket *self,
                  struct msghdr   *message)
{
  guint n_fds = 0;

  for (struct cmsghdr *part = CMSG_FIRSTHDR (message); part != NULL; part = CMSG_NXTHDR (message, part))
    {
      if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
        continue;
      for (gsize at = 0; CMSG_LEN (at + sizeof (int)) <= part->cmsg_len; at += sizeof (int))
        {
          int fd;

          memcpy (&fd, CMSG_DATA (part) + at, sizeof fd);
          if (n_fds++ == 0)
            self->fd = fd;
          else
            close (fd);
        }
    }
  return n_fds;
}

static gboolean
is_proc_file (int fd)
{
  struct statfs where;
  const int flags = fcntl (fd, F_GETFL);

  return flags >= 0 && (flags & (O_ACCMODE | O_PATH)) == O_RDONLY && fstatfs (fd, &where) == 0
         && where.f_type == PROC_SUPER_MAGIC;
}

static gboolean
is_sound (const PgsBrokerPacket *self,
          gsize                  length,
          guint                  n_fds,
          int                    flags)
{
  const struct broker_reply *reply = &self->reply;

  return length >= sizeof *reply && reply->magic == BROKER_MAGIC && reply->length == length - sizeof *reply
         && reply->status < 4096 && n_fds <= 1 && !(flags & (MSG_TRUNC | MSG_CTRUNC))
         && (self->fd < 0 || (reply->status == 0 && is_proc_file (self->fd)));
}

/**
 * pgs_broker_packet_receive:
 * @self: (inout): a packet, initialised; what it held is dropped
 * @socket: where one has arrived
 *
 * Returns: %FALSE at the end of the connection, with errno EPIPE, and for what is no answer of a broker,
 *   EPROTO
 */
gboolean
pgs_broker_packet_receive (PgsBrokerPacket *self,
                           int              socket)
{
  g_autofree char *buffer = g_malloc (BROKER_MAX_PACKET + 1);
  Control control;
  struct iovec part = { buffer, BROKER_MAX_PACKET };
  struct msghdr message = {
    .msg_iov = &part,
    .msg_iovlen = 1,
    .msg_control = control.bytes,
    .msg_controllen = sizeof control.bytes,
  };
  gssize length;
  guint n_fds;

  pgs_broker_packet_clear (self);
  do
    length = recvmsg (socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  while (length < 0 && errno == EINTR);
  n_fds = length >= 0 ? take_descriptors (self, &message) : 0; /* also of an empty packet */
  if (length > 0)
    memcpy (&self->reply, buffer, MIN ((gsize) length, sizeof self->reply));
  if (length <= 0 || !is_sound (self, (gsize) length, n_fds, message.msg_flags))
    {
      pgs_broker_packet_clear (self);
      errno = length <= 0 ? EPIPE : EPROTO;
      return FALSE;
    }
  buffer[length] = '\0';
  self->bytes = g_memdup2 (buffer + sizeof self->reply, self->reply.length + 1);
  return TRUE;
}

/* One entry at @at. Returns: its size; 0 if it does not fit or is none. */
static gsize
read_entry (const char        *at,
            gsize              room,
            PgsOpenerListFunc  func,
            gpointer           user_data)
{
  struct broker_entry entry;
  g_autofree char *stat = NULL;
  g_autofree char *statm = NULL;

  if (room < sizeof entry)
    return 0;
  memcpy (&entry, at, sizeof entry);
  room -= sizeof entry;
  if (entry.pid <= 0 || entry.stat_length > room || entry.statm_length > room - entry.stat_length)
    return 0;
  stat = g_strndup (at + sizeof entry, entry.stat_length);
  statm = g_strndup (at + sizeof entry + entry.stat_length, entry.statm_length);
  func (entry.pid, entry.uid, stat, statm, user_data);
  return sizeof entry + entry.stat_length + entry.statm_length;
}

/**
 * pgs_broker_packet_walk:
 * @self: a packet of a list
 * @func: called for each process in it
 * @user_data: for @func
 *
 * Returns: %FALSE if it is no list
 */
gboolean
pgs_broker_packet_walk (const PgsBrokerPacket *self,
                        PgsOpenerListFunc      func,
                        gpointer               user_data)
{
  for (gsize at = 0, size; at < self->reply.length; at += size)
    {
      size = read_entry (self->bytes + at, self->reply.length - at, func, user_data);
      if (size == 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * pgs_broker_packet_get_exe:
 * @self: a packet that says what a process runs
 * @exe: (out caller-allocates): gets that; its path is the caller's to free
 *
 * Returns: %FALSE if it does not say that; @exe is not set then
 */
gboolean
pgs_broker_packet_get_exe (const PgsBrokerPacket *self,
                           PgsExe                *exe)
{
  struct broker_exe file;

  if (self->reply.length <= sizeof file || self->reply.status != 0)
    return FALSE;
  memcpy (&file, self->bytes, sizeof file);
  if (strlen (self->bytes + sizeof file) != self->reply.length - sizeof file)
    return FALSE;
  *exe = (PgsExe) { file.inode, file.major, file.minor, g_strdup (self->bytes + sizeof file) };
  return TRUE;
}

/**
 * pgs_broker_packet_take_fd:
 * @self: a packet
 *
 * Returns: its descriptor, the caller's to close; -1 if there is none
 */
int
pgs_broker_packet_take_fd (PgsBrokerPacket *self)
{
  const int fd = self->fd;

  self->fd = -1;
  return fd;
}

/**
 * pgs_broker_packet_clear:
 * @self: a packet
 */
void
pgs_broker_packet_clear (PgsBrokerPacket *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->bytes);
  *self = (PgsBrokerPacket) PGS_BROKER_PACKET_INIT;
}
