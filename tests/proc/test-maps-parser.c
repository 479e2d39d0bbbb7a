/* test-maps-parser.c: the text of maps, whatever is in its names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-maps-parser.h"

#include <string.h>

#include "fixture.h"
#include "pgs-error.h"

static PgsMaps *
parse (const char         *text,
       gsize               length,
       const PgsMapsHints *hints,
       GError            **error)
{
  g_autoptr (PgsMapsBuilder) builder = pgs_maps_builder_new (0);

  if (!pgs_maps_parse (text, length, hints, builder, error))
    return NULL;
  return pgs_maps_builder_end (g_steal_pointer (&builder), NULL);
}

static PgsMaps *
parse_ok (const char         *text,
          const PgsMapsHints *hints)
{
  g_autoptr (GError) error = NULL;
  PgsMaps *maps = parse (text, strlen (text), hints, &error);

  g_assert_no_error (error);
  return maps;
}

/* With five levels of page tables addresses have up to 56 bits; vsyscall is beyond all of them. */
static void
test_wide (void)
{
  g_autoptr (PgsMaps) maps = parse_ok (
    "7f0aa3e00000-7f0aa4000000 rw-p 00000000 00:00 0 \n"
    "800000000000-900000000000 rw-p 00000000 00:00 0 \n"
    "80000000000000-80000000001000 ---p 00000000 00:00 0 \n"
    "fffffffffde000-fffffffffff000 rw-p 00000000 00:00 0                     [stack]\n"
    "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                 [vsyscall]\n", NULL);
  gsize index;

  g_assert_cmpuint (pgs_maps_get_length (maps), ==, 5);
  g_assert_true (pgs_maps_find (maps, 0x8fffffffffff, &index));
  g_assert_cmphex (pgs_maps_get (maps, index)->start, ==, 0x800000000000);
  g_assert_true (pgs_maps_find (maps, 0x80000000000fff, &index));
  g_assert_true (pgs_maps_find (maps, 0xfffffffffdefff, &index));
  g_assert_cmpint (pgs_maps_get (maps, index)->kind, ==, PGS_KIND_STACK);
  g_assert_true (pgs_maps_find (maps, 0xffffffffff600123, &index));
  g_assert_cmpint (pgs_maps_get (maps, index)->kind, ==, PGS_KIND_KERNEL);
  g_assert_cmpuint (pgs_maps_get_size (maps), ==, 0x200000 + 0x100000000000 + 0x1000 + 0x21000);
}

static void
test_fields (void)
{
  g_autoptr (PgsMaps) maps = parse_ok (
    "7f0aa3e00000-7f0aa4000000 r-xs 0012f000 103:02 393294   /usr/lib/x.so\n", NULL);
  const PgsMapping *mapping = pgs_maps_get (maps, 0);

  g_assert_cmpuint (pgs_maps_get_length (maps), ==, 1);
  g_assert_cmpuint (mapping->start, ==, 0x7f0aa3e00000);
  g_assert_cmpuint (mapping->end, ==, 0x7f0aa4000000);
  g_assert_cmpuint (mapping->perms, ==, PGS_PERM_READ | PGS_PERM_EXEC | PGS_PERM_SHARED);
  g_assert_cmpuint (mapping->offset, ==, 0x12f000);
  g_assert_cmpuint (mapping->dev_major, ==, 0x103);
  g_assert_cmpuint (mapping->dev_minor, ==, 2);
  g_assert_cmpuint (mapping->inode, ==, 393294);
  g_assert_cmpstr (mapping->path, ==, "/usr/lib/x.so");
  g_assert_cmpuint (mapping->flags, ==, 0);
}

