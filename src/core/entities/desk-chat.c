/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-chat.h"

#include "core/entities/desk-agent.h"
#include "core/entities/desk-customer.h"
#include "core/entities/desk-query.h"
#include "core/entities/desk-ticket.h"

DESK_DEFINE_ENTITY (DeskChat, desk_chat, "chat", "chats", DESK_CHAT_FIELDS)
