/* pgs-help-page.c: a page of the help, as paragraphs for labels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The pages are written in Mallard, so that help viewers such as yelp show them, too. Here is read what they use of
 * it; anything else is an error, which a test finds, rather than text that silently is not shown.
 */
#include "config.h"

#include "pgs-help-page.h"

#include <string.h>

typedef struct
{
  PgsHelpPage *page;
  GHashTable *titles; /* (nullable) */
  GString *text; /* (nullable): of the block that is read */
  char *section; /* (nullable): ID of the section that is read */
  char *xref; /* (nullable): of the link that is read */
  gsize link_start; /* where its text begins in @text */
  guint n_steps;
} Reader;

static const char *const containers[] = { "page", "info", "section", "list", "steps", "terms", "item", "note" };

static const char *const inlines[][3] = {
  { "code", "<tt>", "</tt>" },
  { "em", "<i>", "</i>" },
  { "gui", "<b>", "</b>" },
  { "key", "<tt><b>", "</b></tt>" },
};

static const char *
get_element (GMarkupParseContext *context,
             guint                depth)
{
  const char *name = g_slist_nth_data ((GSList *) g_markup_parse_context_get_element_stack (context), depth);

  return name != NULL ? name : "";
}

static const char *
find_attribute (const char  *wanted,
                const char **names,
                const char **values)
{
  for (; *names != NULL; names++, values++)
    if (strcmp (*names, wanted) == 0)
      return *values;
  return NULL;
}

static gboolean
is_container (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (containers); i++)
    if (strcmp (name, containers[i]) == 0)
      return TRUE;
  return FALSE;
}

static const char *
find_inline (const char *name,
             guint       which)
{
  for (gsize i = 0; i < G_N_ELEMENTS (inlines); i++)
    if (strcmp (name, inlines[i][0]) == 0)
      return inlines[i][which];
  return NULL;
}

static void
add_block (Reader      *self,
           PgsHelpKind  kind,
           char        *markup)
{
  PgsHelpBlock *block = g_new0 (PgsHelpBlock, 1);

  block->kind = kind;
  block->number = kind == PGS_HELP_STEP ? ++self->n_steps : 0;
  block->markup = markup;
  g_ptr_array_add (self->page->blocks, block);
}

static void
begin_link (Reader      *self,
            const char  *xref,
            GError     **error)
{
  g_autofree char *tag = NULL;

  if (xref == NULL || (self->titles != NULL && !g_hash_table_contains (self->titles, xref)))
    {
      g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "a link to no page: %s", xref != NULL ? xref : "");
      return;
    }
  tag = g_markup_printf_escaped ("<a href=\"%s\">", xref);
  g_string_append (self->text, tag);
  self->link_start = self->text->len;
  g_free (self->xref);
  self->xref = g_strdup (xref);
}

/* One without a text of its own has the title of what it leads to. */
static void
end_link (Reader *self)
{
  if (self->text->len == self->link_start && self->titles != NULL)
    g_string_append (self->text, g_hash_table_lookup (self->titles, self->xref));
  g_string_append (self->text, "</a>");
}

static void
begin_container (Reader      *self,
                 const char  *name,
                 const char **names,
                 const char **values)
{
  if (strcmp (name, "page") == 0)
    self->page->id = g_strdup (find_attribute ("id", names, values));
  else if (strcmp (name, "section") == 0)
    self->section = g_strdup (find_attribute ("id", names, values));
  else if (strcmp (name, "steps") == 0)
    self->n_steps = 0;
}

static void
on_start (GMarkupParseContext  *context,
          const char           *name,
          const char          **names,
          const char          **values,
          gpointer              data,
          GError              **error)
{
  Reader *self = data;

  if (self->text != NULL && strcmp (name, "link") == 0)
    begin_link (self, find_attribute ("xref", names, values), error);
  else if (self->text != NULL && find_inline (name, 1) != NULL)
    g_string_append (self->text, find_inline (name, 1));
  else if (self->text != NULL)
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "<%s> within a text", name);
  else if (is_container (name))
    begin_container (self, name, names, values);
  else if (strcmp (name, "link") == 0 && self->page->guide == NULL)
    self->page->guide = g_strdup (find_attribute ("xref", names, values));
  else if (strcmp (name, "title") == 0 || strcmp (name, "p") == 0 || strcmp (name, "screen") == 0
           || strcmp (name, "desc") == 0)
    self->text = g_string_new (NULL);
  else
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_UNKNOWN_ELEMENT, "<%s> between texts", name);
}

/* Any white space is one blank, as in HTML. */
static void
append_flowing (GString    *text,
                const char *from)
{
  for (; *from != '\0'; from++)
    if (!g_ascii_isspace (*from))
      g_string_append_c (text, *from);
    else if (text->len > 0 && text->str[text->len - 1] != ' ')
      g_string_append_c (text, ' ');
}

