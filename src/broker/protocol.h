/* protocol.h: what is said between the broker and whoever started it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Over one end of a socketpair of AF_UNIX and SOCK_SEQPACKET, which is the broker's standard input:
 * one request a packet, answered in order. Both ends are on one machine, so numbers are in its byte
 * order. A request that is not understood is answered with EINVAL; the broker goes on. An empty packet
 * looks like the end of the connection, and ends the broker like it; so does not reading for a while.
 */
#pragma once

#include <stdint.h>

/* In the first four bytes of every request and reply; the last digit counts the versions. */
#define BROKER_MAGIC 0x31534750u /* "PGS1" */

enum broker_opcode {
  BROKER_OPEN = 1, /* one file; the reply has its descriptor as SCM_RIGHTS */
  BROKER_LIST = 2, /* all processes, in as many replies as it takes; pid and file are 0 */
  BROKER_EXE = 3,  /* which file a process runs: struct broker_exe and its name; file is 0 */
};

/* The only files there are. Those up to STATUS are below /proc/PID, for which PID may be a thread's
 * as well; the last two are of the machine: pid is 0. */
enum broker_file {
  BROKER_MAPS = 1,
  BROKER_SMAPS = 2,
  BROKER_SMAPS_ROLLUP = 3,
  BROKER_PAGEMAP = 4,
  BROKER_STAT = 5,
  BROKER_STATM = 6,
  BROKER_STATUS = 7,
  BROKER_KPAGEFLAGS = 8,
  BROKER_KPAGECOUNT = 9,
};

struct broker_request {
  uint32_t magic;
  uint32_t opcode;
  int32_t pid;
  uint32_t file;
};

/* status: 0, or an errno and no descriptor. more: another reply to the same request follows.
 * length: bytes behind this, in the same packet. */
struct broker_reply {
  uint32_t magic;
  uint32_t status;
  uint32_t more;
  uint32_t length;
};

/* One process of a list: followed by stat_length bytes of its stat and statm_length of its statm,
 * as the kernel wrote them, without padding. The next entry follows at once: unaligned. */
struct broker_entry {
  int32_t pid;
  uint32_t uid; /* owner of /proc/PID */
  uint32_t stat_length;
  uint32_t statm_length;
};

/* What a process runs: followed by its name as the kernel shows it, without a NUL, to the end of the packet.
 * inode is 0 if only the name is known. */
struct broker_exe {
  uint64_t inode;
  uint32_t major; /* the device that it is on */
  uint32_t minor;
};

#define BROKER_MAX_PACKET 65536 /* bytes of a reply */

#ifndef BROKER_PATIENCE
#define BROKER_PATIENCE 30 /* seconds for which somebody may not read what it asked for */
#endif

/* Its argument says what it keeps of the rights it is started with: without one, none. The first opens
 * files of others' processes; with the second pagemap has frame numbers, too, for which it keeps
 * CAP_SYS_ADMIN. Each is an action of polkit's. */
#define BROKER_ARGUMENT_PAGES  "--pages"
#define BROKER_ARGUMENT_FRAMES "--frames"
