/* pgs-denial.c: why the kernel does not show a part of a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Opening maps, smaps or pagemap asks ptrace_may_access() for PTRACE_MODE_READ_FSCREDS, which
 * refuses in this order (kernel/ptrace.c, security/commoncap.c), unless, on newer kernels, the reader
 * has CAP_PERFMON in the first user namespace (may_access_mm() in kernel/fork.c):
 *   1. one of its six IDs is not ours, and we have no CAP_SYS_PTRACE in its user namespace;
 *   2. it is not dumpable, and we have no CAP_SYS_PTRACE in the namespace that it was exec'ed in;
 *   3. it has capabilities that we lack, or is in another user namespace, and likewise;
 *   4. a security module says no.
 * Yama is not among them: its ptrace_scope restricts attaching, not reading.
 *
 * The order here is the kernel's. With CAP_SYS_PTRACE only the namespace or step 4 is left, and from
 * the first user namespace every other one is reached.
 */
#include "config.h"

#include "pgs-denial.h"

static gboolean
are_all (const guint32 *ids,
         guint32        id)
{
  for (guint i = 0; i < PGS_N_IDS; i++)
    if (ids[i] != id)
      return FALSE;
  return TRUE;
}

static PgsDenial
choose_for_ptracer (const PgsRights *rights,
                    const PgsGuard  *guard)
{
  if (rights->is_first_namespace || guard->is_same_namespace)
    return PGS_DENIAL_SECURITY_MODULE;
  return PGS_DENIAL_OTHER_USER_NAMESPACE;
}

static PgsDenial
choose_for_user (const PgsRights *rights,
                 const PgsGuard  *guard)
{
  if (!are_all (guard->uids, rights->uid))
    return PGS_DENIAL_OTHER_USER;
  if (!are_all (guard->gids, rights->gid))
    return PGS_DENIAL_OTHER_GROUP;
  if (guard->is_undumpable)
    return PGS_DENIAL_NOT_DUMPABLE;
  if ((guard->capabilities & ~rights->capabilities) != 0 || !guard->is_same_namespace)
    return PGS_DENIAL_CAPABILITIES;
  return PGS_DENIAL_SECURITY_MODULE;
}

/**
 * pgs_denial_choose:
 * @rights: what we may do
 * @guard: (nullable): of the process that may not be looked into; %NULL if that is not known
 *
 * Returns: the rule that refused; never %PGS_DENIAL_NONE
 */
PgsDenial
pgs_denial_choose (const PgsRights *rights,
                   const PgsGuard  *guard)
{
  if (guard == NULL)
    return PGS_DENIAL_UNKNOWN;
  if (rights->capabilities & PGS_CAPABILITY_SYS_PTRACE)
    return choose_for_ptracer (rights, guard);
  if (rights->uid == 0)
    return PGS_DENIAL_ROOT_WITHOUT_PTRACE;
  return choose_for_user (rights, guard);
}

/**
 * pgs_denial_choose_frames:
 * @rights: what we may do
 *
 * Frame numbers need CAP_SYS_ADMIN in the first user namespace, whosever the process is (pm_open()
 * and pagemap_read() in fs/proc/task_mmu.c).
 *
 * Returns: why they are not shown; never %PGS_DENIAL_NONE
 */
PgsDenial
pgs_denial_choose_frames (const PgsRights *rights)
{
  if (!(rights->capabilities & PGS_CAPABILITY_SYS_ADMIN))
    return rights->uid == 0 ? PGS_DENIAL_ROOT_WITHOUT_ADMIN : PGS_DENIAL_NOT_ADMIN;
  return rights->is_first_namespace ? PGS_DENIAL_SECURITY_MODULE : PGS_DENIAL_ADMIN_IN_NAMESPACE;
}

/**
 * pgs_denial_is_lifted_for_root:
 * @denial: a reason
 *
 * Returns: whether a helper that runs as root would not have been refused for it
 */
gboolean
pgs_denial_is_lifted_for_root (PgsDenial denial)
{
  switch (denial)
    {
    case PGS_DENIAL_OTHER_USER:
    case PGS_DENIAL_OTHER_GROUP:
    case PGS_DENIAL_NOT_DUMPABLE:
    case PGS_DENIAL_CAPABILITIES:
    case PGS_DENIAL_NOT_ADMIN:
      return TRUE;
    case PGS_DENIAL_NONE:
    case PGS_DENIAL_ROOT_WITHOUT_PTRACE:
    case PGS_DENIAL_OTHER_USER_NAMESPACE:
    case PGS_DENIAL_SECURITY_MODULE:
    case PGS_DENIAL_UNKNOWN:
    case PGS_DENIAL_ROOT_WITHOUT_ADMIN:
    case PGS_DENIAL_ADMIN_IN_NAMESPACE:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

/**
 * pgs_denial_get_id:
 * @denial: a reason
 *
 * Returns: its word in JSON
 */
const char *
pgs_denial_get_id (PgsDenial denial)
{
  switch (denial)
    {
    case PGS_DENIAL_NONE:
      return "none";
    case PGS_DENIAL_OTHER_USER:
      return "other_user";
    case PGS_DENIAL_OTHER_GROUP:
      return "other_group";
    case PGS_DENIAL_NOT_DUMPABLE:
      return "not_dumpable";
    case PGS_DENIAL_CAPABILITIES:
      return "capabilities";
    case PGS_DENIAL_ROOT_WITHOUT_PTRACE:
      return "root_without_ptrace";
    case PGS_DENIAL_OTHER_USER_NAMESPACE:
      return "other_user_namespace";
    case PGS_DENIAL_SECURITY_MODULE:
      return "security_module";
    case PGS_DENIAL_UNKNOWN:
      return "unknown";
    case PGS_DENIAL_NOT_ADMIN:
      return "not_admin";
    case PGS_DENIAL_ROOT_WITHOUT_ADMIN:
      return "root_without_admin";
    case PGS_DENIAL_ADMIN_IN_NAMESPACE:
      return "admin_in_namespace";
    }
  g_return_val_if_reached (NULL);
}
