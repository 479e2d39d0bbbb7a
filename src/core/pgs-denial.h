/* pgs-denial.h: why the kernel does not show a part of a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsDenial:
 *
 * The rule of the kernel that refused. The values are stored in recordings and must not change.
 */
typedef enum
{
  PGS_DENIAL_NONE = 0,
  PGS_DENIAL_OTHER_USER = 1,           /* its user IDs are not ours */
  PGS_DENIAL_OTHER_GROUP = 2,          /* its user IDs are, its group IDs are not */
  PGS_DENIAL_NOT_DUMPABLE = 3,         /* prctl(PR_SET_DUMPABLE), or it changed its rights */
  PGS_DENIAL_CAPABILITIES = 4,         /* it has capabilities that we lack */
  PGS_DENIAL_ROOT_WITHOUT_PTRACE = 5,  /* we are root, but without CAP_SYS_PTRACE */
  PGS_DENIAL_OTHER_USER_NAMESPACE = 6, /* our CAP_SYS_PTRACE does not reach to where it is */
  PGS_DENIAL_SECURITY_MODULE = 7,      /* users and capabilities would allow it */
  PGS_DENIAL_UNKNOWN = 8,
  PGS_DENIAL_NOT_ADMIN = 9,            /* frames: we lack CAP_SYS_ADMIN */
  PGS_DENIAL_ROOT_WITHOUT_ADMIN = 10,  /* frames: so do we, as a root */
  PGS_DENIAL_ADMIN_IN_NAMESPACE = 11,  /* frames: we have it, but not for the whole machine */
} PgsDenial;

#define PGS_N_DENIALS 12

#define PGS_CAPABILITY_SYS_PTRACE ((guint64) 1 << 19)
#define PGS_CAPABILITY_SYS_ADMIN ((guint64) 1 << 21)

/**
 * PgsRights:
 * @uid: effective user ID, which is also the one for files unless somebody plays tricks
 * @gid: effective group ID
 * @capabilities: the effective ones, a bit each (CapEff)
 * @is_first_namespace: in the machine's first user namespace
 *
 * What we may do.
 */
typedef struct
{
  guint32 uid;
  guint32 gid;
  guint64 capabilities;
  gboolean is_first_namespace;
} PgsRights;

#define PGS_N_IDS 3

/**
 * PgsGuard:
 * @uids: real, effective and saved user ID, as we see them
 * @gids: likewise
 * @capabilities: the permitted ones (CapPrm)
 * @is_same_namespace: it is in our user namespace
 * @is_undumpable: its files belong to root although it does not run as root
 *
 * What protects a process from being looked into.
 */
typedef struct
{
  guint32 uids[PGS_N_IDS];
  guint32 gids[PGS_N_IDS];
  guint64 capabilities;
  gboolean is_same_namespace;
  gboolean is_undumpable;
} PgsGuard;

PgsDenial   pgs_denial_choose        (const PgsRights *rights,
                                      const PgsGuard  *guard);
PgsDenial   pgs_denial_choose_frames (const PgsRights *rights);
gboolean    pgs_denial_is_lifted_for_root (PgsDenial      denial);
const char *pgs_denial_get_id        (PgsDenial        denial);

G_END_DECLS
