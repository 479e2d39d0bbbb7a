/* test-help.c: pages of the help: all can be read, in every language the same ones, and each is reached
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-help.h"
#include "pgs-resources.h"

#include <gio/gio.h>
#include <string.h>

#define PAGE(body) \
  "<page xmlns=\"http://projectmallard.org/1.0/\" id=\"x\"><info><desc>D</desc></info><title>T</title>" body "</page>"

static PgsHelp *
load (const char *language)
{
  const char *const languages[] = { language, NULL };
  g_autoptr (GError) error = NULL;
  PgsHelp *help = pgs_help_new (languages, &error);

  g_assert_no_error (error);
  return help;
}

/* Calls itself for the pages that a page lists or links to. */
static void
visit (PgsHelp    *help,
       const char *id,
       GHashTable *seen)
{
  const PgsHelpPage *page = pgs_help_find (help, id);

  g_assert_nonnull (page);
  if (!g_hash_table_add (seen, g_strdup (id)))
    return;
  for (guint i = 0; i < page->blocks->len; i++)
    {
      const PgsHelpBlock *block = g_ptr_array_index (page->blocks, i);
      g_autoptr (GPtrArray) topics = pgs_help_get_topics (help, block->markup);

      for (guint j = 0; j < topics->len; j++)
        visit (help, ((PgsHelpPage *) g_ptr_array_index (topics, j))->id, seen);
      for (const char *link = strstr (block->markup, "<a href=\""); link != NULL; link = strstr (link + 1, "<a href=\""))
        {
          const char *start = link + strlen ("<a href=\"");
          g_autofree char *target = g_strndup (start, strcspn (start, "\""));

          visit (help, target, seen);
        }
    }
}

static guint
count_pages (const char *language)
{
  g_autofree char *folder = g_strconcat ("/io/github/pagescape_app/Pagescape/help/", language, NULL);
  g_auto (GStrv) names = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return names != NULL ? g_strv_length (names) : 0;
}

static void
test_reached (gconstpointer language)
{
  g_autoptr (PgsHelp) help = load (language);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  visit (help, "index", seen);
  g_assert_cmpuint (g_hash_table_size (seen), ==, count_pages (language));
  g_assert_cmpuint (g_hash_table_size (seen), >, 1);
}

/* Every block is valid markup: a label would show nothing else. */
static void
check_markup (const PgsHelpPage *page)
{
  for (guint i = 0; i < page->blocks->len; i++)
    {
      const PgsHelpBlock *block = g_ptr_array_index (page->blocks, i);
      g_autofree char *wrapped = g_strconcat ("<x>", block->markup, "</x>", NULL);
      const GMarkupParser parser = { 0 };
      g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, NULL, NULL);

      g_assert_cmpstr (block->markup, !=, "");
      g_assert_true (g_markup_parse_context_parse (context, wrapped, -1, NULL));
      g_assert_true (g_markup_parse_context_end_parse (context, NULL));
    }
}

/* Page by page the same blocks in the same order, so that nothing is told in one language only. */
static void
test_same (void)
{
  g_autoptr (PgsHelp) english = load ("C");
  g_autoptr (PgsHelp) korean = load ("ko");
  g_auto (GStrv) names = g_resources_enumerate_children ("/io/github/pagescape_app/Pagescape/help/C",
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert_cmpuint (count_pages ("ko"), ==, g_strv_length (names));
  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *id = g_strndup (*name, strcspn (*name, "."));
      const PgsHelpPage *a = pgs_help_find (english, id);
      const PgsHelpPage *b = pgs_help_find (korean, id);

      g_assert_nonnull (a);
      g_assert_nonnull (b);
      g_assert_cmpuint (a->blocks->len, ==, b->blocks->len);
      for (guint i = 0; i < a->blocks->len; i++)
        g_assert_cmpint (((PgsHelpBlock *) g_ptr_array_index (a->blocks, i))->kind, ==,
                         ((PgsHelpBlock *) g_ptr_array_index (b->blocks, i))->kind);
      g_assert_cmpstr (a->guide, ==, b->guide);
      g_assert_cmpstr (a->order, ==, b->order);
      check_markup (a);
      check_markup (b);
    }
}

