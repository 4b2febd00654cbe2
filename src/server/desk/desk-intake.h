/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* A query comes in: from whoever answers the phone, or from a door. @query: with what was given, checked for form;
 * @order_number: as given, or NULL. @error may already hold fields that are wrong; all of them are told at once. */
gboolean desk_intake_query (DeskTransaction *transaction, DeskEntity *query, const char *order_number, GError **error);

/* The same for what a customer wrote from outside, once it is known who they are. */
gboolean desk_intake_from_door (DeskTransaction *transaction,
                                DeskEntity *query,
                                const char *order_number,
                                const char *message_id,
                                GString *remarks,
                                GError **error);

G_END_DECLS
