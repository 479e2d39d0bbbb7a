/* pgs-maps-codec.c: mappings as bytes, relative to those before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Both lists are sorted, so one pass over them tells what was removed, added and changed; a mapping
 * with the same start is a changed one. Most of a mapping follows from its neighbour below (libraries
 * are mapped in some segments), which takes a bit to say:
 *   added    what (byte: perms | MAPPING_…), kind | flags << 4 (byte), unless it follows the gap to the
 *            one below (aligned), size (aligned), unless they follow the file and the offset (aligned)
 *   changed  which (byte: CHANGED_…), then what changed: size, offset (aligned), file, perms (byte),
 *            kind | flags << 4 (byte)
 *   file     name, inode, dev_major, dev_minor (uint)
 */
#include "config.h"

#include "pgs-codec.h"

#include "pgs-bytes-names.h"
#include "pgs-maps-private.h"

#include <string.h>

#define PAGE_MASK ((guint64) 4095)
#define ALL_PERMS 15
#define ALL_FLAGS 7
#define FLAGS_SHIFT 4

typedef enum
{
  STEP_KEEP = 0,
  STEP_DROP = 1,
  STEP_ADD = 2,
  STEP_CHANGE = 3,
} StepKind;

typedef struct
{
  StepKind kind;
  gsize n;
} Step;

enum
{
  MAPPING_SAME_FILE = 1 << 4, /* as the one below */
  MAPPING_NO_FILE = 1 << 5,
  MAPPING_FOLLOWS = 1 << 6,   /* no gap to the one below */
  MAPPING_CONTINUES = 1 << 7, /* at the offset that is expected */
};

enum
{
  CHANGED_SIZE = 1 << 0,
  CHANGED_OFFSET = 1 << 1,
  CHANGED_FILE = 1 << 2,
  CHANGED_PERMS = 1 << 3,
  CHANGED_KIND = 1 << 4,
};

static gboolean
is_same_file (const PgsMapping *a,
              const PgsMapping *b)
{
  return a->inode == b->inode && a->dev_major == b->dev_major && a->dev_minor == b->dev_minor
         && (a->path == b->path || g_strcmp0 (a->path, b->path) == 0);
}

static gboolean
is_same_mapping (const PgsMapping *a,
                 const PgsMapping *b)
{
  return a->start == b->start && a->end == b->end && a->offset == b->offset && a->perms == b->perms
         && a->kind == b->kind && a->flags == b->flags && is_same_file (a, b);
}

/* Where in its file a mapping begins if it goes on where the one below ends. */
static guint64
expected_offset (const PgsMapping *below,
                 gboolean          same_file)
{
  return same_file && below->inode != 0 ? below->offset + (below->end - below->start) : 0;
}

static void
add_step (GArray   *steps,
          StepKind  kind)
{
  const Step step = { kind, 1 };

  if (steps->len > 0 && g_array_index (steps, Step, steps->len - 1).kind == kind)
    g_array_index (steps, Step, steps->len - 1).n++;
  else
    g_array_append_val (steps, step);
}

/* What makes @maps of @before, without what is kept at the end. */
static GArray *
find_steps (const PgsMaps *maps,
            const PgsMaps *before)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));
  gsize i = 0;
  gsize old = 0;

  while (i < maps->n_mappings || old < before->n_mappings)
    {
      const PgsMapping *mapping = i < maps->n_mappings ? &maps->mappings[i] : NULL;
      const PgsMapping *then = old < before->n_mappings ? &before->mappings[old] : NULL;

      if (then == NULL || (mapping != NULL && mapping->start < then->start))
        add_step (steps, STEP_ADD);
      else if (mapping == NULL || then->start < mapping->start)
        add_step (steps, STEP_DROP);
      else
        add_step (steps, is_same_mapping (mapping, then) ? STEP_KEEP : STEP_CHANGE);
      i += g_array_index (steps, Step, steps->len - 1).kind != STEP_DROP;
      old += g_array_index (steps, Step, steps->len - 1).kind != STEP_ADD;
    }
  if (steps->len > 0 && g_array_index (steps, Step, steps->len - 1).kind == STEP_KEEP)
    g_array_set_size (steps, steps->len - 1);
  return steps;
}

