/* pgs-lesson-quantity-machine.c: what can be measured of the machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-quantities.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#define FAULT_AROUND_FILE "/sys/kernel/debug/fault_around_bytes"
#define FAULT_AROUND_DEFAULT 65536 /* fault_around_pages in mm/memory.c */
#define THP_FILE "/sys/kernel/mm/transparent_hugepage/enabled"
#define HUGE_PAGE_SIZE_FILE "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"

static guint64
read_number (const char *path,
             guint64     otherwise)
{
  g_autofree char *text = NULL;
  guint64 value;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      !g_ascii_string_to_unsigned (g_strstrip (text), 10, 0, G_MAXINT64, &value, NULL))
    return otherwise;
  return value;
}

/* A kernel without transparent huge pages has no such file. */
static guint64
read_thp (void)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (THP_FILE, &text, NULL, NULL) && strstr (text, "[never]") == NULL;
}

/**
 * pgs_lesson_machine_read:
 * @self: (out): what to fill
 *
 * Reads everything. How much the kernel maps around a fault of a file is shown to root only, in debugfs;
 * else it is what kernels are built with.
 */
void
pgs_lesson_machine_read (PgsLessonMachine *self)
{
  /* without /proc there was no experiment; what could not be read is unknown in it */
  pgs_system_read (&self->system, NULL);
  self->page_size = (guint64) sysconf (_SC_PAGESIZE);
  self->huge_page_size = read_number (HUGE_PAGE_SIZE_FILE, PGS_UNKNOWN);
  self->fault_around = read_number (FAULT_AROUND_FILE, FAULT_AROUND_DEFAULT);
  self->thp = read_thp ();
}

static guint64
get_page_size (const PgsLessonMachine *machine)
{
  return machine->page_size;
}

static guint64
get_huge_page_size (const PgsLessonMachine *machine)
{
  return machine->huge_page_size;
}

static guint64
get_fault_around (const PgsLessonMachine *machine)
{
  return machine->fault_around;
}

static guint64
get_thp (const PgsLessonMachine *machine)
{
  return machine->thp;
}

static guint64
get_overcommit_mode (const PgsLessonMachine *machine)
{
  return machine->system.overcommit_mode < 0 ? PGS_UNKNOWN : (guint64) machine->system.overcommit_mode;
}

static guint64
get_buff_cache (const PgsLessonMachine *machine)
{
  return pgs_system_get_buff_cache (&machine->system);
}

#define MEMBER(name_, member_) \
  .name = name_, .scope = PGS_SCOPE_MACHINE, .unit = PGS_UNIT_BYTES, .offset = G_STRUCT_OFFSET (PgsSystem, member_)
#define FUNCTION(name_, unit_, function_) \
  .name = name_, .scope = PGS_SCOPE_MACHINE, .unit = unit_, .of_machine = function_
#define OTHERS_REASON N_("Other programs ask the system for memory and give it back meanwhile.")

const PgsLessonQuantity pgs_lesson_machine_quantities[] = {
  { FUNCTION ("page_size", PGS_UNIT_BYTES, get_page_size), .flags = PGS_QUANTITY_FIXED },
  { FUNCTION ("huge_page_size", PGS_UNIT_BYTES, get_huge_page_size), .flags = PGS_QUANTITY_FIXED },
  { FUNCTION ("fault_around", PGS_UNIT_BYTES, get_fault_around), .flags = PGS_QUANTITY_FIXED },
  { FUNCTION ("thp", PGS_UNIT_YES_NO, get_thp), .flags = PGS_QUANTITY_FIXED },
  { FUNCTION ("overcommit_mode", PGS_UNIT_COUNT, get_overcommit_mode), .flags = PGS_QUANTITY_FIXED },
  { MEMBER ("mem_total", total), .flags = PGS_QUANTITY_FIXED },
  { MEMBER ("swap_total", swap_total), .flags = PGS_QUANTITY_FIXED },
  { MEMBER ("commit_limit", commit_limit), .flags = PGS_QUANTITY_FIXED },
  { MEMBER ("committed", commit), .reason = OTHERS_REASON },
  { MEMBER ("anon_pages", anon_pages), .reason = OTHERS_REASON },
  { MEMBER ("mem_available", available), .reason = OTHERS_REASON },
  { MEMBER ("mem_free", free), .reason = OTHERS_REASON },
  { FUNCTION ("buff_cache", PGS_UNIT_BYTES, get_buff_cache), .reason = OTHERS_REASON },
  { MEMBER ("swap_free", swap_free), .reason = OTHERS_REASON },
};

const gsize pgs_lesson_n_machine_quantities = G_N_ELEMENTS (pgs_lesson_machine_quantities);
