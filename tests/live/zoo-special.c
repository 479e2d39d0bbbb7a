/* zoo-special.c: memory that is counted in other ways than ordinary memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "zoo.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <linux/userfaultfd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define HUGE_PAGE ((size_t) 2 * 1024 * 1024)
#define READ_WRITE (PROT_READ | PROT_WRITE)
#define RING_PAGES 8
#define RING_BLOCKS 4
#define RING_BLOCK (64 * 1024)

/* Frames that are not managed as pages, or pages of the kernel: nobody's memory. */
static void
enter_perf_ring (int argc, char **argv)
{
  struct perf_event_attr attr = { .type = PERF_TYPE_SOFTWARE, .size = sizeof attr,
                                  .config = PERF_COUNT_SW_CPU_CLOCK, .sample_period = 1000000,
                                  .disabled = 1, .exclude_kernel = 1 };
  int fd = (int) syscall (SYS_perf_event_open, &attr, 0, -1, -1, 0);
  char *ring;

  if (fd < 0)
    zoo_unavailable ("no perf_event_open for this user");
  ring = mmap (NULL, (1 + RING_PAGES) * zoo_page_size, READ_WRITE, MAP_SHARED, fd, 0);
  if (ring == MAP_FAILED)
    zoo_unavailable ("no memory for a ring of perf events");
  zoo_read (ring, 1 + RING_PAGES, 1);
  zoo_report ("ring", ring, (1 + RING_PAGES) * zoo_page_size);
}

static void
enter_io_uring (int argc, char **argv)
{
  struct io_uring_params params = { 0 };
  int fd = (int) syscall (SYS_io_uring_setup, 64, &params);
  char *ring;

  if (fd < 0)
    zoo_unavailable ("no io_uring");
  ring = mmap (NULL, zoo_page_size, READ_WRITE, MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQ_RING);
  if (ring == MAP_FAILED)
    zoo_fail ("io_uring");
  zoo_report ("ring", ring, zoo_page_size);
}

static void
enter_packet_ring (int argc, char **argv)
{
  struct tpacket_req request = { .tp_block_size = RING_BLOCK, .tp_block_nr = RING_BLOCKS,
                                 .tp_frame_size = 2048,
                                 .tp_frame_nr = RING_BLOCK / 2048 * RING_BLOCKS };
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons (ETH_P_LOOP));
  char *ring;

  if (fd < 0 || setsockopt (fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof request) != 0)
    zoo_unavailable ("no packet sockets for this user");
  ring = mmap (NULL, RING_BLOCK * RING_BLOCKS, READ_WRITE, MAP_SHARED, fd, 0);
  if (ring == MAP_FAILED)
    zoo_fail ("packet ring");
  zoo_report ("ring", ring, RING_BLOCK * RING_BLOCKS);
}

static void
enter_sysv (int argc, char **argv)
{
  int id = shmget (IPC_PRIVATE, 32 * zoo_page_size, IPC_CREAT | 0600);
  char *area = id >= 0 ? shmat (id, NULL, 0) : (char *) -1;

  if (area == (char *) -1)
    zoo_unavailable ("no System V shared memory");
  shmctl (id, IPC_RMID, NULL);
  zoo_write (area, 20, 1);
  zoo_report ("area", area, 32 * zoo_page_size);
}

static void
enter_hugetlb_shared (int argc, char **argv)
{
  char *area = mmap (NULL, 2 * HUGE_PAGE, READ_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_HUGETLB, -1,
                     0);

  if (area == MAP_FAILED)
    zoo_unavailable ("no hugetlb pages reserved");
  zoo_write (area, 1, 1);
  zoo_report ("area", area, 2 * HUGE_PAGE);
}

