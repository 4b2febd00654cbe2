/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/desk-enum.h"

G_BEGIN_DECLS

/**
 * DeskEmbeddedServer:
 *
 * A `deskbelld` of our own on the loopback, with a desk in a folder of the user's. It stops with this object, and with
 * the app however that ends. Where another window of the same user runs it already, that one is used. UI thread;
 * nothing waits.
 *
 * Property "status" (string): what it is doing, worded for people.
 */
#define DESK_TYPE_EMBEDDED_SERVER (desk_embedded_server_get_type ())
G_DECLARE_FINAL_TYPE (DeskEmbeddedServer, desk_embedded_server, DESK, EMBEDDED_SERVER, GObject)

DeskEmbeddedServer *desk_embedded_server_new (const char *folder, guint n_tickets);

void desk_embedded_server_start_async (DeskEmbeddedServer *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean desk_embedded_server_start_finish (DeskEmbeddedServer *self, GAsyncResult *result, GError **error);
void desk_embedded_server_stop (DeskEmbeddedServer *self);

const char *desk_embedded_server_get_url (DeskEmbeddedServer *self);
char *desk_embedded_server_dup_last_url (DeskEmbeddedServer *self);
const char *desk_embedded_server_get_status (DeskEmbeddedServer *self);
char *desk_embedded_server_dup_email (DeskEmbeddedServer *self, DeskRole role);
char *desk_embedded_server_dup_password (DeskEmbeddedServer *self, GError **error);

G_END_DECLS
