/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-attachment.h"

DESK_DEFINE_ENTITY (DeskAttachment, desk_attachment, "attachment", "attachments", DESK_ATTACHMENT_FIELDS)
DESK_DEFINE_PART (DeskMessageAttachment, desk_message_attachment, "message_attachment", DESK_MESSAGE_ATTACHMENT_FIELDS)
