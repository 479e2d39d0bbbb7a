/* main.c: opens files of processes for someone who may not, and can do nothing else
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Started by pkexec, or on the host side of Flatpak, with one end of a socketpair as its standard input.
 * See protocol.h for what is said there. Before the first word it gives up what it will not need: its
 * user, capabilities, files, environment and all system calls but nine. It ends with the socket.
 */
#include "broker.h"
#include "protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/vfs.h>
#include <unistd.h>

static void
require (int         worked,
         const char *what)
{
  if (worked)
    return;
  fprintf (stderr, "pagescape-broker: %s: %s\n", what, strerror (errno));
  exit (1);
}

/* Returns the capabilities to keep, as bits: all are among the first 32. */
static uint32_t
parse_arguments (int    argc,
                 char **argv)
{
  const uint32_t pages = 1u << CAP_SYS_PTRACE | 1u << CAP_DAC_READ_SEARCH;

  if (argc == 1)
    return 0;
  if (argc == 2 && strcmp (argv[1], BROKER_ARGUMENT_PAGES) == 0)
    return pages;
  if (argc == 2 && strcmp (argv[1], BROKER_ARGUMENT_FRAMES) == 0)
    return pages | 1u << CAP_SYS_ADMIN;
  fputs ("pagescape-broker: this is started by Pagescape, not by hand\n", stderr);
  exit (2);
}

/* Returns who made the socketpair. */
static struct ucred
check_socket (void)
{
  struct timeval patience = { .tv_sec = BROKER_PATIENCE };
  struct ucred peer;
  int domain, type;
  socklen_t size = sizeof domain, peer_size = sizeof peer;

  require (getsockopt (BROKER_SOCKET, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
           getsockopt (BROKER_SOCKET, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
           getsockopt (BROKER_SOCKET, SOL_SOCKET, SO_PEERCRED, &peer, &peer_size) == 0 &&
           setsockopt (BROKER_SOCKET, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0 &&
           fcntl (BROKER_SOCKET, F_SETFL, O_RDWR) == 0, "standard input");
  errno = EPROTOTYPE;
  require (domain == AF_UNIX && type == SOCK_SEQPACKET && peer.uid != (uid_t) -1, "standard input");
  return peer;
}

/* Root becomes who made the socketpair: also without any capability root may do a lot. */
static void
become (const struct ucred *peer)
{
  if (geteuid () != 0 || peer->uid == 0)
    return;
  require (prctl (PR_SET_KEEPCAPS, 1, 0, 0, 0) == 0 && setgroups (0, NULL) == 0 &&
           setresgid (peer->gid, peer->gid, peer->gid) == 0 &&
           setresuid (peer->uid, peer->uid, peer->uid) == 0, "user");
}

/* Keeps what it was given of those capabilities, and never gets more. */
static void
drop_capabilities (uint32_t keep)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct sets[2];

  require (syscall (SYS_capget, &header, sets) == 0, "capabilities");
  sets[0].permitted &= keep;
  sets[0].effective = sets[0].permitted;
  sets[1].permitted = sets[1].effective = sets[0].inheritable = sets[1].inheritable = 0;
  require (syscall (SYS_capset, &header, sets) == 0 && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "capabilities");
}

/* Closes all files but the socket and opens /proc as BROKER_PROC. From here on there is nobody to tell. */
static int
open_proc (void)
{
  struct statfs system;

  return chdir ("/") == 0 && syscall (SYS_close_range, BROKER_PROC, ~0u, 0) == 0 &&
         open ("/proc", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) == BROKER_PROC &&
         fstatfs (BROKER_PROC, &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

static int
serve (void)
{
  char packet[sizeof (struct broker_request) + 1]; /* one more, to know what is too long */
  long length;

  for (;;)
    {
      length = syscall (SYS_recvfrom, BROKER_SOCKET, packet, sizeof packet, 0, NULL, NULL);
      if (length < 0 && errno == EINTR)
        continue;
      if (length <= 0 || broker_answer (packet, length, BROKER_SOCKET, BROKER_PROC) < 0)
        return length != 0;
    }
}

int
main (int    argc,
      char **argv)
{
  uint32_t keep = parse_arguments (argc, argv);
  struct ucred peer = check_socket ();

  signal (SIGINT, SIG_IGN); /* Ctrl+C is for who started it, and may have to finish something */
  clearenv ();
  become (&peer);
  drop_capabilities (keep);
  if (!open_proc ())
    return 1;
#if BROKER_SECCOMP
  if (broker_filter () < 0)
    return 1;
#endif
  return serve ();
}
