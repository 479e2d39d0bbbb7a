/* pgs-pagemap.c: the entries of /proc/PID/pagemap
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * pagemap has 8 bytes for each page of the address space, whether anything is there or not, so its
 * cost follows what is read (2.3 ns a page of empty space, 15 to 19 ns a page in dense memory). It
 * is read where there is no PAGEMAP_SCAN (pgs-pagemap-reader.c), and for what the scan cannot tell
 * (pgs-pagemap-refiner.c). However much is read at once, the kernel holds the process' lock for no
 * more than 2 MiB of addresses at a time.
 *
 * What an entry does not tell: a zero page looks like an anonymous page shared after fork, the huge
 * zero page claims to be a file's, a huge page is like any other. An entry of which only soft-dirty
 * is set is an empty page in a new mapping.
 */
#include "config.h"

#include "pgs-pagemap.h"

#include <errno.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-pagemap-abi.h"

#define MAX_TESTED 64 /* mappings that are looked at for a page in RAM */

/**
 * pgs_pagemap_read_entries:
 * @pagemap_fd: a process' pagemap; stays the caller's
 * @first: page number
 * @count: how many
 * @entries: (out caller-allocates) (array length=count): their 64 bits
 * @error: (out) (optional): why not
 *
 * Returns: how many were read, fewer at the end of the address space and 0 when it is gone; -1 with
 *   the code of an errno
 */
gssize
pgs_pagemap_read_entries (int       pagemap_fd,
                          guint64   first,
                          gsize     count,
                          guint64  *entries,
                          GError  **error)
{
  const off_t start = (off_t) (first * sizeof *entries);
  gsize n_done = 0;
  gssize n_read;

  do /* half an entry, which no kernel returns, is not the end */
    {
      n_read = pread (pagemap_fd, (guint8 *) entries + n_done, count * sizeof *entries - n_done,
                      start + (off_t) n_done);
      n_done += n_read > 0 ? (gsize) n_read : 0;
    }
  while ((n_read < 0 && errno == EINTR) || (n_read > 0 && n_done % sizeof *entries != 0));
  if (n_read >= 0)
    return (gssize) (n_done / sizeof *entries);
  pgs_error_set_errno (error, errno, "pagemap: page 0x%" G_GINT64_MODIFIER "x", first);
  return -1;
}

/**
 * pgs_pagemap_entry_states:
 * @entry: 64 bits of pagemap
 *
 * Returns: what they tell, which is never %PGS_PAGE_ZERO or %PGS_PAGE_HUGE
 */
PgsPageState
pgs_pagemap_entry_states (guint64 entry)
{
  PgsPageState states = 0;

  if (entry & PGS_PAGEMAP_GUARD)
    return PGS_PAGE_GUARD;
  if (!(entry & (PGS_PAGEMAP_PRESENT | PGS_PAGEMAP_SWAP)))
    return 0;
  if (entry & PGS_PAGEMAP_PRESENT)
    {
      states = PGS_PAGE_PRESENT;
      states |= entry & PGS_PAGEMAP_FILE ? PGS_PAGE_FILE : 0;
      states |= entry & PGS_PAGEMAP_EXCLUSIVE ? PGS_PAGE_EXCLUSIVE : 0;
    }
  else
    states = PGS_PAGE_SWAPPED;
  states |= entry & PGS_PAGEMAP_SOFT_DIRTY ? PGS_PAGE_SOFT_DIRTY : 0;
  return states;
}

/**
 * pgs_pagemap_read_entry:
 * @pagemap_fd: a process' pagemap; stays the caller's
 * @page: page number
 * @entry: (out): its 64 bits, as pgs-pagemap-abi.h names them
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS when the address space is gone or does not reach that
 *   far, or the code of an errno
 */
gboolean
pgs_pagemap_read_entry (int       pagemap_fd,
                        guint64   page,
                        guint64  *entry,
                        GError  **error)
{
  gssize n_read = pgs_pagemap_read_entries (pagemap_fd, page, 1, entry, error);

  if (n_read == 1)
    return TRUE;
  if (n_read == 0)
    g_set_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS,
                 "pagemap: page 0x%" G_GINT64_MODIFIER "x: no such address space", page);
  return FALSE;
}

/* Whether the page is in RAM; then @shows_frame tells whether its entry says where. */
static gboolean
test_page (int       pagemap_fd,
           guint64   address,
           gboolean *shows_frame)
{
  guint64 entry;

  if (!pgs_pagemap_read_entry (pagemap_fd, address >> pgs_features_get ()->page_shift, &entry, NULL)
      || !(entry & PGS_PAGEMAP_PRESENT))
    return FALSE;
  *shows_frame = (entry & PGS_PAGEMAP_PFN_MASK) != 0;
  return TRUE;
}

/**
 * pgs_pagemap_shows_frames:
 * @pagemap_fd: pagemap of any process
 * @maps: its mappings
 *
 * That depends on who opened it. It shows in the first page that is found in RAM; the last one of the first
 * stack, with the arguments, nearly always is.
 *
 * Returns: whether it has the numbers of frames; %FALSE if that cannot be seen
 */
gboolean
pgs_pagemap_shows_frames (int            pagemap_fd,
                          const PgsMaps *maps)
{
  const gsize n = pgs_maps_get_length (maps);
  gboolean shows_frame = FALSE;

  for (gsize i = 0; i < MIN (n, MAX_TESTED); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, n - 1 - i);

      if (!(mapping->flags & PGS_MAPPING_NOT_COUNTED)
          && (test_page (pagemap_fd, mapping->end - 1, &shows_frame)
              || test_page (pagemap_fd, mapping->start, &shows_frame)))
        return shows_frame;
    }
  return FALSE;
}
