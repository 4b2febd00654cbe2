/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/widgets/desk-count-badge.h"

G_BEGIN_DECLS

#define DESK_TYPE_SIDEBAR (desk_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (DeskSidebar, desk_sidebar, DESK, SIDEBAR, AdwBin)

/*
 * The list of pages, in sections, with live counts. It knows no page but by name. Signal "page-chosen"(const char
 * *page) when the user chose one, by click or by arrow keys.
 */
GtkWidget *desk_sidebar_new (void);
void desk_sidebar_add_section (DeskSidebar *self, const char *title);
void desk_sidebar_add_page (DeskSidebar *self,
                            const char *page,
                            const char *title,
                            const char *icon_name,
                            DeskBadgeStyle badge_style,
                            GListModel *counted);
void desk_sidebar_remove_all (DeskSidebar *self);
void desk_sidebar_set_page (DeskSidebar *self, const char *page);

G_END_DECLS
