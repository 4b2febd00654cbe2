/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-tags.h"
#include "core/entities/desk-ticket-ask.h"
#include "server/desk/desk-deliveries.h"
#include "server/desk/desk-people.h"
#include "server/desk/desk-status.h"
#include "server/desk/desk-ticket-tags.h"

/* A change of a ticket, or what is asked of it. */
typedef struct
{
  EngineDesk *desk;
  const char *id;
  DeskEntity *ask;
  DeskEntity *result; /* owned */
  const char *order_number;
  const char *order_id;
  guint n;
} Change;

static gboolean
tag (DeskTransaction *transaction, gpointer data, GError **error)
{
  Change *change = data;

  g_clear_object (&change->result);
  if (!desk_ticket_tags_check (change->ask, error))
    return FALSE;
  change->result = desk_ticket_tags_change (transaction, change->id, change->ask, error);
  return change->result != NULL;
}

static gboolean
tell (DeskTransaction *transaction, gpointer data, GError **error)
{
  Change *change = data;

  g_clear_object (&change->result);
  change->result = desk_ticket_tell (transaction, change->id, change->ask, &change->n, error);
  return change->result != NULL;
}

/* Edits the ticket: what is set in "ask", a ticket too. */
static gboolean
edit (DeskTransaction *transaction, gpointer data, GError **error)
{
  static const guint fields[] = { DESK_TICKET_TAGS, DESK_TICKET_ORDER_ID, DESK_TICKET_DELIVERY_ID,
                                  DESK_TICKET_AFFECTED_ITEMS };
  Change *change = data;
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, change->id, error);

  if (before == NULL)
    return FALSE;
  g_clear_object (&change->result);
  change->result = desk_entity_copy (before);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (desk_entity_is_set (change->ask, fields[i]))
      desk_entity_set_value (change->result, fields[i], desk_entity_get_value (change->ask, fields[i]));
  return desk_status_edit_ticket (transaction, before, change->result, error);
}

static gboolean
put_delivery (DeskTransaction *transaction, gpointer data, GError **error)
{
  Change *change = data;
  g_autoptr (DeskEntity) before = desk_deliveries_find (transaction, "DEL-1", error);

  g_clear_object (&change->result);
  change->result = before != NULL ? desk_entity_copy (before) : desk_entity_new (&desk_delivery_kind);
  desk_entity_set_string (change->result, DESK_DELIVERY_REFERENCE, "DEL-1");
  desk_entity_set_enum (change->result, DESK_DELIVERY_STATUS,
                        before != NULL ? DESK_DELIVERY_STATUS_DELIVERED : DESK_DELIVERY_STATUS_IN_TRANSIT);
  return desk_deliveries_put (transaction, before, change->result, change->order_number, error);
}

static gboolean
put_other_order (DeskTransaction *transaction, gpointer data, GError **error)
{
  Change *change = data;
  g_autoptr (DeskEntity) order = desk_entity_new (&desk_order_kind);

  desk_entity_set_string (order, DESK_ORDER_NUMBER, "ORD-002");
  desk_entity_set_string (order, DESK_ORDER_CUSTOMER_ID, change->desk->customer_two->id);
  return desk_people_put_order (transaction, NULL, order, NULL, error);
}

/* ORD-001 gets something in it. */
static gboolean
fill_order (DeskTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskEntity) before = desk_people_find_order (transaction, "ORD-001", error);
  g_autoptr (DeskEntity) after = desk_entity_copy (before);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  DeskEntity *item = desk_entity_new (&desk_order_item_kind);

  desk_entity_set_string (item, DESK_ORDER_ITEM_SKU, "MILK");
  desk_entity_set_string (item, DESK_ORDER_ITEM_NAME, "Milk");
  desk_entity_set_integer (item, DESK_ORDER_ITEM_QUANTITY, 2);
  desk_entity_set_money (item, DESK_ORDER_ITEM_UNIT_PRICE, 6000, "INR");
  g_ptr_array_add (items, item);
  desk_entity_set_items (after, DESK_ORDER_ITEMS, items);
  return desk_people_put_order (transaction, before, after, NULL, error);
}

