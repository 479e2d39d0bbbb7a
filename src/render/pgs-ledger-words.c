/* pgs-ledger-words.c: the lines of the ledger in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-ledger-words.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  PgsAccount account;
  const char *id;
  const char *words;
  const char *explanation;
} Words;

static const Words lines[] = {
  { PGS_ACCOUNT_VIRT, "virt", N_("VIRT"), N_("All addresses that the process reserved.") },
  { PGS_ACCOUNT_VIRT, "never_touched", N_("Not in use"),
    N_("Addresses without anything behind them: never touched, or given back.") },
  { PGS_ACCOUNT_VIRT, "resident", N_("Resident"),
    N_("Pages that are in RAM, without the shared page of zeros.") },
  { PGS_ACCOUNT_VIRT, "zero", N_("Zero page"),
    N_("Pages that were read and never written; all show the kernel’s one page of zeros.") },
  { PGS_ACCOUNT_VIRT, "present", N_("Present"),
    N_("Pages that are in RAM; which of them show the page of zeros is not known here.") },
  { PGS_ACCOUNT_VIRT, "swapped", N_("Swapped"),
    N_("Pages that were moved out to swap.") },
  { PGS_ACCOUNT_VIRT, "marks", N_("Marks"),
    N_("Entries that look like swap and are not: marks of userfaultfd, pages that are being moved.") },
  { PGS_ACCOUNT_VIRT, "guard", N_("Guard"), N_("Pages that end any access in a signal.") },
  { PGS_ACCOUNT_VIRT, "opaque", N_("Not told"),
    N_("Memory of devices and of the kernel: what of it is mapped, the kernel does not tell.") },
  { PGS_ACCOUNT_VIRT, "shmem_swap", N_("Shared memory in swap"),
    N_("It leaves no entry in the page tables, so it is part of what is not in use.") },
  { PGS_ACCOUNT_VIRT, "difference", N_("Difference"),
    N_("What statm and the list of mappings differ by: they are read one after the other.") },
  { PGS_ACCOUNT_RES, "res", N_("RES, as counted"), N_("What the kernel counts as resident.") },
  { PGS_ACCOUNT_RES, "anon", N_("Anonymous"),
    N_("Pages of no file: heap, stacks, copies of file pages.") },
  { PGS_ACCOUNT_RES, "file", N_("File"), N_("Pages of files, which the page cache holds, too.") },
  { PGS_ACCOUNT_RES, "shmem", N_("Shared memory"),
    N_("Pages of shared memory: memfd, /dev/shm, shared anonymous.") },
  { PGS_ACCOUNT_RES, "difference", N_("Difference"),
    N_("Some kernels keep these counters only approximately.") },
  { PGS_ACCOUNT_RES, "res_by_pages", N_("RES, page by page"),
    N_("The same total, found again by looking at every page.") },
  { PGS_ACCOUNT_RES, "present", N_("Present pages"), N_("Page table entries that point to RAM.") },
  { PGS_ACCOUNT_RES, "zero", N_("Zero page"),
    N_("Present, but the kernel’s: counted for nobody.") },
  { PGS_ACCOUNT_RES, "hugetlb", N_("hugetlb"),
    N_("Present, but from the pool of hugetlb, which RES leaves out.") },
  { PGS_ACCOUNT_RES, "special", N_("Kernel and device"),
    N_("Present, but no memory of the process: vvar, devices.") },
  { PGS_ACCOUNT_RES, "slack", N_("Slack"),
    N_("What is left when everything that is known was taken off.") },
  { PGS_ACCOUNT_RES, "unexplained", N_("Unexplained"),
    N_("What is left, because a line above is not known.") },
  { PGS_ACCOUNT_RES, "huge", N_("of which huge"),
    N_("Present pages that are parts of transparent huge pages.") },
  { PGS_ACCOUNT_SHARED, "rss", N_("RSS"), N_("Resident, added up over all mappings.") },
  { PGS_ACCOUNT_SHARED, "private_clean", N_("Private clean"),
    N_("Used by this process alone, the same as in its file.") },
  { PGS_ACCOUNT_SHARED, "private_dirty", N_("Private dirty"),
    N_("Used by this process alone, and changed.") },
  { PGS_ACCOUNT_SHARED, "shared_clean", N_("Shared clean"),
    N_("Used by others, too, the same as in its file.") },
  { PGS_ACCOUNT_SHARED, "shared_dirty", N_("Shared dirty"),
    N_("Used by others, too, and changed.") },
  { PGS_ACCOUNT_SHARED, "from_res", N_("more than RES"),
    N_("RSS is added up from the mappings, RES is a counter of the kernel.") },
  { PGS_ACCOUNT_SHARED, "pss", N_("PSS"),
    N_("Each page divided by the number of processes that map it.") },
  { PGS_ACCOUNT_SHARED, "from_rss", N_("RSS"), N_("From the account above.") },
  { PGS_ACCOUNT_SHARED, "shared_with_others", N_("Share of others"),
    N_("What other processes answer for in the pages that they share.") },
  { PGS_ACCOUNT_SHARED, "uss", N_("USS"),
    N_("What would be free if this process ended.") },
  { PGS_ACCOUNT_SHARED, "from_pss", N_("PSS"), N_("From the account above.") },
  { PGS_ACCOUNT_SHARED, "shared_own", N_("Own share"),
    N_("The process’ part of shared pages: they stay as long as another process maps them.") },
  { PGS_ACCOUNT_SHARED, "private_hugetlb", N_("Private hugetlb"),
    N_("hugetlb pages of this process alone, which RSS leaves out.") },
};

static const Words *
find (const PgsLedgerLine *line)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i].account == line->account && g_str_equal (lines[i].id, line->id))
      return &lines[i];
  return NULL;
}

/**
 * pgs_account_format:
 * @account: an account of the ledger
 *
 * Returns: (transfer none): its title, translated
 */
