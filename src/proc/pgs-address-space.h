/* pgs-address-space.h: the open files of one address space, and what was read of them last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-plan.h"
#include "pgs-proc-place.h"
#include "pgs-process.h"

G_BEGIN_DECLS

/**
 * PgsAddressSpace:
 *
 * maps, pagemap and smaps of a process. These are bound to the address space that it had when they
 * were opened: after an exec there is a new one, with a new #PgsAddressSpace.
 */
typedef struct _PgsAddressSpace PgsAddressSpace;

PgsAddressSpace *pgs_address_space_new         (const PgsProcPlace *place,
                                                gint              pid,
                                                gboolean          is_new_program);
PgsAddressSpace *pgs_address_space_new_empty   (void);
void             pgs_address_space_set_run_clock (PgsAddressSpace *self,
                                                const clockid_t  *run_clock);
void             pgs_address_space_free        (PgsAddressSpace  *self);
PgsAccess        pgs_address_space_get_access  (PgsAddressSpace  *self,
                                                PgsPart           part);
PgsDenial        pgs_address_space_get_denial  (PgsAddressSpace  *self,
                                                PgsPart           part);
gboolean         pgs_address_space_read_maps   (PgsAddressSpace  *self,
                                                const PgsExe     *exe,
                                                guint64           n_threads,
                                                GError          **error);
void             pgs_address_space_forget_maps (PgsAddressSpace *self);
gboolean         pgs_address_space_read_pages  (PgsAddressSpace  *self,
                                                const PgsPlan    *plan,
                                                guint64           motion,
                                                GError          **error);
void             pgs_address_space_restart_pages (PgsAddressSpace *self);
gboolean         pgs_address_space_read_smaps  (PgsAddressSpace  *self,
                                                guint64           motion,
                                                GError          **error);
void             pgs_address_space_start_smaps (PgsAddressSpace  *self);
gboolean         pgs_address_space_finish_smaps (PgsAddressSpace *self,
                                                guint64           motion,
                                                GError          **error);
gboolean         pgs_address_space_add_sharing (PgsAddressSpace  *self,
                                                GError          **error);
gboolean         pgs_address_space_read_entry  (PgsAddressSpace  *self,
                                                guint64           address,
                                                guint64          *entry,
                                                GError          **error);
PgsMaps         *pgs_address_space_get_maps    (PgsAddressSpace  *self,
                                                gint64           *at_us);
PgsPages        *pgs_address_space_get_pages   (PgsAddressSpace  *self,
                                                gint64           *at_us);
PgsSmaps        *pgs_address_space_get_smaps   (PgsAddressSpace  *self,
                                                gint64           *at_us);
gboolean         pgs_address_space_needs_pages (PgsAddressSpace  *self,
                                                const PgsPlan    *plan,
                                                guint64           motion);
gboolean         pgs_address_space_needs_smaps (PgsAddressSpace  *self,
                                                guint64           motion);
guint64          pgs_address_space_get_rounds  (PgsAddressSpace  *self);
gboolean         pgs_address_space_is_in_round (PgsAddressSpace  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsAddressSpace, pgs_address_space_free)

G_END_DECLS