/* Tags are written in one way, each once, and can be added and taken away without knowing the others. */
static void
test_tags (EngineDesk *desk)
{
  static const char *const given[] = { "  VIP  customer ", "Late", "late", NULL }, *const fewer[] = { "late", NULL };
  static const char *const bad[] = { "   ", NULL };
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) add = desk_entity_new (&desk_ask_tag_kind);
  g_autoptr (DeskEntity) fields = desk_entity_new (&desk_ticket_kind);
  Change change = { .desk = desk, .id = desk_entity_get_id (ticket), .ask = add };
  g_autoptr (GError) error = NULL;

  desk_entity_set_tags (add, DESK_ASK_TAG_ADD, given);
  engine_run (desk, desk->agent, DESK_DB_WRITE, tag, &change, NULL);
  g_assert_cmpuint (g_strv_length ((char **) desk_entity_get_tags (change.result, DESK_TICKET_TAGS)), ==, 2);
  g_assert_cmpstr (desk_entity_get_tags (change.result, DESK_TICKET_TAGS)[0], ==, "vip-customer");
  desk_entity_unset (add, DESK_ASK_TAG_ADD);
  desk_entity_set_tags (add, DESK_ASK_TAG_REMOVE, fewer);
  engine_run (desk, desk->agent, DESK_DB_WRITE, tag, &change, NULL);
  g_assert_cmpuint (g_strv_length ((char **) desk_entity_get_tags (change.result, DESK_TICKET_TAGS)), ==, 1);
  desk_entity_set_tags (add, DESK_ASK_TAG_SET, fewer);
  g_assert_false (engine_run (desk, desk->agent, DESK_DB_WRITE, tag, &change, &error));
  engine_assert_field (error, "set");
  g_clear_error (&error);
  change.ask = fields;
  desk_entity_set_tags (fields, DESK_TICKET_TAGS, bad);
  g_assert_false (engine_run (desk, desk->agent, DESK_DB_WRITE, edit, &change, &error));
  engine_assert_field (error, "tags");
  desk_entity_set_tags (fields, DESK_TICKET_TAGS, given);
  engine_run (desk, desk->agent, DESK_DB_WRITE, edit, &change, NULL);
  g_assert_cmpstr (desk_entity_get_tags (change.result, DESK_TICKET_TAGS)[0], ==, "vip-customer");
  g_clear_object (&change.result);
}

/* Who is told is told once, never what they do not see; the history says it; nobody there is an error. */
static void
test_tell (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ask = desk_entity_new (&desk_ask_notify_kind);
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) waiting = engine_add_ticket (desk, desk->admin, "Technical Support", NULL);
  Change change = { .desk = desk, .id = desk_entity_get_id (ticket), .ask = ask };
  g_autoptr (GError) error = NULL;

  desk_entity_set_enum (ask, DESK_ASK_NOTIFY_TO, DESK_RECIPIENT_CUSTOMER);
  desk_entity_set_string (ask, DESK_ASK_NOTIFY_MESSAGE, "It is on its way");
  engine_run (desk, desk->agent, DESK_DB_WRITE, tell, &change, NULL);
  g_assert_cmpuint (change.n, ==, 1);
  desk_entity_set_enum (ask, DESK_ASK_NOTIFY_TO, DESK_RECIPIENT_DEPARTMENT);
  engine_run (desk, desk->admin, DESK_DB_WRITE, tell, &change, NULL);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM notifications WHERE kind = 'notice'"), >=, 3);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM history WHERE action = 'notified'"), ==, 2);
  /* Whoever has it asks for nobody else to be told. */
  desk_entity_set_enum (ask, DESK_ASK_NOTIFY_TO, DESK_RECIPIENT_ASSIGNEE);
  g_assert_false (engine_run (desk, desk->agent, DESK_DB_WRITE, tell, &change, &error));
  engine_assert_field (error, "to");
  g_clear_error (&error);
  g_assert_false (engine_run (desk, desk->customer, DESK_DB_WRITE, tell, &change, &error));
  engine_assert_error (error, DESK_ERROR_FORBIDDEN);
  g_clear_object (&change.result);
}

static void
set_item (DeskEntity *fields, const char *sku, gint64 quantity, guint times)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < times; i++)
    {
      DeskEntity *item = desk_entity_new (&desk_affected_item_kind);

      desk_entity_set_string (item, DESK_AFFECTED_ITEM_SKU, sku);
      desk_entity_set_string (item, DESK_AFFECTED_ITEM_NAME, "Milk");
      desk_entity_set_integer (item, DESK_AFFECTED_ITEM_QUANTITY, quantity);
      g_ptr_array_add (items, item);
    }
  desk_entity_set_items (fields, DESK_TICKET_AFFECTED_ITEMS, items);
}