const char *
pgs_account_format (PgsAccount account)
{
  switch (account)
    {
    case PGS_ACCOUNT_VIRT:
      return _("What VIRT is made of");
    case PGS_ACCOUNT_RES:
      return _("What RES is made of");
    case PGS_ACCOUNT_SHARED:
      return _("Shared with others");
    }
  g_return_val_if_reached ("");
}

/**
 * pgs_ledger_line_format_reason:
 * @line: a line of a ledger
 *
 * Returns: (transfer none) (nullable): why it is not known or why something is left over, a sentence,
 *   translated; %NULL if there is nothing to explain
 */
const char *
pgs_ledger_line_format_reason (const PgsLedgerLine *line)
{
  switch (line->reason)
    {
    case PGS_LEDGER_REASON_NONE:
      return NULL;
    case PGS_LEDGER_REASON_DENIED:
      return _("The kernel does not show it to Pagescape.");
    case PGS_LEDGER_REASON_UNSUPPORTED:
      return _("This kernel does not tell it.");
    case PGS_LEDGER_REASON_NOT_READ:
      return _("It was not read.");
    case PGS_LEDGER_REASON_MOVING:
      return _("The process went on while it was read, so the parts are of different moments.");
    case PGS_LEDGER_REASON_AGED:
      return _("Pages or smaps were read some time before the counters.");
    case PGS_LEDGER_REASON_COUNTERS:
      return _("It is the kernel’s counter that is off: pages and mappings agree with each other.");
    case PGS_LEDGER_REASON_UNKNOWN:
      return _("What it comes from is not known; on many kernels the counter is approximate.");
    }
  g_return_val_if_reached (NULL);
}

/**
 * pgs_ledger_line_format:
 * @line: a line of a ledger
 *
 * Returns: (transfer none): what it is called, translated; its ID if it has no name
 */
const char *
pgs_ledger_line_format (const PgsLedgerLine *line)
{
  const Words *words = find (line);

  return words != NULL ? _(words->words) : line->id;
}

/**
 * pgs_ledger_line_explain:
 * @line: a line of a ledger
 *
 * Returns: (transfer none) (nullable): a sentence on what it counts, translated
 */
const char *
pgs_ledger_line_explain (const PgsLedgerLine *line)
{
  const Words *words = find (line);

  return words != NULL ? _(words->explanation) : NULL;
}
