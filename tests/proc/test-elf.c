/* test-elf.c: segments and entry point, against the auxiliary vector and the dynamic loader
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-elf.h"
#include "pgs-error.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

/* A file with one segment more than fits, and every way to be cut. */
static void
test_parse (void)
{
  struct
  {
    Elf64_Ehdr head;
    Elf64_Phdr segments[PGS_ELF_MAX_SEGMENTS + 2];
  } file = {
    .head = {
      .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, G_BYTE_ORDER == G_LITTLE_ENDIAN ? ELFDATA2LSB : ELFDATA2MSB },
      .e_type = ET_DYN, .e_entry = 0x1234, .e_phoff = sizeof (Elf64_Ehdr), .e_phentsize = sizeof (Elf64_Phdr),
      .e_phnum = PGS_ELF_MAX_SEGMENTS + 2,
    },
  };
  const guint8 *bytes = (const guint8 *) &file;
  PgsElf elf;

  for (guint i = 0; i < G_N_ELEMENTS (file.segments); i++)
    file.segments[i] = (Elf64_Phdr) { .p_type = i == 1 ? PT_NOTE : PT_LOAD, .p_flags = PF_R | PF_X,
                                      .p_offset = i * 4096, .p_vaddr = 1 + i * 4096, .p_filesz = 7, .p_memsz = 9 };
  g_assert_true (pgs_elf_parse (&elf, bytes, sizeof file));
  g_assert_cmpuint (elf.entry, ==, 0x1234);
  g_assert_true (elf.is_movable);
  g_assert_cmpuint (elf.n_segments, ==, PGS_ELF_MAX_SEGMENTS);
  g_assert_cmpuint (elf.segments[1].offset, ==, 2 * 4096);
  g_assert_cmpuint (elf.segments[1].address, ==, 1 + 2 * 4096);
  g_assert_cmpuint (elf.segments[1].memory_size, ==, 9);
  g_assert_cmpuint (elf.segments[1].perms, ==, PGS_PERM_READ | PGS_PERM_EXEC);
  for (gsize n = 0; n < sizeof file; n++)
    g_assert_false (pgs_elf_parse (&elf, bytes, n));
  file.head.e_phoff = G_MAXUINT64 - 8;
  g_assert_false (pgs_elf_parse (&elf, bytes, sizeof file));
}

/* The kernel's own list. */
static PgsMaps *
read_maps (void)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      unsigned long start, end, offset, inode;
      PgsMapping mapping = { 0 };
      char perms[8];
      int at = 0;

      if (sscanf (*line, "%lx-%lx %7s %lx %x:%x %lu %n", &start, &end, perms, &offset, &mapping.dev_major,
                  &mapping.dev_minor, &inode, &at) != 7)
        continue;
      mapping.start = start;
      mapping.end = end;
      mapping.offset = offset;
      mapping.inode = inode;
      pgs_maps_builder_add (builder, &mapping, (*line)[at] != '\0' ? *line + at : NULL, strlen (*line + at));
    }
  return pgs_maps_builder_end (builder, NULL);
}

typedef struct
{
  int dir_fd;
  PgsMaps *maps;
  guint n_checked;
} Walk;

/* This program: where it starts the kernel wrote on its stack. */
static void
test_program (void)
{
  const guint64 entry = getauxval (AT_ENTRY);
  g_autoptr (PgsMaps) maps = read_maps ();
  g_autoptr (GError) error = NULL;
  int dir_fd = open ("/proc/self", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  guint64 bias;
  guint segment;
  gsize region;
  PgsElf elf;

  g_assert_true (pgs_maps_find (maps, entry, &region));
  g_assert_true (pgs_elf_read (&elf, dir_fd, pgs_maps_get (maps, region), &error));
  g_assert_no_error (error);
  g_assert_true (pgs_elf_locate (&elf, maps, region, getauxval (AT_PAGESZ), &segment, &bias));
  g_assert_true (elf.segments[segment].perms & PGS_PERM_EXEC);
  g_assert_cmpuint (elf.entry + bias, ==, entry);
  close (dir_fd);
}

/* Every mapping of a file that the loader loaded is of the segment that the loader put there. */
static int
check_object (struct dl_phdr_info *info,
              size_t               size,
              void                *data)
{
  Walk *walk = data;

  for (guint i = 0; i < info->dlpi_phnum; i++)
    {
      const ElfW (Phdr) *header = &info->dlpi_phdr[i];
      guint64 bias;
      guint segment;
      gsize region;
      PgsElf elf;

      if (header->p_type != PT_LOAD || header->p_filesz == 0
          || !pgs_maps_find (walk->maps, info->dlpi_addr + header->p_vaddr, &region)
          || pgs_maps_get (walk->maps, region)->inode == 0)
        continue;
      g_assert_true (pgs_elf_read (&elf, walk->dir_fd, pgs_maps_get (walk->maps, region), NULL));
      g_assert_true (pgs_elf_locate (&elf, walk->maps, region, getauxval (AT_PAGESZ), &segment, &bias));
      g_assert_cmpuint (bias, ==, info->dlpi_addr);
      g_assert_cmpuint (elf.segments[segment].address, ==, header->p_vaddr);
      walk->n_checked++;
    }
  return 0;
}

static void
test_libraries (void)
{
  Walk walk = { .dir_fd = open ("/proc/self", O_RDONLY | O_DIRECTORY | O_CLOEXEC), .maps = read_maps () };

  dl_iterate_phdr (check_object, &walk);
  g_assert_cmpuint (walk.n_checked, >, 6); /* this program, glib, libc: three segments each at least */
  close (walk.dir_fd);
  pgs_maps_unref (walk.maps);
}

/* Neither a file of that name that is not the mapped one, nor one that is no program, nor a device. */
static void
test_others (void)
{
  int dir_fd = open ("/proc/self", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  PgsMapping mapping = { .inode = 1, .path = "/bin/sh" };
  g_autoptr (GError) error = NULL;
  PgsElf elf;

  g_assert_false (pgs_elf_read (&elf, dir_fd, &mapping, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  mapping.path = "/dev/zero";
  g_assert_false (pgs_elf_read (&elf, dir_fd, &mapping, &error));
  g_assert_nonnull (error);
  close (dir_fd);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/elf/parse", test_parse);
  g_test_add_func ("/proc/elf/program", test_program);
  g_test_add_func ("/proc/elf/libraries", test_libraries);
  g_test_add_func ("/proc/elf/others", test_others);
  return g_test_run ();
}
