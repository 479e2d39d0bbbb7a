/* pgs-boxed.h: boxed types that are shared by reference
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

/**
 * PGS_DEFINE_BOXED_TYPE:
 * @TypeName: "PgsMaps"
 * @type_name: "pgs_maps"; `type_name_ref` and `type_name_unref` copy and free
 *
 * G_DEFINE_BOXED_TYPE() hands its functions over as a transparent union, which -Wpedantic does not
 * let pass.
 */
#define PGS_DEFINE_BOXED_TYPE(TypeName, type_name)                                             \
  GType type_name##_get_type (void)                                                            \
  {                                                                                            \
    static gsize type = 0;                                                                     \
                                                                                               \
    if (g_once_init_enter (&type))                                                             \
      g_once_init_leave (&type, g_boxed_type_register_static (g_intern_static_string (#TypeName), \
                                                              (GBoxedCopyFunc) type_name##_ref, \
                                                              (GBoxedFreeFunc) type_name##_unref)); \
    return type;                                                                               \
  }
