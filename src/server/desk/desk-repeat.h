/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-service.h"
#include "server/store/desk-answers.h"

G_BEGIN_DECLS

gboolean desk_repeat_run (DeskTransaction *transaction,
                          const char *account_id,
                          const char *key,
                          const char *request_hash,
                          DeskServiceWork work,
                          gpointer data,
                          DeskAnswer *answer,
                          GError **error);
gboolean desk_repeat_sweep (DeskTransaction *transaction, gpointer unused, GError **error);

G_END_DECLS
