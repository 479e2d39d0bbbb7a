/* pgs-map-cache.c: the pieces of the map as render nodes that are kept while they stay the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * After a sample every visible piece is stale: its cells (or words) are made again, which is cheap,
 * and only where they differ from those that the node was made from, the node is made again. So a
 * frame costs what changed. Pieces that were not seen in a frame are dropped at its end.
 */
#include "config.h"

#include "pgs-map-cache.h"

#include <string.h>

typedef enum
{
  PIECE_LABEL,
  PIECE_GAP,
  PIECE_ROWS,
} PieceKind;

typedef struct
{
  PieceKind what;
  gsize band;
  guint64 index;
} PieceKey;

typedef struct
{
  PieceKey key;
  GskRenderNode *node; /* (nullable): nothing was drawn */
  gpointer made_from;
  gsize size; /* of made_from */
  guint made_in; /* the age of the model that it shows */
  guint seen_in; /* the frame that showed it last */
} Piece;

struct _PgsMapCache
{
  GHashTable *pieces; /* of Piece, by its key */
  guint age;
  guint frame;
  guint n_made;
};

static guint
key_hash (gconstpointer data)
{
  const PieceKey *key = data;

  return (guint) key->band * 31 + (guint) key->index * 3 + key->what;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  const PieceKey *x = a;
  const PieceKey *y = b;

  return x->what == y->what && x->band == y->band && x->index == y->index;
}

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_clear_pointer (&piece->node, gsk_render_node_unref);
  g_free (piece->made_from);
  g_free (piece);
}

/**
 * pgs_map_cache_new:
 *
 * Returns: (transfer full): an empty cache
 */
PgsMapCache *
pgs_map_cache_new (void)
{
  PgsMapCache *self = g_new0 (PgsMapCache, 1);

  self->pieces = g_hash_table_new_full (key_hash, key_equal, NULL, piece_free);
  return self;
}

/**
 * pgs_map_cache_free:
 * @self: (transfer full): the cache
 */
void
pgs_map_cache_free (PgsMapCache *self)
{
  g_hash_table_unref (self->pieces);
  g_free (self);
}

/**
 * pgs_map_cache_clear:
 * @self: the cache
 *
 * Forgets everything: layout or looks have changed.
 */
void
pgs_map_cache_clear (PgsMapCache *self)
{
  g_hash_table_remove_all (self->pieces);
}

/**
 * pgs_map_cache_set_stale:
 * @self: the cache
 *
 * What is drawn may have changed: pieces are compared before they are used again.
 */
void
pgs_map_cache_set_stale (PgsMapCache *self)
{
  self->age++;
}

/**
 * pgs_map_cache_begin:
 * @self: the cache
 *
 * Begins a frame.
 */
void
pgs_map_cache_begin (PgsMapCache *self)
{
  self->frame++;
  self->n_made = 0;
}

static gboolean
is_unseen (gpointer key,
           gpointer value,
           gpointer data)
{
  const Piece *piece = value;
  const PgsMapCache *self = data;

  return piece->seen_in != self->frame;
}

/**
 * pgs_map_cache_end:
 * @self: the cache
 *
 * Ends a frame and drops what was not seen in it.
 *
 * Returns: how many pieces had to be drawn
 */
guint
pgs_map_cache_end (PgsMapCache *self)
{
  g_hash_table_foreach_remove (self->pieces, is_unseen, self);
  return self->n_made;
}

static Piece *
get_piece (PgsMapCache *self,
           PieceKind    what,
           gsize        band,
           guint64      index,
           gboolean    *fresh)
{
  const PieceKey key = { what, band, index };
  Piece *piece = g_hash_table_lookup (self->pieces, &key);

  if (piece == NULL)
    {
      piece = g_new0 (Piece, 1);
      piece->key = key;
      piece->made_in = self->age - 1;
      g_hash_table_insert (self->pieces, &piece->key, piece);
    }
  piece->seen_in = self->frame;
  *fresh = piece->made_in == self->age;
  piece->made_in = self->age;
  return piece;
}

/* Takes over what the piece shall show now; TRUE if it has to be drawn. */
static gboolean
take_source (PgsMapCache *self,
             Piece       *piece,
             gpointer     made_from,
             gsize        size)
{
  if (piece->node != NULL && piece->size == size && memcmp (piece->made_from, made_from, size) == 0)
    {
      g_free (made_from);
      return FALSE;
    }
  g_free (piece->made_from);
  piece->made_from = made_from;
  piece->size = size;
  g_clear_pointer (&piece->node, gsk_render_node_unref);
  self->n_made++;
  return TRUE;
}

