/* fuzz-words.c: the words for mappings and processes of any name may be shown anywhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-format.h"
#include "pgs-heading.h"
#include "pgs-picture.h"
#include "pgs-smaps.h"
#include "pgs-vm-flags.h"

static void
check_mapping (FuzzInput *input)
{
  g_autofree char *path = fuzz_dup_string (input);
  g_autofree char *name = NULL;
  const guint8 bits = fuzz_byte (input);
  const PgsMapping mapping = { .start = 0x1000, .end = 0x2000, .path = path, .inode = bits & 1,
                               .flags = (bits >> 1) & 7, .kind = (bits >> 4) % PGS_N_KINDS };

  name = pgs_format_mapping_name (&mapping);
  fuzz_assert_shown (name);
  g_assert_cmpstr (name, !=, "");
}

static void
check_vm_flags (FuzzInput *input)
{
  g_autofree char *codes = fuzz_dup_string (input);
  g_autofree char *text = pgs_vm_flags_format (codes);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    fuzz_assert_shown (*line);
  pgs_smaps_flags_have (codes, "hg");
}

static void
check_process (FuzzInput *input)
{
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autofree char *title = NULL;
  g_autofree char *file = NULL;

  snapshot->process = pgs_process_info_new ();
  snapshot->process->name = fuzz_dup_string (input);
  snapshot->process->pid = (gint) fuzz_number (input);
  title = pgs_heading_dup_title (snapshot);
  fuzz_assert_shown (title);
  file = pgs_picture_dup_file_name (snapshot, PGS_VIEW_MAP, PGS_EXPORT_SVG);
  fuzz_assert_shown (file);
  g_assert_null (strchr (file, '/'));
  g_assert_true (file[0] != '.' && file[0] != '-');
  g_assert_true (g_str_has_suffix (file, "-map.svg"));
  g_assert_cmpuint (strlen (file), <, 128);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  FuzzInput input = { data, data + size };

  check_mapping (&input);
  check_vm_flags (&input);
  check_process (&input);
  return 0;
}
