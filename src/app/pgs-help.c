/* pgs-help.c: all pages of the help in one language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-help.h"

#include <gio/gio.h>
#include <string.h>

#define FOLDER "/io/github/pagescape_app/Pagescape/help"

struct _PgsHelp
{
  GHashTable *pages; /* ID → PgsHelpPage */
};

/* Returns: (transfer full): the folder of the first language that there is, English unless another. */
static char *
find_folder (const char * const *languages)
{
  for (; *languages != NULL; languages++)
    {
      g_autofree char *folder = g_strconcat (FOLDER "/", *languages, NULL);
      g_autofree char *index = g_strconcat (folder, "/index.page", NULL);

      if (g_resources_get_info (index, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
        return g_steal_pointer (&folder);
    }
  return g_strdup (FOLDER "/C");
}

static PgsHelpPage *
read_page (const char  *folder,
           const char  *name,
           GHashTable  *titles,
           GError     **error)
{
  g_autofree char *path = g_strconcat (folder, "/", name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  PgsHelpPage *page;
  const char *text;
  gsize size;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &size);
  page = pgs_help_page_parse (text, (gssize) size, titles, error);
  if (page == NULL)
    g_prefix_error (error, "%s: ", path);
  return page;
}

/* Before links can have the titles of what they lead to. Returns: (transfer full): titles by ID. */
static GHashTable *
read_titles (const char  *folder,
             char       **names,
             GError     **error)
{
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (; *names != NULL; names++)
    {
      g_autoptr (PgsHelpPage) page = read_page (folder, *names, NULL, error);

      if (page == NULL)
        return NULL;
      g_hash_table_insert (titles, g_strdup (page->id), g_strdup (page->title));
    }
  return g_steal_pointer (&titles);
}

/**
 * pgs_help_new:
 * @languages: (array zero-terminated=1): those of the reader, the preferred one first, as of g_get_language_names()
 * @error: return location: a page cannot be read
 *
 * Returns: (transfer full): the help; %NULL with @error
 */
PgsHelp *
pgs_help_new (const char * const  *languages,
              GError             **error)
{
  g_autofree char *folder = find_folder (languages);
  g_auto (GStrv) names = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (GHashTable) titles = names != NULL ? read_titles (folder, names, error) : NULL;
  g_autoptr (PgsHelp) self = NULL;

  if (titles == NULL)
    return NULL;
  self = g_new0 (PgsHelp, 1);
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) pgs_help_page_free);
  for (char **name = names; *name != NULL; name++)
    {
      PgsHelpPage *page = read_page (folder, *name, titles, error);

      if (page == NULL)
        return NULL;
      g_hash_table_insert (self->pages, page->id, page);
    }
  return g_steal_pointer (&self);
}

/**
 * pgs_help_free:
 * @self: (transfer full): the help
 *
 * Frees it and its pages.
 */
void
pgs_help_free (PgsHelp *self)
{
  g_hash_table_unref (self->pages);
  g_free (self);
}

/**
 * pgs_help_find:
 * @self: the help
 * @id: the name of a page; "index" is the first
 *
 * Returns: (transfer none) (nullable): the page
 */
const PgsHelpPage *
pgs_help_find (PgsHelp    *self,
               const char *id)
{
  return g_hash_table_lookup (self->pages, id);
}

static int
compare_order (gconstpointer a,
               gconstpointer b)
{
  const PgsHelpPage *first = *(PgsHelpPage *const *) a;
  const PgsHelpPage *second = *(PgsHelpPage *const *) b;

  return g_strcmp0 (first->order, second->order);
}

/**
 * pgs_help_get_topics:
 * @self: the help
 * @guide: a section of a page, "PAGE#SECTION"
 *
 * Returns: (transfer container) (element-type PgsHelpPage): the pages that are listed there, in their order
 */
GPtrArray *
pgs_help_get_topics (PgsHelp    *self,
                     const char *guide)
{
  GPtrArray *topics = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer page;

  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, NULL, &page))
    if (g_strcmp0 (((PgsHelpPage *) page)->guide, guide) == 0)
      g_ptr_array_add (topics, page);
  g_ptr_array_sort (topics, compare_order);
  return topics;
}
