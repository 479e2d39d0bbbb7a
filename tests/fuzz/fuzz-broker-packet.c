/* fuzz-broker-packet.c: any answers of a broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "pgs-broker-packet.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_PACKETS = 16 };

static void
check_process (gint        pid,
               guint32     uid,
               const char *stat,
               const char *statm,
               gpointer    data)
{
  gsize *n_bytes = data;

  g_assert_cmpint (pid, >, 0);
  *n_bytes += sizeof (struct broker_entry) + strlen (stat) + strlen (statm);
}

/* A path that is none, or has a NUL in it, is not taken for one. */
static void
check_exe (const PgsBrokerPacket *packet)
{
  PgsExe exe;

  if (!pgs_broker_packet_get_exe (packet, &exe))
    return;
  g_assert_cmpuint (packet->reply.status, ==, 0);
  g_assert_cmpuint (strlen (exe.path), ==, packet->reply.length - sizeof (struct broker_exe));
  g_assert_cmpuint (strlen (exe.path), >, 0);
  g_free ((char *) exe.path);
}

static void
send_packet (int         socket,
             const char *bytes,
             gsize       length,
             int         descriptor)
{
  union { struct cmsghdr header; char bytes[CMSG_SPACE (sizeof (int))]; } control = { { 0 } };
  struct iovec part = { (char *) bytes, length };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

  if (descriptor >= 0)
    {
      message.msg_control = &control;
      message.msg_controllen = sizeof control;
      control.header.cmsg_level = SOL_SOCKET;
      control.header.cmsg_type = SCM_RIGHTS;
      control.header.cmsg_len = CMSG_LEN (sizeof descriptor);
      memcpy (CMSG_DATA (&control.header), &descriptor, sizeof descriptor);
    }
  g_assert_cmpint (sendmsg (socket, &message, MSG_DONTWAIT), ==, (gssize) length);
}

/* A packet that is nearly an answer with some entries, or not at all. */
static GByteArray *
make_packet (FuzzInput *input)
{
  GByteArray *packet = g_byte_array_new ();
  struct broker_reply reply = { .magic = BROKER_MAGIC };
  const guint8 shape = fuzz_byte (input);
  const guint n_entries = fuzz_byte (input) % 4;

  g_byte_array_append (packet, (const guint8 *) &reply, sizeof reply);
  for (guint i = 0; i < n_entries; i++)
    {
      struct broker_entry entry = { (gint32) fuzz_number (input), fuzz_byte (input), 0, 0 };
      gsize length;
      const char *text = fuzz_bytes (input, &length);

      entry.stat_length = shape & 1 ? fuzz_number (input) : length / 2;
      entry.statm_length = shape & 2 ? fuzz_number (input) : length - length / 2;
      g_byte_array_append (packet, (const guint8 *) &entry, sizeof entry);
      g_byte_array_append (packet, (const guint8 *) text, length);
    }
  reply.magic += shape & 4 ? fuzz_byte (input) : 0;
  reply.status = shape & 8 ? fuzz_number (input) : 0;
  reply.more = shape & 16;
  reply.length = shape & 32 ? fuzz_number (input) : packet->len - sizeof reply;
  memcpy (packet->data, &reply, sizeof reply);
  if (shape & 64)
    g_byte_array_set_size (packet, fuzz_below (input, packet->len + 1));
  return packet;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static int sockets[2] = { -1, -1 };
  static int files[3] = { -1, -1, -1 };
  g_auto (PgsBrokerPacket) packet = PGS_BROKER_PACKET_INIT;
  FuzzInput input = { data, data + size };
  int first_free;

  if (sockets[0] < 0)
    {
      g_assert_no_errno (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets));
      g_assert_no_errno (files[1] = open ("/proc/self/stat", O_RDONLY | O_CLOEXEC));
      g_assert_no_errno (files[2] = open ("/dev/null", O_RDONLY | O_CLOEXEC));
    }
  first_free = dup (sockets[0]);
  close (first_free);
  for (guint i = 0; i < MAX_PACKETS && input.at < input.end; i++)
    {
      g_autoptr (GByteArray) sent = make_packet (&input);
      const guint file = fuzz_byte (&input) % G_N_ELEMENTS (files);
      gsize n_bytes = 0;

      send_packet (sockets[0], (const char *) sent->data, sent->len, files[file]);
      if (!pgs_broker_packet_receive (&packet, sockets[1]))
        {
          g_assert_cmpint (packet.fd, <, 0);
          g_assert_true (errno == EPROTO || (errno == EPIPE && sent->len == 0));
          continue;
        }
      g_assert_cmpuint (packet.reply.length + sizeof packet.reply, ==, sent->len);
      g_assert_true ((packet.fd >= 0) == (file == 1));
      check_exe (&packet);
      if (pgs_broker_packet_walk (&packet, check_process, &n_bytes))
        g_assert_cmpuint (n_bytes, <=, packet.reply.length);
    }
  pgs_broker_packet_clear (&packet);
  g_assert_cmpint (dup (sockets[0]), ==, first_free);
  close (first_free);
  return 0;
}
