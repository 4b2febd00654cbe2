/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_CHAT_PANE (desk_chat_pane_get_type ())
G_DECLARE_FINAL_TYPE (DeskChatPane, desk_chat_pane, DESK, CHAT_PANE, AdwBin)

/*
 * One chat beside the list: header, conversation, composer, and at the end who writes, which folds away where there is
 * no room. What comes in while whoever has the chat looks at it is read. Its buttons name the page's actions:
 * chat.accept, chat.end, chat.to-query, chat.to-ticket, chat.open-became, chat.show-list. Property "can-go-back":
 * whether the list is out of sight, and a button leads there.
 */
void desk_chat_pane_set_session (DeskChatPane *self, DeskSession *session);
void desk_chat_pane_set_chat (DeskChatPane *self, DeskChat *chat);
DeskChat *desk_chat_pane_get_chat (DeskChatPane *self);
void desk_chat_pane_reply (DeskChatPane *self);
void desk_chat_pane_write_note (DeskChatPane *self);
/* Folds or unfolds who writes. */
void desk_chat_pane_toggle_side (DeskChatPane *self);

G_END_DECLS
