/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-ticket-things.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-fetch.h"

static gboolean
is_changed (DeskEntity *before, DeskEntity *after, guint field)
{
  return before == NULL
         || !desk_value_equal (&desk_ticket_kind.fields[field], desk_entity_get_value (before, field),
                               desk_entity_get_value (after, field));
}

/* NULL where it refers to nothing, or to what is not there, which others tell. */
static DeskEntity *
fetch (DeskTransaction *transaction, DeskEntity *ticket, guint field, const DeskKind *kind, GError **error)
{
  const char *id = desk_entity_get_string (ticket, field);
  g_autoptr (GError) local_error = NULL;
  DeskEntity *entity;

  if (id == NULL)
    return NULL;
  entity = desk_fetch_by (transaction->db, kind, "id", id, DESK_FETCH_READ, &local_error);
  if (local_error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return entity;
}

static gboolean
is_of_customer (DeskEntity *ticket, DeskEntity *thing, guint field)
{
  const char *customer_id = desk_entity_get_string (thing, field);

  return customer_id == NULL || g_strcmp0 (customer_id, desk_entity_get_string (ticket, DESK_TICKET_CUSTOMER_ID)) == 0;
}

static void
check_delivery (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_autoptr (DeskEntity) delivery = fetch (transaction, ticket, DESK_TICKET_DELIVERY_ID, &desk_delivery_kind, error);
  const char *order_id = desk_entity_get_string (ticket, DESK_TICKET_ORDER_ID);
  const char *its_order_id;

  if (delivery == NULL)
    return;
  its_order_id = desk_entity_get_string (delivery, DESK_DELIVERY_ORDER_ID);
  if (!is_of_customer (ticket, delivery, DESK_DELIVERY_CUSTOMER_ID))
    desk_error_add_field (error, "delivery_id", "this delivery is another customer's");
  else if (order_id != NULL && its_order_id != NULL && !g_str_equal (order_id, its_order_id))
    desk_error_add_field (error, "delivery_id", "this delivery is of another order");
}

/* How many of an article were ordered; 0 where it was not. */
static gint64
count_ordered (DeskEntity *order, const char *sku)
{
  GPtrArray *items = desk_entity_get_items (order, DESK_ORDER_ITEMS);
  gint64 n = 0;

  for (guint i = 0; items != NULL && i < items->len; i++)
    if (g_strcmp0 (desk_entity_get_string (items->pdata[i], DESK_ORDER_ITEM_SKU), sku) == 0)
      n += desk_entity_get_integer (items->pdata[i], DESK_ORDER_ITEM_QUANTITY);
  return n;
}

static gboolean
has_items (DeskEntity *order)
{
  GPtrArray *items = order != NULL ? desk_entity_get_items (order, DESK_ORDER_ITEMS) : NULL;

  return items != NULL && items->len > 0;
}

static void
check_item (DeskEntity *order, DeskEntity *item, const char *currency, guint n, GHashTable *seen, GError **error)
{
  const char *sku = desk_entity_get_string (item, DESK_AFFECTED_ITEM_SKU);
  gint64 quantity = desk_entity_get_integer (item, DESK_AFFECTED_ITEM_QUANTITY);
  const char *its_currency = NULL;
  g_autofree char *name = g_strdup_printf ("affected_items[%u]", n);
  g_autofree char *sku_name = g_strconcat (name, ".sku", NULL);
  g_autofree char *quantity_name = g_strconcat (name, ".quantity", NULL);
  g_autofree char *price_name = g_strconcat (name, ".unit_price", NULL);

  if (quantity < 1)
    desk_error_add_field (error, quantity_name, "at least 1 was expected");
  if (desk_entity_is_set (item, DESK_AFFECTED_ITEM_UNIT_PRICE))
    desk_entity_get_money (item, DESK_AFFECTED_ITEM_UNIT_PRICE, &its_currency);
  if (its_currency != NULL && g_strcmp0 (its_currency, currency) != 0)
    desk_error_add_field (error, price_name, "an amount in %s was expected", currency);
  if (sku == NULL)
    return;
  if (!g_hash_table_add (seen, (gpointer) sku))
    desk_error_add_field (error, sku_name, "each article was expected once");
  else if (has_items (order) && count_ordered (order, sku) == 0)
    desk_error_add_field (error, sku_name, "this is not in the order");
  else if (has_items (order) && quantity > count_ordered (order, sku))
    desk_error_add_field (error, quantity_name, "at most %" G_GINT64_FORMAT ", as ordered, were expected",
                          count_ordered (order, sku));
}

static void
check_items (DeskTransaction *transaction, DeskEntity *ticket, DeskEntity *order, GError **error)
{
  GPtrArray *items = desk_entity_get_items (ticket, DESK_TICKET_AFFECTED_ITEMS);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *currency = desk_preset_get_currency (transaction->preset);

  if (order != NULL && desk_entity_is_set (order, DESK_ORDER_TOTAL))
    desk_entity_get_money (order, DESK_ORDER_TOTAL, &currency);
  for (guint i = 0; items != NULL && i < items->len; i++)
    check_item (order, items->pdata[i], currency, i, seen, error);
}

void
desk_ticket_things_check (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  gboolean has_new_order = is_changed (before, after, DESK_TICKET_ORDER_ID);
  gboolean has_new_items = is_changed (before, after, DESK_TICKET_AFFECTED_ITEMS);
  g_autoptr (DeskEntity) order = NULL;

  if (has_new_order || has_new_items)
    order = fetch (transaction, after, DESK_TICKET_ORDER_ID, &desk_order_kind, error);
  if (order != NULL && before != NULL && has_new_order && !is_of_customer (after, order, DESK_ORDER_CUSTOMER_ID))
    desk_error_add_field (error, "order_id", "this order belongs to another customer");
  if (has_new_items && desk_entity_is_set (after, DESK_TICKET_AFFECTED_ITEMS))
    check_items (transaction, after, order, error);
  if (has_new_order || is_changed (before, after, DESK_TICKET_DELIVERY_ID))
    check_delivery (transaction, after, error);
}
