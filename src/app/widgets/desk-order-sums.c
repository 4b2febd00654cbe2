/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-order-sums.h"

/**
 * desk_order_sums:
 * @orders: (nullable): a model of #DeskOrder
 *
 * Returns: what they add up to
 */
DeskOrderSums
desk_order_sums (GListModel *orders)
{
  DeskOrderSums sums = { 0 };
  gboolean mixed = FALSE;

  sums.count = orders != NULL ? g_list_model_get_n_items (orders) : 0;
  for (guint i = 0; i < sums.count; i++)
    {
      g_autoptr (DeskOrder) order = g_list_model_get_item (orders, i);
      const char *currency = NULL;
      gint64 total = desk_entity_get_money (order, DESK_ORDER_TOTAL, &currency);
      int status = desk_entity_get_enum (order, DESK_ORDER_STATUS);

      sums.last_at = MAX (sums.last_at, desk_entity_get_time (order, DESK_ORDER_PLACED_AT));
      if (currency == NULL || status == DESK_ORDER_STATUS_CANCELLED || status == DESK_ORDER_STATUS_RETURNED)
        continue;

      if (sums.currency == NULL)
        sums.currency = currency;
      mixed = mixed || g_strcmp0 (sums.currency, currency) != 0;
      sums.spent += total;
    }

  if (mixed)
    {
      sums.currency = NULL;
      sums.spent = 0;
    }

  return sums;
}
