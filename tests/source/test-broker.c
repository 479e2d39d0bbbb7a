/* test-broker.c: brokers that answer, and others that do not as they should
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-broker-private.h"

#include "packet.h"
#include "pgs-error.h"
#include "protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What one at the other end does with a request. Returns: %FALSE to hang up. */
typedef gboolean (*Answer) (int                          socket,
                            const struct broker_request *request);

typedef struct
{
  int socket;
  Answer answer;
} Peer;

static void
send_status (int     socket,
             guint32 status)
{
  const struct broker_reply reply = { .magic = BROKER_MAGIC, .status = status };

  packet_send (socket, &reply, sizeof reply, NULL, 0);
}

static void
send_file (int         socket,
           const char *path,
           int         flags,
           gsize       n_fds,
           guint32     status)
{
  const struct broker_reply reply = { .magic = BROKER_MAGIC, .status = status };
  int fds[PACKET_MAX_FDS] = { -1 };

  for (gsize i = 0; i < n_fds; i++)
    fds[i] = open (path, flags | O_CLOEXEC);
  packet_send (socket, &reply, sizeof reply, fds, n_fds);
  for (gsize i = 0; i < n_fds; i++)
    close (fds[i]);
}

static gint n_peers; /* that have not ended */

/* Greetings are answered as they should be. */
static gpointer
serve (gpointer data)
{
  g_autofree Peer *peer = data;
  struct broker_request request;
  gboolean goes_on = TRUE;

  while (goes_on && recv (peer->socket, &request, sizeof request, 0) == sizeof request)
    if (request.opcode >= BROKER_OPEN && request.opcode <= BROKER_EXE)
      goes_on = peer->answer (peer->socket, &request);
    else
      send_status (peer->socket, EINVAL);
  close (peer->socket);
  g_atomic_int_add (&n_peers, -1);
  return NULL;
}

static GThread *last_peer;

static GSubprocess *
start_peer (int            socket,
            gconstpointer  data,
            GError       **error)
{
  const Answer *answer = data;
  Peer *peer = g_new (Peer, 1);

  *peer = (Peer) { socket, *answer };
  g_clear_pointer (&last_peer, g_thread_unref);
  g_atomic_int_inc (&n_peers);
  last_peer = g_thread_new ("broker", serve, peer);
  return NULL;
}

static PgsBroker *
start_answering (const Answer *answer)
{
  PgsBroker *broker = pgs_broker_new_with (PGS_BROKER_ELEVATED, start_peer, answer);
  g_autoptr (GError) error = NULL;

  g_assert_true (pgs_broker_start (broker, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_ON);
  return broker;
}

static gboolean
answer_open (int                          socket,
             const struct broker_request *request)
{
  if (request->file == BROKER_SMAPS)
    send_status (socket, EACCES);
  else
    send_file (socket, "/proc/self/maps", O_RDONLY, 1, 0);
  return TRUE;
}

/* A descriptor comes through, and so does a refusal; afterwards it is still there. */
static void
test_open (void)
{
  static const Answer answer = answer_open;
  g_autoptr (PgsBroker) broker = start_answering (&answer);
  PgsOpener *opener = pgs_broker_get_opener (broker);
  char text[16];
  int fd;

  g_assert_false (pgs_opener_is_elsewhere (opener));
  for (guint i = 0; i < 100; i++)
    {
      errno = 0;
      g_assert_cmpint (pgs_opener_open (opener, 1, PGS_OPENER_SMAPS), ==, -1);
      g_assert_cmpint (errno, ==, EACCES);
      fd = pgs_opener_open (opener, 1, PGS_OPENER_MAPS);
      g_assert_cmpint (fd, >=, 0);
      g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
      g_assert_cmpint (read (fd, text, sizeof text), >, 0);
      close (fd);
    }
  g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_ON);
}

static gboolean
answer_nothing (int                          socket,
                const struct broker_request *request)
{
  return FALSE;
}

