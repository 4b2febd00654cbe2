/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-count-badge.h"

G_BEGIN_DECLS

#define DESK_TYPE_SIDEBAR_ROW (desk_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskSidebarRow, desk_sidebar_row, DESK, SIDEBAR_ROW, GtkListBoxRow)

/* One page in the sidebar: symbol, name, how many are waiting there. */
GtkWidget *
desk_sidebar_row_new (const char *page, const char *title, const char *icon_name, DeskBadgeStyle badge_style);
const char *desk_sidebar_row_get_page (DeskSidebarRow *self);
void desk_sidebar_row_set_counted (DeskSidebarRow *self, GListModel *counted);

G_END_DECLS
