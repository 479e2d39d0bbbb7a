/* pgs-classify.c: which kind each mapping is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The first rule that fits decides, so that kinds are exclusive and their sizes add up to VIRT:
 *   1 [heap]                                                            heap
 *   2 [stack], and a mapping known to be a thread's stack               stack
 *   3 vdso, vvar, vsyscall, uprobes                                     kernel
 *   4 /dev/zero, /SYSV…, /memfd:…, /dev/shm/…, [anon_shmem:…]           shmem
 *   5 the executable's file: code where executable, else                data
 *   6 anonymous private, directly above a segment of the executable     data
 *     … of a library                                                    library
 *   7 a file of which this process has an executable mapping            library
 *   8 any other file or device                                          file
 *   9 everything else                                                   anon
 * A word in brackets is the kernel's only if no file is behind it; a file of that name has a path
 * with a slash. Source: get_vma_name() in fs/proc/task_mmu.c, proc_pid_maps(5).
 */
#include "config.h"

#include "pgs-mapping.h"

#include <string.h>

typedef struct
{
  guint64 inode;
  guint64 device;
} FileId;

typedef struct
{
  FileId exe;
  gboolean exe_by_id;
  const char *exe_path; /* if not by ID */
  GArray *libraries;    /* of FileId, sorted: files with an executable mapping */
  FileId last;          /* the file that was looked up last, and the answer: files come in runs */
  gboolean last_is_library;
} Classifier;

static FileId
file_id (const PgsMapping *mapping)
{
  return (FileId) { mapping->inode, (guint64) mapping->dev_major << 32 | mapping->dev_minor };
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const FileId *left = a;
  const FileId *right = b;

  if (left->inode != right->inode)
    return left->inode < right->inode ? -1 : 1;
  return (left->device > right->device) - (left->device < right->device);
}

static gboolean
same_id (FileId a,
         FileId b)
{
  return a.inode == b.inode && a.device == b.device;
}

/* The kernel's word @word is behind @mapping. */
static gboolean
is_word (const PgsMapping *mapping,
         const char       *word)
{
  return mapping->inode == 0 && g_strcmp0 (mapping->path, word) == 0;
}

