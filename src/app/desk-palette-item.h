/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DESK_TYPE_PALETTE_ITEM (desk_palette_item_get_type ())
G_DECLARE_FINAL_TYPE (DeskPaletteItem, desk_palette_item, DESK, PALETTE_ITEM, GObject)

/* One line of the palette: what it says, and the action it stands for. */
DeskPaletteItem *desk_palette_item_new (const char *section,
                                        const char *icon_name,
                                        const char *title,
                                        const char *subtitle,
                                        const char *keys,
                                        const char *detailed_action);
const char *desk_palette_item_get_section (DeskPaletteItem *self);
const char *desk_palette_item_get_icon_name (DeskPaletteItem *self);
const char *desk_palette_item_get_title (DeskPaletteItem *self);
const char *desk_palette_item_get_subtitle (DeskPaletteItem *self);
const char *desk_palette_item_get_keys (DeskPaletteItem *self);
const char *desk_palette_item_get_action (DeskPaletteItem *self);
gboolean desk_palette_item_matches (DeskPaletteItem *self, const char *words);

G_END_DECLS
