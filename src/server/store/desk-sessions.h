/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* A refresh token as it was found. */
typedef struct
{
  char *session_id;     /* NULL when there is no such token */
  char *successor_hash; /* of the token that it was exchanged for, when it is spent */
  gboolean is_spent;
  gboolean is_over; /* it, or its session, expired or ended */
  gboolean is_successor_spent;
} DeskRefresh;

void desk_refresh_clear (DeskRefresh *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DeskRefresh, desk_refresh_clear)

/* Sessions: a sign-in and the refresh tokens that came of it. Tokens are kept as hashes. */
char *
desk_sessions_begin (DeskDbTransaction *db, const char *account_id, gint64 now, gint64 expires_at, GError **error);
gboolean desk_sessions_end (DeskDbTransaction *db, const char *session_id, gint64 now, GError **error);
gboolean desk_sessions_end_others (DeskDbTransaction *db,
                                   const char *account_id,
                                   const char *kept_session_id,
                                   gint64 now,
                                   GError **error);

gboolean desk_sessions_add_refresh (DeskDbTransaction *db,
                                    const char *session_id,
                                    const char *hash,
                                    gint64 now,
                                    gint64 expires_at,
                                    GError **error);
gboolean
desk_sessions_find_refresh (DeskDbTransaction *db, const char *hash, gint64 now, DeskRefresh *refresh, GError **error);
gboolean desk_sessions_spend_refresh (DeskDbTransaction *db,
                                      const char *hash,
                                      const char *successor_hash,
                                      gint64 now,
                                      GError **error);

gboolean desk_sessions_add_live_ticket (DeskDbTransaction *db,
                                        const char *session_id,
                                        const char *hash,
                                        gint64 expires_at,
                                        GError **error);
char *desk_sessions_take_live_ticket (DeskDbTransaction *db, const char *hash, gint64 now, GError **error);

gboolean desk_sessions_sweep (DeskDbTransaction *db, gint64 now, GError **error);

G_END_DECLS
