/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* A customer's word on their ticket, once it was resolved; one each. */
gboolean
desk_feedback_give (DeskTransaction *transaction, const char *ticket_key, DeskEntity *feedback, GError **error);
DeskEntity *desk_feedback_find (DeskTransaction *transaction, const char *ticket_key, GError **error);

G_END_DECLS
