/* pgs-file-name.c: which of several names is a mapped file's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A name in maps that ends in " (deleted)" or has `\012` in it can be meant in two ways. What
 * decides is whether the file of that name, seen from the process' root, is the mapped one: same
 * inode, same device. The device in maps is the file system's, that of stat may be another one on
 * file systems that give out devices of their own (btrfs, overlayfs); those have major number 0, and
 * there an equal inode is enough: both a file of this odd name and this inode would have to be
 * there by accident.
 * The answer of a network or FUSE server is not waited for longer than finding the name takes.
 */
#include "config.h"

#include "pgs-file-name.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * pgs_file_name_test:
 * @dir_fd: /proc/PID; stays the caller's
 * @mapping: has the device and inode of a mapped file
 * @path: (array length=length): a name it may have, absolute
 * @length: bytes
 *
 * Returns: whether the file called @path in the process' root is the mapped one
 */
gboolean
pgs_file_name_test (int               dir_fd,
                    const PgsMapping *mapping,
                    const char       *path,
                    gsize             length)
{
  char name[4096 + 8];
  struct statx found;

  if (mapping->inode == 0 || length == 0 || path[0] != '/' || length >= sizeof name - 8 ||
      memchr (path, '\0', length) != NULL)
    return FALSE;
  memcpy (name, "root", 4);
  memcpy (name + 4, path, length);
  name[4 + length] = '\0';
  if (statx (dir_fd, name, AT_SYMLINK_NOFOLLOW | AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_INO,
             &found) != 0)
    return FALSE;
  if (found.stx_ino != mapping->inode)
    return FALSE;
  return found.stx_dev_major == 0 ||
         (found.stx_dev_major == mapping->dev_major && found.stx_dev_minor == mapping->dev_minor);
}
