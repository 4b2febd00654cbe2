/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-session.h"

G_BEGIN_DECLS

/* What the customer has said in a chat: (transfer full) its messages, which follow the cache, and all of them as one
 * text, which is what a query or a ticket made of it says. */
DeskListModel *desk_chat_words_list (DeskSession *session, const char *chat_id);
char *desk_chat_words_join (DeskListModel *words);

G_END_DECLS
