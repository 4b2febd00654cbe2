/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-pending.h"
#include "core/desk-entity.h"

G_BEGIN_DECLS

typedef enum
{
  DESK_CONFLICT_NONE,    /* nobody else touched what the update changes */
  DESK_CONFLICT_SETTLED, /* it is so already */
  DESK_CONFLICT_REAL,
} DeskConflict;

/* Compares an update with what the server says now. @problem: (out): the conflict, worded for people. */
DeskConflict desk_outbox_compare (DeskPending *pending, DeskEntity *now, char **problem);

/* A later update that was given on top of @done: what it saw is what the server made of that. (transfer full) */
DeskPending *desk_outbox_rebase (DeskPending *later, DeskPending *done, DeskEntity *answer);

G_END_DECLS
