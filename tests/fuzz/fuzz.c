/* fuzz.c: what the fuzz targets have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <locale.h>
#include <string.h>

#include "pgs-object.h"

typedef struct
{
  gunichar first;
  gunichar last;
} Range;

/* Characters that a terminal obeys, that reorder their neighbours or that nobody sees: Cc, Zl, Zp,
 * Bidi_Control and Default_Ignorable_Code_Point of the Unicode Character Database, private ones. */
static const Range harmful[] = {
  { 0x0000, 0x001f },   { 0x007f, 0x009f },   { 0x00ad, 0x00ad },   { 0x034f, 0x034f },
  { 0x061c, 0x061c },   { 0x115f, 0x1160 },   { 0x17b4, 0x17b5 },   { 0x180b, 0x180f },
  { 0x200b, 0x200f },   { 0x2028, 0x202e },   { 0x2060, 0x206f },   { 0x3164, 0x3164 },
  { 0xd800, 0xf8ff },   { 0xfe00, 0xfe0f },   { 0xfeff, 0xfeff },   { 0xffa0, 0xffa0 },
  { 0xfff0, 0xfffb },   { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
  { 0xf0000, 0x10ffff },
};

/* Called once, before the first input: a warning of GLib is a finding. */
int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

guint8
fuzz_byte (FuzzInput *input)
{
  return input->at < input->end ? *input->at++ : 0;
}

/* A number below @limit, which is not above 65,536. */
guint64
fuzz_below (FuzzInput *input,
            guint64    limit)
{
  guint64 number = fuzz_byte (input);

  if (limit > 256)
    number = number << 8 | fuzz_byte (input);
  return number % limit;
}

/* Any number; small ones, and those around powers of two, take few bytes. */
guint64
fuzz_number (FuzzInput *input)
{
  const guint8 shape = fuzz_byte (input);
  guint64 number;

  if (shape < 64)
    return shape;
  if (shape < 128)
    return ((guint64) 1 << (shape - 64)) - fuzz_byte (input) % 3;
  if (shape < 192)
    return (guint64) fuzz_byte (input) << (shape - 128);
  number = 0;
  for (guint i = 0; i < sizeof number; i++)
    number = number << 8 | fuzz_byte (input);
  return number;
}

/* Up to 255 bytes of any kind, the input's own. */
const char *
fuzz_bytes (FuzzInput *input,
            gsize     *length)
{
  const char *bytes;

  *length = fuzz_byte (input);
  *length = MIN (*length, (gsize) (input->end - input->at));
  bytes = (const char *) input->at;
  input->at += *length;
  return bytes;
}

/* NULL, or bytes up to a NUL. */
char *
fuzz_dup_string (FuzzInput *input)
{
  const char *bytes;
  gsize length;

  if (fuzz_byte (input) == 0)
    return NULL;
  bytes = fuzz_bytes (input, &length);
  return g_strndup (bytes, length);
}

/* Adds a mapping of `[start, end)` that is of any kind. */
void
fuzz_add_mapping (FuzzInput      *input,
                  PgsMapsBuilder *builder,
                  guint64         start,
                  guint64         end)
{
  static const char *const paths[] = {
    NULL, "[heap]", "[stack]", "[vdso]", "[vvar]", "[vsyscall]", "/bin/exe", "/lib/x", "/SYSV00000000",
    "/memfd:x", "/dev/zero", "[anon:x]", "[anon_shmem:x]",
  };
  const guint64 choice = fuzz_below (input, G_N_ELEMENTS (paths) + 3);
  const guint8 bits = fuzz_byte (input);
  PgsMapping mapping = { .start = start, .end = end, .perms = bits & 15, .flags = (bits >> 4) & 3 };

  mapping.inode = (bits >> 6) * 10;
  mapping.dev_minor = mapping.inode != 0;
  if (choice < G_N_ELEMENTS (paths))
    pgs_maps_builder_add (builder, &mapping, paths[choice],
                          paths[choice] != NULL ? strlen (paths[choice]) : 0);
  else
    {
      gsize length;
      const char *path = fuzz_bytes (input, &length);

      pgs_maps_builder_add (builder, &mapping, path, length);
    }
}

/* @text may be shown anywhere: nothing in it is obeyed or hides or piles up. */
void
fuzz_assert_shown (const char *text)
{
  guint n_marks = 0;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      for (gsize i = 0; c >= 0x7f && i < G_N_ELEMENTS (harmful); i++)
        g_assert_false (c >= harmful[i].first && c <= harmful[i].last);
      g_assert_cmpuint (c, >=, 0x20);
      n_marks = g_unichar_ismark (c) && g_unichar_type (c) != G_UNICODE_SPACING_MARK ? n_marks + 1 : 0;
      g_assert_cmpuint (n_marks, <=, 4);
    }
}

static void
assert_kinds (PgsMaps *maps)
{
  guint64 counted = 0;
  guint64 of_kinds = 0;

  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      g_assert_cmpuint (mapping->kind, <, PGS_N_KINDS);
      if (!(mapping->flags & PGS_MAPPING_NOT_COUNTED))
        counted += mapping->end - mapping->start;
    }
  for (guint kind = 0; kind < PGS_N_KINDS; kind++)
    of_kinds += pgs_maps_get_kind_size (maps, (PgsKind) kind);
  g_assert_cmpuint (pgs_maps_get_size (maps), ==, counted);
  g_assert_cmpuint (of_kinds, ==, counted);
}

static void
assert_found (PgsMaps *maps,
              gsize    i)
{
  const PgsMapping *mapping = pgs_maps_get (maps, i);
  gsize index;

  g_assert_true (pgs_maps_find (maps, mapping->start, &index) && index == i);
  g_assert_true (pgs_maps_find (maps, mapping->end - 1, &index) && index == i);
  g_assert_cmpuint (pgs_maps_lower_bound (maps, mapping->end), ==, i + 1);
  if (i + 1 == pgs_maps_get_length (maps) || pgs_maps_get (maps, i + 1)->start > mapping->end)
    g_assert_false (pgs_maps_find (maps, mapping->end, NULL));
}

static void
assert_objects (PgsMaps *maps)
{
  gsize n_mappings = 0;
  PgsObjectIter iter;
  PgsObject object;

  pgs_object_iter_init (&iter, maps);
  while (pgs_object_iter_next (&iter, &object))
    {
      g_assert_cmpuint (object.first, ==, n_mappings);
      g_assert_cmpuint (object.n_mappings, >, 0);
      n_mappings += object.n_mappings;
      g_assert_cmpuint (object.start, ==, pgs_maps_get (maps, object.first)->start);
      g_assert_cmpuint (object.end, ==, pgs_maps_get (maps, n_mappings - 1)->end);
      g_assert_cmpuint (object.kind, <, PGS_N_KINDS);
      for (gsize j = object.first + 1; j < n_mappings; j++)
        g_assert_cmpuint (pgs_maps_get (maps, j)->start, ==, pgs_maps_get (maps, j - 1)->end);
    }
  g_assert_cmpuint (n_mappings, ==, pgs_maps_get_length (maps));
}

/* @maps are ascending, do not overlap, add up, are found and are each in one object. */
void
fuzz_assert_maps (PgsMaps *maps)
{
  guint64 end = 0;

  for (gsize i = 0; i < pgs_maps_get_length (maps); i++)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      g_assert_cmpuint (mapping->start, >=, end);
      g_assert_cmpuint (mapping->start, <, mapping->end);
      end = mapping->end;
      assert_found (maps, i);
    }
  assert_kinds (maps);
  assert_objects (maps);
}
