/* pgs-vm-flags.c: the two-letter flags of smaps in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Source: show_smap_vma_flags() in fs/proc/task_mmu.c, proc_pid_smaps(5) and
 * Documentation/filesystems/proc.rst. "nl", "dw" and "mp" come from kernels that are older than those
 * that have "ss" or "sl".
 */
#include "config.h"

#include "pgs-vm-flags.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "pgs-text.h"

#define CODE_LENGTH 2

static const struct
{
  char code[CODE_LENGTH + 1];
  const char *words;
} vm_flags[] = {
  { "rd", N_("readable") },
  { "wr", N_("writable") },
  { "ex", N_("executable") },
  { "sh", N_("shared") },
  { "mr", N_("may be made readable") },
  { "mw", N_("may be made writable") },
  { "me", N_("may be made executable") },
  { "ms", N_("may be shared") },
  { "gd", N_("grows down") },
  { "pf", N_("frames without page structures") },
  { "dw", N_("writing to the file is refused") },
  { "lo", N_("locked in RAM") },
  { "io", N_("memory of a device") },
  { "sr", N_("advised: read in order") },
  { "rr", N_("advised: read at random") },
  { "dc", N_("not copied on fork") },
  { "de", N_("cannot be enlarged") },
  { "lf", N_("locked once touched") },
  { "ac", N_("counts towards the commit limit") },
  { "nr", N_("no swap reserved") },
  { "ht", N_("huge pages of hugetlb") },
  { "sf", N_("synchronous page faults") },
  { "nl", N_("non-linear file mapping") },
  { "ar", N_("flag of this architecture") },
  { "wf", N_("wiped on fork") },
  { "dd", N_("not in core dumps") },
  { "bt", N_("guarded branch targets") },
  { "sd", N_("soft-dirty tracking") },
  { "mm", N_("some frames without page structures") },
  { "hg", N_("huge pages wanted") },
  { "nh", N_("huge pages refused") },
  { "mg", N_("equal pages may be merged") },
  { "um", N_("missing pages go to userfaultfd") },
  { "uw", N_("first writes go to userfaultfd") },
  { "ui", N_("minor faults go to userfaultfd") },
  { "mt", N_("memory tags") },
  { "mp", N_("bounds tables of MPX") },
  { "ss", N_("shadow stack") },
  { "dp", N_("may be dropped under pressure") },
  { "sl", N_("sealed") },
  { "gu", N_("may hold guard pages") },
};

/**
 * pgs_vm_flag_describe:
 * @code: a code of two letters
 *
 * Returns: (transfer none) (nullable): what it means, translated; %NULL for a code that is not known
 */
const char *
pgs_vm_flag_describe (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vm_flags); i++)
    if (strncmp (vm_flags[i].code, code, CODE_LENGTH) == 0 && code[CODE_LENGTH] == '\0')
      return _(vm_flags[i].words);
  return NULL;
}

/**
 * pgs_vm_flags_format:
 * @codes: (nullable): codes as the kernel writes them, "rd wr mr"
 *
 * Returns: (transfer full): one line a code, "rd  readable"; a code that is not known stands alone;
 *   "–" for %NULL
 */
char *
pgs_vm_flags_format (const char *codes)
{
  g_auto (GStrv) words = NULL;
  GString *text;

  if (codes == NULL)
    return g_strdup ("–");
  text = g_string_new (NULL);
  words = g_strsplit (codes, " ", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *description = pgs_vm_flag_describe (words[i]);
      g_autofree char *code = pgs_text_dup_display (words[i], -1);

      if (*code == '\0')
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, code);
      if (description != NULL)
        g_string_append_printf (text, "  %s", description);
    }
  return g_string_free (text, FALSE);
}
