/* pgs-metrics.c: numbers of processes as collectors of metrics read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Both formats want all samples of a family together, so that the numbers of a process are taken out of its
 * snapshot, which is large, and kept until all are there.
 *
 * Names and units follow Prometheus' conventions: base units, the unit at the end of the name, _total behind
 * what only grows. What is unknown has no sample: there is no word for it, and 0 or NaN would be summed up. The
 * kinds of RES add up to it, so that there is no sample of the sum, which would count them twice.
 *
 * HELP is not translated: collectors that put files or machines together want one text for each name.
 */
#include "config.h"

#include "pgs-metrics.h"

#include "pgs-text.h"

typedef enum
{
  VALUE_VIRT,
  VALUE_ANON,
  VALUE_FILE,
  VALUE_SHMEM,
  VALUE_SWAP,
  VALUE_PSS,
  VALUE_PAGE_TABLES,
  VALUE_MAPPINGS,
  VALUE_MINOR_FAULTS,
  VALUE_MAJOR_FAULTS,
  VALUE_START_US,
} Value;

#define N_VALUES (VALUE_START_US + 1)
#define N_SERIES_MAX 3

typedef struct
{
  gint pid;
  char *name; /* as it stands between quotes */
  guint64 values[N_VALUES];
} Process;

struct _PgsMetrics
{
  GArray *processes;
};

/* One value of a family; @label: what the family's label says of it. */
typedef struct
{
  Value value;
  const char *label;
} Series;

typedef struct
{
  const char *name;
  const char *unit; /* NULL: a plain number */
  gboolean is_counter;
  const char *help;
  const char *label; /* by which its series differ; NULL: there is only one */
  Series series[N_SERIES_MAX];
  gsize n_series;
} Family;

static const Family families[] = {
  { "pagescape_process_virtual_bytes", "bytes", FALSE, "Size of the address space (VIRT).", NULL,
    { { VALUE_VIRT, NULL } }, 1 },
  { "pagescape_process_resident_bytes", "bytes", FALSE,
    "Physical memory in the page tables (RES), by what it holds; a page that is shared counts in each process.",
    "kind", { { VALUE_ANON, "anon" }, { VALUE_FILE, "file" }, { VALUE_SHMEM, "shmem" } }, 3 },
  { "pagescape_process_swap_bytes", "bytes", FALSE, "Anonymous memory in swap, shared memory not counted.", NULL,
    { { VALUE_SWAP, NULL } }, 1 },
  { "pagescape_process_proportional_bytes", "bytes", FALSE,
    "Proportional set size (PSS): resident memory, each page divided by the number of processes that map it.", NULL,
    { { VALUE_PSS, NULL } }, 1 },
  { "pagescape_process_page_table_bytes", "bytes", FALSE, "Size of the page tables.", NULL,
    { { VALUE_PAGE_TABLES, NULL } }, 1 },
  { "pagescape_process_mappings", NULL, FALSE, "Number of mappings.", NULL, { { VALUE_MAPPINGS, NULL } }, 1 },
  { "pagescape_process_page_faults", NULL, TRUE,
    "Page faults since the start; major ones waited for a device.", "type",
    { { VALUE_MINOR_FAULTS, "minor" }, { VALUE_MAJOR_FAULTS, "major" } }, 2 },
  { "pagescape_process_start_time_seconds", "seconds", FALSE,
    "When the process started, in seconds since 1970; another one under the same PID started later.", NULL,
    { { VALUE_START_US, NULL } }, 1 },
};

static void
clear_process (gpointer data)
{
  g_free (((Process *) data)->name);
}

/**
 * pgs_metrics_new:
 *
 * Returns: (transfer full): the numbers of no process
 */
PgsMetrics *
pgs_metrics_new (void)
{
  PgsMetrics *self = g_new0 (PgsMetrics, 1);

  self->processes = g_array_new (FALSE, FALSE, sizeof (Process));
  g_array_set_clear_func (self->processes, clear_process);
  return self;
}

/**
 * pgs_metrics_free:
 * @self: (transfer full): some metrics
 */
void
pgs_metrics_free (PgsMetrics *self)
{
  g_array_unref (self->processes);
  g_free (self);
}

/* The value of a label: UTF-8, of which a backslash, a quote and the end of a line are escaped. */
static char *
escape (const char *name)
{
  g_autofree char *valid = pgs_text_dup_utf8 (name, -1);
  GString *out = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append (out, "\\n");
    else
      {
        if (*p == '\\' || *p == '"')
          g_string_append_c (out, '\\');
        g_string_append_c (out, *p);
      }
  return g_string_free (out, FALSE);
}

