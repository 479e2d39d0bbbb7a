/* fuzz-broker.c: any packets to the broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It works below /proc/self/task, where a thread has the files of a process. Each packet is answered;
 * what comes with the answer is one of the files of the list, read-only; nothing stays open.
 */
#include "fuzz.h"

#include "broker.h"
#include "protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_PACKETS = 16 };

static const char *const names[] = { "maps", "smaps", "smaps_rollup", "pagemap", "stat", "statm", "status" };

/* The searching program has threads of its own: their numbers are asked for, too. */
static void
assert_file (int descriptor)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", descriptor);
  g_autofree char *path = g_file_read_link (link, NULL);
  g_autofree char *directory = g_strdup_printf ("/proc/%d/task/", getpid ());
  const char *thread;
  const char *name;
  gboolean listed = FALSE;

  g_assert_nonnull (path);
  g_assert_true (g_str_has_prefix (path, directory));
  thread = path + strlen (directory);
  name = thread + strspn (thread, "0123456789");
  g_assert_true (name > thread && *name == '/');
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    listed = listed || strcmp (name + 1, names[i]) == 0;
  g_assert_true (listed);
  g_assert_cmpint (fcntl (descriptor, F_GETFL) & O_ACCMODE, ==, O_RDONLY);
  g_assert_no_errno (close (descriptor));
}

static void
assert_list (const char *bytes,
             gsize       length)
{
  struct broker_entry entry;

  while (length > 0)
    {
      g_assert_cmpuint (length, >=, sizeof entry);
      memcpy (&entry, bytes, sizeof entry);
      g_assert_cmpint (entry.pid, >, 0);
      g_assert_cmpuint (entry.uid, ==, geteuid ());
      bytes += sizeof entry;
      length -= sizeof entry;
      g_assert_cmpuint (length, >=, (gsize) entry.stat_length + entry.statm_length);
      g_assert_true (bytes[entry.stat_length - 1] == '\n');
      bytes += (gsize) entry.stat_length + entry.statm_length;
      length -= (gsize) entry.stat_length + entry.statm_length;
      g_assert_true (bytes[-1] == '\n');
    }
}

/* What runs here is this program. */
static void
assert_exe (const char *bytes,
            gsize       length)
{
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);
  struct broker_exe exe;

  g_assert_cmpuint (length, ==, sizeof exe + strlen (path));
  memcpy (&exe, bytes, sizeof exe);
  g_assert_cmpuint (exe.inode, !=, 0);
  g_assert_cmpint (memcmp (bytes + sizeof exe, path, strlen (path)), ==, 0);
}

/* Returns whether there are more replies to come. */
static gboolean
assert_reply (int     socket,
              guint32 opcode)
{
  static char packet[BROKER_MAX_PACKET + 1];
  union { struct cmsghdr header; char bytes[CMSG_SPACE (8 * sizeof (int))]; } control;
  struct iovec part = { packet, sizeof packet };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
                            .msg_controllen = sizeof control };
  const gssize length = recvmsg (socket, &message, MSG_DONTWAIT);
  const struct cmsghdr *header = CMSG_FIRSTHDR (&message);
  struct broker_reply reply;

  g_assert_cmpint (length, >=, (gssize) sizeof reply);
  memcpy (&reply, packet, sizeof reply);
  g_assert_cmpuint (reply.magic, ==, BROKER_MAGIC);
  g_assert_cmpint (length, ==, (gssize) (sizeof reply + reply.length));
  g_assert_cmpint (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC), ==, 0);
  if (header != NULL)
    {
      int descriptor;

      g_assert_cmpuint (reply.status, ==, 0);
      g_assert_cmpuint (reply.length, ==, 0);
      g_assert_cmpuint (header->cmsg_len, ==, CMSG_LEN (sizeof descriptor));
      memcpy (&descriptor, CMSG_DATA (header), sizeof descriptor);
      assert_file (descriptor);
    }
  else if (reply.status == 0 && opcode == BROKER_EXE)
    assert_exe (packet + sizeof reply, reply.length);
  else if (reply.status == 0)
    assert_list (packet + sizeof reply, reply.length);
  return reply.more != 0;
}

/* A packet that is nearly a request, or not at all. Returns its length. */
static gsize
make_packet (FuzzInput *input,
             char      *packet)
{
  struct broker_request request = { BROKER_MAGIC, BROKER_OPEN, getpid (), 0 };
  gsize length;
  const guint8 shape = fuzz_byte (input);
  const char *bytes;

  if (shape & 1)
    request.magic = fuzz_number (input);
  if (shape & 2)
    request.opcode = fuzz_number (input);
  if (shape & 4)
    request.pid = (gint32) fuzz_number (input);
  request.file = fuzz_number (input);
  memcpy (packet, &request, sizeof request);
  if (!(shape & 8))
    return sizeof request;
  bytes = fuzz_bytes (input, &length);
  memcpy (packet, bytes, length);
  return length;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static int sockets[2] = { -1, -1 };
  static int proc;
  FuzzInput input = { data, data + size };
  int first_free;

  if (sockets[0] < 0)
    {
      g_assert_no_errno (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets));
      proc = open ("/proc/self/task", O_PATH | O_DIRECTORY | O_CLOEXEC);
      g_assert_cmpint (proc, >=, 0);
    }
  first_free = dup (proc);
  close (first_free);
  for (guint i = 0; i < MAX_PACKETS && input.at < input.end; i++)
    {
      char packet[256] = { 0 };
      struct broker_request request;
      const gsize length = make_packet (&input, packet);

      g_assert_no_errno (broker_answer (packet, length, sockets[0], proc));
      memcpy (&request, packet, sizeof request);
      while (assert_reply (sockets[1], request.opcode))
        ;
      g_assert_cmpint (recv (sockets[1], packet, 1, MSG_DONTWAIT), <, 0); /* no answer too many */
    }
  g_assert_cmpint (dup (proc), ==, first_free);
  close (first_free);
  return 0;
}
