/* pgs-cli-memory.c: what is done where there is no memory, or no descriptor for GLib's own use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Only a limit on the address space (ulimit -v) lets an allocation fail. GLib then says so in two lines and
 * ends the program by a signal, or, where there is not even memory for what it says, calls itself until
 * the stack is full; fontconfig crashes, or leaves Pango waiting for ever. So the addresses that a start is
 * sure to need are asked for in advance, and what fails later is said in one line. So is what GLib needs a
 * descriptor for: a thread that has something ready wakes the main loop through one.
 */
#include "config.h"

#include "pgs-cli-memory.h"

#include "pgs-cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Nothing is allocated here. What is to be taken back or away at the end is, by atexit(). */
G_NORETURN static void
give_up (int lack)
{
  static gint is_said;
  char line[256];

  while (!g_atomic_int_compare_and_exchange (&is_said, FALSE, TRUE))
    pause (); /* another thread ends the program */
  g_snprintf (line, sizeof line, "pagescape-cli: %s\n", strerror (lack));
  while (write (STDERR_FILENO, line, strlen (line)) < 0 && errno == EINTR)
    ;
  exit (PGS_CLI_FAILED);
}

/* GLib has no other way to ask why it ends: "failed to allocate 24 bytes", "creating thread", "Creating pipes for
 * GWakeup". Returns: 0 for another reason */
static int
get_lack (GLogLevelFlags  level,
          const char     *message)
{
  if ((level & G_LOG_LEVEL_ERROR) == 0)
    return 0;
  if (message == NULL || strstr (message, "allocat") != NULL || strstr (message, "creating thread") != NULL)
    return ENOMEM;
  return strstr (message, "GWakeup") != NULL ? EMFILE : 0;
}

static void
log_message (const char     *domain,
             GLogLevelFlags  level,
             const char     *message,
             gpointer        data)
{
  const int lack = get_lack (level, message);

  if (lack != 0)
    give_up (lack);
  g_log_default_handler (domain, level, message, data);
}

/**
 * pgs_cli_memory_guard:
 *
 * From now on a failed allocation, and a descriptor that GLib cannot do without, is one line on stderr and an exit
 * status, and not a signal.
 */
void
pgs_cli_memory_guard (void)
{
  g_log_set_default_handler (log_message, NULL);
}

/**
 * pgs_cli_memory_require:
 * @n_bytes: of addresses
 *
 * Ends the program if it may not take as much.
 */
void
pgs_cli_memory_require (gsize n_bytes)
{
  void *area = mmap (NULL, n_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  if (area == MAP_FAILED)
    give_up (ENOMEM);
  munmap (area, n_bytes);
}
