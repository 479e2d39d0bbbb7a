/* request.c: opens what is asked for, from a fixed list, and hands it over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A path is made of a number and a word of the list, below the descriptor of /proc; nothing of the
 * request itself is part of it. Not one byte of what is opened is read here, but stat and statm for the
 * list of processes; what a process runs is not opened, only told. Nothing is allocated, and nothing
 * remembered from one request to the next.
 */
#include "broker.h"
#include "protocol.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
  MAX_TEXT = 2048, /* bytes of stat or statm; the kernel's are shorter */
  MAX_ENTRY = sizeof (struct broker_entry) + 2 * MAX_TEXT,
};

static const char *const names[] = {
  [BROKER_MAPS] = "maps", [BROKER_SMAPS] = "smaps", [BROKER_SMAPS_ROLLUP] = "smaps_rollup",
  [BROKER_PAGEMAP] = "pagemap", [BROKER_STAT] = "stat", [BROKER_STATM] = "statm", [BROKER_STATUS] = "status",
  [BROKER_KPAGEFLAGS] = "kpageflags", [BROKER_KPAGECOUNT] = "kpagecount",
};

/* How everything is opened: the filter allows no other. No symbolic link on the way, also not those of
 * the kernel (root, cwd, fd), and nothing that is not on the same file system. */
const struct open_how broker_how = {
  .flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW,
  .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
};

/* Opens a file of the list. Returns a descriptor, or -1 with errno. */
static int
open_file (int      proc,
           int32_t  pid,
           uint32_t file)
{
  char path[64];
  int of_machine = file == BROKER_KPAGEFLAGS || file == BROKER_KPAGECOUNT;

  errno = EINVAL;
  if (file < BROKER_MAPS || file > BROKER_KPAGECOUNT || (of_machine ? pid != 0 : pid <= 0))
    return -1;
  snprintf (path, sizeof path, "%d/%s", pid, names[file]);
  return syscall (SYS_openat2, proc, of_machine ? names[file] : path, &broker_how, sizeof broker_how);
}

