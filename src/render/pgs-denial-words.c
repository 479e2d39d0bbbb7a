/* pgs-denial-words.c: why a part of a process is not shown, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The clause stands behind a colon, so it has neither a capital nor a full stop. What would help is a
 * sentence of its own, and says nothing that the reader already has: whoever is root is not told to
 * become it.
 */
#include "config.h"

#include "pgs-denial-words.h"

#include <glib/gi18n-lib.h>

#include "pgs-text.h"

typedef struct
{
  const char *clause;
  const char *help;
} Words;

static const Words words[PGS_N_DENIALS] = {
  [PGS_DENIAL_OTHER_USER] = {
    /* Translators: a reason, behind a colon; %s is the name of a user. */
    N_("it belongs to %s"),
    N_("That user may read it, and root.") },
  [PGS_DENIAL_OTHER_GROUP] = {
    N_("it runs with another group than Pagescape"),
    N_("Pagescape may read it if it runs with that group, or as root.") },
  [PGS_DENIAL_NOT_DUMPABLE] = {
    N_("it protects itself, or was started with other rights (it is not dumpable)"),
    N_("Only root may read it.") },
  [PGS_DENIAL_CAPABILITIES] = {
    N_("it has rights (capabilities) that Pagescape has not"),
    N_("Root is usually allowed to read it.") },
  [PGS_DENIAL_ROOT_WITHOUT_PTRACE] = {
    N_("Pagescape runs as root, but without the capability CAP_SYS_PTRACE"),
    N_("In a container, add it when the container is started: --cap-add=SYS_PTRACE.") },
  [PGS_DENIAL_OTHER_USER_NAMESPACE] = {
    N_("it is outside of the user namespace in which Pagescape runs"),
    N_("Pagescape may read it if it is started outside, on the host.") },
  [PGS_DENIAL_SECURITY_MODULE] = {
    N_("users and capabilities would allow it, but a security module of the kernel does not"),
    N_("The policy of that module (SELinux, AppArmor, BPF …) would have to allow it.") },
  [PGS_DENIAL_UNKNOWN] = { N_("why could not be found out"), NULL },
  [PGS_DENIAL_NOT_ADMIN] = {
    N_("only root sees frame numbers (CAP_SYS_ADMIN)"),
    N_("Start Pagescape as root to see them.") },
  [PGS_DENIAL_ROOT_WITHOUT_ADMIN] = {
    N_("Pagescape runs as root, but without the capability CAP_SYS_ADMIN"),
    N_("In a container, add it when the container is started: --cap-add=SYS_ADMIN.") },
  [PGS_DENIAL_ADMIN_IN_NAMESPACE] = {
    N_("Pagescape is root of a user namespace only, and frames are the whole machine’s"),
    N_("Pagescape sees them if it is started outside, on the host.") },
};

/**
 * pgs_denial_format:
 * @snapshot: a moment of a process
 * @part: a part of it that is denied
 *
 * Returns: (transfer full) (nullable): why, as a clause: "it belongs to root"; %NULL if nothing is
 *   known of a reason
 */
char *
pgs_denial_format (const PgsSnapshot *snapshot,
                   PgsPart            part)
{
  const PgsDenial denial = snapshot->denials[part];
  const char *user = snapshot->process->user;
  g_autofree char *shown = pgs_text_dup_display (user != NULL ? user : "–", -1);

  if (denial == PGS_DENIAL_OTHER_USER)
    return g_strdup_printf (_("it belongs to %s"), shown);
  return words[denial].clause != NULL ? g_strdup (_(words[denial].clause)) : NULL;
}

/**
 * pgs_denial_format_help:
 * @snapshot: a moment of a process
 * @part: a part of it that is denied
 *
 * Returns: (transfer none) (nullable): a sentence on what would help; %NULL if nothing is known to
 */
const char *
pgs_denial_format_help (const PgsSnapshot *snapshot,
                        PgsPart            part)
{
  const PgsDenial denial = snapshot->denials[part];

  if (denial == PGS_DENIAL_OTHER_USER && snapshot->process->uid == 0)
    return _("Only root may read it.");
  return words[denial].help != NULL ? _(words[denial].help) : NULL;
}
