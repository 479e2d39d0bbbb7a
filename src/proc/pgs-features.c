/* pgs-features.c: what this kernel tells about pages, found out by trying
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * No version is compared: distributions carry features back, and a feature may be there and not
 * work (clearing soft-dirty bits succeeds where they are compiled out). So each one is tried once on
 * pages of our own that were put into the state in question:
 *   page 0 was written, page 1 was only read (the shared zero page), page 2 is a guard page.
 * An unknown category makes the whole PAGEMAP_SCAN fail with EINVAL, so that each is asked for
 * alone. A category that fails is a state that is unknown, not a reason to do without the scan.
 *
 * Kernels before 6.18 do not call the huge zero page zero; there, 2 MiB of zeroes would count as
 * resident. Where the self-test sees that, zero is unknown. Where it cannot have a huge zero page
 * (no transparent huge pages), it believes the category.
 */
#include "config.h"

#include "pgs-features.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-pagemap-abi.h"

#define OWN_PAGEMAP "/proc/self/pagemap"
#define N_PAGES 3
#define HUGE_SIZE ((gsize) 2 * 1024 * 1024)

typedef struct
{
  int fd; /* our own pagemap */
  guint32 page_size;
  volatile char *pages; /* N_PAGES */
  gboolean has_guard;
} Probe;

static guint64
address_of (const Probe *self,
            guint        page)
{
  return (guint64) (gsize) self->pages + (guint64) page * self->page_size;
}

/* Returns: the entry, 0 if it cannot be read. */
static guint64
read_entry (const Probe *self,
            guint        page)
{
  guint64 entry;
  off_t offset = (off_t) (address_of (self, page) / self->page_size * sizeof entry);

  if (pread (self->fd, &entry, sizeof entry, offset) != sizeof entry)
    return 0;
  return entry;
}

/* Scans `[start, start + length)` and returns the categories of its first page, 0 if it has none.
 * Returns: %FALSE if the kernel does not know @categories. */
static gboolean
scan (const Probe *self,
      guint64      start,
      guint64      length,
      guint64      categories,
      guint64     *result)
{
  PgsScanRange range = { 0 };
  PgsScanArg arg = {
    .size = sizeof arg,
    .start = start,
    .end = start + length,
    .vec = (guint64) (gsize) &range,
    .vec_len = 1,
    .category_anyof_mask = PGS_SCAN_PRESENT | PGS_SCAN_SWAPPED,
    .return_mask = categories,
  };
  int n_ranges = ioctl (self->fd, PGS_PAGEMAP_SCAN, &arg);

  *result = n_ranges > 0 && range.start == start ? range.categories : 0;
  return n_ranges >= 0;
}

static guint64
scan_page (const Probe *self,
           guint        page,
           guint64      category)
{
  guint64 result;

  if (!scan (self, address_of (self, page), self->page_size, category, &result))
    return 0;
  return result;
}

/* %FALSE only if we hold the huge zero page and the scan does not say so. */
static gboolean
flags_huge_zero (const Probe *self)
{
  char *area = mmap (NULL, 2 * HUGE_SIZE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                     -1, 0);
  guint64 categories = 0;
  volatile char *huge;

  if (area == MAP_FAILED)
    return TRUE;
  huge = (volatile char *) (((gsize) area + HUGE_SIZE - 1) & ~(HUGE_SIZE - 1));
  if (madvise ((char *) huge, HUGE_SIZE, MADV_HUGEPAGE) == 0)
    {
      (void) huge[0];
      scan (self, (guint64) (gsize) huge, HUGE_SIZE, PGS_SCAN_HUGE | PGS_SCAN_PFNZERO, &categories);
    }
  munmap (area, 2 * HUGE_SIZE);
  return !(categories & PGS_SCAN_HUGE) || (categories & PGS_SCAN_PFNZERO);
}

