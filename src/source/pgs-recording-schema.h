/* pgs-recording-schema.h: the tables and views of a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_RECORDING_APPLICATION_ID 0x50475352 /* "PGSR" */

/* What a reader must understand. Tables and columns may be added without a new one: who does not know
 * them leaves them out. */
#define PGS_RECORDING_VERSION 1

/* Bounds on what a file may say, far above what the kernel can. */
#define PGS_RECORDING_MAX_PROCESSES 4096
#define PGS_RECORDING_MAX_SAMPLES 1000000
#define PGS_RECORDING_MAX_MARKS 100000
#define PGS_RECORDING_MAX_ARGUMENTS 65536
#define PGS_RECORDING_MAX_REGIONS (1u << 20)
#define PGS_RECORDING_MAX_CHAIN 256 /* parts of which each builds on the one before */
#define PGS_RECORDING_MAX_TEXT (1u << 20)
#define PGS_RECORDING_MAX_BLOB (64u << 20)

extern const char *const pgs_recording_tables;
extern const char *const pgs_recording_views;

G_END_DECLS
