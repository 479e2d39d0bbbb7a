/* pgs-family.c: a process and its descendants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Who was seen below a member stays one until it ends: the kernel gives orphans another parent. What
 * came and lost its parent between two tables is missed, as is what came and went.
 */
#include "config.h"

#include "pgs-family.h"

struct _PgsFamily
{
  gint root;
  gboolean found_root;
  GArray *members; /* PgsFamilyMember, ordered by PID */
};

/**
 * pgs_family_new:
 * @root: a process that lives; the first table that has it tells which one is meant
 *
 * Returns: (transfer full): its family, empty until the first pgs_family_update()
 */
PgsFamily *
pgs_family_new (gint root)
{
  PgsFamily *self = g_new0 (PgsFamily, 1);

  self->root = root;
  self->members = g_array_new (FALSE, FALSE, sizeof (PgsFamilyMember));
  return self;
}

/**
 * pgs_family_free:
 * @self: (transfer full) (nullable): a family
 */
void
pgs_family_free (PgsFamily *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->members);
  g_free (self);
}

static int
compare_pids (gconstpointer a,
              gconstpointer b)
{
  const PgsFamilyMember *first = a, *second = b;

  return (first->pid > second->pid) - (first->pid < second->pid);
}

static const PgsFamilyMember *
find (GArray *members,
      gint    pid)
{
  const PgsFamilyMember wanted = { .pid = pid };
  guint index;

  if (!g_array_binary_search (members, &wanted, compare_pids, &index))
    return NULL;
  return &g_array_index (members, PgsFamilyMember, index);
}

static gboolean
is_known (PgsFamily              *self,
          const PgsProcessRecord *record)
{
  if (!self->found_root)
    return record->pid == self->root;
  return pgs_family_has (self, record->pid, record->start_ticks);
}

/* A parent is older than its children; one that is younger got the PID of the parent. */
static gboolean
is_child (GArray                 *members,
          const PgsProcessRecord *record)
{
  const PgsFamilyMember *parent = find (members, record->ppid);

  return parent != NULL && parent->start_ticks <= record->start_ticks;
}

/* Goes through @table and adds who is not there yet. A child mostly has a higher PID than its parent,
 * so that one pass finds it, but PIDs start anew at some time. */
static gboolean
add_children (GArray                *members,
              const PgsProcessTable *table)
{
  const gsize n = pgs_process_table_get_length (table);
  gboolean added = FALSE;

  for (gsize i = 0; i < n; i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);
      const PgsFamilyMember member = { record->pid, record->start_ticks };

      if (find (members, record->pid) != NULL || !is_child (members, record))
        continue;
      g_array_append_val (members, member);
      g_array_sort (members, compare_pids);
      added = TRUE;
    }
  return added;
}

static gboolean
is_same (const GArray *a,
         const GArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    {
      const PgsFamilyMember *first = &g_array_index (a, PgsFamilyMember, i);
      const PgsFamilyMember *second = &g_array_index (b, PgsFamilyMember, i);

      if (first->pid != second->pid || first->start_ticks != second->start_ticks)
        return FALSE;
    }
  return a->len == b->len;
}

/**
 * pgs_family_update:
 * @self: a family
 * @table: the processes of now
 *
 * Takes note of who came and who ended.
 *
 * Returns: whether anybody did
 */
gboolean
pgs_family_update (PgsFamily             *self,
                   const PgsProcessTable *table)
{
  g_autoptr (GArray) before = self->members;
  const gsize n = pgs_process_table_get_length (table);
  GArray *members = g_array_new (FALSE, FALSE, sizeof (PgsFamilyMember));

  for (gsize i = 0; i < n; i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);
      const PgsFamilyMember member = { record->pid, record->start_ticks };

      if (is_known (self, record))
        g_array_append_val (members, member);
    }
  while (add_children (members, table))
    ;
  self->found_root |= members->len > 0;
  self->members = members;
  return !is_same (before, members);
}

/**
 * pgs_family_has:
 * @self: a family
 * @pid: a process
 * @start_ticks: when it began
 *
 * Returns: whether it was a member that lived at the last update
 */
gboolean
pgs_family_has (PgsFamily *self,
                gint       pid,
                guint64    start_ticks)
{
  const PgsFamilyMember *member;

  g_return_val_if_fail (self != NULL, FALSE);

  member = find (self->members, pid);
  return member != NULL && member->start_ticks == start_ticks;
}

/**
 * pgs_family_get_members:
 * @self: a family
 * @n_members: (out): how many
 *
 * Returns: (transfer none) (array length=n_members): those that lived at the last update, ordered by
 *   PID; until the next one
 */
const PgsFamilyMember *
pgs_family_get_members (PgsFamily *self,
                        gsize     *n_members)
{
  g_return_val_if_fail (self != NULL, NULL);

  *n_members = self->members->len;
  return (const PgsFamilyMember *) self->members->data;
}

/**
 * pgs_family_get_sums:
 * @self: a family
 * @table: the processes of now
 * @sums: (out caller-allocates): what its members in @table have together
 */
void
pgs_family_get_sums (PgsFamily             *self,
                     const PgsProcessTable *table,
                     PgsFamilySums         *sums)
{
  const gsize n = pgs_process_table_get_length (table);

  *sums = (PgsFamilySums) { 0 };
  for (gsize i = 0; i < n; i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);

      if (!pgs_family_has (self, record->pid, record->start_ticks))
        continue;
      sums->n_members++;
      sums->virt += record->virt != PGS_UNKNOWN ? record->virt : 0;
      sums->res += record->res != PGS_UNKNOWN ? record->res : 0;
    }
}
