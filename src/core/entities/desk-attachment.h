/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* A file of a thread, and of one of its messages once that was sent. What staff uploads is internal until it is sent to
 * the customer. */
#define DESK_ATTACHMENT_FIELDS(FIELD)                                                                                  \
  FIELD (DESK_ATTACHMENT_THREAD_KIND, "thread_kind", ENUM, &desk_subject_enum, 0, DESK_FIELD_PLAIN)                    \
  FIELD (DESK_ATTACHMENT_THREAD_ID, "thread_id", ID, NULL, 0, DESK_FIELD_PLAIN)                                        \
  FIELD (DESK_ATTACHMENT_MESSAGE_ID, "message_id", ID, NULL, 0, DESK_FIELD_PLAIN)                                      \
  FIELD (DESK_ATTACHMENT_FILE_NAME, "file_name", STRING, NULL, 255, DESK_FIELD_PLAIN)                                  \
  FIELD (DESK_ATTACHMENT_MEDIA_TYPE, "media_type", STRING, NULL, 100, DESK_FIELD_PLAIN)                                \
  FIELD (DESK_ATTACHMENT_SIZE, "size", INTEGER, NULL, 0, DESK_FIELD_PLAIN)                                             \
  FIELD (DESK_ATTACHMENT_SHA256, "sha256", STRING, NULL, 64, DESK_FIELD_PLAIN)                                         \
  FIELD (DESK_ATTACHMENT_UPLOADED_BY, "uploaded_by", ID, NULL, 0, DESK_FIELD_PLAIN)                                    \
  FIELD (DESK_ATTACHMENT_IS_INTERNAL, "is_internal", FLAG, NULL, 0, DESK_FIELD_STAFF)

#define DESK_TYPE_ATTACHMENT (desk_attachment_get_type ())
DESK_DECLARE_ENTITY (DeskAttachment, desk_attachment, ATTACHMENT, DESK_ATTACHMENT_FIELDS)

/* An attachment as its message names it. Nobody gives a message any but the desk itself. */
#define DESK_MESSAGE_ATTACHMENT_FIELDS(FIELD)                                                                          \
  FIELD (DESK_MESSAGE_ATTACHMENT_ID, "id", ID, NULL, 0, DESK_FIELD_EDIT)                                               \
  FIELD (DESK_MESSAGE_ATTACHMENT_FILE_NAME, "file_name", STRING, NULL, 255, DESK_FIELD_EDIT)                           \
  FIELD (DESK_MESSAGE_ATTACHMENT_MEDIA_TYPE, "media_type", STRING, NULL, 100, DESK_FIELD_EDIT)                         \
  FIELD (DESK_MESSAGE_ATTACHMENT_SIZE, "size", INTEGER, NULL, 0, DESK_FIELD_EDIT)

#define DESK_TYPE_MESSAGE_ATTACHMENT (desk_message_attachment_get_type ())
DESK_DECLARE_PART (DeskMessageAttachment, desk_message_attachment, MESSAGE_ATTACHMENT, DESK_MESSAGE_ATTACHMENT_FIELDS)

G_END_DECLS
