/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-looks.h"

G_BEGIN_DECLS

#define DESK_TYPE_STAT_CARD (desk_stat_card_get_type ())
G_DECLARE_FINAL_TYPE (DeskStatCard, desk_stat_card, DESK, STAT_CARD, GtkToggleButton)

/**
 * DeskTrend:
 *
 * Whether a change is good news; it colours the change's words.
 */
typedef enum
{
  DESK_TREND_NEUTRAL,
  DESK_TREND_GOOD,
  DESK_TREND_BAD,
} DeskTrend;

/*
 * A number that filters: round glyph, number over label, change at the top end. It is a GtkToggleButton: "active" is
 * chosen, "toggled" tells. Properties: "glyph-name" (the symbol), "tone" (DeskTone), "number"
 * (text), "caption", "change" (text or NULL).
 */
GtkWidget *desk_stat_card_new (DeskTone tone, const char *glyph_name, const char *caption);
void desk_stat_card_set_number (DeskStatCard *self, const char *number);
void desk_stat_card_set_count (DeskStatCard *self, guint count);
void desk_stat_card_set_change (DeskStatCard *self, const char *change, DeskTrend trend);
const char *desk_stat_card_get_number (DeskStatCard *self);

G_END_DECLS
