/* pgs-user-names.c: what users are called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-user-names.h"

#include "pgs-namespaces.h"

#define MAX_USERS 65536 /* user namespaces have billions: then those known so far are forgotten */

struct _PgsUserNames
{
  GHashTable *names; /* uid → GRefString */
};

/**
 * pgs_user_names_new:
 *
 * Returns: (transfer full): names that are looked up once each; one thread at a time
 */
PgsUserNames *
pgs_user_names_new (void)
{
  PgsUserNames *self = g_new0 (PgsUserNames, 1);

  self->names = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ref_string_release);
  return self;
}

/**
 * pgs_user_names_free:
 * @self: (transfer full) (nullable): names; those handed out live on
 */
void
pgs_user_names_free (PgsUserNames *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->names);
  g_free (self);
}

static char *
look_up (guint32 uid)
{
  g_autofree char *name = pgs_user_name_read (uid);

  return g_ref_string_new (name);
}

/**
 * pgs_user_names_dup:
 * @self: names
 * @uid: a user
 *
 * Returns: (transfer full): a GRefString: the user's name as bytes, its number if it has none. May
 *   block where users are looked up over a network
 */
char *
pgs_user_names_dup (PgsUserNames *self,
                    guint32       uid)
{
  char *name;

  g_return_val_if_fail (self != NULL, NULL);

  name = g_hash_table_lookup (self->names, GUINT_TO_POINTER (uid));
  if (name == NULL)
    {
      if (g_hash_table_size (self->names) >= MAX_USERS)
        g_hash_table_remove_all (self->names);
      name = look_up (uid);
      g_hash_table_insert (self->names, GUINT_TO_POINTER (uid), name);
    }
  return g_ref_string_acquire (name);
}
