/* pgs-explain.c: an explanation in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Each case is a title and a sentence or two with up to three places for the numbers that it quotes,
 * so that a translator has one whole text. What the kernel always does may be stated; of this region
 * only what was measured.
 */
#include "config.h"

#include "pgs-explain.h"

#include <glib/gi18n-lib.h>

#include "pgs-format.h"

/* What stands in for %s, in the order of the text. */
typedef enum
{
  QUOTE_NOTHING = 0,
  QUOTE_SIZE,
  QUOTE_RSS,
  QUOTE_PSS,
  QUOTE_SWAP,
  QUOTE_ANON,
  QUOTE_NOT_ANON,
  QUOTE_SHARED,
  QUOTE_LOCKED,
  QUOTE_HUGE,
  QUOTE_HUGETLB,
  QUOTE_N_ZERO,
  QUOTE_N_GUARD,
  QUOTE_BLOCK,
} Quote;

#define MAX_QUOTES 3

typedef struct
{
  const char *title;
  const char *text;
  Quote quotes[MAX_QUOTES];
} Case;

static const Case cases[PGS_N_EXPLANATIONS] = {
  [PGS_EXPLANATION_VSYSCALL] = {
    N_("Why is this not in VIRT?"),
    N_("The kernel lists this page for very old programs. It lies in the kernel’s half of the "
       "addresses and belongs to no process."),
    { QUOTE_NOTHING } },
  [PGS_EXPLANATION_KERNEL_CODE] = {
    N_("Code from the kernel"),
    N_("The kernel puts these %s of its own code into every process, so that questions such as the "
       "time of day need no system call."),
    { QUOTE_SIZE } },
  [PGS_EXPLANATION_KERNEL_DATA] = {
    N_("Data from the kernel"),
    N_("The kernel writes the state of its clocks here, and its code in [vdso] reads it without a "
       "system call. The program cannot write it."),
    { QUOTE_NOTHING } },
  [PGS_EXPLANATION_DENIED] = {
    N_("Why is RES not known?"),
    N_("%s of addresses are reserved; what of them is in RAM is in pagemap and smaps, which the "
       "kernel does not show here."),
    { QUOTE_SIZE } },
  [PGS_EXPLANATION_STACK_GUARD] = {
    N_("A guard below a stack"),
    N_("These %s have no permissions at all. A stack that grows too far runs into them and the "
       "program gets a signal, instead of overwriting what lies below."),
    { QUOTE_SIZE } },
  [PGS_EXPLANATION_NO_ACCESS] = {
    N_("Addresses without permissions"),
    N_("Any access to these %s ends in a signal. Programs keep such ranges to guard a neighbour, or "
       "to make them usable bit by bit with mprotect(). In RAM: %s."),
    { QUOTE_SIZE, QUOTE_RSS } },
  [PGS_EXPLANATION_GUARD_PAGES] = {
    N_("Guard pages inside"),
    N_("Guard pages in this region: %s. Touching one ends in a signal. They need neither RAM nor a "
       "mapping of their own (MADV_GUARD_INSTALL)."),
    { QUOTE_N_GUARD } },
  [PGS_EXPLANATION_HUGETLB] = {
    N_("Why is RES below what is used?"),
    N_("%s come from the pool of huge pages that was set aside for hugetlb. The kernel does not "
       "count them in RES, and never swaps them."),
    { QUOTE_HUGETLB } },
  [PGS_EXPLANATION_SWAPPED] = {
    N_("Part of it is in swap"),
    N_("%s were moved out of RAM. The next access to such a page is a page fault and brings it back; "
       "%s are in RAM now."),
    { QUOTE_SWAP, QUOTE_RSS } },
  [PGS_EXPLANATION_LOCKED] = {
    N_("Locked in RAM"),
    N_("The program asked with mlock() that %s stay in RAM. The kernel neither swaps them nor drops "
       "them, however short memory gets."),
    { QUOTE_LOCKED } },
  [PGS_EXPLANATION_DELETED] = {
    N_("Its file was deleted"),
    N_("The name is gone, the file is not: it lives on until the last process lets go of it. %s of "
       "it are in RAM. Often an update replaced the file; a restart takes up the new one."),
    { QUOTE_RSS } },
  [PGS_EXPLANATION_HUGE] = {
    N_("Huge pages"),
    N_("%s are in huge pages: one entry of a page table stands for %s at once. That saves page "
       "faults and look-ups, and the first touch brings all of it to RAM."),
    { QUOTE_HUGE, QUOTE_BLOCK } },
  [PGS_EXPLANATION_ZERO] = {
    N_("Present, yet not in RES"),
    N_("Pages that were read and never written: %s. They all show the kernel’s one page of zeros, "
       "which counts for nobody. The first write gives each of them RAM of its own."),
    { QUOTE_N_ZERO } },
  [PGS_EXPLANATION_STACK] = {
    N_("A stack grows by itself"),
    N_("The stack has %s of addresses and %s in RAM. When the program touches the addresses below "
       "it, the kernel enlarges it downwards, up to the limit that ulimit -s shows."),
    { QUOTE_SIZE, QUOTE_RSS } },
  [PGS_EXPLANATION_THREAD_STACK] = {
    N_("The stack of a thread"),
    N_("The stack pointer of a thread was seen in here. %s are reserved and do not grow; the thread "
       "has needed %s of RAM so far."),
    { QUOTE_SIZE, QUOTE_RSS } },
  [PGS_EXPLANATION_FORK_SHARED] = {
    N_("Private, yet shared for now"),
    N_("%s are used by another process, too, as after fork(). Both see the same pages until one of "
       "them writes; then the writer gets a copy (copy-on-write)."),
    { QUOTE_SHARED } },
  [PGS_EXPLANATION_HEAP] = {
    N_("Memory for malloc()"),
    N_("The program moved the end of its data up with brk(): %s of addresses, %s in RAM. The kernel "
       "gets back what lies at the top; holes in the middle mostly stay resident."),
    { QUOTE_SIZE, QUOTE_RSS } },
  [PGS_EXPLANATION_UNTOUCHED] = {
    N_("Why is RES 0?"),
    N_("%s of addresses are reserved and none of it is in RAM. The kernel gives a page of RAM only "
       "when it is first touched (demand paging)."),
    { QUOTE_SIZE } },
  [PGS_EXPLANATION_UNREAD_FILE] = {
    N_("Why is RES 0?"),
    N_("%s of a file have addresses, and none of them is in use here. The first access to a page "
       "is a page fault that takes it from the page cache, or reads it from the disk."),
    { QUOTE_SIZE } },
  [PGS_EXPLANATION_COPIED] = {
    N_("Pages of a file, and copies of them"),
    N_("The mapping is private: %s were written to and are copies of this process now "
       "(copy-on-write). The other %s in RAM are the file’s own pages."),
    { QUOTE_ANON, QUOTE_NOT_ANON } },
  [PGS_EXPLANATION_ALL_COPIED] = {
    N_("From a file, and no longer its pages"),
    N_("The mapping is private. All %s that are in RAM were written to and are copies of this "
       "process now (copy-on-write); none of that reaches the file."),
    { QUOTE_RSS } },
  [PGS_EXPLANATION_FILE_SHARED] = {
    N_("Why is PSS below RES?"),
    N_("Other processes map the same pages of this file: %s of the %s that are resident. PSS divides "
       "each page by the number of its users, which makes %s."),
    { QUOTE_SHARED, QUOTE_RSS, QUOTE_PSS } },
  [PGS_EXPLANATION_SHARED_MEMORY] = {
    N_("Memory to be shared"),
    N_("What one process writes here, all that map it see. %s of %s are in RAM; RES counts them in "
       "each of these processes, PSS shares them out."),
    { QUOTE_RSS, QUOTE_SIZE } },
  [PGS_EXPLANATION_FILE_PARTIAL] = {
    N_("Why is RES below VIRT?"),
    N_("%s of a file have addresses, %s of them are in RAM for this process: what it used, and "
       "neighbours that the kernel mapped along with it."),
    { QUOTE_SIZE, QUOTE_RSS } },
  [PGS_EXPLANATION_FULL] = {
    N_("All of it is in RAM"),
    N_("Every page of these %s is in RAM, so RES equals VIRT here."),
    { QUOTE_SIZE } },
  [PGS_EXPLANATION_PARTIAL] = {
    N_("Why is RES below VIRT?"),
    N_("%s of addresses are reserved. The kernel gives a page of RAM only when it is first touched: "
       "so far that makes %s."),
    { QUOTE_SIZE, QUOTE_RSS } },
};