static gboolean
answer_junk (int                          socket,
             const struct broker_request *request)
{
  packet_send (socket, "what?", 5, NULL, 0);
  return TRUE;
}

static gboolean
answer_without_magic (int                          socket,
                      const struct broker_request *request)
{
  const struct broker_reply reply = { .magic = BROKER_MAGIC + 1, .status = EACCES };

  packet_send (socket, &reply, sizeof reply, NULL, 0);
  return TRUE;
}

static gboolean
answer_too_much (int                          socket,
                 const struct broker_request *request)
{
  const struct { struct broker_reply reply; char more[8]; } packet = {
    .reply = { .magic = BROKER_MAGIC, .status = EACCES, .length = 4 },
  };

  packet_send (socket, &packet, sizeof packet, NULL, 0);
  return TRUE;
}

static gboolean
answer_no_descriptor (int                          socket,
                      const struct broker_request *request)
{
  send_status (socket, 0);
  return TRUE;
}

static gboolean
answer_two_descriptors (int                          socket,
                        const struct broker_request *request)
{
  send_file (socket, "/proc/self/maps", O_RDONLY, 2, 0);
  return TRUE;
}

static gboolean
answer_refusal_with_descriptor (int                          socket,
                                const struct broker_request *request)
{
  send_file (socket, "/proc/self/maps", O_RDONLY, 1, EACCES);
  return TRUE;
}

static gboolean
answer_other_file (int                          socket,
                   const struct broker_request *request)
{
  send_file (socket, "/etc/passwd", O_RDONLY, 1, 0);
  return TRUE;
}

static gboolean
answer_path_descriptor (int                          socket,
                        const struct broker_request *request)
{
  send_file (socket, "/proc/self", O_PATH, 1, 0);
  return TRUE;
}

static gboolean
answer_writable (int                          socket,
                 const struct broker_request *request)
{
  send_file (socket, "/proc/self/oom_score_adj", O_RDWR, 1, 0);
  return TRUE;
}

static const Answer wrong_answers[] = {
  answer_nothing, answer_junk, answer_without_magic, answer_too_much, answer_no_descriptor,
  answer_two_descriptors, answer_refusal_with_descriptor, answer_other_file, answer_path_descriptor,
  answer_writable,
};

/* When nobody is left at the other end, also of brokers before. */
static guint
count_descriptors (void)
{
  g_autoptr (GDir) directory = NULL;
  guint n = 0;

  while (g_atomic_int_get (&n_peers) > 0)
    g_usleep (1000);
  directory = g_dir_open ("/proc/self/fd", 0, NULL);
  while (g_dir_read_name (directory) != NULL)
    n++;
  return n;
}

/* Whoever answers wrongly is not asked again, and what it sent is not kept. */
static void
test_wrong_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_answers); i++)
    {
      const guint n_before = count_descriptors ();
      g_autoptr (PgsBroker) broker = start_answering (&wrong_answers[i]);
      g_autoptr (PgsOpener) opener = pgs_opener_ref (pgs_broker_get_opener (broker));

      for (guint j = 0; j < 3; j++)
        {
          errno = 0;
          g_assert_cmpint (pgs_opener_open (opener, 1, PGS_OPENER_MAPS), ==, -1);
          g_assert_cmpint (errno, ==, EPIPE);
        }
      g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_GONE);
      g_assert_error (pgs_broker_get_error (broker), PGS_BROKER_ERROR, PGS_BROKER_ERROR_GONE);
      g_assert_null (pgs_broker_get_opener (broker));
      g_clear_pointer (&opener, pgs_opener_unref);
      g_thread_join (g_steal_pointer (&last_peer));
      g_assert_cmpuint (count_descriptors (), ==, n_before);
    }
}

static gboolean
answer_silence (int                          socket,
                const struct broker_request *request)
{
  return TRUE;
}

