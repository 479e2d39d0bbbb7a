/* test-classify.c: the nine rules, first one that fits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example.h"

#define EXE EXAMPLE_EXE_INODE
#define LIB 20
#define FONT 30

typedef struct
{
  ExampleMapping mapping;
  PgsKind kind;
} Row;

static const Row rows[] = {
  /* the executable, its gap, its .bss, and what touches that */
  { { 10, 11, "r--p", EXE, "/bin/x", 0 }, PGS_KIND_DATA },
  { { 11, 13, "r-xp", EXE, "/bin/x", 0 }, PGS_KIND_CODE },
  { { 13, 14, "---p", EXE, "/bin/x", 0 }, PGS_KIND_DATA },
  { { 14, 15, "rw-p", EXE, "/bin/x", 0 }, PGS_KIND_DATA },
  { { 15, 16, "rw-p", 0, NULL, 0 }, PGS_KIND_DATA },
  { { 16, 17, "rw-p", 0, NULL, 0 }, PGS_KIND_ANON },
  { { 17, 20, "rw-p", 0, "[heap]", 0 }, PGS_KIND_HEAP },
  /* with a gap it is not the executable's */
  { { 21, 22, "rw-p", EXE, "/bin/x", 0 }, PGS_KIND_DATA },
  { { 23, 24, "rw-p", 0, NULL, 0 }, PGS_KIND_ANON },
  /* the heap right above the executable is the heap */
  { { 24, 25, "rw-p", EXE, "/bin/x", 0 }, PGS_KIND_DATA },
  { { 25, 26, "rw-p", 0, "[heap]", 0 }, PGS_KIND_HEAP },
  /* named .bss, and shared memory there */
  { { 26, 27, "rw-p", EXE, "/bin/x", 0 }, PGS_KIND_DATA },
  { { 27, 28, "rw-p", 0, "[anon: .bss]", 0 }, PGS_KIND_DATA },
  { { 28, 29, "rw-p", EXE, "/bin/x", 0 }, PGS_KIND_DATA },
  { { 29, 30, "rw-s", 0, NULL, 0 }, PGS_KIND_ANON },
  /* a library, by any of its segments */
  { { 40, 41, "r--p", LIB, "/lib/y", 0 }, PGS_KIND_LIBRARY },
  { { 41, 42, "r-xp", LIB, "/lib/y", 0 }, PGS_KIND_LIBRARY },
  { { 42, 43, "---p", LIB, "/lib/y", 0 }, PGS_KIND_LIBRARY },
  { { 43, 44, "rw-p", LIB, "/lib/y", 0 }, PGS_KIND_LIBRARY },
  { { 44, 45, "rw-p", 0, NULL, 0 }, PGS_KIND_LIBRARY },
  { { 45, 46, "rw-p", 0, NULL, 0 }, PGS_KIND_ANON },
  { { 47, 48, "r--p", LIB, "/lib/y", PGS_MAPPING_DELETED }, PGS_KIND_LIBRARY },
  /* other files and devices */
  { { 50, 51, "r--p", FONT, "/font", 0 }, PGS_KIND_FILE },
  { { 51, 52, "rw-p", 0, NULL, 0 }, PGS_KIND_ANON },
  { { 52, 53, "rw-s", 31, "/dev/dri/card0", 0 }, PGS_KIND_FILE },
  { { 53, 54, "rw-s", 32, "anon_inode:[perf_event]", 0 }, PGS_KIND_FILE },
  { { 54, 55, "rw-p", 33, "/dev/zeroes", 0 }, PGS_KIND_FILE },
  /* files that are called like the kernel's words */
  { { 56, 57, "rw-p", 34, "/tmp/[heap]", 0 }, PGS_KIND_FILE },
  { { 57, 58, "rw-p", 35, "[heap]", 0 }, PGS_KIND_FILE },
  { { 58, 59, "rw-p", 36, "/[vdso]", 0 }, PGS_KIND_FILE },
  { { 59, 60, "rw-p", 37, "[stack]", 0 }, PGS_KIND_FILE },
  { { 60, 61, "rw-p", 38, "[vvar]", 0 }, PGS_KIND_FILE },
  /* shared memory */
  { { 70, 71, "rw-s", 40, "/dev/zero", PGS_MAPPING_DELETED }, PGS_KIND_SHMEM },
  { { 71, 72, "rw-p", 41, "/dev/zero", 0 }, PGS_KIND_SHMEM },
  { { 72, 73, "rw-s", 42, "/SYSV00001234", PGS_MAPPING_DELETED }, PGS_KIND_SHMEM },
  { { 73, 74, "rw-s", 43, "/memfd:pool", PGS_MAPPING_DELETED }, PGS_KIND_SHMEM },
  { { 74, 75, "r-xs", 43, "/memfd:pool", PGS_MAPPING_DELETED }, PGS_KIND_SHMEM },
  { { 75, 76, "rw-s", 44, "/dev/shm/a/b", 0 }, PGS_KIND_SHMEM },
  { { 76, 77, "rw-s", 45, "[anon_shmem:name]", 0 }, PGS_KIND_SHMEM },
  { { 77, 78, "rw-s", 46, "/dev/shm", 0 }, PGS_KIND_FILE },
  /* anonymous */
  { { 80, 81, "rw-p", 0, NULL, 0 }, PGS_KIND_ANON },
  { { 81, 82, "---p", 0, NULL, 0 }, PGS_KIND_ANON },
  { { 82, 83, "rw-p", 0, "[anon:glibc: malloc]", 0 }, PGS_KIND_ANON },
  { { 83, 84, "rw-p", 0, "[heap2]", 0 }, PGS_KIND_ANON },
  /* stacks; the flag also wins over a library's .bss */
  { { 90, 91, "rw-p", 0, NULL, PGS_MAPPING_THREAD_STACK }, PGS_KIND_STACK },
  { { 91, 92, "r--p", LIB, "/lib/y", 0 }, PGS_KIND_LIBRARY },
  { { 92, 93, "rw-p", 0, NULL, PGS_MAPPING_THREAD_STACK }, PGS_KIND_STACK },
  { { 94, 95, "rw-p", 0, "[heap]", PGS_MAPPING_THREAD_STACK }, PGS_KIND_HEAP },
  { { 96, 98, "rw-p", 0, "[stack]", 0 }, PGS_KIND_STACK },
  /* the kernel's */
  { { 100, 102, "r--p", 0, "[vvar]", 0 }, PGS_KIND_KERNEL },
  { { 102, 103, "r--p", 0, "[vvar_vclock]", 0 }, PGS_KIND_KERNEL },
  { { 103, 104, "r-xp", 0, "[vdso]", 0 }, PGS_KIND_KERNEL },
  { { 105, 106, "--xp", 0, "[uprobes]", 0 }, PGS_KIND_KERNEL },
  { { 107, 108, "--xp", 0, "[vsyscall]", 0 }, PGS_KIND_KERNEL },
};

