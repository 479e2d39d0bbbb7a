/* pgs-elf.c: what an executable file says about where its parts are mapped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-elf.h"

#include "pgs-error.h"
#include "pgs-file-name.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_BEFORE 64 /* mappings of one program, with what it cut out of them */
#define HEAD_SIZE 16384 /* the headers stand at the beginning of all files that linkers make */

/* Whether @n_bytes at @at lie in a text of @size. */
static gboolean
has_room (gsize   size,
          guint64 at,
          guint64 n_bytes)
{
  return at <= size && n_bytes <= size - at;
}

static PgsPerms
get_perms (guint32 flags)
{
  return (flags & PF_R ? PGS_PERM_READ : 0) | (flags & PF_W ? PGS_PERM_WRITE : 0)
         | (flags & PF_X ? PGS_PERM_EXEC : 0);
}

/* Both kinds of headers have the same names with other sizes. */
#define ADD_SEGMENT(self, header)                                                               \
  G_STMT_START {                                                                                \
    if ((header).p_type == PT_LOAD && (self)->n_segments < PGS_ELF_MAX_SEGMENTS)                \
      (self)->segments[(self)->n_segments++] = (PgsElfSegment) {                                \
        (header).p_offset, (header).p_vaddr, (header).p_filesz, (header).p_memsz,               \
        get_perms ((header).p_flags),                                                           \
      };                                                                                        \
  } G_STMT_END

static gboolean
parse_64 (PgsElf       *self,
          const guint8 *bytes,
          gsize         n_bytes)
{
  Elf64_Ehdr head;

  if (!has_room (n_bytes, 0, sizeof head))
    return FALSE;
  memcpy (&head, bytes, sizeof head);
  if (head.e_phentsize != sizeof (Elf64_Phdr)
      || !has_room (n_bytes, head.e_phoff, (guint64) head.e_phnum * sizeof (Elf64_Phdr)))
    return FALSE;
  self->entry = head.e_entry;
  self->is_movable = head.e_type == ET_DYN;
  for (guint i = 0; i < head.e_phnum; i++)
    {
      Elf64_Phdr header;

      memcpy (&header, bytes + head.e_phoff + i * sizeof header, sizeof header);
      ADD_SEGMENT (self, header);
    }
  return TRUE;
}

static gboolean
parse_32 (PgsElf       *self,
          const guint8 *bytes,
          gsize         n_bytes)
{
  Elf32_Ehdr head;

  if (!has_room (n_bytes, 0, sizeof head))
    return FALSE;
  memcpy (&head, bytes, sizeof head);
  if (head.e_phentsize != sizeof (Elf32_Phdr)
      || !has_room (n_bytes, head.e_phoff, (guint64) head.e_phnum * sizeof (Elf32_Phdr)))
    return FALSE;
  self->entry = head.e_entry;
  self->is_movable = head.e_type == ET_DYN;
  for (guint i = 0; i < head.e_phnum; i++)
    {
      Elf32_Phdr header;

      memcpy (&header, bytes + head.e_phoff + i * sizeof header, sizeof header);
      ADD_SEGMENT (self, header);
    }
  return TRUE;
}

/**
 * pgs_elf_parse:
 * @self: (out): the file
 * @bytes: (array length=n_bytes): how it begins; anything
 * @n_bytes: how many
 *
 * Returns: whether it is ELF in the byte order of this machine, with program headers among @bytes
 */
gboolean
pgs_elf_parse (PgsElf       *self,
               const guint8 *bytes,
               gsize         n_bytes)
{
  const guint8 order = G_BYTE_ORDER == G_LITTLE_ENDIAN ? ELFDATA2LSB : ELFDATA2MSB;

  memset (self, 0, sizeof *self);
  if (n_bytes < EI_NIDENT || memcmp (bytes, ELFMAG, SELFMAG) != 0 || bytes[EI_DATA] != order)
    return FALSE;
  if (bytes[EI_CLASS] == ELFCLASS64)
    return parse_64 (self, bytes, n_bytes);
  return bytes[EI_CLASS] == ELFCLASS32 && parse_32 (self, bytes, n_bytes);
}

/* Opens @name below /proc/PID if it is the file that is mapped, and a plain one: opening a device or a pipe
 * would do something. */
static int
open_plain (int               dir_fd,
            const char       *name,
            const PgsMapping *mapping)
{
  char path[64];
  struct stat found;
  int path_fd = openat (dir_fd, name, O_PATH | O_CLOEXEC);
  int fd = -1;

  if (path_fd < 0)
    return -1;
  if (fstat (path_fd, &found) == 0 && S_ISREG (found.st_mode) && found.st_ino == mapping->inode)
    {
      g_snprintf (path, sizeof path, "/proc/self/fd/%d", path_fd);
      fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    }
  else
    errno = ENOENT;
  close (path_fd);
  return fd;
}

