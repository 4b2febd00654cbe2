/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pages/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_CHATS_PAGE (desk_chats_page_get_type ())
G_DECLARE_FINAL_TYPE (DeskChatsPage, desk_chats_page, DESK, CHATS_PAGE, DeskPage)

/* Live chat: who waits, who is being talked to, and the conversation with whoever is chosen. */
GtkWidget *desk_chats_page_new (DeskSession *session);
void desk_chats_page_open (DeskChatsPage *self, const char *chat_id);
/* Takes the chat whose customer has waited the longest, and shows it; FALSE when nobody waits. */
gboolean desk_chats_page_accept_next (DeskChatsPage *self);

G_END_DECLS
