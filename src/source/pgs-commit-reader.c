/* pgs-commit-reader.c: what the kernel promised to a process, read from its smaps in slices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * One read() fills the buffer with whole mappings and stops (seq_file); the kernel goes on behind the last
 * address at the next. So a slice costs what its mappings hold, and mappings that come or go between two
 * slices are counted or not, but none is counted twice.
 */
#include "config.h"

#include "pgs-commit-reader.h"

#include "pgs-proc-text.h"
#include "pgs-smaps.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define SLICE_SIZE 8192      /* some ten mappings */
#define LINE_SIZE 8192       /* a path has up to 4,095 bytes, each escaped in four at most only if it is \n */
#define FLAGS_KEY "VmFlags:"

struct _PgsCommitReader
{
  int fd; /* -1: nothing is being read */
  char text[LINE_SIZE + SLICE_SIZE + 1];
  gsize length;      /* of what is in @text and not understood yet */
  guint64 size;      /* of the mapping whose lines these are */
  guint64 sum;
  gboolean has_flags; /* some mapping had */
  gboolean has_mappings;
};

/**
 * pgs_commit_reader_new:
 *
 * Returns: (transfer full): a reader of nothing
 */
PgsCommitReader *
pgs_commit_reader_new (void)
{
  PgsCommitReader *self = g_new0 (PgsCommitReader, 1);

  self->fd = -1;
  return self;
}

static void
close_file (PgsCommitReader *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/**
 * pgs_commit_reader_free:
 * @self: (transfer full) (nullable): a reader
 */
void
pgs_commit_reader_free (PgsCommitReader *self)
{
  if (self == NULL)
    return;
  close_file (self);
  g_free (self);
}

static PgsCommitState
fail (PgsCommitReader *self,
      int              errsv)
{
  close_file (self);
  return errsv == ENOENT || errsv == ESRCH ? PGS_COMMIT_GONE : PGS_COMMIT_DENIED;
}

/**
 * pgs_commit_reader_open:
 * @self: a reader; what it was about to read is given up
 * @files: of a process
 *
 * Returns: %PGS_COMMIT_MORE, or why it cannot be read
 */
PgsCommitState
pgs_commit_reader_open (PgsCommitReader *self,
                        PgsProcessFiles *files)
{
  close_file (self);
  self->length = 0;
  self->size = self->sum = 0;
  self->has_flags = self->has_mappings = FALSE;
  self->fd = pgs_process_files_open (files, "smaps");
  return self->fd >= 0 ? PGS_COMMIT_MORE : fail (self, errno);
}

/* "START-END PERMS …" begins a mapping; of what follows only the flags matter. */
static void
take_line (PgsCommitReader *self,
           char            *line,
           gsize            length)
{
  PgsCursor cursor = { line, line + length };
  guint64 start, end;

  if (g_ascii_isupper (*line))
    {
      if (!g_str_has_prefix (line, FLAGS_KEY))
        return;
      self->has_flags = TRUE;
      if (pgs_smaps_flags_have (line + strlen (FLAGS_KEY), "ac"))
        self->sum += self->size;
      self->size = 0;
    }
  else if (pgs_cursor_hex (&cursor, &start) && pgs_cursor_skip (&cursor, '-') && pgs_cursor_hex (&cursor, &end)
           && start < end)
    {
      self->size = end - start;
      self->has_mappings = TRUE;
    }
}

/* Takes the whole lines; what is left is the beginning of one. */
static void
take_lines (PgsCommitReader *self)
{
  char *line = self->text;
  char *newline;

  self->text[self->length] = '\0';
  while ((newline = memchr (line, '\n', self->length - (gsize) (line - self->text))) != NULL)
    {
      *newline = '\0';
      take_line (self, line, (gsize) (newline - line));
      line = newline + 1;
    }
  self->length -= (gsize) (line - self->text);
  memmove (self->text, line, self->length);
  self->length = MIN (self->length, LINE_SIZE); /* the rest of such a line is no mapping and no flags */
}

/**
 * pgs_commit_reader_read:
 * @self: a reader that is open
 *
 * Reads one slice, some ten mappings.
 *
 * Returns: how far it is; after anything but %PGS_COMMIT_MORE it is closed
 */
PgsCommitState
pgs_commit_reader_read (PgsCommitReader *self)
{
  gssize n;

  g_return_val_if_fail (self->fd >= 0, PGS_COMMIT_GONE);

  do
    n = read (self->fd, self->text + self->length, SLICE_SIZE);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return fail (self, errno);
  if (n == 0)
    {
      close_file (self);
      return self->has_flags || !self->has_mappings ? PGS_COMMIT_DONE : PGS_COMMIT_DENIED;
    }
  self->length += (gsize) n;
  take_lines (self);
  return PGS_COMMIT_MORE;
}

/**
 * pgs_commit_reader_get_sum:
 * @self: a reader that is done
 *
 * Returns: bytes
 */
guint64
pgs_commit_reader_get_sum (const PgsCommitReader *self)
{
  return self->sum;
}
