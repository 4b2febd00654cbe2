/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-entity.h"

G_BEGIN_DECLS

#define DESK_TYPE_ENTRY_ROW (desk_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskEntryRow, desk_entry_row, DESK, ENTRY_ROW, GtkButton)

/* A query or ticket of before in one line of a side panel: number, title, status. A button: "clicked" opens it. */
GtkWidget *desk_entry_row_new (DeskEntity *entry);
DeskEntity *desk_entry_row_get_entry (DeskEntryRow *self);
void desk_entry_row_align (DeskEntryRow *self, GtkSizeGroup *numbers);

char *desk_entry_dup_title (DeskEntity *entry);

G_END_DECLS
