/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_CUSTOMER_SIDE (desk_customer_side_get_type ())
G_DECLARE_FINAL_TYPE (DeskCustomerSide, desk_customer_side, DESK, CUSTOMER_SIDE, AdwBin)

/*
 * Who writes, beside a conversation: the customer's panel, filled from the session, which opens their details, queries
 * and tickets. Signal "entries-changed"(): another query or ticket of the customer has come.
 */
void desk_customer_side_set_session (DeskCustomerSide *self, DeskSession *session);
void desk_customer_side_set_customer_id (DeskCustomerSide *self, const char *customer_id);

G_END_DECLS
