/* lab-group.h: a memory cgroup of the experiment's own, removed whatever happens
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cgroup is a folder: what is made in it are smaller groups, what is written into its files are limits, and a
 * process enters by writing "0" into cgroup.procs. There are two versions. With the first, groups for memory
 * have a tree of their own, and a group may be made below the own one. With the second there is one tree, and
 * a group can be made where a group above passes the controller "memory" on (cgroup.subtree_control).
 * Source: cgroups(7), Documentation/admin-guide/cgroup-v1/memory.rst, cgroup-v2.rst.
 *
 * A second process, the guard, waits until this one and its children have ended, and removes the folder, even
 * when this one is killed. Nothing is ever changed but the folder that was made.
 */
#pragma once

#include "lab.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>

#define LAB_GROUP_PREFIX "pagescape-lab-"
#define LAB_GROUP_TRIES 500 /* 10 ms each */

struct lab_group
{
  char path[PATH_MAX]; /* "/sys/fs/cgroup/memory/a/pagescape-lab-4711" */
  char name[32];       /* "pagescape-lab-4711" */
  int is_v1;
  size_t limit;
  int lock; /* the folder, opened and locked */
  int guard_pipe;
};

/* Reads a small file whole; its text lies in the buffer. NULL: it cannot be read. */
static inline char *
lab_group_read (const char *path,
                char       *text,
                size_t      size)
{
  int file = open (path, O_RDONLY | O_CLOEXEC);
  size_t n = 0;
  ssize_t got;

  if (file < 0)
    return NULL;
  while (n < size - 1 && (got = read (file, text + n, size - 1 - n)) > 0)
    n += (size_t) got;
  close (file);
  text[n] = '\0';
  return text;
}

/* DIRECTORY/file. NULL: too long. */
static inline const char *
lab_group_file (const char *directory,
                const char *file)
{
  static char path[PATH_MAX + 64];
  int n = snprintf (path, sizeof path, "%s/%s", directory, file);

  return n > 0 && (size_t) n < sizeof path ? path : NULL;
}

/* Writes a file of the group. 0: done. */
static inline int
lab_group_write (const struct lab_group *group,
                 const char             *name,
                 const char             *text)
{
  int file = open (lab_group_file (group->path, name), O_WRONLY | O_CLOEXEC);
  ssize_t n;

  if (file < 0)
    return -1;
  n = write (file, text, strlen (text));
  close (file);
  return n == (ssize_t) strlen (text) ? 0 : -1;
}

/* The number behind a word in a file of the group, its first number for "". -1: there is none. */
static inline long long
lab_group_number (const struct lab_group *group,
                  const char             *name,
                  const char             *word)
{
  static char text[4096];
  const char *line = lab_group_read (lab_group_file (group->path, name), text, sizeof text);
  size_t length = strlen (word);

  for (; line != NULL && *line != '\0'; line = strchr (line, '\n') == NULL ? NULL : strchr (line, '\n') + 1)
    if (strncmp (line, word, length) == 0 && (length == 0 || line[length] == ' '))
      {
        const char *number = line + length + (length > 0);

        return *number >= '0' && *number <= '9' ? strtoll (number, NULL, 10) : -1;
      }
  return -1;
}

/* Whether a list of words has one. Words are separated by any of the given bytes. */
static inline int
lab_group_has_word (const char *list,
                    const char *word,
                    const char *separators)
{
  size_t length = strlen (word);

  for (list += strspn (list, separators); *list != '\0'; list += strspn (list, separators))
    {
      size_t n = strcspn (list, separators);

      if (n == length && memcmp (list, word, n) == 0)
        return 1;
      list += n;
    }
  return 0;
}

/* In which group a process is, from a line like "4:memory:/a/b" or "0::/a/b"; the text is cut up. NULL: in
   none of that version. */
static inline char *
lab_group_own (char *text,
               int   is_v1)
{
  char *next;

  for (char *line = text; line != NULL && *line != '\0'; line = next)
    {
      char *controllers = strchr (line, ':');
      char *path = controllers == NULL ? NULL : strchr (controllers + 1, ':');

      next = strchr (line, '\n');
      if (next != NULL)
        *next++ = '\0';
      if (path == NULL)
        continue;
      *path++ = '\0';
      if (is_v1 ? lab_group_has_word (controllers + 1, "memory", ",") : controllers[1] == '\0')
        return path;
      path[-1] = ':';
    }
  return NULL;
}

/* Where the tree of that version is mounted and which part of it is; from mountinfo, whose lines end in
   "- type source options". 0: found. */