/**
 * pgs_metrics_add:
 * @self: some metrics
 * @snapshot: a moment of a process that they do not have yet
 *
 * Takes over what the counters say, the number of mappings if these could be read, and PSS if smaps were read.
 */
void
pgs_metrics_add (PgsMetrics        *self,
                 const PgsSnapshot *snapshot)
{
  const PgsCounters *counters = &snapshot->counters;
  const PgsProcessInfo *info = snapshot->process;
  PgsTotals totals;
  Process process;

  g_return_if_fail (self != NULL && info != NULL);

  pgs_snapshot_get_totals (snapshot, &totals);
  process = (Process) {
    .pid = info->pid,
    .name = escape (info->name),
    .values = {
      [VALUE_VIRT] = counters->virt,
      [VALUE_ANON] = counters->anon,
      [VALUE_FILE] = counters->file,
      [VALUE_SHMEM] = counters->shmem,
      [VALUE_SWAP] = counters->swap,
      [VALUE_PSS] = totals.pss,
      [VALUE_PAGE_TABLES] = counters->page_tables,
      [VALUE_MAPPINGS] = snapshot->maps != NULL ? pgs_maps_get_length (snapshot->maps) : PGS_UNKNOWN,
      [VALUE_MINOR_FAULTS] = counters->minor_faults,
      [VALUE_MAJOR_FAULTS] = counters->major_faults,
      [VALUE_START_US] = info->started_at_us > 0 ? (guint64) info->started_at_us : PGS_UNKNOWN,
    },
  };
  g_array_append_val (self->processes, process);
}

static void
append_value (Value    value,
              guint64  number,
              GString *out)
{
  if (value == VALUE_START_US)
    g_string_append_printf (out, "%" G_GUINT64_FORMAT ".%06" G_GUINT64_FORMAT "\n", number / G_USEC_PER_SEC,
                            number % G_USEC_PER_SEC);
  else
    g_string_append_printf (out, "%" G_GUINT64_FORMAT "\n", number);
}

static void
append_samples (const Family  *family,
                const Process *process,
                GString       *out)
{
  for (gsize i = 0; i < family->n_series; i++)
    {
      const Series *series = &family->series[i];
      const guint64 number = process->values[series->value];

      if (number == PGS_UNKNOWN)
        continue;
      g_string_append_printf (out, "%s%s{pid=\"%d\",name=\"%s\"", family->name, family->is_counter ? "_total" : "",
                              process->pid, process->name);
      if (family->label != NULL)
        g_string_append_printf (out, ",%s=\"%s\"", family->label, series->label);
      g_string_append (out, "} ");
      append_value (series->value, number, out);
    }
}

/* In 0.0.4 a family is called as its samples are; OpenMetrics knows what is behind it, and the unit. */
static void
append_head (const Family     *family,
             PgsMetricsFormat  format,
             GString          *out)
{
  const gboolean is_open = format == PGS_METRICS_OPENMETRICS;
  const char *suffix = family->is_counter && !is_open ? "_total" : "";

  g_string_append_printf (out, "# HELP %s%s %s\n", family->name, suffix, family->help);
  g_string_append_printf (out, "# TYPE %s%s %s\n", family->name, suffix, family->is_counter ? "counter" : "gauge");
  if (is_open && family->unit != NULL)
    g_string_append_printf (out, "# UNIT %s %s\n", family->name, family->unit);
}

/**
 * pgs_metrics_write:
 * @self: some metrics
 * @format: how
 * @out: (inout): what to append the text to
 *
 * Writes one text, in UTF-8 whatever the names of processes are. A family of which nothing is known is left out.
 */
void
pgs_metrics_write (const PgsMetrics *self,
                   PgsMetricsFormat  format,
                   GString          *out)
{
  g_autoptr (GString) samples = g_string_new (NULL);

  g_return_if_fail (self != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_string_truncate (samples, 0);
      for (guint j = 0; j < self->processes->len; j++)
        append_samples (&families[i], &g_array_index (self->processes, Process, j), samples);
      if (samples->len == 0)
        continue;
      append_head (&families[i], format, out);
      g_string_append_len (out, samples->str, samples->len);
    }
  if (format == PGS_METRICS_OPENMETRICS)
    g_string_append (out, "# EOF\n");
}
