/* pgs-host.h: another machine, where pagescape-cli runs over ssh
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <sys/types.h>

#include "pgs-stream.h"

G_BEGIN_DECLS

/**
 * PgsHostFlags:
 * @PGS_HOST_TERMINAL: ssh may ask on the terminal, and says there what is wrong
 * @PGS_HOST_WINDOW: there may be no terminal: ssh asks by its askpass program, or nothing at all, and what
 *   it says is kept for errors
 */
typedef enum
{
  PGS_HOST_TERMINAL = 0,
  PGS_HOST_WINDOW = 1 << 0,
} PgsHostFlags;

/**
 * PgsHostRead:
 * @PGS_HOST_PACKET: there is a packet
 * @PGS_HOST_AGAIN: nothing more was sent yet
 * @PGS_HOST_END: the stream has ended, well or with an error
 */
typedef enum
{
  PGS_HOST_PACKET,
  PGS_HOST_AGAIN,
  PGS_HOST_END,
} PgsHostRead;

/**
 * PgsHost:
 *
 * A program on the other machine whose output is a stream of packets. Used by one thread at a time, but
 * for pgs_host_send() and pgs_host_hang_up().
 */
typedef struct _PgsHost PgsHost;

gboolean    pgs_host_check_name (const char         *name,
                                 GError            **error);
char      **pgs_host_get_argv   (const char         *name,
                                 const char * const *arguments,
                                 PgsHostFlags        flags,
                                 GError            **error);
gboolean    pgs_host_spawn      (char              **argv,
                                 PgsHostFlags        flags,
                                 int                 error_fd,
                                 pid_t              *pid,
                                 int                *input,
                                 int                *output,
                                 GError            **error);

PgsHost    *pgs_host_open       (const char         *name,
                                 const char * const *arguments,
                                 PgsHostFlags        flags,
                                 GError            **error);
void        pgs_host_free       (PgsHost            *self);
const char *pgs_host_get_name   (const PgsHost      *self);
int         pgs_host_get_status (const PgsHost      *self);
int         pgs_host_get_fd     (const PgsHost      *self);
PgsHostRead pgs_host_read       (PgsHost            *self,
                                 PgsStreamPacket    *packet,
                                 GError            **error);
gboolean    pgs_host_send       (PgsHost            *self,
                                 const char         *line);
void        pgs_host_hang_up    (PgsHost            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsHost, pgs_host_free)

G_END_DECLS
