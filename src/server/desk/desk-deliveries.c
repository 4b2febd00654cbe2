/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-deliveries.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-people.h"
#include "server/desk/desk-references.h"
#include "server/store/desk-fetch.h"

static DeskEntity *
find_order (DeskTransaction *transaction, DeskEntity *delivery, const char *number, GError **error)
{
  const char *order_id = desk_entity_get_string (delivery, DESK_DELIVERY_ORDER_ID);

  if (number != NULL)
    return desk_people_find_order (transaction, number, error);
  return order_id != NULL ? desk_fetch_by (transaction->db, &desk_order_kind, "id", order_id, DESK_FETCH_READ, error)
                          : NULL;
}

/* Who has seen a delivery must not lose it to somebody else. */
static void
follow_order (DeskEntity *before, DeskEntity *after, DeskEntity *order, GError **error)
{
  const char *customer_id = desk_entity_get_string (order, DESK_ORDER_CUSTOMER_ID);
  const char *old_customer_id = before != NULL ? desk_entity_get_string (before, DESK_DELIVERY_CUSTOMER_ID) : NULL;

  desk_entity_set_string (after, DESK_DELIVERY_ORDER_ID, desk_entity_get_id (order));
  desk_entity_set_string (after, DESK_DELIVERY_CUSTOMER_ID, customer_id);
  if (old_customer_id != NULL && g_strcmp0 (old_customer_id, customer_id) != 0)
    desk_error_add_field (error, "order_id", "this delivery is another customer's");
}

DeskEntity *
desk_deliveries_find (DeskTransaction *transaction, const char *reference, GError **error)
{
  return desk_fetch_by (transaction->db, &desk_delivery_kind, "reference", reference, DESK_FETCH_LOCK, error);
}

/**
 * desk_deliveries_put:
 * @transaction: a transaction that writes
 * @before: (nullable): the delivery as it was, locked
 * @after: as it is
 * @order_number: (nullable): the order's number, instead of an order_id
 * @error: every field that does not hold, with those that it already holds
 *
 * Returns: whether it is stored
 */
gboolean
desk_deliveries_put (DeskTransaction *transaction,
                     DeskEntity *before,
                     DeskEntity *after,
                     const char *order_number,
                     GError **error)
{
  g_autoptr (GError) field_error = error != NULL ? g_steal_pointer (error) : NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) order = find_order (transaction, after, order_number, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (order != NULL)
    follow_order (before, after, order, &field_error);
  else if (order_number != NULL)
    desk_error_add_field (&field_error, "order_number", "there is no such order");
  else if (before != NULL && desk_entity_is_set (before, DESK_DELIVERY_CUSTOMER_ID))
    desk_error_add_field (&field_error, "order_id", "this has to be given");
  desk_references_check (transaction, before, after, &field_error);
  if (desk_entity_get_enum (after, DESK_DELIVERY_STATUS) == DESK_DELIVERY_STATUS_DELIVERED
      && !desk_entity_is_set (after, DESK_DELIVERY_DELIVERED_AT))
    desk_entity_set_time (after, DESK_DELIVERY_DELIVERED_AT, transaction->now);
  if (field_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&field_error));
      return FALSE;
    }
  return before != NULL ? desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error)
                        : desk_transaction_insert (transaction, after, DESK_ACTION_CREATED, error);
}
