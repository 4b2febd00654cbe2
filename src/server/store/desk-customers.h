/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* Whose way of being known this is: an id, or NULL without an error where it is nobody's. Values are normalized. */
char *desk_customers_find (DeskDbTransaction *db, DeskIdentityKind kind, const char *value, GError **error);

/* Makes a way of being known a customer's own, also before the customer is inserted. @owner: who has it now, which is
 * somebody else where they had it before. */
gboolean desk_customers_claim (DeskDbTransaction *db,
                               const char *customer_id,
                               DeskIdentityKind kind,
                               const char *value,
                               DeskQuerySource channel,
                               char **owner,
                               GError **error);
/* Whether a customer is known in any way of a kind. */
gboolean desk_customers_has_kind (DeskDbTransaction *db,
                                  const char *customer_id,
                                  DeskIdentityKind kind,
                                  gboolean *has,
                                  GError **error);
gboolean desk_customers_release (DeskDbTransaction *db, const char *customer_id, GError **error);

/* Everything by which a customer is known, as their entity says it; what belongs to somebody else stays theirs. */
gboolean desk_customers_keep_identities (DeskDbTransaction *db, DeskEntity *customer, GError **error);

/* What a customer bought: writes {"count", "spent", "last_placed_at", "last_status"}. */
gboolean desk_customers_append_summary (DeskDbTransaction *db, const char *customer_id, GString *json, GError **error);

G_END_DECLS
