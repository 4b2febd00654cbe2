/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DeskKeyring:
 *
 * The refresh token, in the user's keyring. Where there is none, or it stays locked, the token is kept for as long as
 * the program runs, and "problem" says so. UI thread.
 *
 * Property (notifies): "problem" (string): why the next start will ask for the password, or %NULL
 */
#define DESK_TYPE_KEYRING (desk_keyring_get_type ())
G_DECLARE_FINAL_TYPE (DeskKeyring, desk_keyring, DESK, KEYRING, GObject)

DeskKeyring *desk_keyring_new (void);
void desk_keyring_store (DeskKeyring *self, const char *server, const char *email, const char *token);
void desk_keyring_clear (DeskKeyring *self, const char *server, const char *email);
void desk_keyring_look_up_async (DeskKeyring *self,
                                 const char *server,
                                 const char *email,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char *desk_keyring_look_up_finish (DeskKeyring *self, GAsyncResult *result, GError **error); /* (nullable) */
const char *desk_keyring_get_problem (DeskKeyring *self);

G_END_DECLS
