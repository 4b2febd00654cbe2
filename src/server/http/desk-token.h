/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/desk-time.h"

G_BEGIN_DECLS

#define DESK_TOKEN_LIFETIME (15 * DESK_TIME_MINUTE)

char *desk_token_sign (const char *key, const char *account_id, const char *session_id, gint64 now);
char *desk_token_verify (const char *key, const char *token, gint64 now, GError **error);

G_END_DECLS
