/* pgs-kind.c: what a region of an address space is for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-kind.h"

static const char *const kind_ids[PGS_N_KINDS] = {
  [PGS_KIND_CODE] = "code",       [PGS_KIND_DATA] = "data",   [PGS_KIND_HEAP] = "heap",
  [PGS_KIND_ANON] = "anon",       [PGS_KIND_LIBRARY] = "library", [PGS_KIND_FILE] = "file",
  [PGS_KIND_STACK] = "stack",     [PGS_KIND_SHMEM] = "shmem", [PGS_KIND_KERNEL] = "kernel",
};

/**
 * pgs_kind_get_id:
 * @kind: a kind
 *
 * Returns: its name in JSON, CSV and recordings, which never changes and is not translated
 */
const char *
pgs_kind_get_id (PgsKind kind)
{
  g_return_val_if_fail ((guint) kind < PGS_N_KINDS, NULL);

  return kind_ids[kind];
}

/**
 * pgs_kind_from_id:
 * @id: (nullable): a name
 * @kind: (out) (optional): the kind of that name
 *
 * The reverse of pgs_kind_get_id().
 *
 * Returns: %FALSE if no kind has that name
 */
gboolean
pgs_kind_from_id (const char *id,
                  PgsKind    *kind)
{
  for (guint i = 0; i < PGS_N_KINDS; i++)
    {
      if (g_strcmp0 (id, kind_ids[i]) != 0)
        continue;
      if (kind != NULL)
        *kind = (PgsKind) i;
      return TRUE;
    }
  return FALSE;
}
