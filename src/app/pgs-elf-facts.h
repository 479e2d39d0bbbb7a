/* pgs-elf-facts.h: the segment that a region is of, and where its program starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-fact-row.h"
#include "pgs-session.h"

G_BEGIN_DECLS

/**
 * PgsElfFacts:
 *
 * Fills two rows with what the file of a region says, once for each region. Main thread only.
 */
typedef struct _PgsElfFacts PgsElfFacts;

PgsElfFacts *pgs_elf_facts_new    (PgsFactRow  *segment,
                                   PgsFactRow  *entry);
void         pgs_elf_facts_free   (PgsElfFacts *self);
void         pgs_elf_facts_update (PgsElfFacts *self,
                                   PgsSession  *session,
                                   gsize        region);

G_END_DECLS
