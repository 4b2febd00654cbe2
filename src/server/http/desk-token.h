/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/desk-time.h"

G_BEGIN_DECLS

#define DESK_TOKEN_LIFETIME (15 * DESK_TIME_MINUTE)

/**
 * DeskTokens:
 *
 * Makes access tokens and tells those that are ours. It remembers those that it has checked lately, since a client
 * shows the same one for a quarter of an hour. Any thread.
 */
typedef struct _DeskTokens DeskTokens;

DeskTokens *desk_tokens_new (const char *key);
void desk_tokens_free (DeskTokens *self);

char *desk_tokens_sign (DeskTokens *self, const char *account_id, const char *session_id, gint64 now);
char *desk_tokens_verify (DeskTokens *self, const char *token, gint64 now, GError **error);

G_END_DECLS
