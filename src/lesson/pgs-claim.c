/* pgs-claim.c: what is to be thought of a claim, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-claim.h"

#include "pgs-claims.h"

#include <glib/gi18n-lib.h>

/**
 * pgs_claim_get_all:
 * @n_claims: (out): how many
 *
 * Returns: (transfer none) (array length=n_claims): all claims, in the order in which they are read
 */
const PgsClaim *
pgs_claim_get_all (gsize *n_claims)
{
  *n_claims = pgs_n_claims;
  return pgs_claims;
}

/**
 * pgs_claim_find:
 * @id: any text
 *
 * Returns: (transfer none) (nullable): the claim with that id
 */
const PgsClaim *
pgs_claim_find (const char *id)
{
  for (gsize i = 0; i < pgs_n_claims; i++)
    if (g_str_equal (pgs_claims[i].id, id))
      return &pgs_claims[i];
  return NULL;
}

/**
 * pgs_claim_get_n_tests:
 * @self: a claim
 *
 * Returns: how many tests it has, at least 1
 */
gsize
pgs_claim_get_n_tests (const PgsClaim *self)
{
  gsize n = 0;

  g_return_val_if_fail (self != NULL, 0);

  while (n < PGS_CLAIM_MAX_TESTS && self->tests[n].lesson != NULL)
    n++;
  return n;
}

/**
 * pgs_claim_get_truth:
 * @self: a claim
 *
 * Returns: (transfer none): what is to be thought of it, as a phrase in the person's language: "Wrong"
 */
const char *
pgs_claim_get_truth (const PgsClaim *self)
{
  g_return_val_if_fail (self != NULL, "");

  switch (self->truth)
    {
    case PGS_CLAIM_WRONG:
      return _("Wrong");
    case PGS_CLAIM_RIGHT:
      return _("Right");
    case PGS_CLAIM_RIGHT_WHEN:
      return _(self->when);
    }
  g_return_val_if_reached ("");
}