static void
test_rules (void)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (G_N_ELEMENTS (rows));
  const PgsExe exe = { EXE, 0, EXAMPLE_EXE_MINOR, "/wrong" };
  g_autoptr (PgsMaps) maps = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    example_maps_add (builder, &rows[i].mapping);
  maps = pgs_maps_builder_end (builder, &exe);
  g_assert_cmpuint (pgs_maps_get_length (maps), ==, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (pgs_maps_get (maps, i)->kind != rows[i].kind)
        g_test_message ("page %" G_GUINT64_FORMAT " is %s", rows[i].mapping.first,
                        pgs_kind_get_id (pgs_maps_get (maps, i)->kind));
      g_assert_cmpuint (pgs_maps_get (maps, i)->kind, ==, rows[i].kind);
    }
}

static void
test_kinds_add_up (void)
{
  guint64 expected[PGS_N_KINDS] = { 0 };
  guint64 sum = 0;
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  const PgsExe exe = { EXE, 0, EXAMPLE_EXE_MINOR, NULL };
  g_autoptr (PgsMaps) maps = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const ExampleMapping *mapping = &rows[i].mapping;

      example_maps_add (builder, mapping);
      if (g_strcmp0 (mapping->path, "[vsyscall]") != 0)
        expected[rows[i].kind] += (mapping->end - mapping->first) * EXAMPLE_PAGE;
    }
  maps = pgs_maps_builder_end (builder, &exe);
  for (guint i = 0; i < PGS_N_KINDS; i++)
    {
      g_assert_cmpuint (pgs_maps_get_kind_size (maps, (PgsKind) i), ==, expected[i]);
      sum += pgs_maps_get_kind_size (maps, (PgsKind) i);
    }
  g_assert_cmpuint (sum, ==, pgs_maps_get_size (maps));
}

