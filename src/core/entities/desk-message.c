/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-message.h"

DESK_DEFINE_ENTITY (DeskMessage, desk_message, "message", "messages", DESK_MESSAGE_FIELDS)