static void
test_names (void)
{
  static const struct { const char *text; const char *path; gboolean deleted; } rows[] = {
    { "1000-2000 rw-p 0 00:00 0\n", NULL, FALSE },
    { "1000-2000 rw-p 0 00:00 0 \n", NULL, FALSE },
    { "1000-2000 rw-p 0 00:00 0    [heap]\n", "[heap]", FALSE },
    { "1000-2000 rw-p 0 08:01 7    /a/[heap]\n", "/a/[heap]", FALSE },
    { "1000-2000 rw-p 0 08:01 7    /a b  c \n", "/a b  c ", FALSE },
    { "1000-2000 rw-p 0 08:01 7    /a\\012b\\012\n", "/a\nb\n", FALSE },
    { "1000-2000 rw-p 0 08:01 7    /a\\01\\0123\\\n", "/a\\01\n3\\", FALSE },
    { "1000-2000 rw-p 0 08:01 7    /\xff\xfe\x01\n", "/\xff\xfe\x01", FALSE },
    { "1000-2000 rw-p 0 08:01 7    /gone (deleted)\n", "/gone", TRUE },
    { "1000-2000 rw-p 0 08:01 7    /gone (deleted) (deleted)\n", "/gone (deleted)", TRUE },
    { "1000-2000 rw-p 0 08:01 7    /kept (deleted) \n", "/kept (deleted) ", FALSE },
    { "1000-2000 rw-p 0 08:01 7    /kept(deleted)\n", "/kept(deleted)", FALSE },
    { "1000-2000 rw-s 0 00:01 9    /memfd:x (deleted)\n", "/memfd:x", TRUE },
    { "1000-2000 rw-s 0 00:01 9    /dev/zero (deleted)\n", "/dev/zero", TRUE },
    { "1000-2000 rw-p 0 00:00 0    [anon:x (deleted)\n", "[anon:x (deleted)", FALSE },
    { "1000-2000 rw-p 0 00:0d 9    anon_inode:[io_uring] (deleted)\n", "anon_inode:[io_uring]", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PgsMaps) maps = parse_ok (rows[i].text, NULL);
      const PgsMapping *mapping = pgs_maps_get (maps, 0);

      g_assert_cmpstr (mapping->path, ==, rows[i].path);
      g_assert_cmpint ((mapping->flags & PGS_MAPPING_DELETED) != 0, ==, rows[i].deleted);
    }
}

static gboolean
is_called (const PgsMapping *mapping,
           const char       *path,
           gsize             length,
           gpointer          user_data)
{
  const char *name = user_data;

  g_assert_cmpuint (mapping->inode, ==, 7);
  return strlen (name) == length && memcmp (name, path, length) == 0;
}

