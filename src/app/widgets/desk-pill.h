/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-looks.h"

G_BEGIN_DECLS

#define DESK_TYPE_PILL (desk_pill_get_type ())
G_DECLARE_FINAL_TYPE (DeskPill, desk_pill, DESK, PILL, GtkBox)

/*
 * A word in its tone with its own shape before it: a status, a tag. Properties: "tone" (DeskTone), "icon-name",
 * "label", and for binding to an entity's field "query-status", "ticket-status", "order-status" (int, write only).
 */
GtkWidget *desk_pill_new (void);
GtkWidget *desk_pill_new_full (DeskTone tone, const char *icon_name, const char *label);
void desk_pill_set (DeskPill *self, DeskTone tone, const char *icon_name, const char *label);
void desk_pill_set_enum (DeskPill *self, const DeskEnum *info, int value);
void desk_pill_set_query_status (DeskPill *self, DeskQueryStatus status);
void desk_pill_set_ticket_status (DeskPill *self, DeskTicketStatus status);
void desk_pill_set_order_status (DeskPill *self, DeskOrderStatus status);
const char *desk_pill_get_label (DeskPill *self);
DeskTone desk_pill_get_tone (DeskPill *self);

G_END_DECLS
