/* pgs-recording-schema.c: the tables and views of a recording
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * pagescape-recording(5) documents them for people. Everything that a snapshot holds has columns,
 * except the states of pages, of which there may be millions: they are blobs, each relative to the one
 * before. What does not change is written once: a mapping is a row with the first and the last
 * sample that saw it, its counters are rows where they changed.
 *
 * Times are µs: t_us since the first sample, on the monotonic clock; …_at_us since 1970. Bytes are
 * bytes. NULL is unknown. Integers above 2^63, which addresses of vsyscall are, have wrapped.
 *
 * The tables of counters are clustered by sample and not by region, so that writing appends: one that
 * touches a page of the database for each region writes 4 KiB for each to the log.
 */
#include "config.h"

#include "pgs-recording-schema.h"

const char *const pgs_recording_tables =
  "CREATE TABLE recording (key TEXT PRIMARY KEY NOT NULL, value) WITHOUT ROWID;"
  "CREATE TABLE process (id INTEGER PRIMARY KEY, pid INTEGER NOT NULL, ppid INTEGER,"
  " start_ticks INTEGER, ended_t_us INTEGER, ended_at_us INTEGER, exit_status INTEGER);"
  "CREATE TABLE program (id INTEGER PRIMARY KEY, process INTEGER NOT NULL, name TEXT, exe TEXT,"
  " uid INTEGER, user TEXT, inner_pid INTEGER, inner_uid INTEGER, started_at_us INTEGER,"
  " cgroup TEXT, memory_limit INTEGER, is_kernel_thread INTEGER, n_arguments INTEGER);"
  "CREATE TABLE argument (program INTEGER NOT NULL, position INTEGER NOT NULL, text TEXT,"
  " PRIMARY KEY (program, position)) WITHOUT ROWID;"
  "CREATE TABLE access (id INTEGER PRIMARY KEY,"
  " maps TEXT, pagemap TEXT, smaps TEXT, scan TEXT, pfn TEXT,"
  " maps_denial INTEGER, pagemap_denial INTEGER, smaps_denial INTEGER, scan_denial INTEGER,"
  " pfn_denial INTEGER);"
  "CREATE TABLE sample (id INTEGER PRIMARY KEY, process INTEGER NOT NULL, program INTEGER NOT NULL,"
  " access INTEGER NOT NULL, t_us INTEGER NOT NULL, taken_at_us INTEGER NOT NULL,"
  " moving INTEGER, state TEXT, priority INTEGER, nice INTEGER, ppid INTEGER, threads INTEGER,"
  " minor_faults INTEGER, major_faults INTEGER, virt INTEGER, res INTEGER, shr INTEGER,"
  " anon INTEGER, file INTEGER, shmem INTEGER, swap INTEGER, page_tables INTEGER, locked INTEGER,"
  " hugetlb INTEGER, peak_virt INTEGER, peak_res INTEGER, oom_score INTEGER,"
  " maps INTEGER, pages INTEGER, pages_t_us INTEGER, smaps INTEGER, smaps_t_us INTEGER);"
  "CREATE TABLE region (id INTEGER PRIMARY KEY, process INTEGER NOT NULL,"
  " first_sample INTEGER NOT NULL, last_sample INTEGER, start_address INTEGER NOT NULL,"
  " end_address INTEGER NOT NULL, perms TEXT NOT NULL, offset INTEGER, dev_major INTEGER,"
  " dev_minor INTEGER, inode INTEGER, path TEXT, kind TEXT NOT NULL, deleted INTEGER,"
  " thread_stack INTEGER);"
  "CREATE INDEX region_first ON region (process, first_sample);"
  "CREATE TABLE region_key (process INTEGER NOT NULL, sample INTEGER NOT NULL, regions BLOB,"
  " PRIMARY KEY (process, sample)) WITHOUT ROWID;"
  "CREATE TABLE region_pages (sample INTEGER NOT NULL, region INTEGER NOT NULL, rss INTEGER,"
  " swap INTEGER, PRIMARY KEY (sample, region)) WITHOUT ROWID;"
  "CREATE TABLE pages (sample INTEGER PRIMARY KEY, maps INTEGER NOT NULL, before INTEGER,"
  " size INTEGER NOT NULL, data BLOB NOT NULL);"
  "CREATE TABLE ages (sample INTEGER PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL);"
  "CREATE TABLE smaps (sample INTEGER PRIMARY KEY, before INTEGER, rss INTEGER, pss INTEGER,"
  " swap INTEGER, anon INTEGER, private_clean INTEGER, private_dirty INTEGER,"
  " shared_clean INTEGER, shared_dirty INTEGER, locked INTEGER, anon_huge INTEGER,"
  " private_hugetlb INTEGER, shared_hugetlb INTEGER);"
  "CREATE TABLE region_smaps (sample INTEGER NOT NULL, region INTEGER NOT NULL,"
  " rss INTEGER, pss INTEGER, swap INTEGER, anon INTEGER, private_clean INTEGER,"
  " private_dirty INTEGER, shared_clean INTEGER, shared_dirty INTEGER, locked INTEGER,"
  " anon_huge INTEGER, private_hugetlb INTEGER, shared_hugetlb INTEGER, vm_flags TEXT,"
  " PRIMARY KEY (sample, region)) WITHOUT ROWID;"
  "CREATE TABLE mark (id INTEGER PRIMARY KEY, process INTEGER, t_us INTEGER NOT NULL,"
  " sample_t_us INTEGER, kind TEXT NOT NULL, name TEXT);";

#define MIB(column) "round (" column " / 1048576.0, 2)"
#define SECONDS(column) "round (" column " / 1e6, 3)"

