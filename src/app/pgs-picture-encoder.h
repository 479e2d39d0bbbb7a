/* pgs-picture-encoder.h: draws a picture for a file or the clipboard, in a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gdk/gdk.h>

#include "pgs-picture.h"

G_BEGIN_DECLS

void        pgs_picture_encode_async   (const PgsPicture    *picture,
                                        PgsExportFormat      format,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             data);
GBytes     *pgs_picture_encode_finish  (GAsyncResult        *result,
                                        GError             **error);
void        pgs_picture_texture_async  (const PgsPicture    *picture,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             data);
GdkTexture *pgs_picture_texture_finish (GAsyncResult        *result,
                                        GError             **error);

G_END_DECLS
