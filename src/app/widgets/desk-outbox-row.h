/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "client/desk-outbox-item.h"

G_BEGIN_DECLS

#define DESK_TYPE_OUTBOX_ROW (desk_outbox_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskOutboxRow, desk_outbox_row, DESK, OUTBOX_ROW, GtkListBoxRow)

/*
 * Something that waits to be sent, with a button that takes it back, or was refused, with one to review it. Its buttons
 * name actions of whoever shows it: outbox.take-back(s), win.review-command(s), each with the command's id.
 */
GtkWidget *desk_outbox_row_new (DeskOutboxItem *item);
DeskOutboxItem *desk_outbox_row_get_item (DeskOutboxRow *self);

G_END_DECLS
