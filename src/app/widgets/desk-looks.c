/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-looks.h"

G_DEFINE_ENUM_TYPE (DeskTone,
                    desk_tone,
                    G_DEFINE_ENUM_VALUE (DESK_TONE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (DESK_TONE_BLUE, "blue"),
                    G_DEFINE_ENUM_VALUE (DESK_TONE_GREEN, "green"),
                    G_DEFINE_ENUM_VALUE (DESK_TONE_ORANGE, "orange"),
                    G_DEFINE_ENUM_VALUE (DESK_TONE_RED, "red"),
                    G_DEFINE_ENUM_VALUE (DESK_TONE_PURPLE, "purple"),
                    G_DEFINE_ENUM_VALUE (DESK_TONE_YELLOW, "yellow"),
                    G_DEFINE_ENUM_VALUE (DESK_TONE_TEAL, "teal"),
                    G_DEFINE_ENUM_VALUE (DESK_TONE_GREY, "grey"))

static const struct
{
  const char *css_class;
  const char *text_class;
  const char *color_name;
} tones[] = {
  [DESK_TONE_NONE] = { NULL, NULL, "desk_text" },
  [DESK_TONE_BLUE] = { "blue", "tone-blue-text", "desk_blue" },
  [DESK_TONE_GREEN] = { "green", "tone-green-text", "desk_green" },
  [DESK_TONE_ORANGE] = { "orange", "tone-orange-text", "desk_orange" },
  [DESK_TONE_RED] = { "red", "tone-red-text", "desk_red" },
  [DESK_TONE_PURPLE] = { "purple", "tone-purple-text", "desk_purple" },
  [DESK_TONE_YELLOW] = { "yellow", "tone-yellow-text", "desk_yellow" },
  [DESK_TONE_TEAL] = { "teal", "tone-teal-text", "desk_teal" },
  [DESK_TONE_GREY] = { "grey", "tone-grey-text", "desk_grey" },
};

static const DeskLook sources[] = {
  [DESK_QUERY_SOURCE_EMAIL] = { DESK_TONE_BLUE, "desk-mail-symbolic" },
  [DESK_QUERY_SOURCE_WHATSAPP] = { DESK_TONE_GREEN, "desk-whatsapp-symbolic" },
  [DESK_QUERY_SOURCE_PHONE] = { DESK_TONE_ORANGE, "call-start-symbolic" },
  [DESK_QUERY_SOURCE_CHAT] = { DESK_TONE_PURPLE, "desk-chat-symbolic" },
};

static const DeskLook query_statuses[] = {
  [DESK_QUERY_STATUS_OPEN] = { DESK_TONE_BLUE, "desk-status-new-symbolic" },
  [DESK_QUERY_STATUS_IN_PROGRESS] = { DESK_TONE_YELLOW, "desk-status-in-progress-symbolic" },
  [DESK_QUERY_STATUS_RESOLVED] = { DESK_TONE_GREEN, "desk-status-resolved-symbolic" },
  [DESK_QUERY_STATUS_CLOSED] = { DESK_TONE_GREY, "desk-status-closed-symbolic" },
  [DESK_QUERY_STATUS_ESCALATED] = { DESK_TONE_RED, "desk-status-escalated-symbolic" },
};

static const DeskLook ticket_statuses[] = {
  [DESK_TICKET_STATUS_NEW] = { DESK_TONE_BLUE, "desk-status-new-symbolic" },
  [DESK_TICKET_STATUS_ASSIGNED] = { DESK_TONE_TEAL, "desk-status-assigned-symbolic" },
  [DESK_TICKET_STATUS_IN_PROGRESS] = { DESK_TONE_YELLOW, "desk-status-in-progress-symbolic" },
  [DESK_TICKET_STATUS_PENDING_CUSTOMER] = { DESK_TONE_PURPLE, "desk-status-pending-customer-symbolic" },
  [DESK_TICKET_STATUS_PENDING_INTERNAL] = { DESK_TONE_GREY, "desk-status-pending-internal-symbolic" },
  [DESK_TICKET_STATUS_ESCALATED] = { DESK_TONE_RED, "desk-status-escalated-symbolic" },
  [DESK_TICKET_STATUS_RESOLVED] = { DESK_TONE_GREEN, "desk-status-resolved-symbolic" },
  [DESK_TICKET_STATUS_CLOSED] = { DESK_TONE_GREY, "desk-status-closed-symbolic" },
};

static const DeskLook priorities[] = {
  [DESK_PRIORITY_LOW] = { DESK_TONE_GREY, "desk-priority-low-symbolic" },
  [DESK_PRIORITY_MEDIUM] = { DESK_TONE_BLUE, "desk-priority-medium-symbolic" },
  [DESK_PRIORITY_HIGH] = { DESK_TONE_ORANGE, "desk-priority-high-symbolic" },
  [DESK_PRIORITY_CRITICAL] = { DESK_TONE_RED, "desk-priority-critical-symbolic" },
};

/* An order's word is enough: no shape of its own. */
static const DeskLook order_statuses[] = {
  [DESK_ORDER_STATUS_PROCESSING] = { DESK_TONE_YELLOW, NULL }, [DESK_ORDER_STATUS_SHIPPED] = { DESK_TONE_BLUE, NULL },
  [DESK_ORDER_STATUS_DELIVERED] = { DESK_TONE_GREEN, NULL },   [DESK_ORDER_STATUS_CANCELLED] = { DESK_TONE_GREY, NULL },
  [DESK_ORDER_STATUS_RETURNED] = { DESK_TONE_ORANGE, NULL },
};

static const DeskLook availabilities[] = {
  [DESK_AVAILABILITY_AVAILABLE] = { DESK_TONE_GREEN, NULL },
  [DESK_AVAILABILITY_BUSY] = { DESK_TONE_RED, NULL },
  [DESK_AVAILABILITY_AWAY] = { DESK_TONE_YELLOW, NULL },
};

static const DeskLook resolutions[] = {
  [DESK_RESOLUTION_TYPE_FULL_REFUND] = { DESK_TONE_NONE, "desk-refund-symbolic" },
  [DESK_RESOLUTION_TYPE_PARTIAL_REFUND] = { DESK_TONE_NONE, "desk-refund-symbolic" },
  [DESK_RESOLUTION_TYPE_REPLACEMENT] = { DESK_TONE_NONE, "desk-box-symbolic" },
  [DESK_RESOLUTION_TYPE_STORE_CREDIT] = { DESK_TONE_NONE, "desk-ticket-symbolic" },
  [DESK_RESOLUTION_TYPE_NO_ACTION] = { DESK_TONE_NONE, "object-select-symbolic" },
  [DESK_RESOLUTION_TYPE_OTHER] = { DESK_TONE_NONE, "view-more-horizontal-symbolic" },
};

static const DeskLook actions[] = {
  [DESK_ACTION_CREATED] = { DESK_TONE_BLUE, "list-add-symbolic" },
  [DESK_ACTION_UPDATED] = { DESK_TONE_GREY, "document-edit-symbolic" },
  [DESK_ACTION_ASSIGNED] = { DESK_TONE_BLUE, "desk-user-plus-symbolic" },
  [DESK_ACTION_STATUS_CHANGED] = { DESK_TONE_YELLOW, "desk-status-in-progress-symbolic" },
  [DESK_ACTION_ESCALATED] = { DESK_TONE_RED, "desk-escalate-symbolic" },
  [DESK_ACTION_REPLIED] = { DESK_TONE_TEAL, "mail-reply-sender-symbolic" },
  [DESK_ACTION_NOTED] = { DESK_TONE_YELLOW, "desk-note-symbolic" },
  [DESK_ACTION_CUSTOMER_WROTE] = { DESK_TONE_BLUE, "desk-chat-symbolic" },
  [DESK_ACTION_RESOLVED] = { DESK_TONE_GREEN, "desk-status-resolved-symbolic" },
  [DESK_ACTION_CLOSED] = { DESK_TONE_GREY, "desk-status-closed-symbolic" },
  [DESK_ACTION_REOPENED] = { DESK_TONE_ORANGE, "edit-undo-symbolic" },
  [DESK_ACTION_DELETED] = { DESK_TONE_RED, "user-trash-symbolic" },
};

static const struct
{
  const DeskEnum *info;
  const DeskLook *looks;
  guint n_looks;
} tables[] = {
  { &desk_query_source_enum, sources, G_N_ELEMENTS (sources) },
  { &desk_query_status_enum, query_statuses, G_N_ELEMENTS (query_statuses) },
  { &desk_ticket_status_enum, ticket_statuses, G_N_ELEMENTS (ticket_statuses) },
  { &desk_priority_enum, priorities, G_N_ELEMENTS (priorities) },
  { &desk_order_status_enum, order_statuses, G_N_ELEMENTS (order_statuses) },
  { &desk_availability_enum, availabilities, G_N_ELEMENTS (availabilities) },
  { &desk_resolution_type_enum, resolutions, G_N_ELEMENTS (resolutions) },
  { &desk_action_enum, actions, G_N_ELEMENTS (actions) },
};

/**
 * desk_tone_get_css_class:
 * @tone: a tone
 *
 * Returns: (nullable): the class that goes with "desk-pill", "desk-glyph", "desk-dot" or "desk-notice"
 */
const char *
desk_tone_get_css_class (DeskTone tone)
{
  g_return_val_if_fail (tone < G_N_ELEMENTS (tones), NULL);

  return tones[tone].css_class;
}

/**
 * desk_tone_get_text_class:
 * @tone: a tone
 *
 * Returns: (nullable): the class that gives a label or a symbol the tone's text colour
 */
const char *
desk_tone_get_text_class (DeskTone tone)
{
  g_return_val_if_fail (tone < G_N_ELEMENTS (tones), NULL);

  return tones[tone].text_class;
}

/**
 * desk_tone_get_color_name:
 * @tone: a tone
 *
 * Returns: the style sheet's name of its graphic colour, for what is drawn
 */
const char *
desk_tone_get_color_name (DeskTone tone)
{
  g_return_val_if_fail (tone < G_N_ELEMENTS (tones), "desk_text");

  return tones[tone].color_name;
}

/**
 * desk_look:
 * @info: an enum
 * @value: one of its values
 *
 * Returns: how it looks: never %NULL; grey without a symbol for what has no look
 */
const DeskLook *
desk_look (const DeskEnum *info, int value)
{
  static const DeskLook unknown = { DESK_TONE_GREY, NULL };

  g_return_val_if_fail (info != NULL, &unknown);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (tables[i].info == info && value >= 1 && (guint) value < tables[i].n_looks)
      return &tables[i].looks[value];

  return &unknown;
}