/* What the file is really called decides. */
static void
test_doubtful_names (void)
{
  static const struct { const char *shown; const char *real; const char *path; gboolean deleted; } rows[] = {
    { "/x (deleted)", "/x (deleted)", "/x (deleted)", FALSE },
    { "/x (deleted)", "/y", "/x", TRUE },
    { "/x (deleted) (deleted)", "/x (deleted) (deleted)", "/x (deleted) (deleted)", FALSE },
    { "/a\\012b", "/a\\012b", "/a\\012b", FALSE },
    { "/a\\012b", "/a\nb", "/a\nb", FALSE },
    { "/a\\012b (deleted)", "/a\nb (deleted)", "/a\nb (deleted)", FALSE },
    { "/a\\012b (deleted)", "/a\\012b (deleted)", "/a\\012b (deleted)", FALSE },
    { "/a\\012b (deleted)", "/", "/a\nb", TRUE },
    { "/a\\b", "/", "/a\\b", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const PgsMapsHints hints = { .path_test = is_called, .user_data = (gpointer) rows[i].real };
      g_autofree char *text = g_strdup_printf ("1000-2000 rw-p 0 08:01 7 %s\n", rows[i].shown);
      g_autoptr (PgsMaps) maps = parse_ok (text, &hints);
      const PgsMapping *mapping = pgs_maps_get (maps, 0);

      g_assert_cmpstr (mapping->path, ==, rows[i].path);
      g_assert_cmpint ((mapping->flags & PGS_MAPPING_DELETED) != 0, ==, rows[i].deleted);
    }
}

static gboolean
is_guard (guint64  address,
          gpointer user_data)
{
  return address == 0x40000;
}

static void
test_thread_stacks (void)
{
  static const char text[] =
    "1000-2000 ---p 0 00:00 0\n"   /* below a stack */
    "2000-9000 rw-p 0 00:00 0\n"   /* 0x8000: a stack */
    "9000-a000 rw-p 0 08:01 7 /f\n" /* 0x9800: a file is none */
    "b000-c000 ---p 0 00:00 0\n"
    "d000-e000 rw-p 0 00:00 0\n"   /* 0xd800: a gap below, so it is none */
    "10000-20000 rw-p 0 00:00 0\n" /* 0x18000: nothing below */
    "20000-30000 ---p 0 00:00 0\n"
    "30000-38000 r--p 0 00:00 0\n" /* 0x31000: cannot be written */
    "40000-50000 rw-p 0 00:00 0\n" /* 0x48000: guard pages at its bottom */
    "50000-60000 ---p 0 00:00 0\n"
    "60000-70000 rw-s 0 00:00 0\n" /* 0x61000: shared */
    "70000-80000 ---p 0 00:00 0\n"
    "80000-90000 rw-p 0 00:00 0\n"; /* no stack pointer in it */
  static const guint64 stack_pointers[] = {
    0x10, 0x8000, 0x8800, 0x9800, 0xd800, 0x18000, 0x31000, 0x48000, 0x61000, 0x90000,
  };
  static const gboolean expected[] = { FALSE, TRUE, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE, TRUE,
                                       FALSE, FALSE, FALSE, FALSE };
  const PgsMapsHints hints = {
    .guard_test = is_guard,
    .stack_pointers = stack_pointers,
    .n_stack_pointers = G_N_ELEMENTS (stack_pointers),
  };
  g_autoptr (PgsMaps) maps = parse_ok (text, &hints);

  g_assert_cmpuint (pgs_maps_get_length (maps), ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint ((pgs_maps_get (maps, i)->flags & PGS_MAPPING_THREAD_STACK) != 0, ==,
                     expected[i]);
}

static void
test_bad (void)
{
  static const struct { const char *text; PgsError code; const char *message; } rows[] = {
    { "x\n", PGS_ERROR_SYNTAX, "maps:1: bad address range \"x\"" },
    { "\n", PGS_ERROR_SYNTAX, "maps:1: bad address range \"\"" },
    { "2000-1000 rw-p 0 00:00 0\n", PGS_ERROR_SYNTAX, "maps:1: bad address range \"2000-1000 rw-p 0 00:00 0\"" },
    { "10000000000000000-2 rw-p 0 00:00 0\n", PGS_ERROR_SYNTAX, NULL },
    { "1000-2000 rwzp 0 00:00 0\n", PGS_ERROR_SYNTAX, "maps:1: bad permission field \"rwzp 0 00:00 0\"" },
    { "1000-2000 rw-p\n", PGS_ERROR_SYNTAX, NULL },
    { "1000-2000 rw-p x 00:00 0\n", PGS_ERROR_SYNTAX, "maps:1: bad offset \"x 00:00 0\"" },
    { "1000-2000 rw-p 0 0000 0\n", PGS_ERROR_SYNTAX, "maps:1: bad device \"0000 0\"" },
    { "1000-2000 rw-p 0 100000000:00 0\n", PGS_ERROR_SYNTAX, NULL },
    { "1000-2000 rw-p 0 00:00 x\n", PGS_ERROR_SYNTAX, "maps:1: bad inode \"x\"" },
    { "1000-2000 rw-p 0 00:00 0x\n", PGS_ERROR_SYNTAX, NULL },
    { "1000-2000 rw-p 0 00:00 99999999999999999999\n", PGS_ERROR_SYNTAX, NULL },
    { "1000-2000 rw-p 0 00:00 0\n3000-4000 rw-p", PGS_ERROR_TRUNCATED, "maps:2: unfinished line" },
    { "1000-2000 rw-p 0 00:00 0\n\x1b[31m\n", PGS_ERROR_SYNTAX, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (rows[i].text, strlen (rows[i].text), NULL, &error));
      g_assert_error (error, PGS_ERROR, (gint) rows[i].code);
      g_assert_null (strchr (error->message, '\x1b'));
      if (rows[i].message != NULL)
        g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

/* How many lines of @text are whole. */
static gsize
count_lines (const char *text,
             gsize       length)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';
  return n;
}

static void
test_prefixes (gconstpointer data)
{
  gsize length;
  g_autofree char *text = fixture_load (data, &length);

  for (gsize n = 0; n <= length; n++)
    {
      g_autofree char *cut = g_memdup2 (text, n); /* so that reading behind it is seen */
      g_autoptr (GError) error = NULL;
      g_autoptr (PgsMaps) maps = parse (cut, n, NULL, &error);

      if (n == 0 || text[n - 1] == '\n')
        {
          g_assert_no_error (error);
          g_assert_cmpuint (pgs_maps_get_length (maps), ==, count_lines (text, n));
        }
      else
        g_assert_error (error, PGS_ERROR, PGS_ERROR_TRUNCATED);
    }
}

static const PgsMapping *
find_path (PgsMaps    *maps,
           const char *suffix)
{
  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      if (mapping->path != NULL && g_str_has_suffix (mapping->path, suffix))
        return mapping;
    }
  g_error ("no %s", suffix);
  return NULL;
}

static void
test_old_kernel (void)
{
  gsize length;
  g_autofree char *text = fixture_load ("maps-6.1", &length);
  g_autoptr (PgsMaps) maps = parse_ok (text, NULL);

  g_assert_cmpuint (pgs_maps_get_length (maps), ==, 16);
  g_assert_cmpint (find_path (maps, "/memfd:pool")->kind, ==, PGS_KIND_SHMEM);
  g_assert_cmpint (find_path (maps, "/SYSV00000000")->kind, ==, PGS_KIND_SHMEM);
  g_assert_cmpint (find_path (maps, "/dev/zero")->kind, ==, PGS_KIND_SHMEM);
  g_assert_cmpint (find_path (maps, "[anon:scratch]")->kind, ==, PGS_KIND_ANON);
  g_assert_cmpuint (find_path (maps, "/libc.so.6")->dev_major, ==, 0x103);
  g_assert_true (find_path (maps, "[vsyscall]")->flags & PGS_MAPPING_NOT_COUNTED);
}

static void
test_new_kernel (void)
{
  gsize length;
  g_autofree char *text = fixture_load ("maps-6.18", &length);
  g_autoptr (PgsMaps) maps = parse_ok (text, NULL);

  g_assert_cmpuint (pgs_maps_get_length (maps), ==, 32);
  g_assert_cmpint (find_path (maps, "[vvar_vclock]")->kind, ==, PGS_KIND_KERNEL);
  g_assert_cmpuint (find_path (maps, "/new\nline")->end - find_path (maps, "/new\nline")->start, ==,
                    64 * 4096);
  g_assert_true (find_path (maps, "/impostor")->flags & PGS_MAPPING_DELETED);
}

/* At the seam between two reads the kernel may say a mapping twice, grown, or overlapping. */
static void
test_seam (void)
{
  g_autoptr (PgsMaps) maps = parse_ok ("1000-2000 rw-p 0 00:00 0\n"
                                       "3000-5000 rw-p 0 00:00 0\n"
                                       "3000-6000 rw-p 0 00:00 0\n"
                                       "5000-8000 r--p 0 00:00 0\n", NULL);
  guint64 end = 0;

  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      g_assert_cmpuint (pgs_maps_get (maps, i)->start, >=, end);
      end = pgs_maps_get (maps, i)->end;
    }
  g_assert_cmpuint (end, ==, 0x8000);
  g_assert_cmpuint (pgs_maps_get_size (maps), ==, 0x6000);
}

static void
assert_equal (const PgsMapping *a,
              const PgsMapping *b)
{
  g_assert_cmphex (a->start, ==, b->start);
  g_assert_cmphex (a->end, ==, b->end);
  g_assert_cmphex (a->offset, ==, b->offset);
  g_assert_cmpuint (a->perms, ==, b->perms);
  g_assert_cmpuint (a->dev_major, ==, b->dev_major);
  g_assert_cmpuint (a->dev_minor, ==, b->dev_minor);
  g_assert_cmpuint (a->inode, ==, b->inode);
  g_assert_cmpuint (a->flags, ==, b->flags);
  g_assert_cmpstr (a->path, ==, b->path);
}

/* The mappings of lines that are parsed one by one, up to the first bad one. */
static GPtrArray *
parse_alone (const char *text,
             gsize       length)
{
  GPtrArray *alone = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_maps_unref);
  const char *end = text + length;

  while (text < end)
    {
      const gsize n = (gsize) ((const char *) memchr (text, '\n', (gsize) (end - text)) - text) + 1;
      PgsMaps *maps = parse (text, n, NULL, NULL);

      if (maps == NULL)
        break;
      g_ptr_array_add (alone, maps);
      text += n;
    }
  return alone;
}

