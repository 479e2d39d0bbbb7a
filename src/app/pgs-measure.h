/* pgs-measure.h: a name, a value, a bar, and what it means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-share-bar.h"

G_BEGIN_DECLS

#define PGS_TYPE_MEASURE (pgs_measure_get_type ())

/**
 * PgsMeasure:
 *
 * One amount, drawn as a share of something. The name explains itself where it is a term.
 */
G_DECLARE_FINAL_TYPE (PgsMeasure, pgs_measure, PGS, MEASURE, GtkWidget)

GtkWidget *pgs_measure_new         (const char   *title,
                                    const char   *term_id,
                                    PgsShareRole  role);
void       pgs_measure_set_title   (PgsMeasure   *self,
                                    const char   *title);
void       pgs_measure_set_value   (PgsMeasure   *self,
                                    const char   *value,
                                    double        fraction);
void       pgs_measure_set_caption (PgsMeasure   *self,
                                    const char   *caption);

G_END_DECLS