static void
append_piece (const Piece *piece,
              GtkSnapshot *snapshot)
{
  if (piece->node != NULL)
    gtk_snapshot_append_node (snapshot, piece->node);
}

static cairo_t *
begin_node (GtkSnapshot *snapshot,
            double       y,
            double       width,
            double       height)
{
  return gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, y, width, height));
}

static void
end_node (Piece       *piece,
          GtkSnapshot *snapshot,
          cairo_t     *cr)
{
  cairo_destroy (cr);
  piece->node = gtk_snapshot_free_to_node (snapshot);
}

/**
 * pgs_map_cache_append_label:
 * @self: the cache
 * @frame: what it is made from
 * @band: index of a band
 * @snapshot: where to add it; the label's top is at its y = 0
 */
void
pgs_map_cache_append_label (PgsMapCache            *self,
                            const PgsMapCacheFrame *frame,
                            gsize                   band,
                            GtkSnapshot            *snapshot)
{
  gboolean fresh;
  Piece *piece = get_piece (self, PIECE_LABEL, band, 0, &fresh);
  char *detail = fresh ? NULL : pgs_map_dup_band_detail (frame->model, frame->layout, band);

  if (!fresh && take_source (self, piece, detail, strlen (detail)))
    {
      GtkSnapshot *own = gtk_snapshot_new ();
      const PgsMapGeometry *g = pgs_map_layout_get_geometry (frame->layout);
      cairo_t *cr = begin_node (own, 0, g->width, g->name_height + 2 * g->detail_height);

      pgs_map_draw_label (frame->model, frame->layout, frame->theme, frame->context, band, cr);
      end_node (piece, own, cr);
    }
  append_piece (piece, snapshot);
}

/**
 * pgs_map_cache_append_gap:
 * @self: the cache
 * @frame: what it is made from
 * @band: index of the band below the gap
 * @snapshot: where to add it; the gap's top is at its y = 0
 */
void
pgs_map_cache_append_gap (PgsMapCache            *self,
                          const PgsMapCacheFrame *frame,
                          gsize                   band,
                          GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (frame->layout, band);
  gboolean fresh;
  Piece *piece = get_piece (self, PIECE_GAP, band, 0, &fresh);

  if (!fresh && take_source (self, piece, g_memdup2 (&b->gap, sizeof b->gap), sizeof b->gap))
    {
      GtkSnapshot *own = gtk_snapshot_new ();
      cairo_t *cr = begin_node (own, 0, pgs_map_layout_get_geometry (frame->layout)->width, b->y - b->gap_y);

      pgs_map_draw_gap (frame->layout, frame->theme, frame->context, band, cr);
      end_node (piece, own, cr);
    }
  append_piece (piece, snapshot);
}

/**
 * pgs_map_cache_append_rows:
 * @self: the cache
 * @frame: what it is made from
 * @band: index of a band
 * @index: which %PGS_MAP_CACHE_ROWS rows of it, counted from its top
 * @snapshot: where to add it; the top of its first row is at its y = 0
 */
void
pgs_map_cache_append_rows (PgsMapCache            *self,
                           const PgsMapCacheFrame *frame,
                           gsize                   band,
                           guint64                 index,
                           GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (frame->layout, band);
  const guint64 first = index * PGS_MAP_CACHE_ROWS;
  const guint64 end = MIN (first + PGS_MAP_CACHE_ROWS, b->n_rows);
  gboolean fresh;
  Piece *piece = get_piece (self, PIECE_ROWS, band, index, &fresh);
  PgsMapCell *cells = fresh ? NULL : pgs_map_dup_cells (frame->model, frame->layout, frame->theme, band, first, end);

  if (!fresh
      && take_source (self, piece, cells, (end - first) * pgs_map_layout_get_columns (frame->layout) * sizeof *cells))
    {
      const double height = (end - first) * pgs_map_layout_get_pitch (frame->layout);
      GtkSnapshot *own = gtk_snapshot_new ();
      cairo_t *cr = begin_node (own, -2, pgs_map_layout_get_geometry (frame->layout)->width, height + 4);

      pgs_map_draw_cells (frame->layout, frame->theme, band, first, end, cells, cr);
      end_node (piece, own, cr);
    }
  append_piece (piece, snapshot);
}