/* Else the builder decides what stays of them. */
static gboolean
are_ascending (GPtrArray *alone)
{
  guint64 end = 0;

  for (guint i = 0; i < alone->len; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (alone->pdata[i], 0);

      if (mapping != NULL && mapping->start < end)
        return FALSE;
      if (mapping != NULL)
        end = mapping->end;
    }
  return TRUE;
}

/* @text is parsed as its lines are alone, up to the first bad one. */
static void
check_lines (const char *text,
             gsize       length)
{
  g_autoptr (GPtrArray) alone = parse_alone (text, length);
  g_autoptr (PgsMapsBuilder) builder = pgs_maps_builder_new (0);
  g_autoptr (PgsMaps) maps = NULL;
  gsize n = 0;

  g_assert_cmpint (pgs_maps_parse (text, length, NULL, builder, NULL), ==,
                   alone->len == count_lines (text, length));
  maps = pgs_maps_builder_end (g_steal_pointer (&builder), NULL);
  if (!are_ascending (alone))
    return;
  for (guint i = 0; i < alone->len; i++)
    {
      const PgsMapping *mapping = pgs_maps_get (alone->pdata[i], 0); /* NULL: an empty one */

      if (mapping != NULL)
        assert_equal (pgs_maps_get (maps, n++), mapping);
    }
  g_assert_cmpuint (pgs_maps_get_length (maps), ==, n);
}

