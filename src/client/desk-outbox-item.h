/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "client/desk-command.h"

G_BEGIN_DECLS

typedef enum
{
  DESK_OUTBOX_WAITING,
  DESK_OUTBOX_SENDING,
  DESK_OUTBOX_REFUSED, /* the server said no; the user has to look */
} DeskOutboxState;

/**
 * DeskOutboxItem:
 *
 * One command that the server has not accepted yet. Properties, all read-only: "id" (string, also the idempotency key),
 * "kind" (int), "target-id" (string), "title" ("Reply to Lakshmi Subramanian"), "subtitle" ("TKT-2026-00417"),
 * "created-at" (int64), "state" (int, #DeskOutboxState), "problem" (string: why it was refused, worded for people).
 */
#define DESK_TYPE_OUTBOX_ITEM (desk_outbox_item_get_type ())
G_DECLARE_FINAL_TYPE (DeskOutboxItem, desk_outbox_item, DESK, OUTBOX_ITEM, GObject)

const char *desk_outbox_item_get_id (DeskOutboxItem *self);
DeskCommandKind desk_outbox_item_get_kind (DeskOutboxItem *self);
const char *desk_outbox_item_get_target_id (DeskOutboxItem *self);
const char *desk_outbox_item_get_title (DeskOutboxItem *self);
const char *desk_outbox_item_get_subtitle (DeskOutboxItem *self);
gint64 desk_outbox_item_get_created_at (DeskOutboxItem *self);
DeskOutboxState desk_outbox_item_get_state (DeskOutboxItem *self);
const char *desk_outbox_item_get_problem (DeskOutboxItem *self);

G_END_DECLS