/* As the program itself if it is that, also where its file is deleted; else by its name in the process' root. */
static int
open_mapped (int               dir_fd,
             const PgsMapping *mapping)
{
  g_autofree char *name = NULL;
  int fd = open_plain (dir_fd, "exe", mapping);

  if (fd >= 0 || mapping->path == NULL
      || !pgs_file_name_test (dir_fd, mapping, mapping->path, strlen (mapping->path)))
    return fd;
  name = g_strconcat ("root", mapping->path, NULL);
  return open_plain (dir_fd, name, mapping);
}

static gssize
read_head (int     fd,
           guint8 *bytes)
{
  gssize n;

  do
    n = pread (fd, bytes, HEAD_SIZE, 0);
  while (n < 0 && errno == EINTR);
  return n;
}

/**
 * pgs_elf_read:
 * @self: (out): the file
 * @dir_fd: /proc/PID; stays the caller's
 * @mapping: a mapping of a file
 * @error: why it could not be read: as errno says, or %PGS_ERROR_UNSUPPORTED for what is no ELF file
 *
 * Reads how the mapped file begins. Blocks as long as its file system does.
 *
 * Returns: %FALSE with @error
 */
gboolean
pgs_elf_read (PgsElf            *self,
              int                dir_fd,
              const PgsMapping  *mapping,
              GError           **error)
{
  guint8 bytes[HEAD_SIZE];
  const int fd = open_mapped (dir_fd, mapping);
  const gssize n_bytes = fd >= 0 ? read_head (fd, bytes) : -1;
  const int errsv = errno;

  if (fd >= 0)
    close (fd);
  if (n_bytes >= 0 && pgs_elf_parse (self, bytes, (gsize) n_bytes))
    return TRUE;
  if (n_bytes < 0)
    pgs_error_set_errno (error, errsv, "%s", mapping->path);
  else
    g_set_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED, "%s is no ELF file", mapping->path);
  return FALSE;
}

/* What is added to addresses as linked, to have those in memory. The mapping that shows the beginning of the
 * first segment tells; it is that of the same file before @region, or @region itself. */
static gboolean
find_bias (const PgsElf  *self,
           const PgsMaps *maps,
           gsize          region,
           guint64        page_size,
           guint64       *bias)
{
  const PgsMapping *of = pgs_maps_get (maps, region);
  const PgsElfSegment *first = &self->segments[0];

  *bias = 0;
  if (!self->is_movable)
    return TRUE;
  for (gsize i = region + 1, n = 0; i-- > 0 && n < MAX_BEFORE; n++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      if (mapping->inode == of->inode && mapping->dev_major == of->dev_major && mapping->dev_minor == of->dev_minor
          && mapping->offset == (first->offset & ~(page_size - 1)))
        {
          *bias = mapping->start - (first->address & ~(page_size - 1));
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * pgs_elf_locate:
 * @self: a file that is mapped
 * @maps: the mappings of the process
 * @region: one of @self
 * @page_size: of the machine
 * @segment: (out): which of its segments that is of
 * @bias: (out): what is to be added to addresses as linked, to have those in memory; modulo 2⁶⁴
 *
 * Two segments can begin on the same page of the file, which then is mapped twice, and the loader takes the
 * right to write away from a part (RELRO); so neither offset nor permissions tell them apart, but addresses do.
 *
 * Returns: whether it lies where a segment would: %FALSE, too, for a program that maps its own file again
 */
gboolean
pgs_elf_locate (const PgsElf  *self,
                const PgsMaps *maps,
                gsize          region,
                guint64        page_size,
                guint         *segment,
                guint64       *bias)
{
  const PgsMapping *mapping = pgs_maps_get (maps, region);

  if (self->n_segments == 0 || !find_bias (self, maps, region, page_size, bias))
    return FALSE;
  for (guint i = 0; i < self->n_segments; i++)
    {
      const PgsElfSegment *of = &self->segments[i];
      const guint64 slack = of->address & (page_size - 1);
      const guint64 start = of->address - slack + *bias;

      if (mapping->start - start < slack + of->file_size
          && mapping->offset == (of->offset & ~(page_size - 1)) + (mapping->start - start))
        {
          *segment = i;
          return TRUE;
        }
    }
  return FALSE;
}
