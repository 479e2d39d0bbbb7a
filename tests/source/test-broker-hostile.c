/* test-broker-hostile.c: whoever is at the other end of a broker's socket, nothing is believed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>

#include "packet.h"
#include "pgs-broker-private.h"
#include "protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WELCOME = EINVAL };

/* What is answered to a request: one packet, or the same again and again. */
typedef struct
{
  const char *name;
  struct broker_reply reply;
  gsize length;      /* bytes behind it, filled with... */
  guint8 filling;
  struct broker_entry entry; /* ...unless this has a PID */
  const char *path;  /* (nullable): opened, and sent along */
  int flags;
  guint n_fds;
  guint n_packets;
  guint cut;         /* bytes missing from the end of struct broker_reply */
} Answer;

#define REPLY(status, more, length) { BROKER_MAGIC, status, more, length }

/* To the first request: none of them is a broker. */
static const Answer greetings[] = {
  { "nothing at all", .n_packets = 0 },
  { "an empty packet", .cut = sizeof (struct broker_reply), .n_packets = 1 },
  { "only a descriptor", .cut = sizeof (struct broker_reply), .path = "/proc/self/stat", .n_fds = 1, .n_packets = 1 },
  { "a short packet", .reply = REPLY (WELCOME, 0, 0), .cut = 1, .n_packets = 1 },
  { "another magic", .reply = { BROKER_MAGIC + 1, WELCOME, 0, 0 }, .n_packets = 1 },
  { "success", .reply = REPLY (0, 0, 0), .n_packets = 1 },
  { "no errno", .reply = REPLY (G_MAXUINT32, 0, 0), .n_packets = 1 },
  { "more than it says", .reply = REPLY (WELCOME, 0, 0), .length = 1, .n_packets = 1 },
  { "less than it says", .reply = REPLY (WELCOME, 0, 2), .length = 1, .n_packets = 1 },
  { "far less than it says", .reply = REPLY (WELCOME, 0, G_MAXUINT32), .n_packets = 1 },
  { "a packet that is too large", .reply = REPLY (WELCOME, 0, 70000), .length = 70000, .n_packets = 1 },
  { "a descriptor with an error", .reply = REPLY (WELCOME, 0, 0), .path = "/proc/self/stat", .n_fds = 1, .n_packets = 1 },
};

/* To the request for a file. */
static const Answer files[] = {
  { "hanging up", .n_packets = 0 },
  { "no descriptor", .reply = REPLY (0, 0, 0), .n_packets = 1 },
  { "two", .reply = REPLY (0, 0, 0), .path = "/proc/self/stat", .n_fds = 2, .n_packets = 1 },
  { "nine", .reply = REPLY (0, 0, 0), .path = "/proc/self/stat", .n_fds = PACKET_MAX_FDS, .n_packets = 1 },
  { "an error, and a descriptor", .reply = REPLY (EACCES, 0, 0), .path = "/proc/self/stat", .n_fds = 1, .n_packets = 1 },
  { "more to come", .reply = REPLY (0, 1, 0), .path = "/proc/self/stat", .n_fds = 1, .n_packets = 1 },
  { "bytes", .reply = REPLY (0, 0, 3), .length = 3, .path = "/proc/self/stat", .n_fds = 1, .n_packets = 1 },
  { "a file of another kind", .reply = REPLY (0, 0, 0), .path = "/etc/passwd", .n_fds = 1, .n_packets = 1 },
  { "a device", .reply = REPLY (0, 0, 0), .path = "/dev/zero", .n_fds = 1, .n_packets = 1 },
  { "for writing", .reply = REPLY (0, 0, 0), .path = "/proc/self/comm", .flags = O_WRONLY, .n_fds = 1, .n_packets = 1 },
  { "not open", .reply = REPLY (0, 0, 0), .path = "/proc/self/stat", .flags = O_PATH, .n_fds = 1, .n_packets = 1 },
};

