/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * DeskRest:
 *
 * HTTP to one desk. It keeps the access token fresh, and turns what goes wrong into %DESK_ERROR: what the server said,
 * with every field that it named, or %DESK_ERROR_UNAVAILABLE when nothing was said at all. Certificate errors are never
 * passed over. UI thread.
 *
 * Signals:
 *  - "tokens-changed": another refresh token is valid from now on
 *  - "signed-out" (string why): the server does not know this session any more
 */
#define DESK_TYPE_REST (desk_rest_get_type ())
G_DECLARE_FINAL_TYPE (DeskRest, desk_rest, DESK, REST, GObject)

typedef struct
{
  const char *method;
  const char *path; /* with its query */
  const char *body; /* JSON, or NULL */
  const char *key;  /* Idempotency-Key, or NULL */
  gint64 version;   /* If-Match, or 0 */
} DeskRestCall;

DeskRest *desk_rest_new (void);
void desk_rest_set_server (DeskRest *self, const char *url); /* forgets the tokens */
const char *desk_rest_get_server (DeskRest *self);
void desk_rest_set_refresh_token (DeskRest *self, const char *token); /* NULL: signed out */
const char *desk_rest_get_refresh_token (DeskRest *self);
gint64 desk_rest_get_server_time (DeskRest *self); /* microseconds, by the server's clock */
void desk_rest_abort (DeskRest *self);             /* ends everything that is under way */

void desk_rest_sign_in_async (DeskRest *self,
                              const char *email,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean desk_rest_sign_in_finish (DeskRest *self, GAsyncResult *result, GError **error);

/* Gives the answer's object; an empty one where the answer has no body. (transfer full) */
void desk_rest_call_async (DeskRest *self,
                           const DeskRestCall *call,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
JsonObject *desk_rest_call_finish (DeskRest *self, GAsyncResult *result, GError **error);

/* Gives the answer's body as it comes in. (transfer full) */
void desk_rest_stream_async (DeskRest *self,
                             const char *path,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GInputStream *desk_rest_stream_finish (DeskRest *self, GAsyncResult *result, GError **error);

/* Gives a WebSocket. (transfer full) */
void desk_rest_connect_async (DeskRest *self,
                              const char *path,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
SoupWebsocketConnection *desk_rest_connect_finish (DeskRest *self, GAsyncResult *result, GError **error);

G_END_DECLS
