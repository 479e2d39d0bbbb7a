/* animal.h: a program of the zoo, started by a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Animal:
 *
 * A running zoo program and what it reported.
 */
typedef struct _Animal Animal;

Animal  *animal_start     (const char *mode,
                           const char *argument);
void     animal_free      (Animal     *self);
gint     animal_pid       (Animal     *self);
void     animal_command   (Animal     *self,
                           const char *line);
void     animal_exec      (Animal     *self,
                           const char *mode);
void     animal_range     (Animal     *self,
                           const char *name,
                           guint64    *start,
                           guint64    *end);
guint64  animal_id        (Animal     *self,
                           const char *name);
gboolean animal_has       (Animal     *self,
                           const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Animal, animal_free)

G_END_DECLS