static inline int
lab_group_find_mount (int   is_v1,
                      char *root,
                      char *mount)
{
  static char text[1 << 16];
  char *line = lab_group_read ("/proc/self/mountinfo", text, sizeof text), *next;

  for (; line != NULL && *line != '\0'; line = next)
    {
      char type[32], options[1024];
      const char *dash;

      next = strchr (line, '\n');
      if (next != NULL)
        *next++ = '\0';
      dash = strstr (line, " - ");
      if (dash == NULL || sscanf (dash, " - %31s %*s %1023s", type, options) != 2
          || sscanf (line, "%*s %*s %*s %2047s %2047s", root, mount) != 2)
        continue;
      if (is_v1 ? strcmp (type, "cgroup") == 0 && lab_group_has_word (options, "memory", ",")
                : strcmp (type, "cgroup2") == 0)
        return 0;
    }
  errno = ENOENT;
  return -1;
}

/* The folder of the group in which this process is. 0: found. */
static inline int
lab_group_find_own (struct lab_group *group)
{
  static char text[8192], root[2048], mount[2048];
  char *own;

  group->is_v1 = 1;
  own = lab_group_read ("/proc/self/cgroup", text, sizeof text) == NULL ? NULL : lab_group_own (text, 1);
  if (own == NULL)
    {
      group->is_v1 = 0;
      own = lab_group_read ("/proc/self/cgroup", text, sizeof text) == NULL ? NULL : lab_group_own (text, 0);
    }
  if (own == NULL || lab_group_find_mount (group->is_v1, root, mount) != 0)
    return -1;
  if (strcmp (root, "/") != 0 && strncmp (own, root, strlen (root)) == 0)
    own += strlen (root);
  snprintf (group->path, sizeof group->path, "%s%s", mount, strcmp (own, "/") == 0 ? "" : own);
  return 0;
}

/* Opens the folder of a group and locks it, as everybody does who is at work there. -1: somebody else is. */
static inline int
lab_group_lock (const char *path)
{
  int folder = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (folder >= 0 && flock (folder, LOCK_EX | LOCK_NB) != 0)
    {
      close (folder);
      return -1;
    }
  return folder;
}

/* Removes groups that were left because the guard was killed as well: nobody has locked them. */
static inline void
lab_group_sweep (const char *directory)
{
  DIR *folder = opendir (directory);
  struct dirent *entry;

  while (folder != NULL && (entry = readdir (folder)) != NULL)
    if (strncmp (entry->d_name, LAB_GROUP_PREFIX, strlen (LAB_GROUP_PREFIX)) == 0)
      {
        const char *path = lab_group_file (directory, entry->d_name);
        int lock = lab_group_lock (path);

        if (lock >= 0)
          {
            rmdir (path);
            close (lock);
          }
      }
  if (folder != NULL)
    closedir (folder);
}

/* Whether groups with a limit can be made in this one, and processes of this one moved there. */
static inline int
lab_group_is_place (const struct lab_group *group)
{
  static char text[1024];

  if (access (lab_group_file (group->path, "cgroup.procs"), W_OK) != 0 || access (group->path, W_OK) != 0)
    return 0;
  return group->is_v1
         || (lab_group_read (lab_group_file (group->path, "cgroup.subtree_control"), text, sizeof text) != NULL
             && lab_group_has_word (text, "memory", " \n"));
}

/* Finds the place for the folder: the own group, or the next one above that lets us. 0: found. */
static inline int
lab_group_find_place (struct lab_group *group)
{
  char *slash;

  if (lab_group_find_own (group) != 0)
    return -1;
  while (!lab_group_is_place (group))
    {
      slash = strrchr (group->path, '/');
      if (group->is_v1 || slash == NULL || slash == group->path
          || access (lab_group_file (group->path, "../cgroup.procs"), F_OK) != 0)
        {
          errno = EACCES;
          return -1;
        }
      *slash = '\0';
    }
  return 0;
}

/* Makes the folder and locks it. 0: done. */
static inline int
lab_group_make_folder (struct lab_group *group)
{
  if (lab_group_find_place (group) != 0)
    return -1;
  lab_group_sweep (group->path);
  snprintf (group->name, sizeof group->name, LAB_GROUP_PREFIX "%d", (int) getpid ());
  if (strlen (group->path) + strlen (group->name) + 2 > sizeof group->path)
    return -1;
  strcat (strcat (group->path, "/"), group->name);
  /* Another one's sweep may come between the two. */
  for (int i = 0; i < 10 && mkdir (group->path, 0755) == 0; i++)
    {
      group->lock = lab_group_lock (group->path);
      if (group->lock >= 0 && access (group->path, F_OK) == 0)
        return 0;
      if (group->lock >= 0)
        close (group->lock);
      usleep (10000);
    }
  return -1;
}

/* The guard: holds nothing of the experiment but the lock and the end of a pipe. That ends when everybody else who
   holds it has ended; then nobody is in the group any more. */