/* Nobody waits for ever for one that hangs. */
static void
test_silence (void)
{
  static const Answer answer = answer_silence;
  g_autoptr (PgsBroker) broker = start_answering (&answer);
  g_autoptr (PgsOpener) opener = pgs_opener_ref (pgs_broker_get_opener (broker));

  g_assert_cmpint (pgs_opener_open (opener, 1, PGS_OPENER_MAPS), ==, -1);
  g_assert_cmpint (errno, ==, EPIPE);
  g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_GONE);
}

/* Two processes in two packets; the second entry is not aligned. */
static gboolean
answer_list (int                          socket,
             const struct broker_request *request)
{
  static const char stat[] = "7 (a) S";
  static const char statm[] = "1 2 3";
  const struct broker_entry entry = { 7, 1000, strlen (stat), strlen (statm) };
  const gsize size = sizeof entry + strlen (stat) + strlen (statm);
  char packet[sizeof (struct broker_reply) + 2 * (sizeof entry + sizeof stat + sizeof statm)];
  struct broker_reply reply = { BROKER_MAGIC, 0, 1, (guint32) (2 * size) };
  char *at = packet + sizeof reply;

  for (guint i = 0; i < 2; i++, at += size)
    {
      memcpy (at, &entry, sizeof entry);
      memcpy (at + sizeof entry, stat, strlen (stat));
      memcpy (at + sizeof entry + strlen (stat), statm, strlen (statm));
    }
  for (guint i = 0; i < 2; i++)
    {
      reply.more = i == 0;
      memcpy (packet, &reply, sizeof reply);
      packet_send (socket, packet, sizeof reply + 2 * size, NULL, 0);
    }
  return TRUE;
}

static gboolean
answer_cut_list (int                          socket,
                 const struct broker_request *request)
{
  const struct { struct broker_reply reply; struct broker_entry entry; } packet = {
    { BROKER_MAGIC, 0, 0, sizeof packet.entry }, { 7, 0, G_MAXUINT32, 1 },
  };

  packet_send (socket, &packet, sizeof packet, NULL, 0);
  return TRUE;
}

static void
count_entry (gint        pid,
             guint32     uid,
             const char *stat,
             const char *statm,
             gpointer    user_data)
{
  guint *n = user_data;

  g_assert_cmpint (pid, ==, 7);
  g_assert_cmpuint (uid, ==, 1000);
  g_assert_cmpstr (stat, ==, "7 (a) S");
  g_assert_cmpstr (statm, ==, "1 2 3");
  (*n)++;
}

