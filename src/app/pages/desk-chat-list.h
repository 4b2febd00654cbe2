/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

/* Which chats the list shows. */
typedef enum
{
  DESK_CHATS_ALL,
  DESK_CHATS_WAITING,
  DESK_CHATS_MINE,
  DESK_CHATS_ENDED,
} DeskChatsFilter;

#define DESK_TYPE_CHAT_LIST (desk_chat_list_get_type ())
G_DECLARE_FINAL_TYPE (DeskChatList, desk_chat_list, DESK, CHAT_LIST, AdwBin)

/*
 * The desk's chats in sections: those that wait, the longest waiting first; one's own and those of each colleague, as
 * somebody has last spoken in them; those that have ended. Chips choose among them, an entry searches in them.
 *
 * Signals: "selected"(DeskChat or NULL), "activated"(DeskChat), "counted"() when the number of rows changed.
 */
void desk_chat_list_set_session (DeskChatList *self, DeskSession *session);
GListModel *desk_chat_list_get_model (DeskChatList *self); /* of all rows, as they are shown */
DeskChat *desk_chat_list_get_selected (DeskChatList *self);
void desk_chat_list_select (DeskChatList *self, const char *id); /* also once it comes */
gboolean desk_chat_list_move (DeskChatList *self, int rows);
void desk_chat_list_set_filter (DeskChatList *self, DeskChatsFilter filter);
void desk_chat_list_clear_filters (DeskChatList *self);
gboolean desk_chat_list_focus_list (DeskChatList *self); /* FALSE while there are no rows */
gboolean desk_chat_list_focus_search (DeskChatList *self);

G_END_DECLS
