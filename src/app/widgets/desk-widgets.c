/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-widgets.h"

/**
 * desk_widgets_init:
 *
 * Registers every widget's type, so that templates can name them. Call once, on the main thread, before the first
 * template is used.
 */
void
desk_widgets_init (void)
{
  g_type_ensure (DESK_TYPE_AVATAR);
  g_type_ensure (DESK_TYPE_SEND_STATE);
  g_type_ensure (DESK_TYPE_BUBBLE);
  g_type_ensure (DESK_TYPE_CHAT_ROW);
  g_type_ensure (DESK_TYPE_CHIP);
  g_type_ensure (DESK_TYPE_CHOICE_CARD);
  g_type_ensure (DESK_TYPE_CHOICE_CARDS);
  g_type_ensure (DESK_TYPE_CHOICE_LIST);
  g_type_ensure (DESK_TYPE_CHOICE_ROW);
  g_type_ensure (DESK_TYPE_CHOICE);
  g_type_ensure (DESK_TYPE_COMPOSER);
  g_type_ensure (DESK_TYPE_CONVERSATION);
  g_type_ensure (DESK_TYPE_BADGE_STYLE);
  g_type_ensure (DESK_TYPE_COUNT_BADGE);
  g_type_ensure (DESK_TYPE_CUSTOMER_PANEL);
  g_type_ensure (DESK_TYPE_EMPTY_STATE);
  g_type_ensure (DESK_TYPE_ENTRY_ROW);
  g_type_ensure (DESK_TYPE_KEYCAP);
  g_type_ensure (DESK_TYPE_TONE);
  g_type_ensure (DESK_TYPE_ORDER_ROW);
  g_type_ensure (DESK_TYPE_PILL);
  g_type_ensure (DESK_TYPE_PRIORITY_LABEL);
  g_type_ensure (DESK_TYPE_PROPERTY_CHIP);
  g_type_ensure (DESK_TYPE_SLA_STATE);
  g_type_ensure (DESK_TYPE_SLA_RING);
  g_type_ensure (DESK_TYPE_SOURCE_ICON);
  g_type_ensure (DESK_TYPE_STAT_CARD);
  g_type_ensure (DESK_TYPE_TEXT_CARD);
  g_type_ensure (DESK_TYPE_TICKET_CARD);
  g_type_ensure (DESK_TYPE_TIMELINE_ROW);
  g_type_ensure (DESK_TYPE_TIMELINE);
}