static void
test_list (void)
{
  static const Answer whole = answer_list, cut = answer_cut_list;
  g_autoptr (PgsBroker) broker = start_answering (&whole);
  g_autoptr (PgsBroker) cutting = start_answering (&cut);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_true (pgs_opener_list (pgs_broker_get_opener (broker), count_entry, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 4);
  g_assert_false (pgs_opener_list (pgs_broker_get_opener (cutting), count_entry, &n, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpuint (pgs_broker_get_state (cutting), ==, PGS_BROKER_GONE);
}

static void
send_exe (int         socket,
          const char *path,
          gsize       n_bytes)
{
  char packet[sizeof (struct broker_reply) + sizeof (struct broker_exe) + 64];
  const struct broker_exe exe = { 11, 254, 3 };
  const struct broker_reply reply = { BROKER_MAGIC, 0, 0, (guint32) (sizeof exe + n_bytes) };

  memcpy (packet, &reply, sizeof reply);
  memcpy (packet + sizeof reply, &exe, sizeof exe);
  memcpy (packet + sizeof reply + sizeof exe, path, n_bytes);
  packet_send (socket, packet, sizeof reply + sizeof exe + n_bytes, NULL, 0);
}

static gboolean
answer_exe (int                          socket,
            const struct broker_request *request)
{
  if (request->pid == 2)
    send_status (socket, ENOENT);
  else
    send_exe (socket, "/usr/bin/x", strlen ("/usr/bin/x"));
  return TRUE;
}

/* One from before there was such a request. */
static gboolean
answer_as_before (int                          socket,
                  const struct broker_request *request)
{
  if (request->opcode == BROKER_EXE)
    send_status (socket, EINVAL);
  else
    send_file (socket, "/proc/self/maps", O_RDONLY, 1, 0);
  return TRUE;
}

/* What runs is told; that it is not known is no reason not to be asked again. */
static void
test_exe (void)
{
  static const Answer knowing = answer_exe, old = answer_as_before;
  g_autoptr (PgsBroker) broker = start_answering (&knowing);
  g_autoptr (PgsBroker) before = start_answering (&old);
  PgsExe exe;
  int fd;

  for (guint i = 0; i < 10; i++)
    {
      g_assert_false (pgs_opener_read_exe (pgs_broker_get_opener (broker), 2, &exe));
      g_assert_null (exe.path);
      g_assert_true (pgs_opener_read_exe (pgs_broker_get_opener (broker), 1, &exe));
      g_assert_cmpstr (exe.path, ==, "/usr/bin/x");
      g_assert_cmpuint (exe.inode, ==, 11);
      g_assert_cmpuint (exe.dev_major, ==, 254);
      g_assert_cmpuint (exe.dev_minor, ==, 3);
      g_free ((char *) exe.path);
      g_assert_false (pgs_opener_read_exe (pgs_broker_get_opener (before), 1, &exe));
      g_assert_cmpuint (exe.inode, ==, 0);
      fd = pgs_opener_open (pgs_broker_get_opener (before), 1, PGS_OPENER_MAPS);
      g_assert_cmpint (fd, >=, 0);
      close (fd);
    }
  g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_ON);
  g_assert_cmpuint (pgs_broker_get_state (before), ==, PGS_BROKER_ON);
  g_assert_false (pgs_opener_read_exe (pgs_opener_get_here (), 1, &exe));
}

static gboolean
answer_exe_without_path (int                          socket,
                         const struct broker_request *request)
{
  send_exe (socket, "", 0);
  return TRUE;
}

static gboolean
answer_exe_with_nul (int                          socket,
                     const struct broker_request *request)
{
  send_exe (socket, "/usr\0/bin", 9);
  return TRUE;
}

static gboolean
answer_exe_with_descriptor (int                          socket,
                            const struct broker_request *request)
{
  send_file (socket, "/proc/self/stat", O_RDONLY, 1, 0);
  return TRUE;
}

/* Whoever answers that wrongly is not asked again either. */
static void
test_wrong_exe (void)
{
  static const Answer answers[] = { answer_exe_without_path, answer_exe_with_nul, answer_exe_with_descriptor,
                                    answer_nothing, answer_junk, answer_too_much };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const guint n_before = count_descriptors ();
      g_autoptr (PgsBroker) broker = start_answering (&answers[i]);
      PgsExe exe;

      g_assert_false (pgs_opener_read_exe (pgs_broker_get_opener (broker), 1, &exe));
      g_assert_null (exe.path);
      g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_GONE);
      g_thread_join (g_steal_pointer (&last_peer));
      g_assert_cmpuint (count_descriptors (), ==, n_before);
    }
}

static GSubprocess *
start_shell (int            socket,
             gconstpointer  script,
             GError       **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_take_stdin_fd (launcher, socket);
  return g_subprocess_launcher_spawn (launcher, error, "sh", "-c", script, NULL);
}

