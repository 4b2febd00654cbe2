/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/desk-palette-item.h"

G_BEGIN_DECLS

#define DESK_TYPE_PALETTE_ROW (desk_palette_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskPaletteRow, desk_palette_row, DESK, PALETTE_ROW, GtkListBoxRow)

/* A line of the palette; the letters of @words are bold where they begin a word. */
GtkWidget *desk_palette_row_new (DeskPaletteItem *item, const char *words);
DeskPaletteItem *desk_palette_row_get_item (DeskPaletteRow *self);

G_END_DECLS