typedef struct
{
  GByteArray *out;
  PgsBytesNames names;
  PgsMapping below;
} Writer;

static void
put_file (Writer           *self,
          const PgsMapping *mapping)
{
  pgs_bytes_names_put (&self->names, self->out, mapping->path);
  pgs_bytes_put_uint (self->out, mapping->inode);
  pgs_bytes_put_uint (self->out, mapping->dev_major);
  pgs_bytes_put_uint (self->out, mapping->dev_minor);
}

static void
put_kind (Writer           *self,
          const PgsMapping *mapping)
{
  pgs_bytes_put_byte (self->out, (guint8) (mapping->kind | mapping->flags << FLAGS_SHIFT));
}

static void
put_added (Writer           *self,
           const PgsMapping *mapping)
{
  const PgsMapping *below = &self->below;
  const PgsMapping none = { 0 };
  const gboolean same_file = is_same_file (mapping, below);
  const guint what = (same_file ? MAPPING_SAME_FILE : 0)
                     | (!same_file && is_same_file (mapping, &none) ? MAPPING_NO_FILE : 0)
                     | (mapping->start == below->end ? MAPPING_FOLLOWS : 0)
                     | (mapping->offset == expected_offset (below, same_file) ? MAPPING_CONTINUES : 0);

  pgs_bytes_put_byte (self->out, (guint8) (mapping->perms | what));
  put_kind (self, mapping);
  if (!(what & MAPPING_FOLLOWS))
    pgs_bytes_put_aligned (self->out, mapping->start - below->end);
  pgs_bytes_put_aligned (self->out, mapping->end - mapping->start);
  if (!(what & (MAPPING_SAME_FILE | MAPPING_NO_FILE)))
    put_file (self, mapping);
  if (!(what & MAPPING_CONTINUES))
    pgs_bytes_put_aligned (self->out, mapping->offset);
}

static void
put_changed (Writer           *self,
             const PgsMapping *mapping,
             const PgsMapping *then)
{
  const guint which = (mapping->end != then->end ? CHANGED_SIZE : 0)
                      | (mapping->offset != then->offset ? CHANGED_OFFSET : 0)
                      | (!is_same_file (mapping, then) ? CHANGED_FILE : 0)
                      | (mapping->perms != then->perms ? CHANGED_PERMS : 0)
                      | (mapping->kind != then->kind || mapping->flags != then->flags ? CHANGED_KIND : 0);

  pgs_bytes_put_byte (self->out, (guint8) which);
  if (which & CHANGED_SIZE)
    pgs_bytes_put_aligned (self->out, mapping->end - mapping->start);
  if (which & CHANGED_OFFSET)
    pgs_bytes_put_aligned (self->out, mapping->offset);
  if (which & CHANGED_FILE)
    put_file (self, mapping);
  if (which & CHANGED_PERMS)
    pgs_bytes_put_byte (self->out, mapping->perms);
  if (which & CHANGED_KIND)
    put_kind (self, mapping);
}

static void
put_steps (const PgsMaps *maps,
           const PgsMaps *before,
           GArray        *steps,
           GByteArray    *out)
{
  Writer self = { .out = out };
  gsize i = 0;
  gsize old = 0;

  for (guint s = 0; s < steps->len; s++)
    {
      const Step *step = &g_array_index (steps, Step, s);

      pgs_bytes_put_uint (out, (guint64) step->n << 2 | step->kind);
      for (gsize n = 0; n < step->n && step->kind >= STEP_ADD; n++)
        {
          if (i + n > 0)
            self.below = maps->mappings[i + n - 1];
          if (step->kind == STEP_ADD)
            put_added (&self, &maps->mappings[i + n]);
          else
            put_changed (&self, &maps->mappings[i + n], &before->mappings[old + n]);
        }
      i += step->kind != STEP_DROP ? step->n : 0;
      old += step->kind != STEP_ADD ? step->n : 0;
    }
  pgs_bytes_put_uint (out, STEP_KEEP);
  pgs_bytes_names_clear (&self.names);
}

/**
 * pgs_maps_encode:
 * @maps: the mappings
 * @before: (nullable): those of the sample before; %NULL to write @maps whole
 * @out: what to append to
 *
 * O(1) if both are the same, else O(mappings of both). Takes one byte if they are equal.
 */