/* As pkexec ends when it is not allowed. */
static void
test_refusals (void)
{
  static const struct { const char *script; PgsBrokerError code; } cases[] = {
    { "exit 126", PGS_BROKER_ERROR_DISMISSED },
    { "exit 127", PGS_BROKER_ERROR_NOT_AUTHORIZED },
    { "echo 'Error executing command as another user: Not authorized' >&2; exit 127",
      PGS_BROKER_ERROR_NOT_AUTHORIZED },
    { "echo 'Error executing command as another user: No authentication agent found.' >&2; exit 127",
      PGS_BROKER_ERROR_NO_AGENT },
    { "echo 'pkexec must be setuid root' >&2; exit 127", PGS_BROKER_ERROR_FAILED },
    { "exit 0", PGS_BROKER_ERROR_FAILED },
    { "kill -9 $$", PGS_BROKER_ERROR_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PgsBroker) broker = pgs_broker_new_with (PGS_BROKER_ELEVATED, start_shell, cases[i].script);
      g_autoptr (GError) error = NULL;

      g_assert_false (pgs_broker_start (broker, &error));
      g_assert_error (error, PGS_BROKER_ERROR, (gint) cases[i].code);
      g_assert_error (pgs_broker_get_error (broker), PGS_BROKER_ERROR, (gint) cases[i].code);
      g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_OFF);
      g_assert_null (pgs_broker_get_opener (broker));
    }
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  GAsyncResult **place = data;

  *place = g_object_ref (result);
}

static gboolean
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* One that asks for as long as it takes, until the person gives up. */
static void
test_cancelled (void)
{
  g_autoptr (PgsBroker) broker = pgs_broker_new_with (PGS_BROKER_ELEVATED, start_shell, "exec sleep 1000");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  pgs_broker_start_async (broker, cancellable, on_started, &result);
  g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_ASKING);
  g_timeout_add (50, cancel, cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (pgs_broker_start_finish (broker, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (pgs_broker_get_error (broker));
  g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_OFF);
  /* it is gone, as nobody would end it after us */
  g_assert_cmpint (waitpid (-1, NULL, WNOHANG), ==, -1);
  g_assert_cmpint (errno, ==, ECHILD);
}

/* The window notices without asking for anything; then it can be started again. */
static void
test_gone (void)
{
  static const Answer answer = answer_nothing;
  g_autoptr (PgsBroker) broker = start_answering (&answer);
  guint state = PGS_BROKER_ON;

  g_assert_cmpint (pgs_opener_open (pgs_broker_get_opener (broker), 1, PGS_OPENER_MAPS), ==, -1);
  while (state != PGS_BROKER_GONE)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (broker, "state", &state, NULL);
    }
  g_assert_true (pgs_broker_start (broker, NULL));
  g_assert_null (pgs_broker_get_error (broker));
  pgs_broker_stop (broker);
  g_assert_cmpuint (pgs_broker_get_state (broker), ==, PGS_BROKER_OFF);
  g_assert_null (pgs_broker_get_error (broker));
}

/* Only what nobody but root can replace is started as root. */
static void
test_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "broker", NULL);
  g_autofree char *why = NULL;
  struct stat info;

  g_assert_false (pgs_broker_path_is_safe (path, &why));
  g_assert_nonnull (strstr (why, path));
  g_clear_pointer (&why, g_free);
  g_assert_true (g_file_set_contents (path, "#!/bin/sh\n", -1, NULL));
  g_assert_cmpint (chmod (path, 0755), ==, 0);
  g_assert_false (pgs_broker_path_is_safe (path, &why)); /* everybody may write into the folder of such folders */
  g_assert_null (strstr (why, path));
  g_assert_cmpint (stat ("/bin/sh", &info), ==, 0);
  g_clear_pointer (&why, g_free);
  if (info.st_uid == 0)
    g_assert_true (pgs_broker_path_is_safe ("/bin/sh", &why));
  unlink (path);
  rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker/open", test_open);
  g_test_add_func ("/broker/wrong-answers", test_wrong_answers);
  g_test_add_func ("/broker/silence", test_silence);
  g_test_add_func ("/broker/list", test_list);
  g_test_add_func ("/broker/exe", test_exe);
  g_test_add_func ("/broker/wrong-exe", test_wrong_exe);
  g_test_add_func ("/broker/refusals", test_refusals);
  g_test_add_func ("/broker/cancelled", test_cancelled);
  g_test_add_func ("/broker/gone", test_gone);
  g_test_add_func ("/broker/path", test_path);
  status = g_test_run ();
  g_clear_pointer (&last_peer, g_thread_unref);
  return status;
}
