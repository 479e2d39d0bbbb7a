/* pgs-kept-texts.c: the texts that were measured and drawn last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * To shape a text takes longer than to draw it, and the same ones are measured, drawn, and drawn again in the next
 * picture. So each thread keeps them, as a PangoContext is not shared between threads; when that changes, Pango lays
 * them out anew. Once as many have been used as there is room for, those that are not used again before that happens
 * once more are forgotten, and with them their contexts: a text that is laid out holds its own, so they cannot be
 * kept in it.
 */
#include "config.h"

#include "pgs-kept-texts.h"

#include <pango/pangocairo.h>

#define ROOM 192

typedef struct
{
  PgsText text;
  PangoContext *context; /* not owned: the layout holds it */
} Key;

typedef struct
{
  PangoContext *context; /* (nullable): see pgs_kept_texts_get_context() */
  GHashTable *used;      /* of PangoLayout, by its Key */
  GHashTable *older;
} KeptTexts;

static void free_kept_texts (gpointer data);

static GPrivate kept_texts = G_PRIVATE_INIT (free_kept_texts);

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;
  const PgsText *text = &key->text;

  return g_str_hash (text->text) ^ (guint) (text->size * 64) ^ (guint) text->width << 8 ^ (guint) text->is_bold
         ^ g_direct_hash (key->context);
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  const Key *key_a = a;
  const Key *key_b = b;
  const PgsText *left = &key_a->text;
  const PgsText *right = &key_b->text;

  return key_a->context == key_b->context && left->size == right->size && left->is_bold == right->is_bold && left->width == right->width
         && g_str_equal (left->text, right->text) && g_str_equal (left->font, right->font);
}

static Key *
dup_key (const Key *key)
{
  Key *copy = g_memdup2 (key, sizeof *key);

  copy->text.text = g_strdup (key->text.text);
  copy->text.font = g_intern_string (key->text.font);
  return copy;
}

static void
free_key (gpointer data)
{
  Key *key = data;

  g_free ((char *) key->text.text);
  g_free (key);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (hash_key, equal_keys, free_key, g_object_unref);
}

static void
free_kept_texts (gpointer data)
{
  KeptTexts *self = data;

  g_hash_table_unref (self->used);
  g_hash_table_unref (self->older);
  g_clear_object (&self->context);
  g_free (self);
}

static KeptTexts *
get_kept_texts (void)
{
  KeptTexts *self = g_private_get (&kept_texts);

  if (self != NULL)
    return self;
  self = g_new (KeptTexts, 1);
  *self = (KeptTexts) { NULL, new_table (), new_table () };
  g_private_set (&kept_texts, self);
  return self;
}

/**
 * pgs_kept_texts_get_context:
 *
 * Returns: (transfer none): the fonts of what is measured before there is anything to draw it in. One of each thread,
 *   so that its texts are kept
 */
PangoContext *
pgs_kept_texts_get_context (void)
{
  KeptTexts *self = get_kept_texts ();

  if (self->context == NULL)
    self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  return self->context;
}

static PangoLayout *
create_layout (PangoContext  *context,
               const PgsText *text)
{
  PangoFontDescription *font = pango_font_description_new ();
  PangoLayout *layout = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_family (font, text->font);
  pango_font_description_set_absolute_size (font, text->size * PANGO_SCALE);
  if (text->is_bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  /* digits of one width, so that values do not dance while they change */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text->text, -1);
  if (text->width >= 0)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, text->width * PANGO_SCALE);
    }
  pango_attr_list_unref (attributes);
  pango_font_description_free (font);
  return layout;
}

static void
add (KeptTexts   *self,
     const Key   *key,
     PangoLayout *layout)
{
  if (g_hash_table_size (self->used) == ROOM)
    {
      g_hash_table_unref (self->older);
      self->older = self->used;
      self->used = new_table ();
    }
  g_hash_table_insert (self->used, dup_key (key), layout);
}

/**
 * pgs_kept_texts_get:
 * @context: its fonts
 * @text: what it says, and its looks
 *
 * Returns: (transfer none): the text laid out, until the next call
 */
PangoLayout *
pgs_kept_texts_get (PangoContext  *context,
                    const PgsText *text)
{
  KeptTexts *self = get_kept_texts ();
  const Key key = { *text, context };
  PangoLayout *layout = g_hash_table_lookup (self->used, &key);

  if (layout != NULL)
    return layout;
  layout = g_hash_table_lookup (self->older, &key);
  layout = layout != NULL ? g_object_ref (layout) : create_layout (context, text);
  add (self, &key, layout);
  return layout;
}
