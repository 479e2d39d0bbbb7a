/* pgs-system-facts.h: every number about the machine's memory, with what it means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "pgs-system.h"

G_BEGIN_DECLS

/**
 * PgsSystemGroup:
 *
 * Which tool or file people know the numbers from.
 */
typedef enum
{
  PGS_SYSTEM_FREE,
  PGS_SYSTEM_SAR_R,
  PGS_SYSTEM_SAR_B,
  PGS_SYSTEM_OVERCOMMIT,
  PGS_SYSTEM_PRESSURE,
} PgsSystemGroup;

#define PGS_N_SYSTEM_GROUPS 5

const char *pgs_system_group_get_title     (PgsSystemGroup   group);
const char *pgs_system_group_get_subtitle  (PgsSystemGroup   group);
guint       pgs_system_facts_count         (void);
PgsSystemGroup pgs_system_fact_get_group   (guint            fact);
const char *pgs_system_fact_get_title      (guint            fact);
const char *pgs_system_fact_get_definition (guint            fact);
const char *pgs_system_fact_get_source     (guint            fact);
char       *pgs_system_fact_format         (guint            fact,
                                            const PgsSystem *system,
                                            const PgsPaging *paging);
char       *pgs_system_explain_overcommit  (const PgsSystem *system);
char       *pgs_system_explain_pressure    (const PgsSystem *system);

G_END_DECLS