static void
on_text (GMarkupParseContext  *context,
         const char           *text,
         gsize                 size,
         gpointer              data,
         GError              **error)
{
  Reader *self = data;
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) size);

  if (self->text != NULL && strcmp (get_element (context, 0), "screen") == 0)
    g_string_append (self->text, escaped);
  else if (self->text != NULL)
    append_flowing (self->text, escaped);
  else if (*g_strstrip (escaped) != '\0')
    g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "a text between texts: %s", escaped);
}

static PgsHelpKind
get_kind (GMarkupParseContext *context)
{
  const char *name = get_element (context, 0);
  const char *parent = get_element (context, 1);
  const char *grandparent = get_element (context, 2);

  if (strcmp (name, "screen") == 0)
    return PGS_HELP_CODE;
  if (strcmp (name, "title") == 0)
    return strcmp (parent, "item") == 0   ? PGS_HELP_TERM
           : strcmp (parent, "page") == 0 ? PGS_HELP_TITLE
                                          : PGS_HELP_HEADING;
  if (strcmp (parent, "note") == 0)
    return PGS_HELP_NOTE;
  if (strcmp (parent, "item") != 0)
    return PGS_HELP_TEXT;
  return strcmp (grandparent, "steps") == 0   ? PGS_HELP_STEP
         : strcmp (grandparent, "terms") == 0 ? PGS_HELP_MEANING
                                              : PGS_HELP_ITEM;
}

/* Takes the text that was read. */
static void
end_text (Reader              *self,
          GMarkupParseContext *context)
{
  const gboolean is_info = strcmp (get_element (context, 1), "info") == 0;
  char *text = g_strstrip (g_string_free (g_steal_pointer (&self->text), FALSE));

  if (is_info && strcmp (get_element (context, 0), "desc") == 0 && self->page->description == NULL)
    self->page->description = text;
  else if (is_info && self->page->order == NULL)
    self->page->order = text;
  else if (is_info)
    g_free (text);
  else
    {
      const PgsHelpKind kind = get_kind (context);

      if (kind == PGS_HELP_TITLE && self->page->title == NULL)
        self->page->title = g_strdup (text);
      add_block (self, kind, text);
    }
}

static void
on_end (GMarkupParseContext  *context,
        const char           *name,
        gpointer              data,
        GError              **error)
{
  Reader *self = data;

  if (self->text != NULL && strcmp (name, "link") == 0)
    end_link (self);
  else if (self->text != NULL && find_inline (name, 2) != NULL)
    g_string_append (self->text, find_inline (name, 2));
  else if (self->text != NULL)
    end_text (self, context);
  else if (strcmp (name, "section") == 0 && self->section != NULL)
    {
      add_block (self, PGS_HELP_TOPICS, g_strdup_printf ("%s#%s", self->page->id, self->section));
      g_clear_pointer (&self->section, g_free);
    }
}

static void
free_block (gpointer data)
{
  PgsHelpBlock *block = data;

  g_free (block->markup);
  g_free (block);
}

/**
 * pgs_help_page_parse:
 * @text: a page in Mallard
 * @size: its size; -1: up to a NUL
 * @titles: (nullable) (element-type utf8 utf8): titles of all pages by ID; %NULL: links are not followed
 * @error: return location: %G_MARKUP_ERROR
 *
 * Returns: (transfer full): the page; %NULL with @error if it is none or uses what is not known here
 */
PgsHelpPage *
pgs_help_page_parse (const char  *text,
                     gssize       size,
                     GHashTable  *titles,
                     GError     **error)
{
  static const GMarkupParser parser = { .start_element = on_start, .end_element = on_end, .text = on_text };
  g_autoptr (PgsHelpPage) page = g_new0 (PgsHelpPage, 1);
  Reader reader = { .page = page, .titles = titles };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  gboolean is_good;

  page->blocks = g_ptr_array_new_with_free_func (free_block);
  is_good = g_markup_parse_context_parse (context, text, size, error)
            && g_markup_parse_context_end_parse (context, error);
  if (reader.text != NULL)
    g_string_free (reader.text, TRUE);
  g_free (reader.section);
  g_free (reader.xref);
  if (is_good && (page->id == NULL || page->title == NULL || page->description == NULL))
    {
      g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_MISSING_ATTRIBUTE, "a page without ID, title or desc");
      is_good = FALSE;
    }
  return is_good ? g_steal_pointer (&page) : NULL;
}

/**
 * pgs_help_page_free:
 * @self: (transfer full): a page
 *
 * Frees it.
 */
void
pgs_help_page_free (PgsHelpPage *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->description);
  g_free (self->guide);
  g_free (self->order);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}
