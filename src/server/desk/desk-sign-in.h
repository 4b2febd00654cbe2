/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-time.h"
#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

#define DESK_REFRESH_LIFETIME (30 * DESK_TIME_DAY)
#define DESK_LIVE_TICKET_LIFETIME (60 * DESK_TIME_SECOND)

/* What is notified when sessions end before their time. */
#define DESK_SIGN_IN_CHANNEL "sessions"

/* What somebody who signed in takes away. */
typedef struct
{
  char *account_id;
  char *session_id;
  char *refresh_token;
} DeskSignIn;

void desk_sign_in_clear (DeskSignIn *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DeskSignIn, desk_sign_in_clear)

gboolean desk_sign_in_find (DeskTransaction *transaction,
                            const char *email,
                            char **account_id,
                            char **password_hash,
                            GError **error);
gboolean
desk_sign_in_find_own (DeskTransaction *transaction, const char *account_id, char **password_hash, GError **error);
gboolean desk_sign_in_begin (DeskTransaction *transaction, const char *account_id, DeskSignIn *out, GError **error);
gboolean desk_sign_in_refresh (DeskTransaction *transaction,
                               const char *refresh_token,
                               const char *secret,
                               const char *repeat_key,
                               DeskSignIn *out,
                               GError **refusal,
                               GError **error);
gboolean desk_sign_in_end (DeskTransaction *transaction, const char *session_id, GError **error);
gboolean desk_sign_in_set_password (DeskTransaction *transaction,
                                    const char *account_id,
                                    const char *session_id,
                                    const char *password_hash,
                                    GError **error);

DeskViewer *
desk_sign_in_read_viewer (DeskTransaction *transaction, const char *session_id, char **account_id, GError **error);
DeskEntity *desk_sign_in_read_person (DeskTransaction *transaction, GError **error);

char *desk_sign_in_make_live_ticket (DeskTransaction *transaction, const char *session_id, GError **error);
char *desk_sign_in_take_live_ticket (DeskTransaction *transaction, const char *ticket, GError **error);

G_END_DECLS