static void
assert_items (EngineDesk *desk, Change *change, const char *field)
{
  g_autoptr (GError) error = NULL;

  if (engine_run (desk, desk->agent, DESK_DB_WRITE, edit, change, &error))
    g_assert_null (field);
  else
    engine_assert_field (error, field);
}

/* What is affected has to be in the order, no more of it than was ordered, each article once. */
static void
test_affected_items (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) fields = desk_entity_new (&desk_ticket_kind);
  Change change = { .desk = desk, .id = desk_entity_get_id (ticket), .ask = fields };

  engine_run (desk, desk->admin, DESK_DB_WRITE, fill_order, NULL, NULL);
  desk_entity_set_string (fields, DESK_TICKET_ORDER_ID, desk->order);
  set_item (fields, "MILK", 1, 1);
  assert_items (desk, &change, NULL);
  set_item (fields, "MILK", 3, 1);
  assert_items (desk, &change, "affected_items[0].quantity");
  set_item (fields, "MILK", 0, 1);
  assert_items (desk, &change, "affected_items[0].quantity");
  set_item (fields, "EGGS", 1, 1);
  assert_items (desk, &change, "affected_items[0].sku");
  set_item (fields, "MILK", 1, 2);
  assert_items (desk, &change, "affected_items[1].sku");
  set_item (fields, NULL, 1, 2);
  assert_items (desk, &change, NULL);
  g_clear_object (&change.result);
}

/* A delivery is its order's customer's, who sees it; tickets of others can't be linked to it. */
static void
test_deliveries (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+14155550123", NULL, NULL);
  g_autoptr (DeskEntity) other = engine_escalate (desk, desk->executive, "Q-1", NULL, NULL);
  g_autoptr (DeskEntity) fields = desk_entity_new (&desk_ticket_kind);
  g_autoptr (GHashTable) own = NULL;
  g_autoptr (GHashTable) theirs = NULL;
  g_autoptr (GError) error = NULL;
  Change put = { .desk = desk, .order_number = "ORD-001" };
  Change change = { .desk = desk, .id = desk_entity_get_id (ticket), .ask = fields };

  engine_run (desk, desk->admin, DESK_DB_WRITE, put_delivery, &put, NULL);
  g_assert_cmpstr (desk_entity_get_string (put.result, DESK_DELIVERY_CUSTOMER_ID), ==, desk->customer->id);
  engine_run (desk, desk->admin, DESK_DB_WRITE, put_delivery, &put, NULL);
  g_assert_true (desk_entity_is_set (put.result, DESK_DELIVERY_DELIVERED_AT));
  own = engine_list (desk, desk->customer, &desk_delivery_kind, NULL, NULL);
  theirs = engine_list (desk, desk->customer_two, &desk_delivery_kind, NULL, NULL);
  g_assert_cmpuint (g_hash_table_size (own), ==, 1);
  g_assert_cmpuint (g_hash_table_size (theirs), ==, 0);
  desk_entity_set_string (fields, DESK_TICKET_DELIVERY_ID, desk_entity_get_id (put.result));
  engine_run (desk, desk->agent, DESK_DB_WRITE, edit, &change, NULL);
  change.id = desk_entity_get_id (other);
  g_assert_false (engine_run (desk, desk->admin, DESK_DB_WRITE, edit, &change, &error));
  engine_assert_field (error, "delivery_id");
  g_clear_error (&error);
  engine_run (desk, desk->admin, DESK_DB_WRITE, put_other_order, &change, NULL);
  put.order_number = "ORD-002";
  g_assert_false (engine_run (desk, desk->admin, DESK_DB_WRITE, put_delivery, &put, &error));
  engine_assert_field (error, "order_id");
  g_clear_error (&error);
  put.order_number = "ORD-404";
  g_assert_false (engine_run (desk, desk->admin, DESK_DB_WRITE, put_delivery, &put, &error));
  engine_assert_field (error, "order_number");
  g_clear_object (&put.result);
  g_clear_object (&change.result);
}

void
engine_add_thing_cases (void)
{
  engine_add ("things/tags", test_tags);
  engine_add ("things/tell", test_tell);
  engine_add ("things/affected-items", test_affected_items);
  engine_add ("things/deliveries", test_deliveries);
}
