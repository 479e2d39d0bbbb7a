/* pgs-broker-packet.h: what a broker answers, understood
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-opener.h"
#include "protocol.h"

G_BEGIN_DECLS

/**
 * PgsBrokerPacket:
 * @reply: how it begins
 * @bytes: (nullable): @reply.length bytes behind that, followed by a NUL of ours
 * @fd: a descriptor, the receiver's to close; -1: none
 *
 * One packet.
 */
typedef struct
{
  struct broker_reply reply;
  char *bytes;
  int fd;
} PgsBrokerPacket;

#define PGS_BROKER_PACKET_INIT { { 0 }, NULL, -1 }

gboolean pgs_broker_packet_receive (PgsBrokerPacket      *self,
                                    int                   socket);
gboolean pgs_broker_packet_walk    (const PgsBrokerPacket *self,
                                    PgsOpenerListFunc     func,
                                    gpointer              user_data);
gboolean pgs_broker_packet_get_exe (const PgsBrokerPacket *self,
                                    PgsExe               *exe);
int      pgs_broker_packet_take_fd (PgsBrokerPacket      *self);
void     pgs_broker_packet_clear   (PgsBrokerPacket      *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgsBrokerPacket, pgs_broker_packet_clear)

G_END_DECLS