static void
probe_scan (const Probe *self,
            PgsFeatures *features)
{
  const guint64 basic = PGS_SCAN_PRESENT | PGS_SCAN_SWAPPED;
  guint64 huge;

  if (scan_page (self, 0, basic) != PGS_SCAN_PRESENT)
    return;
  features->scan = TRUE;
  features->scan_states = PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED;
  features->scan_categories = basic;
  if (scan (self, address_of (self, 0), self->page_size, PGS_SCAN_HUGE, &huge))
    {
      features->scan_states |= PGS_PAGE_HUGE;
      features->scan_categories |= PGS_SCAN_HUGE;
    }
  if (scan_page (self, 1, PGS_SCAN_PFNZERO) == PGS_SCAN_PFNZERO && flags_huge_zero (self))
    {
      features->scan_states |= PGS_PAGE_ZERO;
      features->scan_categories |= PGS_SCAN_PFNZERO;
    }
  if (self->has_guard && scan_page (self, 2, PGS_SCAN_GUARD) == PGS_SCAN_GUARD)
    {
      features->scan_states |= PGS_PAGE_GUARD;
      features->scan_categories |= PGS_SCAN_GUARD;
    }
}

static void
probe_pagemap (const Probe *self,
               PgsFeatures *features)
{
  guint64 entry = read_entry (self, 0);

  features->pagemap = (entry & PGS_PAGEMAP_PRESENT) != 0;
  features->soft_dirty = (entry & PGS_PAGEMAP_SOFT_DIRTY) != 0;
  features->pfn = features->pagemap && (entry & PGS_PAGEMAP_PFN_MASK) != 0;
  features->pagemap_guard = self->has_guard && (read_entry (self, 2) & PGS_PAGEMAP_GUARD);
}

/**
 * pgs_features_probe:
 * @pagemap_fd: /proc/self/pagemap, or anything else to see what happens without it; stays the
 *   caller's
 * @features: (out caller-allocates): what works
 *
 * Tries everything anew; pgs_features_get() does it once. Some 60 µs.
 */
void
pgs_features_probe (int          pagemap_fd,
                    PgsFeatures *features)
{
  Probe self = { .fd = pagemap_fd, .page_size = (guint32) sysconf (_SC_PAGESIZE) };
  gsize length = (gsize) N_PAGES * self.page_size;
  char *pages;

  memset (features, 0, sizeof *features);
  features->page_size = self.page_size;
  features->page_shift = (guint) g_bit_nth_lsf (self.page_size, -1);
  pages = mmap (NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED)
    return;
  self.pages = pages;
  self.pages[0] = 1;
  (void) self.pages[self.page_size];
  self.has_guard =
    madvise (pages + 2 * self.page_size, self.page_size, PGS_MADV_GUARD_INSTALL) == 0;
  probe_pagemap (&self, features);
  probe_scan (&self, features);
  munmap (pages, length);
}

static PgsFeatures the_features;
static gsize have_features;

/* Finds them out with @fd, which is closed, unless that was done. */
static void
find_out (int fd)
{
  if (g_once_init_enter (&have_features))
    {
      pgs_features_probe (fd, &the_features);
      if (g_getenv ("PAGESCAPE_NO_SCAN") != NULL)
        {
          the_features.scan = FALSE;
          the_features.scan_states = 0;
        }
      g_once_init_leave (&have_features, 1);
    }
  if (fd >= 0)
    close (fd);
}

/**
 * pgs_features_get:
 *
 * Any thread may call it. What holds for our own pages is taken to hold for those of every process
 * whose pagemap can be opened. With PAGESCAPE_NO_SCAN in the environment the scan is not used, as on
 * kernels before 6.7.
 *
 * Returns: (transfer none): what works on this kernel, found out at the first call
 */
const PgsFeatures *
pgs_features_get (void)
{
  if (g_atomic_pointer_get (&have_features) == 0)
    find_out (open (OWN_PAGEMAP, O_RDONLY | O_CLOEXEC));
  return &the_features;
}

/**
 * pgs_features_ensure:
 * @error: (out) (optional): why not
 *
 * To be called before pgs_features_get() by whoever can fail: without a descriptor for our own pagemap
 * it would be found out that nothing works, for ever.
 *
 * Returns: %FALSE if there is no descriptor or no memory left
 */
gboolean
pgs_features_ensure (GError **error)
{
  int fd;

  if (g_atomic_pointer_get (&have_features) != 0)
    return TRUE;
  fd = open (OWN_PAGEMAP, O_RDONLY | O_CLOEXEC);
  if (fd < 0 && pgs_error_is_exhaustion (errno))
    {
      pgs_error_set_errno (error, errno, "%s", OWN_PAGEMAP);
      return FALSE;
    }
  find_out (fd);
  return TRUE;
}
