/* test-metrics.c: the text that collectors read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "example-snapshot.h"
#include "example.h"
#include "pgs-metrics.h"

#define NAME "\"\\\n\xff"
#define ESCAPED "\\\"\\\\\\n\357\277\275"

/* The example, also as another process. */
static PgsSnapshot *
snapshot_new (gint        pid,
              const char *name,
              gboolean    with_smaps)
{
  PgsSnapshot *snapshot = example_snapshot_new (0, with_smaps);

  snapshot->process->pid = pid;
  g_free (snapshot->process->name);
  snapshot->process->name = g_strdup (name);
  snapshot->counters.minor_faults = 7;
  snapshot->counters.major_faults = G_GUINT64_CONSTANT (18446744073709551614);
  return snapshot;
}

static char *
write_metrics (PgsMetrics       *metrics,
               PgsMetricsFormat  format)
{
  g_autoptr (GString) out = g_string_new (NULL);

  pgs_metrics_write (metrics, format, out);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* @expected: lines, in order; HELP, which people may change, is left out. */
static void
assert_lines (const char        *text,
              const char *const *expected)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gsize n = 0;

  g_assert_true (g_str_has_suffix (text, "\n"));
  for (char **line = lines; line[1] != NULL; line++)
    if (!g_str_has_prefix (*line, "# HELP "))
      g_assert_cmpstr (*line, ==, expected[n++]);
  g_assert_null (expected[n]);
}

static void
test_prometheus (void)
{
  static const char *const expected[] = {
    "# TYPE pagescape_process_virtual_bytes gauge",
    "pagescape_process_virtual_bytes{pid=\"1\",name=\"" ESCAPED "\"} 4784128",
    "pagescape_process_virtual_bytes{pid=\"2\",name=\"b\"} 4784128",
    "# TYPE pagescape_process_resident_bytes gauge",
    "pagescape_process_resident_bytes{pid=\"1\",name=\"" ESCAPED "\",kind=\"anon\"} 2150400",
    "pagescape_process_resident_bytes{pid=\"1\",name=\"" ESCAPED "\",kind=\"file\"} 20480",
    "pagescape_process_resident_bytes{pid=\"1\",name=\"" ESCAPED "\",kind=\"shmem\"} 0",
    "pagescape_process_resident_bytes{pid=\"2\",name=\"b\",kind=\"anon\"} 2150400",
    "pagescape_process_resident_bytes{pid=\"2\",name=\"b\",kind=\"file\"} 20480",
    "pagescape_process_resident_bytes{pid=\"2\",name=\"b\",kind=\"shmem\"} 0",
    "# TYPE pagescape_process_proportional_bytes gauge",
    "pagescape_process_proportional_bytes{pid=\"1\",name=\"" ESCAPED "\"} 2170880",
    "# TYPE pagescape_process_mappings gauge",
    "pagescape_process_mappings{pid=\"1\",name=\"" ESCAPED "\"} 11",
    "pagescape_process_mappings{pid=\"2\",name=\"b\"} 11",
    "# TYPE pagescape_process_page_faults_total counter",
    "pagescape_process_page_faults_total{pid=\"1\",name=\"" ESCAPED "\",type=\"minor\"} 7",
    "pagescape_process_page_faults_total{pid=\"1\",name=\"" ESCAPED "\",type=\"major\"} 18446744073709551614",
    "pagescape_process_page_faults_total{pid=\"2\",name=\"b\",type=\"minor\"} 7",
    "pagescape_process_page_faults_total{pid=\"2\",name=\"b\",type=\"major\"} 18446744073709551614",
    "# TYPE pagescape_process_start_time_seconds gauge",
    "pagescape_process_start_time_seconds{pid=\"1\",name=\"" ESCAPED "\"} 1000000000.000001",
    "pagescape_process_start_time_seconds{pid=\"2\",name=\"b\"} 1000000000.000001",
    NULL,
  };
  g_autoptr (PgsSnapshot) one = snapshot_new (1, NAME, TRUE);
  g_autoptr (PgsSnapshot) other = snapshot_new (2, "b", FALSE);
  g_autoptr (PgsMetrics) metrics = pgs_metrics_new ();
  g_autofree char *text = NULL;

  pgs_metrics_add (metrics, one);
  pgs_metrics_add (metrics, other);
  text = write_metrics (metrics, PGS_METRICS_PROMETHEUS);
  assert_lines (text, expected);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
test_openmetrics (void)
{
  static const char *const expected[] = {
    "# TYPE pagescape_process_page_table_bytes gauge",
    "# UNIT pagescape_process_page_table_bytes bytes",
    "pagescape_process_page_table_bytes{pid=\"3\",name=\"c\"} 8192",
    "# TYPE pagescape_process_mappings gauge",
    "pagescape_process_mappings{pid=\"3\",name=\"c\"} 0",
    "# TYPE pagescape_process_page_faults counter",
    "pagescape_process_page_faults_total{pid=\"3\",name=\"c\",type=\"major\"} 1",
    "# EOF",
    NULL,
  };
  g_autoptr (PgsSnapshot) snapshot = pgs_snapshot_new ();
  g_autoptr (PgsMetrics) metrics = pgs_metrics_new ();
  g_autofree char *text = NULL;

  snapshot->process = pgs_process_info_new ();
  snapshot->process->pid = 3;
  snapshot->process->name = g_strdup ("c");
  snapshot->maps = example_maps_new (NULL, 0);
  snapshot->counters.page_tables = 8192;
  snapshot->counters.major_faults = 1;
  pgs_metrics_add (metrics, snapshot);
  text = write_metrics (metrics, PGS_METRICS_OPENMETRICS);
  assert_lines (text, expected);
}

static void
test_nobody (void)
{
  g_autoptr (PgsMetrics) metrics = pgs_metrics_new ();
  g_autofree char *plain = write_metrics (metrics, PGS_METRICS_PROMETHEUS);
  g_autofree char *open = write_metrics (metrics, PGS_METRICS_OPENMETRICS);

  g_assert_cmpstr (plain, ==, "");
  g_assert_cmpstr (open, ==, "# EOF\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/metrics/prometheus", test_prometheus);
  g_test_add_func ("/core/metrics/openmetrics", test_openmetrics);
  g_test_add_func ("/core/metrics/nobody", test_nobody);
  return g_test_run ();
}