void
pgs_maps_encode (PgsMaps    *maps,
                 PgsMaps    *before,
                 GByteArray *out)
{
  const PgsMaps nothing = { 0 };
  g_autoptr (GArray) steps = NULL;

  if (maps == before)
    {
      pgs_bytes_put_byte (out, PGS_FORM_SAME);
      return;
    }
  steps = find_steps (maps, before != NULL ? before : &nothing);
  if (before != NULL && steps->len == 0)
    {
      pgs_bytes_put_byte (out, PGS_FORM_SAME);
      return;
    }
  pgs_bytes_put_byte (out, before != NULL ? PGS_FORM_DIFFERENCE : PGS_FORM_WHOLE);
  put_steps (maps, before != NULL ? before : &nothing, steps, out);
}

typedef struct
{
  PgsBytesReader *in;
  PgsBytesNames names;
  PgsMapsBuilder *builder;
  gsize n_mappings;
  PgsMapping below; /* its path is not NUL-terminated */
  gsize below_length;
} Reader;

static void
read_file (Reader     *self,
           PgsMapping *mapping,
           gsize      *length)
{
  mapping->path = pgs_bytes_names_read (&self->names, self->in, length);
  mapping->inode = pgs_bytes_reader_uint (self->in);
  mapping->dev_major = (guint32) pgs_bytes_reader_count (self->in, G_MAXUINT32);
  mapping->dev_minor = (guint32) pgs_bytes_reader_count (self->in, G_MAXUINT32);
}

static void
read_kind (Reader     *self,
           PgsMapping *mapping)
{
  const guint8 byte = pgs_bytes_reader_byte (self->in);

  mapping->kind = byte & 0xf;
  mapping->flags = (byte >> FLAGS_SHIFT) & ALL_FLAGS;
  if (mapping->kind >= PGS_N_KINDS)
    pgs_bytes_reader_fail (self->in, PGS_ERROR_SYNTAX, "an unknown kind of mapping");
}

/* Sets the end of a mapping. */
static void
read_size (Reader     *self,
           PgsMapping *mapping)
{
  const guint64 size = pgs_bytes_reader_aligned (self->in);

  if (size == 0 || size > G_MAXUINT64 - mapping->start)
    pgs_bytes_reader_fail (self->in, PGS_ERROR_SYNTAX, "a mapping of an impossible size");
  else
    mapping->end = mapping->start + size;
}

/* Takes a mapping over if it lies where it may. */
static void
take (Reader           *self,
      const PgsMapping *mapping,
      gsize             length)
{
  if (pgs_bytes_reader_has_failed (self->in))
    return;
  if (((mapping->start | mapping->end) & PAGE_MASK) != 0)
    pgs_bytes_reader_fail (self->in, PGS_ERROR_SYNTAX, "a mapping that is not of whole pages");
  else if (mapping->start < self->below.end)
    pgs_bytes_reader_fail (self->in, PGS_ERROR_SYNTAX, "a mapping that overlaps the one below");
  else if (self->n_mappings == PGS_CODEC_MAX_MAPPINGS)
    pgs_bytes_reader_fail (self->in, PGS_ERROR_LIMIT, "too many mappings");
  else
    {
      pgs_maps_builder_add (self->builder, mapping, mapping->path, length);
      self->below = *mapping;
      self->below_length = length;
      self->n_mappings++;
    }
}

static void
read_added (Reader *self)
{
  const guint8 what = pgs_bytes_reader_byte (self->in);
  PgsMapping mapping = { .perms = what & ALL_PERMS };
  gsize length = 0;
  guint64 gap = 0;

  read_kind (self, &mapping);
  if (!(what & MAPPING_FOLLOWS))
    gap = pgs_bytes_reader_aligned (self->in);
  if (gap > G_MAXUINT64 - self->below.end)
    pgs_bytes_reader_fail (self->in, PGS_ERROR_SYNTAX, "a mapping behind all addresses");
  mapping.start = self->below.end + gap;
  read_size (self, &mapping);
  if (what & MAPPING_SAME_FILE)
    {
      mapping.path = self->below.path;
      mapping.inode = self->below.inode;
      mapping.dev_major = self->below.dev_major;
      mapping.dev_minor = self->below.dev_minor;
      length = self->below_length;
    }
  else if (!(what & MAPPING_NO_FILE))
    read_file (self, &mapping, &length);
  if (what & MAPPING_CONTINUES)
    mapping.offset = expected_offset (&self->below, (what & MAPPING_SAME_FILE) != 0);
  else
    mapping.offset = pgs_bytes_reader_aligned (self->in);
  take (self, &mapping, length);
}