/* What is taken from the line before is what the line itself says, whatever byte is anywhere. */
static void
test_lines (void)
{
  static const char text[] =
    "1000-2000 rw-p 00000000 00:00 0 \n"
    "2000-3000 r--p 00000000 00:00 0 \n"
    "12345000-12346000 r--p 00000000 00:00 0 \n"
    "12346000-12346000 r--p 00000000 00:00 0 \n"
    "12346000-12347000 rwxs 00000000 08:01 42 \n"
    "7f579bdd9000-7f579bdda000 r--p 00000000 fe:00 10952944                   /a\n"
    "7f579bdda000-7f579bddb000 r-xp 00001000 fe:00 10952944                   /a\n"
    "7f579bddb000-7f579bddc000 rw-p 00000000 00:00 0 \n"
    "7f579bddc000-7f579bddd000 ---p 00000000 00:00 0 [x]\n"
    "7f579bddd000-7f579bdde000 ---p 00000000 00:00 0\n"
    "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 \n"
    "ffffffffff601000-ffffffffff602000 --xp 00000000 00:00 0 \n";
  static const char bytes[] = "019afgA-:/ psrwx\n\\\x80\xff"; /* and NUL */
  const gsize length = sizeof text - 1;

  check_lines (text, length);
  for (gsize place = 0; place < length - 1; place++)
    for (gsize i = 0; i < sizeof bytes; i++)
      {
        g_autofree char *copy = g_memdup2 (text, length);

        copy[place] = bytes[i];
        check_lines (copy, length);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/maps-parser/wide", test_wide);
  g_test_add_func ("/proc/maps-parser/fields", test_fields);
  g_test_add_func ("/proc/maps-parser/names", test_names);
  g_test_add_func ("/proc/maps-parser/doubtful-names", test_doubtful_names);
  g_test_add_func ("/proc/maps-parser/thread-stacks", test_thread_stacks);
  g_test_add_func ("/proc/maps-parser/bad", test_bad);
  g_test_add_func ("/proc/maps-parser/lines", test_lines);
  g_test_add_data_func ("/proc/maps-parser/prefixes/6.1", "maps-6.1", test_prefixes);
  g_test_add_data_func ("/proc/maps-parser/prefixes/6.18", "maps-6.18", test_prefixes);
  g_test_add_func ("/proc/maps-parser/old-kernel", test_old_kernel);
  g_test_add_func ("/proc/maps-parser/new-kernel", test_new_kernel);
  g_test_add_func ("/proc/maps-parser/seam", test_seam);
  return g_test_run ();
}