static PgsKind
kind_with_exe (const ExampleMapping *mapping,
               const PgsExe         *exe)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (1);
  g_autoptr (PgsMaps) maps = NULL;

  example_maps_add (builder, mapping);
  maps = pgs_maps_builder_end (builder, exe);
  return pgs_maps_get (maps, 0)->kind;
}

static void
test_executable_by_path (void)
{
  const ExampleMapping code = { 1, 2, "r-xp", EXE, "/bin/x", 0 };
  const ExampleMapping deleted = { 1, 2, "r-xp", EXE, "/bin/x", PGS_MAPPING_DELETED };
  const PgsExe by_path = { 99, 0, EXAMPLE_EXE_MINOR, "/bin/x" };
  const PgsExe other_device = { EXE, 8, EXAMPLE_EXE_MINOR, "/bin/x" };
  const PgsExe only_path = { 0, 0, 0, "/bin/x" };
  const PgsExe deleted_path = { 99, 0, 0, "/bin/x (deleted)" };
  const PgsExe other = { 99, 0, 0, "/bin/xx" };

  g_assert_cmpuint (kind_with_exe (&code, &by_path), ==, PGS_KIND_CODE);
  g_assert_cmpuint (kind_with_exe (&code, &other_device), ==, PGS_KIND_CODE);
  g_assert_cmpuint (kind_with_exe (&code, &only_path), ==, PGS_KIND_CODE);
  g_assert_cmpuint (kind_with_exe (&deleted, &deleted_path), ==, PGS_KIND_CODE);
  g_assert_cmpuint (kind_with_exe (&code, &deleted_path), ==, PGS_KIND_LIBRARY);
  g_assert_cmpuint (kind_with_exe (&code, &other), ==, PGS_KIND_LIBRARY);
  g_assert_cmpuint (kind_with_exe (&code, NULL), ==, PGS_KIND_LIBRARY);
}

/* The inode of the executable on another device is another file, as is another inode there. */
static void
test_identity_needs_device (void)
{
  const PgsExe exe = { EXE, 0, EXAMPLE_EXE_MINOR, "/bin/x" };
  PgsMapping mappings[] = {
    { .start = 1, .end = 2, .inode = EXE, .dev_minor = EXAMPLE_EXE_MINOR, .path = "/bin/x",
      .perms = PGS_PERM_EXEC },
    { .start = 2, .end = 3, .inode = EXE, .dev_minor = 9, .path = "/bin/x" },
    { .start = 3, .end = 4, .inode = LIB, .dev_minor = 9, .path = "/y", .perms = PGS_PERM_EXEC },
    { .start = 4, .end = 5, .inode = LIB, .dev_minor = 8, .path = "/y" },
  };

  pgs_classify (mappings, G_N_ELEMENTS (mappings), &exe);
  g_assert_cmpuint (mappings[0].kind, ==, PGS_KIND_CODE);
  g_assert_cmpuint (mappings[1].kind, ==, PGS_KIND_FILE);
  g_assert_cmpuint (mappings[2].kind, ==, PGS_KIND_LIBRARY);
  g_assert_cmpuint (mappings[3].kind, ==, PGS_KIND_FILE);
}

/* A program run from a memfd is shared memory by rule 4; its .bss is still the program's. */
static void
test_executable_in_memory (void)
{
  const ExampleMapping rows_in_memory[] = {
    { 1, 2, "r-xp", EXE, "/memfd:x", PGS_MAPPING_DELETED },
    { 2, 3, "rw-p", 0, NULL, 0 },
  };
  g_autoptr (PgsMaps) maps = example_maps_new (rows_in_memory, 2);

  g_assert_cmpuint (pgs_maps_get (maps, 0)->kind, ==, PGS_KIND_SHMEM);
  g_assert_cmpuint (pgs_maps_get (maps, 1)->kind, ==, PGS_KIND_DATA);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/classify/rules", test_rules);
  g_test_add_func ("/core/classify/kinds-add-up", test_kinds_add_up);
  g_test_add_func ("/core/classify/executable-by-path", test_executable_by_path);
  g_test_add_func ("/core/classify/identity-needs-device", test_identity_needs_device);
  g_test_add_func ("/core/classify/executable-in-memory", test_executable_in_memory);
  return g_test_run ();
}
