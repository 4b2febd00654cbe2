/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * DeskBadgeStyle:
 * @DESK_BADGE_PLAIN: dim digits, for what is only counted
 * @DESK_BADGE_ACCENT: accent pill, for unread work
 * @DESK_BADGE_RED: red tint, for what is overdue
 * @DESK_BADGE_BELL: the small red badge on the bell; 99+ at most
 */
typedef enum
{
  DESK_BADGE_PLAIN,
  DESK_BADGE_ACCENT,
  DESK_BADGE_RED,
  DESK_BADGE_BELL,
} DeskBadgeStyle;

#define DESK_TYPE_BADGE_STYLE (desk_badge_style_get_type ())
GType desk_badge_style_get_type (void);

#define DESK_TYPE_COUNT_BADGE (desk_count_badge_get_type ())
G_DECLARE_FINAL_TYPE (DeskCountBadge, desk_count_badge, DESK, COUNT_BADGE, AdwBin)

/* How many. Hidden at zero. Properties: "count" (uint), "badge-style" (DeskBadgeStyle). */
GtkWidget *desk_count_badge_new (DeskBadgeStyle style);
void desk_count_badge_set_count (DeskCountBadge *self, guint count);
guint desk_count_badge_get_count (DeskCountBadge *self);
void desk_count_badge_set_badge_style (DeskCountBadge *self, DeskBadgeStyle style);

G_END_DECLS