/* To the request for a list. */
static const Answer lists[] = {
  { "hanging up", .n_packets = 0 },
  { "hanging up before the end", .reply = REPLY (0, 1, 0), .n_packets = 3 },
  { "no end", .reply = REPLY (0, 1, 0), .n_packets = G_MAXUINT },
  { "an entry that is cut", .reply = REPLY (0, 0, 15), .length = 15, .n_packets = 1 },
  { "process 0", .reply = REPLY (0, 0, 16), .length = 16, .n_packets = 1 },
  { "process -1", .reply = REPLY (0, 0, 16), .length = 16, .entry = { -1, 0, 0, 0 }, .n_packets = 1 },
  { "a long text", .reply = REPLY (0, 0, 16), .length = 16, .entry = { 1, 0, 1, 0 }, .n_packets = 1 },
  { "texts that add up", .reply = REPLY (0, 0, 16), .length = 16, .entry = { 1, 0, G_MAXUINT32, 1 }, .n_packets = 1 },
  { "garbage", .reply = REPLY (0, 0, 999), .length = 999, .filling = 0xff, .n_packets = 1 },
  { "a descriptor", .reply = REPLY (0, 0, 0), .path = "/proc/self/stat", .n_fds = 1, .n_packets = 1 },
};

/* One who answers as told: a thread with the broker's end of the socket. */
typedef struct
{
  const Answer *to_greeting; /* (nullable): as a broker does */
  const Answer *answer;      /* (nullable): to what is asked then */
  GThread *thread;
  int socket;
} Peer;

static gssize
send_once (int           socket,
           const Answer *answer)
{
  const gsize n_reply = sizeof answer->reply - answer->cut;
  g_autofree guint8 *bytes = g_malloc (n_reply + answer->length + 1);
  int fds[PACKET_MAX_FDS];
  gssize sent;

  memcpy (bytes, &answer->reply, n_reply);
  memset (bytes + n_reply, answer->filling, answer->length);
  if (answer->entry.pid != 0)
    memcpy (bytes + n_reply, &answer->entry, sizeof answer->entry);
  for (guint i = 0; i < answer->n_fds; i++)
    {
      fds[i] = open (answer->path, answer->flags | O_CLOEXEC);
      g_assert_cmpint (fds[i], >=, 0);
    }
  sent = packet_send (socket, bytes, n_reply + answer->length, fds, answer->n_fds);
  for (guint i = 0; i < answer->n_fds; i++)
    close (fds[i]);
  return sent;
}

/* Returns: whether somebody asked, and was answered. */
static gboolean
give (int           socket,
      const Answer *answer)
{
  struct broker_request request;

  if (recv (socket, &request, sizeof request, 0) != sizeof request)
    return FALSE;
  for (guint i = 0; i < answer->n_packets; i++)
    if (send_once (socket, answer) < 0)
      return FALSE;
  return answer->n_packets > 0;
}

static gpointer
play (gpointer data)
{
  static const Answer welcome = { .reply = REPLY (WELCOME, 0, 0), .n_packets = 1 };
  Peer *peer = data;

  if (give (peer->socket, peer->to_greeting != NULL ? peer->to_greeting : &welcome) && peer->answer != NULL)
    give (peer->socket, peer->answer);
  close (peer->socket);
  return NULL;
}

/* A #PgsBrokerStart. */
static GSubprocess *
start_peer (int            socket,
            gconstpointer  data,
            GError       **error)
{
  Peer *peer = *(Peer *const *) data;

  peer->socket = socket;
  peer->thread = g_thread_new ("peer", play, peer);
  return NULL;
}

static guint
count_fds (void)
{
  g_autoptr (GDir) directory = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_fds = 0;

  while (g_dir_read_name (directory) != NULL)
    n_fds++;
  return n_fds;
}