const char *const pgs_recording_views =
  /* one row a sample, in MiB */
  "CREATE VIEW totals AS SELECT s.id AS sample, " SECONDS ("s.t_us") " AS t,"
  " strftime ('%Y-%m-%dT%H:%M:%fZ', s.taken_at_us / 1e6, 'unixepoch') AS time,"
  " p.pid AS pid, g.name AS name, s.state AS state,"
  " " MIB ("s.virt") " AS virt_mib, " MIB ("s.res") " AS res_mib, " MIB ("s.shr") " AS shr_mib,"
  " " MIB ("s.anon") " AS anon_mib, " MIB ("s.file") " AS file_mib,"
  " " MIB ("s.shmem") " AS shmem_mib, " MIB ("s.swap") " AS swap_mib, " MIB ("m.pss") " AS pss_mib,"
  " s.minor_faults AS minor_faults, s.major_faults AS major_faults, s.threads AS threads"
  " FROM sample s JOIN process p ON p.id = s.process JOIN program g ON g.id = s.program"
  " LEFT JOIN smaps m ON m.sample = s.smaps;"
  /* the mappings, with when they were there */
  "CREATE VIEW regions AS SELECT r.id AS region, p.pid AS pid,"
  " printf ('0x%x', r.start_address) AS start, printf ('0x%x', r.end_address) AS stop,"
  " (r.end_address - r.start_address) / 1024 AS size_kib, r.perms AS perms, r.kind AS kind,"
  " r.path AS path, " SECONDS ("f.t_us") " AS mapped_t,"
  " CASE WHEN r.last_sample IS NOT NULL THEN " SECONDS ("l.t_us") " END AS last_seen_t"
  " FROM region r JOIN process p ON p.id = r.process JOIN sample f ON f.id = r.first_sample"
  " LEFT JOIN sample l ON l.id = r.last_sample;"
  /* how each mapping developed: a row where it was mapped or what is resident in it changed */
  "CREATE VIEW region_history AS SELECT r.id AS region, p.pid AS pid, s.id AS sample,"
  " " SECONDS ("s.t_us") " AS t, printf ('0x%x', r.start_address) AS start,"
  " (r.end_address - r.start_address) / 1024 AS size_kib, c.rss / 1024 AS rss_kib,"
  " c.swap / 1024 AS swap_kib, r.perms AS perms, r.kind AS kind, r.path AS path"
  " FROM region r JOIN process p ON p.id = r.process JOIN region_pages c ON c.region = r.id"
  " JOIN sample s ON s.id = c.sample;"
  /* what grew most between the first and the last sample; mappings that begin at one address and
   * are of one kind and file are one place, however often their end moved */
  "CREATE VIEW growth AS WITH"
  " bounds AS (SELECT process, min (id) AS first, max (id) AS last FROM sample GROUP BY process),"
  " earliest AS (SELECT region, min (sample) AS sample, rss FROM region_pages GROUP BY region),"
  " latest AS (SELECT region, max (sample) AS sample, rss FROM region_pages GROUP BY region),"
  " ends AS (SELECT r.process, r.start_address, r.kind, r.path,"
  " CASE WHEN r.first_sample = b.first THEN r.end_address - r.start_address ELSE 0 END AS size_0,"
  " CASE WHEN r.first_sample = b.first THEN e.rss ELSE 0 END AS rss_0,"
  " CASE WHEN ifnull (r.last_sample, b.last) >= b.last"
  "  THEN r.end_address - r.start_address ELSE 0 END AS size_1,"
  " CASE WHEN ifnull (r.last_sample, b.last) >= b.last THEN l.rss ELSE 0 END AS rss_1"
  " FROM region r JOIN bounds b ON b.process = r.process"
  " LEFT JOIN earliest e ON e.region = r.id LEFT JOIN latest l ON l.region = r.id)"
  " SELECT p.pid AS pid, printf ('0x%x', start_address) AS start, kind, path,"
  " sum (size_0) / 1024 AS size_before_kib, sum (size_1) / 1024 AS size_after_kib,"
  " sum (rss_0) / 1024 AS rss_before_kib, sum (rss_1) / 1024 AS rss_after_kib,"
  " (sum (rss_1) - sum (rss_0)) / 1024 AS rss_growth_kib,"
  " (sum (size_1) - sum (size_0)) / 1024 AS size_growth_kib"
  " FROM ends JOIN process p ON p.id = ends.process"
  " GROUP BY ends.process, start_address, kind, path"
  " ORDER BY rss_growth_kib DESC, size_growth_kib DESC;"
  /* marks of people and events */
  "CREATE VIEW marks AS SELECT " SECONDS ("m.t_us") " AS t, p.pid AS pid, m.kind AS kind, m.name AS name"
  " FROM mark m LEFT JOIN process p ON p.id = m.process ORDER BY m.t_us;"
  /* one row a process */
  "CREATE VIEW processes AS SELECT p.pid AS pid, p.ppid AS ppid, g.name AS name, g.exe AS exe,"
  " g.user AS user, count (*) AS samples, " SECONDS ("min (s.t_us)") " AS first_t,"
  " " SECONDS ("max (s.t_us)") " AS last_t, " MIB ("max (s.res)") " AS max_res_mib,"
  " " SECONDS ("p.ended_t_us") " AS ended_t,"
  " CASE WHEN p.exit_status & 127 = 0 THEN p.exit_status >> 8 & 255 END AS exit_code,"
  " CASE WHEN p.exit_status & 127 <> 0 THEN p.exit_status & 127 END AS signal"
  " FROM process p JOIN sample s ON s.process = p.id"
  " JOIN program g ON g.id = (SELECT max (program) FROM sample WHERE process = p.id)"
  " GROUP BY p.id;";
