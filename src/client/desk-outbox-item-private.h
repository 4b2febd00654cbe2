/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-outbox-item.h"
#include "client/desk-pending.h"

G_BEGIN_DECLS

DeskOutboxItem *desk_outbox_item_new (DeskPending *pending);
void desk_outbox_item_set_state (DeskOutboxItem *self, DeskOutboxState state, const char *problem);

G_END_DECLS