static void
test_greetings (void)
{
  const guint n_fds = count_fds ();

  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      Peer peer = { .to_greeting = &greetings[i] };
      const Peer *start = &peer;
      g_autoptr (GError) error = NULL;
      g_autoptr (PgsBroker) broker = pgs_broker_new_with (PGS_BROKER_ELEVATED, start_peer, &start);

      g_test_message ("%s", greetings[i].name);
      g_assert_false (pgs_broker_start (broker, &error));
      g_assert_error (error, PGS_BROKER_ERROR, PGS_BROKER_ERROR_FAILED);
      g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_OFF);
      g_assert_null (pgs_broker_get_opener (broker));
      g_thread_join (peer.thread);
    }
  g_assert_cmpuint (count_fds (), ==, n_fds);
}

static void
count_process (gint32      pid,
               guint32     uid,
               const char *stat,
               const char *statm,
               gpointer    data)
{
  (*(guint *) data)++;
}

/* Asks one who then answers so; is told that nobody is left, and asks again in vain. */
static void
assert_gone (const Answer *answer,
             gboolean      is_list)
{
  Peer peer = { .answer = answer };
  const Peer *start = &peer;
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsBroker) broker = pgs_broker_new_with (PGS_BROKER_ELEVATED, start_peer, &start);
  PgsOpener *opener;
  guint n_processes = 0;

  g_test_message ("%s", answer->name);
  g_assert_true (pgs_broker_start (broker, &error));
  opener = pgs_opener_ref (pgs_broker_get_opener (broker));
  if (is_list)
    {
      g_assert_false (pgs_opener_list (opener, count_process, &n_processes, &error));
      g_assert_nonnull (error);
    }
  else
    g_assert_cmpint (pgs_opener_open (opener, 1, PGS_OPENER_MAPS), <, 0);
  g_thread_join (peer.thread);
  g_assert_cmpint (pgs_opener_open (opener, 1, PGS_OPENER_MAPS), <, 0);
  g_assert_cmpint (errno, ==, EPIPE);
  g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_GONE);
  g_assert_cmpuint (n_processes, ==, 0);
  pgs_opener_unref (opener);
}

static void
test_files (void)
{
  const guint n_fds = count_fds ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    assert_gone (&files[i], FALSE);
  g_assert_cmpuint (count_fds (), ==, n_fds);
}

static void
test_lists (void)
{
  const guint n_fds = count_fds ();

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    assert_gone (&lists[i], TRUE);
  g_assert_cmpuint (count_fds (), ==, n_fds);
}

/* The same with what is right, so that the rest cannot pass because nothing works. */
static void
test_right (void)
{
  const Answer file = { .reply = REPLY (0, 0, 0), .path = "/proc/self/stat", .n_fds = 1, .n_packets = 1 };
  const Answer list = { .reply = REPLY (0, 0, 16), .length = 16, .entry = { 1, 0, 0, 0 }, .n_packets = 1 };
  const Answer *const answers[] = { &file, &list };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      Peer peer = { .answer = answers[i] };
      const Peer *start = &peer;
      g_autoptr (PgsBroker) broker = pgs_broker_new_with (PGS_BROKER_ELEVATED, start_peer, &start);
      guint n_processes = 0;

      g_assert_true (pgs_broker_start (broker, NULL));
      if (answers[i] == &list)
        g_assert_true (pgs_opener_list (pgs_broker_get_opener (broker), count_process, &n_processes, NULL));
      else
        g_assert_no_errno (close (pgs_opener_open (pgs_broker_get_opener (broker), 1, PGS_OPENER_STAT)));
      g_assert_cmpuint (n_processes, ==, i);
      g_thread_join (peer.thread);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_main_context_default (); /* GLib's own descriptors are there from now on */
  g_test_add_func ("/source/broker-hostile/right", test_right);
  g_test_add_func ("/source/broker-hostile/greetings", test_greetings);
  g_test_add_func ("/source/broker-hostile/files", test_files);
  g_test_add_func ("/source/broker-hostile/lists", test_lists);
  return g_test_run ();
}
