/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-pending.h"
#include "core/desk-entity.h"

G_BEGIN_DECLS

/* How a command is asked for, and what the server's answer means for it. */

char *desk_outbox_dup_path (DeskPending *pending);
DeskEntity *desk_outbox_read_answer (DeskPending *pending, JsonObject *answer);   /* (nullable) */
DeskEntity *desk_outbox_read_current (DeskPending *pending, const GError *error); /* (nullable): of a stale update */
gboolean desk_outbox_is_worth_another_try (const GError *error);
char *desk_outbox_word_problem (const GError *error);

G_END_DECLS