static void
read_changed (Reader           *self,
              const PgsMapping *then)
{
  const guint8 which = pgs_bytes_reader_byte (self->in);
  PgsMapping mapping = *then;
  gsize length = then->path != NULL ? strlen (then->path) : 0;

  if (which & CHANGED_SIZE)
    read_size (self, &mapping);
  if (which & CHANGED_OFFSET)
    mapping.offset = pgs_bytes_reader_aligned (self->in);
  if (which & CHANGED_FILE)
    read_file (self, &mapping, &length);
  if (which & CHANGED_PERMS)
    mapping.perms = pgs_bytes_reader_byte (self->in) & ALL_PERMS;
  if (which & CHANGED_KIND)
    read_kind (self, &mapping);
  take (self, &mapping, length);
}

/* Does a step of @n mappings, of which those from @then on are concerned. */
static void
read_step (Reader           *self,
           StepKind          kind,
           gsize             n,
           const PgsMapping *then)
{
  for (gsize i = 0; i < n && !pgs_bytes_reader_has_failed (self->in); i++)
    switch (kind)
      {
      case STEP_KEEP:
        take (self, &then[i], then[i].path != NULL ? strlen (then[i].path) : 0);
        break;
      case STEP_DROP:
        break;
      case STEP_ADD:
        read_added (self);
        break;
      case STEP_CHANGE:
        read_changed (self, &then[i]);
        break;
      }
}

static void
read_steps (Reader        *self,
            const PgsMaps *before)
{
  gsize left = before != NULL ? before->n_mappings : 0;
  const PgsMapping *then = left > 0 ? before->mappings : NULL;

  while (!pgs_bytes_reader_has_failed (self->in))
    {
      const guint64 code = pgs_bytes_reader_uint (self->in);
      const StepKind kind = code & 3;
      const gsize n = code != STEP_KEEP ? (gsize) (code >> 2) : left;

      if (pgs_bytes_reader_has_failed (self->in))
        return;
      if (kind != STEP_ADD && n > left)
        {
          pgs_bytes_reader_fail (self->in, PGS_ERROR_SYNTAX, "more mappings than there were");
          return;
        }
      read_step (self, kind, n, then);
      if (code == STEP_KEEP)
        return;
      if (kind != STEP_ADD && n > 0)
        {
          then += n;
          left -= n;
        }
    }
}

/**
 * pgs_maps_decode:
 * @before: (nullable): the mappings of the sample before
 * @in: what pgs_maps_encode() wrote, or anything else
 * @error: (out) (optional): what is wrong with it
 *
 * Returns: (transfer full): the mappings, @before itself if they are the same; %NULL with
 *   %PGS_ERROR_SYNTAX, %PGS_ERROR_TRUNCATED, %PGS_ERROR_LIMIT, or %PGS_ERROR_PROTOCOL if there is no
 *   @before although it is needed
 */
PgsMaps *
pgs_maps_decode (PgsMaps         *before,
                 PgsBytesReader  *in,
                 GError         **error)
{
  const PgsForm form = pgs_form_decode (in, before != NULL);
  g_auto (PgsBytesNames) names = { 0 };
  Reader self = { .in = in };
  gsize n_expected;

  if (!pgs_bytes_reader_finish (in, error))
    return NULL;
  if (form == PGS_FORM_SAME)
    return pgs_maps_ref (before);
  n_expected = form == PGS_FORM_DIFFERENCE ? before->n_mappings : 0;
  self.builder = pgs_maps_builder_new (n_expected + n_expected / 8);
  read_steps (&self, form == PGS_FORM_DIFFERENCE ? before : NULL);
  names = self.names;
  if (!pgs_bytes_reader_finish (in, error))
    {
      pgs_maps_builder_free (self.builder);
      return NULL;
    }
  return pgs_maps_builder_end_classified (self.builder);
}
