/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-notification.h"

DESK_DEFINE_ENTITY (DeskNotification, desk_notification, "notification", "notifications", DESK_NOTIFICATION_FIELDS)