static gboolean
is_kernel_provided (const PgsMapping *mapping)
{
  /* vvar has had companions such as [vvar_vclock] since Linux 6.13; sigpage and vectors are Arm's. */
  static const char *const words[] = { "[vdso]", "[vsyscall]", "[uprobes]", "[sigpage]",
                                       "[vectors]" };

  if (mapping->flags & PGS_MAPPING_NOT_COUNTED)
    return TRUE;
  if (mapping->inode != 0 || mapping->path == NULL || mapping->path[0] != '[')
    return FALSE;
  if (g_str_has_prefix (mapping->path, "[vvar"))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (mapping->path, words[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_shared_memory (const PgsMapping *mapping)
{
  const char *path = mapping->path;

  return path != NULL
         && (strcmp (path, "/dev/zero") == 0 || g_str_has_prefix (path, "/SYSV")
             || g_str_has_prefix (path, "/memfd:") || g_str_has_prefix (path, "/dev/shm/")
             || g_str_has_prefix (path, "[anon_shmem:"));
}

/* /proc/PID/exe of a deleted file ends in " (deleted)", which the mapping has as a flag. */
static gboolean
is_exe_path (const PgsMapping *mapping,
             const char       *exe_path)
{
  gsize length;

  if (mapping->path == NULL || exe_path == NULL)
    return FALSE;
  if (strcmp (mapping->path, exe_path) == 0)
    return TRUE;
  length = strlen (mapping->path);
  return (mapping->flags & PGS_MAPPING_DELETED) && strncmp (mapping->path, exe_path, length) == 0
         && strcmp (exe_path + length, " (deleted)") == 0;
}

static gboolean
is_exe (const Classifier *self,
        const PgsMapping *mapping)
{
  if (!pgs_mapping_is_file (mapping))
    return FALSE;
  if (self->exe_by_id)
    return same_id (file_id (mapping), self->exe);
  return is_exe_path (mapping, self->exe_path);
}

static gboolean
is_library (Classifier       *self,
            const PgsMapping *mapping)
{
  FileId id = file_id (mapping);

  if (!same_id (id, self->last))
    {
      self->last = id;
      self->last_is_library = g_array_binary_search (self->libraries, &id, compare_ids, NULL);
    }
  return id.inode != 0 && self->last_is_library;
}

static PgsKind
kind_of_file (Classifier       *self,
              const PgsMapping *mapping)
{
  if (is_exe (self, mapping))
    return (mapping->perms & PGS_PERM_EXEC) ? PGS_KIND_CODE : PGS_KIND_DATA;
  return is_library (self, mapping) ? PGS_KIND_LIBRARY : PGS_KIND_FILE;
}

/* Anonymous memory directly above a file's segment is that segment's .bss, put there by whoever
 * loaded it. @below is already classified. */
static PgsKind
kind_of_anonymous (const Classifier *self,
                   const PgsMapping *mapping,
                   const PgsMapping *below)
{
  if ((mapping->perms & PGS_PERM_SHARED) || below == NULL || below->end != mapping->start
      || !pgs_mapping_is_file (below))
    return PGS_KIND_ANON;
  if (is_exe (self, below))
    return PGS_KIND_DATA;
  return below->kind == PGS_KIND_LIBRARY ? PGS_KIND_LIBRARY : PGS_KIND_ANON;
}

static PgsKind
classify_one (Classifier       *self,
              const PgsMapping *mapping,
              const PgsMapping *below)
{
  if (mapping->path == NULL && mapping->flags == 0 && mapping->inode == 0)
    return kind_of_anonymous (self, mapping, below);
  if (is_word (mapping, "[heap]"))
    return PGS_KIND_HEAP;
  if (is_word (mapping, "[stack]") || (mapping->flags & PGS_MAPPING_THREAD_STACK))
    return PGS_KIND_STACK;
  if (is_kernel_provided (mapping))
    return PGS_KIND_KERNEL;
  if (is_shared_memory (mapping))
    return PGS_KIND_SHMEM;
  if (pgs_mapping_is_file (mapping))
    return kind_of_file (self, mapping);
  return kind_of_anonymous (self, mapping, below);
}

static void
classifier_init (Classifier       *self,
                 const PgsMapping *mappings,
                 gsize             n_mappings,
                 const PgsExe     *exe)
{
  FileId last = { 0, 0 };

  self->libraries = g_array_new (FALSE, FALSE, sizeof (FileId));
  if (exe != NULL)
    {
      self->exe = (FileId) { exe->inode, (guint64) exe->dev_major << 32 | exe->dev_minor };
      self->exe_path = exe->path;
    }
  for (gsize i = 0; i < n_mappings; i++)
    {
      FileId id = file_id (&mappings[i]);

      if (id.inode == 0)
        continue;
      if (self->exe.inode != 0 && same_id (id, self->exe))
        self->exe_by_id = TRUE;
      if (!(mappings[i].perms & PGS_PERM_EXEC) || same_id (id, last))
        continue;
      g_array_append_val (self->libraries, id);
      last = id;
    }
  g_array_sort (self->libraries, compare_ids);
}

/**
 * pgs_classify:
 * @mappings: (inout) (array length=n_mappings): ascending, not overlapping; their kinds are set
 * @n_mappings: how many
 * @exe: (nullable): the executable; %NULL if not known, then it counts as a library
 *
 * Gives each mapping exactly one #PgsKind, by the rules above. @exe is recognised by device and
 * inode; by its path if no mapping has these (overlayfs and btrfs show another device in maps than
 * stat does). O(n log n) in the number of executable files.
 */
void
pgs_classify (PgsMapping   *mappings,
              gsize         n_mappings,
              const PgsExe *exe)
{
  Classifier self = { 0 };

  classifier_init (&self, mappings, n_mappings, exe);
  for (gsize i = 0; i < n_mappings; i++)
    mappings[i].kind = (guint8) classify_one (&self, &mappings[i], i > 0 ? &mappings[i - 1] : NULL);
  g_array_unref (self.libraries);
}