static inline void
lab_group_guard (const struct lab_group *group,
                 int                     pipe_end)
{
  char byte;

  for (int i = 1; i < NSIG; i++)
    signal (i, SIG_IGN);
  dup2 (pipe_end, 0);
  dup2 (group->lock, 1);
  for (int i = 2; i < 1024; i++)
    close (i);
  while (read (0, &byte, 1) > 0)
    ;
  for (int i = 0; i < LAB_GROUP_TRIES && rmdir (group->path) != 0 && errno != ENOENT; i++)
    usleep (10000);
  _exit (0);
}

/* Starts the guard, as a grandchild whose parent ends at once: so it is none of the experiment's children, which
   may be killed together with it. 0: done. */
static inline int
lab_group_start_guard (struct lab_group *group)
{
  int ends[2], adopts = 0, status = 0;
  pid_t middle;

  if (pipe (ends) != 0)
    return -1;
  prctl (PR_GET_CHILD_SUBREAPER, &adopts, 0, 0, 0);
  prctl (PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
  middle = fork ();
  if (middle == 0)
    {
      pid_t guard;

      close (ends[1]);
      setsid ();
      guard = fork ();
      if (guard == 0)
        lab_group_guard (group, ends[0]);
      _exit (guard < 0);
    }
  while (middle > 0 && waitpid (middle, &status, 0) < 0 && errno == EINTR)
    ;
  prctl (PR_SET_CHILD_SUBREAPER, adopts, 0, 0, 0);
  close (ends[0]);
  group->guard_pipe = ends[1];
  return middle < 0 || status != 0 ? -1 : 0;
}

/* How much the group may use, memory and swap together: none of it is to be swapped. 0: done. */
static inline int
lab_group_set_limit (struct lab_group *group,
                     size_t            limit)
{
  char number[32];

  group->limit = limit;
  snprintf (number, sizeof number, "%zu", limit);
  if (!group->is_v1)
    {
      lab_group_write (group, "memory.swap.max", "0"); /* is not there where the kernel does not count swap */
      return lab_group_write (group, "memory.max", number);
    }
  if (lab_group_write (group, "memory.limit_in_bytes", number) != 0)
    return -1;
  if (lab_group_write (group, "memory.memsw.limit_in_bytes", number) != 0)
    lab_group_write (group, "memory.swappiness", "0");
  return 0;
}

/* Makes a group with a limit. 0: done; else errno says why not, and nothing is left behind. */
static inline int
lab_group_make (struct lab_group *group,
                size_t            limit)
{
  int error;

  if (lab_group_make_folder (group) != 0)
    return -1;
  if (lab_group_start_guard (group) == 0 && lab_group_set_limit (group, limit) == 0)
    return 0;
  error = errno;
  rmdir (group->path);
  errno = error;
  return -1;
}

static inline long long
lab_group_usage (const struct lab_group *group)
{
  return lab_group_number (group, group->is_v1 ? "memory.usage_in_bytes" : "memory.current", "");
}

/* How many of its processes were killed because it had no memory left. */
static inline long long
lab_group_oom_kills (const struct lab_group *group)
{
  return lab_group_number (group, group->is_v1 ? "memory.oom_control" : "memory.events", "oom_kill");
}

/* Whether this process really is in the group, the group really has its limit, and nobody is there besides at most
   that many processes. Asked of the kernel, each time anew. */
static inline int
lab_group_holds_me (const struct lab_group *group,
                    int                     n_most)
{
  static char text[8192];
  char *own = lab_group_read ("/proc/self/cgroup", text, sizeof text) == NULL ? NULL : lab_group_own (text, group->is_v1);
  char *name = own == NULL ? NULL : strrchr (own, '/');
  int n = 0;

  if (name == NULL || strcmp (name + 1, group->name) != 0)
    return 0;
  if (lab_group_number (group, group->is_v1 ? "memory.limit_in_bytes" : "memory.max", "") != (long long) group->limit)
    return 0;
  if (lab_group_read (lab_group_file (group->path, "cgroup.procs"), text, sizeof text) == NULL)
    return 0;
  for (const char *p = text; *p != '\0'; p++)
    n += *p == '\n';
  return n >= 1 && n <= n_most;
}

/* In a child: goes into the group. Ends the child unless it is there then. */
static inline void
lab_group_enter (const struct lab_group *group,
                 int                     n_most)
{
  if (lab_group_write (group, "cgroup.procs", "0") != 0 || !lab_group_holds_me (group, n_most))
    _exit (1);
}

/* Lets the guard remove the folder, and waits until it has. All children must have ended. */
static inline void
lab_group_remove (struct lab_group *group)
{
  close (group->guard_pipe);
  for (int i = 0; i < LAB_GROUP_TRIES && access (group->path, F_OK) == 0; i++)
    usleep (10000);
}