static char *
format_quote (const PgsExplanation *self,
              Quote                 quote)
{
  switch (quote)
    {
    case QUOTE_NOTHING:
      return NULL;
    case QUOTE_SIZE:
      return pgs_format_size (self->size);
    case QUOTE_RSS:
      return pgs_format_size (self->rss);
    case QUOTE_PSS:
      return pgs_format_size (self->pss);
    case QUOTE_SWAP:
      return pgs_format_size (self->swap);
    case QUOTE_ANON:
      return pgs_format_size (self->anon);
    case QUOTE_NOT_ANON:
      return pgs_format_size (self->rss > self->anon ? self->rss - self->anon : 0);
    case QUOTE_SHARED:
      return pgs_format_size (self->shared);
    case QUOTE_LOCKED:
      return pgs_format_size (self->locked);
    case QUOTE_HUGE:
      return pgs_format_size (self->huge);
    case QUOTE_HUGETLB:
      return pgs_format_size (self->hugetlb);
    case QUOTE_N_ZERO:
      return pgs_format_count (self->n_zero);
    case QUOTE_N_GUARD:
      return pgs_format_count (self->n_guard);
    case QUOTE_BLOCK:
      return pgs_format_size (self->block);
    }
  g_assert_not_reached ();
}

/**
 * pgs_explain_title:
 * @explanation: what is special about a region
 *
 * Returns: (transfer none) (nullable): a short title, translated; %NULL if there is nothing to say
 */
const char *
pgs_explain_title (const PgsExplanation *explanation)
{
  const Case *it = &cases[explanation->id];

  return it->title != NULL ? _(it->title) : NULL;
}

/**
 * pgs_explain_text:
 * @explanation: what is special about a region
 *
 * Returns: (transfer full) (nullable): one or two sentences, translated, with the region's own
 *   numbers; %NULL if there is nothing to say
 */
char *
pgs_explain_text (const PgsExplanation *explanation)
{
  const Case *it = &cases[explanation->id];
  char *quotes[MAX_QUOTES];
  char *text = NULL;

  if (it->text == NULL)
    return NULL;
  for (gsize i = 0; i < MAX_QUOTES; i++)
    quotes[i] = format_quote (explanation, it->quotes[i]);
  text = g_strdup_printf (_(it->text), quotes[0], quotes[1], quotes[2]);
  for (gsize i = 0; i < MAX_QUOTES; i++)
    g_free (quotes[i]);
  return text;
}
