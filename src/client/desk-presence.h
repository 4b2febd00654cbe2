/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "client/desk-link.h"
#include "core/desk-enum.h"

G_BEGIN_DECLS

/**
 * DeskPresence:
 *
 * Who is at which conversation, and who is typing. Whoever joins is told to the others until they leave, also across
 * lost connections. UI thread.
 *
 * Signal: "presence" (string thread id)
 */
#define DESK_TYPE_PRESENCE (desk_presence_get_type ())
G_DECLARE_FINAL_TYPE (DeskPresence, desk_presence, DESK, PRESENCE, GObject)

DeskPresence *desk_presence_new (DeskLink *link);
void desk_presence_set_me (DeskPresence *self, const char *me_id); /* who is not told of */
void desk_presence_join (DeskPresence *self, DeskSubject kind, const char *thread_id);
void desk_presence_leave (DeskPresence *self, const char *thread_id);
void desk_presence_set_typing (DeskPresence *self, const char *thread_id, gboolean is_typing);
char **desk_presence_dup_viewers (DeskPresence *self, const char *thread_id);
char *desk_presence_dup_typing (DeskPresence *self, const char *thread_id); /* (nullable) */
gboolean desk_presence_is_typing (DeskPresence *self, const char *thread_id, const char *person_id);

/* What the live connection says. */
gboolean
desk_presence_take_event (DeskPresence *self, const char *event, JsonObject *data); /* FALSE: not about rooms */
void desk_presence_rejoin (DeskPresence *self);

G_END_DECLS