/* Write protection without a page leaves a mark in the page table that looks like swap. */
static void
enter_userfault (int argc, char **argv)
{
  struct uffdio_api api = { .api = UFFD_API, .features = UFFD_FEATURE_WP_HUGETLBFS_SHMEM };
  struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_WP };
  struct uffdio_writeprotect protect = { .mode = UFFDIO_WRITEPROTECT_MODE_WP };
  int fd = (int) syscall (SYS_userfaultfd, O_CLOEXEC);
  char *area = zoo_map (64, READ_WRITE, MAP_SHARED | MAP_ANONYMOUS);

  if (fd < 0 || ioctl (fd, UFFDIO_API, &api) != 0)
    zoo_unavailable ("no userfaultfd with write protection for this user");
  zoo_write (area, 16, 1);
  range.range.start = protect.range.start = (uintptr_t) area;
  range.range.len = protect.range.len = 64 * zoo_page_size;
  if (ioctl (fd, UFFDIO_REGISTER, &range) != 0 || ioctl (fd, UFFDIO_WRITEPROTECT, &protect) != 0)
    zoo_unavailable ("userfaultfd cannot protect shared memory");
  zoo_report ("area", area, 64 * zoo_page_size);
  zoo_report ("marked", area + 16 * zoo_page_size, 48 * zoo_page_size);
}

/* Equal pages, merged by KSM after a while, if it runs. */
static void
enter_merged (int argc, char **argv)
{
  char *area = zoo_map_aligned (64 * zoo_page_size, zoo_page_size);

  memset (area, 'k', 64 * zoo_page_size);
  if (madvise (area, 64 * zoo_page_size, MADV_MERGEABLE) != 0)
    zoo_unavailable ("no KSM");
  usleep (500000);
  zoo_report ("area", area, 64 * zoo_page_size);
}

static void
enter_lazy (int argc, char **argv)
{
  char *area = zoo_map_aligned (64 * zoo_page_size, zoo_page_size);

  madvise (area, 64 * zoo_page_size, MADV_NOHUGEPAGE);
  zoo_write (area, 64, 1);
  if (madvise (area, 32 * zoo_page_size, MADV_FREE) != 0)
    zoo_unavailable ("no MADV_FREE");
  zoo_report ("area", area, 64 * zoo_page_size);
}

static void
enter_locked (int argc, char **argv)
{
  char *area = zoo_map_aligned (64 * zoo_page_size, zoo_page_size);

  if (mlock (area, 48 * zoo_page_size) != 0)
    zoo_unavailable ("this user may not lock that much");
  zoo_report ("area", area, 64 * zoo_page_size);
}

/* Two huge pages: of one a part was given back, of the other a part has other permissions. */
static void
enter_huge_part (int argc, char **argv)
{
  char *area = zoo_map_aligned (2 * HUGE_PAGE, HUGE_PAGE);

  if (madvise (area, 2 * HUGE_PAGE, MADV_HUGEPAGE) != 0)
    zoo_unavailable ("no transparent huge pages");
  zoo_write (area, 1, 1);
  zoo_write (area + HUGE_PAGE, 1, 1);
  madvise (area, 8 * zoo_page_size, MADV_DONTNEED);
  mprotect (area + HUGE_PAGE, 8 * zoo_page_size, PROT_READ);
  zoo_report ("area", area, 2 * HUGE_PAGE);
}

/* Addresses of more than 47 bits are given to those who ask, where there are five levels of tables. */
static void
enter_wide (int argc, char **argv)
{
  char *const hint = (char *) ((uintptr_t) 1 << 52);
  char *area = mmap (hint, 64 * zoo_page_size, READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (area == MAP_FAILED || area < hint)
    zoo_unavailable ("no addresses of more than 47 bits here");
  zoo_write (area, 20, 1);
  zoo_report ("area", area, 64 * zoo_page_size);
}

const ZooMode zoo_special_modes[] = {
  { "perf-ring", "a ring of perf events", enter_perf_ring, NULL },
  { "io-uring", "a ring of io_uring", enter_io_uring, NULL },
  { "packet-ring", "a ring of a packet socket", enter_packet_ring, NULL },
  { "sysv", "System V shared memory, 20 of 32 pages written", enter_sysv, NULL },
  { "hugetlb-shared", "one shared hugetlb page of two", enter_hugetlb_shared, NULL },
  { "userfault", "64 shared pages, 48 of them marks of userfaultfd", enter_userfault, NULL },
  { "merged", "64 equal pages, merged by KSM", enter_merged, NULL },
  { "lazy", "64 pages, half of them MADV_FREE", enter_lazy, NULL },
  { "locked", "48 of 64 pages locked", enter_locked, NULL },
  { "wide", "20 of 64 pages at an address of more than 47 bits", enter_wide, NULL },
  { "huge-part", "parts of huge pages", enter_huge_part, NULL },
  { NULL, NULL, NULL, NULL },
};
