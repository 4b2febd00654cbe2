/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* Something one person is told. */
#define DESK_NOTIFICATION_FIELDS(FIELD)                                                                                \
  FIELD (DESK_NOTIFICATION_RECIPIENT_ID, "recipient_id", ID, NULL, 0, DESK_FIELD_PLAIN)                                \
  FIELD (DESK_NOTIFICATION_KIND, "kind", ENUM, &desk_notification_kind_enum, 0, DESK_FIELD_FILTER)                     \
  FIELD (DESK_NOTIFICATION_TITLE, "title", STRING, NULL, 200, DESK_FIELD_PLAIN)                                        \
  FIELD (DESK_NOTIFICATION_BODY, "body", TEXT, NULL, 1000, DESK_FIELD_PLAIN)                                           \
  FIELD (DESK_NOTIFICATION_ABOUT_KIND, "about_kind", ENUM, &desk_subject_enum, 0, DESK_FIELD_FILTER)                   \
  FIELD (DESK_NOTIFICATION_ABOUT_ID, "about_id", ID, NULL, 0, DESK_FIELD_FILTER)                                       \
  FIELD (DESK_NOTIFICATION_READ_AT, "read_at", TIME, NULL, 0, DESK_FIELD_PLAIN)

#define DESK_TYPE_NOTIFICATION (desk_notification_get_type ())
DESK_DECLARE_ENTITY (DeskNotification, desk_notification, NOTIFICATION, DESK_NOTIFICATION_FIELDS)

G_END_DECLS
