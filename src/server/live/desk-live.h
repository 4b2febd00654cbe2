/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "server/http/desk-crowd.h"
#include "server/live/desk-frame.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/* A client that has so much waiting for it can't keep up: it is dropped and comes back through the feed. */
#define DESK_LIVE_MAX_WAITING (1024 * 1024)

/**
 * DeskLive:
 *
 * One live connection: its frames, what waits to be sent, and who is at the other end. Lives on the hub's thread.
 */
typedef struct _DeskLive DeskLive;

/* Somebody said something. */
typedef void (*DeskLiveHeard) (DeskLive *live, const char *text, gsize length, gpointer data);

DeskLive *desk_live_new (GIOStream *stream,
                         GSocket *socket,
                         DeskGuest *guest,
                         const char *session_id,
                         int epoll_fd,
                         DeskLiveHeard heard,
                         gpointer data);
void desk_live_free (DeskLive *self);

void desk_live_set_viewer (DeskLive *self, const DeskViewer *viewer);
const DeskViewer *desk_live_get_viewer (DeskLive *self); /* NULL until it is known who it is */
const char *desk_live_get_session (DeskLive *self);
void desk_live_subscribe (DeskLive *self);
gboolean desk_live_is_subscribed (DeskLive *self);
gboolean desk_live_begin_call (DeskLive *self);
void desk_live_end_call (DeskLive *self);
guint desk_live_get_serial (DeskLive *self); /* names the connection, for those who come back to it later */

void desk_live_on_ready (DeskLive *self, guint32 events);
void desk_live_send (DeskLive *self, GBytes *frame);
/* Many frames at once: each is held, and all go out together. */
void desk_live_hold (DeskLive *self, GBytes *frame);
void desk_live_flush (DeskLive *self);
void desk_live_send_text (DeskLive *self, const char *text);
void desk_live_close (DeskLive *self, DeskClose code, const char *reason);
void desk_live_check_time (DeskLive *self, gint64 now);
gboolean desk_live_is_dead (DeskLive *self);

G_END_DECLS
