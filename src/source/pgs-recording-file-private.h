/* pgs-recording-file-private.h: the database of a recording, for the file that asks it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-recording-file.h"

G_BEGIN_DECLS

gboolean pgs_recording_file_open_database (PgsRecordingFile  *self,
                                           GError           **error);

G_END_DECLS
