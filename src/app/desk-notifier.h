/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

/**
 * DeskNotifier:
 *
 * Rings on the desktop when the session says that something came for this person, and takes the note back when it was
 * read, here or elsewhere. Silent while the person is away. It speaks to the desktop's notification service directly
 * and never waits for it.
 *
 * Signal "activated"(const char *action, DeskNotification *notification): the user pressed a button on a note, or the
 * note itself: "open" or "take".
 */
#define DESK_TYPE_NOTIFIER (desk_notifier_get_type ())
G_DECLARE_FINAL_TYPE (DeskNotifier, desk_notifier, DESK, NOTIFIER, GObject)

#define DESK_NOTIFIER_OPEN "open"
#define DESK_NOTIFIER_TAKE "take"

DeskNotifier *desk_notifier_new (DeskSession *session);
void desk_notifier_withdraw_all (DeskNotifier *self);

G_END_DECLS