/* Sends a reply, with bytes behind it and a descriptor unless it is -1. Returns 0, or -1 with errno. */
static int
send_reply (int                 socket,
            struct broker_reply reply,
            char               *bytes,
            int                 descriptor)
{
  union { struct cmsghdr header; char bytes[CMSG_SPACE (sizeof (int))]; } control = { 0 };
  struct iovec parts[] = { { &reply, sizeof reply }, { bytes, reply.length } };
  struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
  long sent;

  if (descriptor >= 0)
    {
      message.msg_control = &control;
      message.msg_controllen = sizeof control;
      control.header = (struct cmsghdr) { .cmsg_len = CMSG_LEN (sizeof (int)), .cmsg_level = SOL_SOCKET,
                                          .cmsg_type = SCM_RIGHTS };
      memcpy (CMSG_DATA (&control.header), &descriptor, sizeof descriptor);
    }
  do
    sent = syscall (SYS_sendmsg, socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? -1 : 0;
}

static int
send_status (int socket,
             int status)
{
  return send_reply (socket, (struct broker_reply) { BROKER_MAGIC, status, 0, 0 }, NULL, -1);
}

static int
answer_open (const struct broker_request *request,
             int                          socket,
             int                          proc)
{
  int descriptor = open_file (proc, request->pid, request->file);
  int sent;

  if (descriptor < 0)
    return send_status (socket, errno);
  sent = send_reply (socket, (struct broker_reply) { BROKER_MAGIC, 0, 0, 0 }, NULL, descriptor);
  if (sent < 0 && errno == ETOOMANYREFS) /* it has too many under way: what it reads makes room */
    sent = send_status (socket, ETOOMANYREFS);
  close (descriptor);
  return sent;
}

/* Name, device and inode, all that tells what of its memory is its program. */
static int
answer_exe (int32_t pid,
            int     socket,
            int     proc)
{
  static char bytes[sizeof (struct broker_exe) + BROKER_MAX_NAME];
  struct statx file = { 0 };
  char path[64];
  long length;

  snprintf (path, sizeof path, "%d/exe", pid);
  length = readlinkat (proc, path, bytes + sizeof (struct broker_exe), BROKER_MAX_NAME);
  if (length < 0 || length == BROKER_MAX_NAME)
    return send_status (socket, length < 0 ? errno : ENAMETOOLONG);
  statx (proc, path, BROKER_STATX, STATX_INO, &file);
  memcpy (bytes, &(struct broker_exe) { file.stx_ino, file.stx_dev_major, file.stx_dev_minor },
          sizeof (struct broker_exe));
  length += sizeof (struct broker_exe);
  return send_reply (socket, (struct broker_reply) { BROKER_MAGIC, 0, 0, length }, bytes, -1);
}

/* Writes one process of the list. Returns its size, 0 if it is gone. */
static size_t
write_entry (int     proc,
             int32_t pid,
             char   *to)
{
  long lengths[] = { -1, -1 };
  struct statx owner;
  char *end = to + sizeof (struct broker_entry);

  for (int i = 0; i < 2; i++)
    {
      int descriptor = open_file (proc, pid, i == 0 ? BROKER_STAT : BROKER_STATM);

      if (descriptor >= 0 && statx (descriptor, "", BROKER_STATX, STATX_UID, &owner) == 0)
        lengths[i] = read (descriptor, end, MAX_TEXT);
      if (descriptor >= 0)
        close (descriptor);
      if (lengths[i] <= 0)
        return 0;
      end += lengths[i];
    }
  memcpy (to, &(struct broker_entry) { pid, owner.stx_uid, lengths[0], lengths[1] }, sizeof (struct broker_entry));
  return end - to;
}

static int
answer_list (int socket,
             int proc)
{
  static char bytes[BROKER_MAX_PACKET - sizeof (struct broker_reply)];
  static union { struct dirent64 entry; char bytes[32768]; } names_in_it;
  struct broker_reply reply = { BROKER_MAGIC, 0, 1, 0 };
  int directory = syscall (SYS_openat2, proc, ".", &broker_how, sizeof broker_how);
  long sent = 0, filled = -1;

  while (directory >= 0 && sent == 0 &&
         (filled = syscall (SYS_getdents64, directory, &names_in_it, sizeof names_in_it)) > 0)
    for (long at = 0; at < filled && sent == 0; )
      {
        const struct dirent64 *entry = (const void *) (names_in_it.bytes + at);
        int32_t pid = atoi (entry->d_name);

        at += entry->d_reclen;
        if (pid <= 0)
          continue;
        reply.length += write_entry (proc, pid, bytes + reply.length);
        if (reply.length + MAX_ENTRY <= sizeof bytes)
          continue;
        sent = send_reply (socket, reply, bytes, -1);
        reply.length = 0;
      }
  reply.status = filled < 0 ? errno : 0;
  if (directory >= 0)
    close (directory);
  reply.more = 0;
  return sent < 0 ? -1 : send_reply (socket, reply, bytes, -1);
}

/**
 * broker_answer:
 * @packet: a request, of which nothing is known yet
 * @length: its length in bytes
 * @socket: where the answer goes
 * @proc: descriptor of /proc
 *
 * Answers one request; the same descriptors are open afterwards.
 *
 * Returns: 0, or -1 with errno if there is nobody to answer any more
 */
int
broker_answer (const void *packet,
               size_t      length,
               int         socket,
               int         proc)
{
  struct broker_request request;

  if (length == sizeof request)
    memcpy (&request, packet, sizeof request);
  if (length != sizeof request || request.magic != BROKER_MAGIC)
    return send_status (socket, EINVAL);
  if (request.opcode == BROKER_OPEN)
    return answer_open (&request, socket, proc);
  if (request.opcode == BROKER_LIST && request.pid == 0 && request.file == 0)
    return answer_list (socket, proc);
  if (request.opcode == BROKER_EXE && request.pid > 0 && request.file == 0)
    return answer_exe (request.pid, socket, proc);
  return send_status (socket, EINVAL);
}
