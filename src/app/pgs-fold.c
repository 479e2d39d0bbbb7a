/* pgs-fold.c: a child some parts of which go where there is no room for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * AdwBreakpoint came with libadwaita 1.4 and needs widths in numbers, which are others in each language and text size.
 * Here a part goes when the child does not fit with it, and comes back when there is as much room as was missing then.
 */
#include "config.h"

#include "pgs-fold.h"

typedef struct
{
  GtkWidget *widget; /* not owned: in the child */
  int needed;        /* px that the child took at least with it, when it was hidden */
} Part;

struct _PgsFold
{
  GtkWidget parent_instance;

  GtkWidget *child;
  GArray *parts; /* (element-type Part) */
  guint n_folded;
  guint fold_id;
};

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_N_FOLDED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsFold, pgs_fold, GTK_TYPE_WIDGET)

static Part *
get_part (PgsFold *self,
          guint    index)
{
  return &g_array_index (self->parts, Part, index);
}

static int
get_needed (PgsFold *self)
{
  int minimum;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static int
get_room_of_part (GtkWidget *part)
{
  GtkWidget *parent = gtk_widget_get_parent (part);
  int minimum;

  gtk_widget_measure (part, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum + (GTK_IS_BOX (parent) ? gtk_box_get_spacing (GTK_BOX (parent)) : 0);
}

/* As if all parts had gone. */
static int
get_folded_minimum (PgsFold *self)
{
  int minimum = get_needed (self);

  for (guint i = self->n_folded; i < self->parts->len; i++)
    minimum -= get_room_of_part (get_part (self, i)->widget);
  return MAX (minimum, 0);
}

static void
pgs_fold_measure (GtkWidget      *widget,
                  GtkOrientation  orientation,
                  int             for_size,
                  int            *minimum,
                  int            *natural,
                  int            *minimum_baseline,
                  int            *natural_baseline)
{
  PgsFold *self = PGS_FOLD (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    for_size = MAX (for_size, get_needed (self));
  gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = get_folded_minimum (self);
}

static gboolean
must_fold (PgsFold *self,
           int      width)
{
  return self->n_folded < self->parts->len && get_needed (self) > width;
}

static gboolean
can_unfold (PgsFold *self,
            int      width)
{
  return self->n_folded > 0 && get_part (self, self->n_folded - 1)->needed <= width;
}

/* The keyboard goes on to what is next. */
static void
hide_part (PgsFold *self,
           Part    *part)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  part->needed = get_needed (self);
  if (focus != NULL && (focus == part->widget || gtk_widget_is_ancestor (focus, part->widget)))
    gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
  gtk_widget_set_visible (part->widget, FALSE);
}

/* Not while sizes are given out: what is hidden then would not be measured again. */
static gboolean
fold_later (gpointer data)
{
  PgsFold *self = data;
  const guint n_before = self->n_folded;
  const int width = gtk_widget_get_width (GTK_WIDGET (self));

  self->fold_id = 0;
  while (can_unfold (self, width))
    gtk_widget_set_visible (get_part (self, --self->n_folded)->widget, TRUE);
  while (must_fold (self, width))
    hide_part (self, get_part (self, self->n_folded++));
  if (self->n_folded != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FOLDED]);
  return G_SOURCE_REMOVE;
}

static void
pgs_fold_size_allocate (GtkWidget *widget,
                        int        width,
                        int        height,
                        int        baseline)
{
  PgsFold *self = PGS_FOLD (widget);
  const int child_width = MAX (width, get_needed (self));
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (self->child, &(GtkAllocation) { rtl ? width - child_width : 0, 0, child_width, height }, -1);
  if (self->fold_id == 0 && (must_fold (self, width) || can_unfold (self, width)))
    self->fold_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fold_later, self, NULL);
}

static void
pgs_fold_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  if (id == PROP_N_FOLDED)
    g_value_set_uint (value, PGS_FOLD (object)->n_folded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pgs_fold_set_property (GObject      *object,
                       guint         id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  PgsFold *self = PGS_FOLD (object);

  if (id != PROP_CHILD)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  self->child = g_value_get_object (value);
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

static void
pgs_fold_dispose (GObject *object)
{
  PgsFold *self = PGS_FOLD (object);

  g_clear_handle_id (&self->fold_id, g_source_remove);
  g_array_set_size (self->parts, 0);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (pgs_fold_parent_class)->dispose (object);
}

static void
pgs_fold_finalize (GObject *object)
{
  g_array_unref (PGS_FOLD (object)->parts);
  G_OBJECT_CLASS (pgs_fold_parent_class)->finalize (object);
}

static void
pgs_fold_class_init (PgsFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pgs_fold_dispose;
  object_class->finalize = pgs_fold_finalize;
  object_class->get_property = pgs_fold_get_property;
  object_class->set_property = pgs_fold_set_property;
  widget_class->measure = pgs_fold_measure;
  widget_class->size_allocate = pgs_fold_size_allocate;
  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_FOLDED] = g_param_spec_uint ("n-folded", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pgs_fold_init (PgsFold *self)
{
  self->parts = g_array_new (FALSE, TRUE, sizeof (Part));
}

/**
 * pgs_fold_add:
 * @self: what folds
 * @part: a widget somewhere in its child, whose visibility nobody else changes
 *
 * Hides the part where there is no room for it, after those that were added before.
 */
void
pgs_fold_add (PgsFold   *self,
              GtkWidget *part)
{
  g_return_if_fail (PGS_IS_FOLD (self));
  g_return_if_fail (GTK_IS_WIDGET (part));

  g_array_append_val (self->parts, ((Part) { .widget = part }));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * pgs_fold_get_n_folded:
 * @self: what folds
 *
 * Returns: how many parts are hidden, the first ones
 */
guint
pgs_fold_get_n_folded (PgsFold *self)
{
  g_return_val_if_fail (PGS_IS_FOLD (self), 0);

  return self->n_folded;
}
