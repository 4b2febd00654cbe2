/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/entities/desk-customer.h"
#include "core/entities/desk-history.h"
#include "core/entities/desk-message.h"
#include "core/entities/desk-order.h"
#include "core/entities/desk-query.h"
#include "core/entities/desk-ticket.h"

G_BEGIN_DECLS

/* Invented people and what they write, for looking at widgets and testing them. All are (transfer full); ages are in
 * minutes. */
DeskMessage *invent_message (DeskSenderType sender, const char *name, const char *body, gboolean internal, int age);
DeskCustomer *invent_customer (void);
DeskOrder *invent_order (const char *number, DeskOrderStatus status, gint64 total, int age);
DeskQuery *invent_query (const char *number, DeskQueryStatus status, const char *message);
DeskTicket *invent_ticket (const char *number,
                           DeskTicketStatus status,
                           DeskPriority priority,
                           const char *subject,
                           const char *category,
                           int age);
DeskHistory *invent_history (DeskAction action, const char *who, int age);
void invent_change (DeskHistory *history, const char *field, const char *from, const char *to);

GListStore *invent_conversation (void);
GListStore *invent_orders (void);
GListStore *invent_entries (void);
GListStore *invent_histories (void);

G_END_DECLS
