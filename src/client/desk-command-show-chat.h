/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-command-showing.h"

G_BEGIN_DECLS

/* What is done in a live chat, shown before the server has answered. */
void desk_show_chat_reply (const DeskShowing *showing);
void desk_show_chat_accept (const DeskShowing *showing);
void desk_show_chat_end (const DeskShowing *showing);
void desk_show_chat_read (const DeskShowing *showing);
void desk_show_chat_to_query (const DeskShowing *showing);
void desk_show_chat_to_ticket (const DeskShowing *showing);

G_END_DECLS
