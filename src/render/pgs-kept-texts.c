/* pgs-kept-texts.c: the texts that were measured and drawn last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * To shape a text takes longer than to draw it, and the same ones are measured, drawn, and drawn again in the next
 * picture. So they are kept, each with the PangoContext that it is laid out in, which is not shared between threads;
 * when that changes, Pango lays them out anew. Once as many have been used as there is room for, those that are not used
 * again before that happens once more are forgotten.
 */
#include "config.h"

#include "pgs-kept-texts.h"

#define ROOM 96

typedef struct
{
  GHashTable *used;  /* of PangoLayout, by its PgsText */
  GHashTable *older;
} KeptTexts;

static guint
hash_text (gconstpointer data)
{
  const PgsText *text = data;

  return g_str_hash (text->text) ^ (guint) (text->size * 64) ^ (guint) text->width << 8 ^ (guint) text->is_bold;
}

static gboolean
equal_texts (gconstpointer a,
             gconstpointer b)
{
  const PgsText *left = a;
  const PgsText *right = b;

  return left->size == right->size && left->is_bold == right->is_bold && left->width == right->width
         && g_str_equal (left->text, right->text) && g_str_equal (left->font, right->font);
}

static PgsText *
dup_text (const PgsText *text)
{
  PgsText *copy = g_memdup2 (text, sizeof *text);

  copy->text = g_strdup (text->text);
  copy->font = g_intern_string (text->font);
  return copy;
}

static void
free_text (gpointer data)
{
  PgsText *text = data;

  g_free ((char *) text->text);
  g_free (text);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (hash_text, equal_texts, free_text, g_object_unref);
}

static void
free_kept_texts (gpointer data)
{
  KeptTexts *self = data;

  g_hash_table_unref (self->used);
  g_hash_table_unref (self->older);
  g_free (self);
}

static KeptTexts *
get_kept_texts (PangoContext *context)
{
  const GQuark quark = g_quark_from_static_string ("pgs-kept-texts");
  KeptTexts *self = g_object_get_qdata (G_OBJECT (context), quark);

  if (self != NULL)
    return self;
  self = g_new (KeptTexts, 1);
  *self = (KeptTexts) { new_table (), new_table () };
  g_object_set_qdata_full (G_OBJECT (context), quark, self, free_kept_texts);
  return self;
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
add (KeptTexts     *self,
     const PgsText *text,
     PangoLayout   *layout)
{
  if (g_hash_table_size (self->used) == ROOM)
    {
      g_hash_table_unref (self->older);
      self->older = self->used;
      self->used = new_table ();
    }
  g_hash_table_insert (self->used, dup_text (text), layout);
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
  KeptTexts *self = get_kept_texts (context);
  PangoLayout *layout = g_hash_table_lookup (self->used, text);

  if (layout != NULL)
    return layout;
  layout = g_hash_table_lookup (self->older, text);
  layout = layout != NULL ? g_object_ref (layout) : create_layout (context, text);
  add (self, text, layout);
  return layout;
}
