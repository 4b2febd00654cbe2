/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/entities/desk-notification.h"

G_BEGIN_DECLS

#define DESK_TYPE_NOTIFICATION_ROW (desk_notification_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskNotificationRow, desk_notification_row, DESK, NOTIFICATION_ROW, GtkListBoxRow)

/* Something one was told: symbol, title, what it is about, when; bold with a dot until it is read. */
GtkWidget *desk_notification_row_new (DeskNotification *notification);
DeskNotification *desk_notification_row_get_notification (DeskNotificationRow *self);

char *desk_notification_dup_title (DeskNotification *notification);

G_END_DECLS
