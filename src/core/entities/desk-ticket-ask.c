/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-ticket-ask.h"

DESK_DEFINE_PART (DeskAskAssign, desk_ask_assign, "ask_assign", DESK_ASK_ASSIGN_FIELDS)
DESK_DEFINE_PART (DeskAskStatus, desk_ask_status, "ask_status", DESK_ASK_STATUS_FIELDS)
DESK_DEFINE_PART (DeskAskResolve, desk_ask_resolve, "ask_resolve", DESK_ASK_RESOLVE_FIELDS)
DESK_DEFINE_PART (DeskAskEscalate, desk_ask_escalate, "ask_escalate", DESK_ASK_ESCALATE_FIELDS)
DESK_DEFINE_PART (DeskAskNotify, desk_ask_notify, "ask_notify", DESK_ASK_NOTIFY_FIELDS)
DESK_DEFINE_PART (DeskAskTag, desk_ask_tag, "ask_tag", DESK_ASK_TAG_FIELDS)
