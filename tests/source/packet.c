/* packet.c: what tests send instead of a broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "packet.h"

#include <string.h>
#include <sys/socket.h>

/* Sends one packet with descriptors, which stay the caller's. Returns: as sendmsg() does. */
gssize
packet_send (int         socket,
             const void *bytes,
             gsize       n_bytes,
             const int  *fds,
             gsize       n_fds)
{
  union { struct cmsghdr header; char bytes[CMSG_SPACE (PACKET_MAX_FDS * sizeof (int))]; } control = { { 0 } };
  struct iovec part = { (void *) bytes, n_bytes };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

  if (n_fds > 0)
    {
      message.msg_control = control.bytes;
      message.msg_controllen = CMSG_SPACE (n_fds * sizeof (int));
      control.header.cmsg_level = SOL_SOCKET;
      control.header.cmsg_type = SCM_RIGHTS;
      control.header.cmsg_len = CMSG_LEN (n_fds * sizeof (int));
      memcpy (CMSG_DATA (&control.header), fds, n_fds * sizeof (int));
    }
  return sendmsg (socket, &message, MSG_NOSIGNAL);
}
