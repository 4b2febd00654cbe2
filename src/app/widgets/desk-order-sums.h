/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/entities/desk-order.h"

G_BEGIN_DECLS

/**
 * DeskOrderSums:
 * @count: how many orders
 * @spent: minor units of those neither cancelled nor returned
 * @currency: ISO 4217, interned; %NULL when there is none, or when they are in several
 * @last_at: when the last was placed, microseconds; 0 for never
 *
 * What a customer's orders add up to.
 */
typedef struct
{
  guint count;
  gint64 spent;
  const char *currency;
  gint64 last_at;
} DeskOrderSums;

DeskOrderSums desk_order_sums (GListModel *orders);

G_END_DECLS
