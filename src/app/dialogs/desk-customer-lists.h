/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-session.h"

G_BEGIN_DECLS

/* What a desk has of one customer, newest first: orders (DeskOrder), and what they asked before (DeskQuery and
 * DeskTicket in one list). Both follow the cache. */
GListModel *desk_customer_lists_new_orders (DeskSession *session, const char *customer_id);
GListModel *desk_customer_lists_new_entries (DeskSession *session, const char *customer_id);

/* What a text, a query or a ticket is about, in a line. */
char *desk_text_dup_summary (const char *text);
char *desk_entry_dup_summary (DeskEntity *entry);

G_END_DECLS