static void
test_language (void)
{
  const char *const languages[] = { "ko_KR.UTF-8", "ko_KR", "ko", "C", NULL };
  const char *const unknown[] = { "xx", NULL };
  g_autoptr (PgsHelp) korean = load ("ko");
  g_autoptr (PgsHelp) found = pgs_help_new (languages, NULL);
  g_autoptr (PgsHelp) english = load ("C");
  g_autoptr (PgsHelp) other = pgs_help_new (unknown, NULL);

  g_assert_cmpstr (pgs_help_find (found, "map")->title, ==, pgs_help_find (korean, "map")->title);
  g_assert_cmpstr (pgs_help_find (other, "map")->title, ==, pgs_help_find (english, "map")->title);
  g_assert_cmpstr (pgs_help_find (korean, "map")->title, !=, pgs_help_find (english, "map")->title);
  g_assert_null (pgs_help_find (korean, "no-such-page"));
}

static void
check_block (const PgsHelpPage *page,
             guint              i,
             PgsHelpKind        kind,
             const char        *markup)
{
  const PgsHelpBlock *block = g_ptr_array_index (page->blocks, i);

  g_assert_cmpint (block->kind, ==, kind);
  g_assert_cmpstr (block->markup, ==, markup);
}

static void
test_blocks (void)
{
  static const char text[] = PAGE ("<p>a\n  b &lt; <key>c</key> <link xref=\"y\"/></p>"
                                   "<steps><item><p>d</p></item><item><p>e</p></item></steps>"
                                   "<terms><item><title>f</title><p>g</p></item></terms>"
                                   "<note><p>h</p></note><screen>i\n  j</screen>"
                                   "<section id=\"s\"><title>k</title></section>");
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsHelpPage) page = NULL;

  g_hash_table_insert (titles, (gpointer) "y", (gpointer) "Y &amp; Z");
  page = pgs_help_page_parse (text, -1, titles, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->blocks->len, ==, 10);
  check_block (page, 0, PGS_HELP_TITLE, "T");
  check_block (page, 1, PGS_HELP_TEXT, "a b &lt; <tt><b>c</b></tt> <a href=\"y\">Y &amp; Z</a>");
  check_block (page, 2, PGS_HELP_STEP, "d");
  check_block (page, 3, PGS_HELP_STEP, "e");
  g_assert_cmpuint (((PgsHelpBlock *) g_ptr_array_index (page->blocks, 3))->number, ==, 2);
  check_block (page, 4, PGS_HELP_TERM, "f");
  check_block (page, 5, PGS_HELP_MEANING, "g");
  check_block (page, 6, PGS_HELP_NOTE, "h");
  check_block (page, 7, PGS_HELP_CODE, "i\n  j");
  check_block (page, 8, PGS_HELP_HEADING, "k");
  check_block (page, 9, PGS_HELP_TOPICS, "x#s");
}

/* What would not be shown, or not lead anywhere, is refused; so is every beginning of a page. */
static void
test_refused (void)
{
  static const char *const texts[] = {
    "",
    "<page/>",
    PAGE ("<table/>"),
    PAGE ("<p><blink>a</blink></p>"),
    PAGE ("text"),
    PAGE ("<p><link xref=\"nowhere\"/></p>"),
    PAGE ("<p><link/></p>"),
    PAGE ("<p>"),
  };
  static const char whole[] = PAGE ("<list><item><p>a <em>b</em></p></item></list>");
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (pgs_help_page_parse (texts[i], -1, titles, &error));
      g_assert_nonnull (error);
    }
  for (gsize size = 0; size < strlen (whole); size++)
    g_assert_null (pgs_help_page_parse (whole, (gssize) size, titles, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pgs_register_resource ();

  g_test_add_data_func ("/app/help/reached/C", "C", test_reached);
  g_test_add_data_func ("/app/help/reached/ko", "ko", test_reached);
  g_test_add_func ("/app/help/same", test_same);
  g_test_add_func ("/app/help/language", test_language);
  g_test_add_func ("/app/help/blocks", test_blocks);
  g_test_add_func ("/app/help/refused", test_refused);
  return g_test_run ();
}
