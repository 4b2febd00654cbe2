/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/entities/desk-chat.h"

G_BEGIN_DECLS

#define DESK_TYPE_CHAT_ROW (desk_chat_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskChatRow, desk_chat_row, DESK, CHAT_ROW, GtkBox)

/**
 * DeskChatRowLook:
 * @heading: (nullable): what stands over the first row of a section
 * @count: how many the section has
 * @customer: who writes
 * @agent: (nullable): the colleague who has it
 * @became: (nullable): the number of the query or ticket that it is now
 * @is_mine: whether whoever looks has it
 * @is_typing: whether the customer is writing now
 * @is_pending: whether it is shown as it will be
 * @may_accept: whether it can be accepted from here
 * @late_after: microseconds after which a customer has waited for too long
 *
 * What a row shows beside what the chat itself says.
 */
typedef struct
{
  const char *heading;
  guint count;
  const char *customer;
  const char *agent;
  const char *became;
  gboolean is_mine;
  gboolean is_typing;
  gboolean is_pending;
  gboolean may_accept;
  gint64 late_after;
} DeskChatRowLook;

/*
 * A chat in the list: who, what was said last, when, how many messages nobody has read; a waiting one has how long it
 * has waited, by the second, and the button that takes it, which names the action chat.accept-id(s).
 */
GtkWidget *desk_chat_row_new (void);
void desk_chat_row_show (DeskChatRow *self, DeskChat *chat, const DeskChatRowLook *look);
/* Says again how long a waiting one has waited; FALSE for any other. */
gboolean desk_chat_row_tick (DeskChatRow *self);
char *desk_chat_row_dup_words (DeskChatRow *self);

G_END_DECLS
