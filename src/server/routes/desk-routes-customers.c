/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-deliveries.h"
#include "server/desk/desk-people.h"
#include "server/desk/desk-register.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

static gboolean
list_customers (DeskCall *call, GError **error)
{
  return desk_routes_answer_list (call, &desk_customer_kind, "-created_at", NULL, NULL, error);
}

static gboolean
add_customer (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) customer = desk_entity_new (&desk_customer_kind);
  g_autoptr (GError) field_error = NULL;

  desk_entity_read_input (customer, desk_call_get_body (call), DESK_FIELD_CREATE, &field_error);
  if (!desk_people_create_customer (desk_call_get_transaction (call), customer, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  desk_call_answer_created (call, customer);
  return TRUE;
}

static gboolean
view_customer (DeskCall *call, GError **error)
{
  return desk_routes_answer_one (call, &desk_customer_kind, error);
}

static gboolean
edit_customer (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) before = NULL;
  g_autoptr (DeskEntity) after = NULL;
  g_autoptr (GError) field_error = NULL;

  if (!desk_routes_begin_edit (call, &desk_customer_kind, &before, &after, &field_error, error))
    return FALSE;
  if (!desk_people_edit_customer (desk_call_get_transaction (call), before, after, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  return desk_routes_answer (call, after);
}

static DeskEntity *
find_customer (DeskCall *call, GError **error)
{
  return desk_transaction_get (desk_call_get_transaction (call), &desk_customer_kind, desk_call_get_path (call, "id"),
                               error);
}

static gboolean
list_orders (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) customer = find_customer (call, error);
  g_autoptr (GString) json = g_string_new (NULL);
  const char *id;

  if (customer == NULL)
    return FALSE;
  id = desk_entity_get_id (customer);
  if (!desk_routes_append_list (call, &desk_order_kind, "-placed_at", "customer_id", id, json, error))
    return FALSE;
  g_string_truncate (json, json->len - 1);
  g_string_append (json, ",\"summary\":");
  if (!desk_look_orders (desk_call_get_transaction (call), id, json, error))
    return FALSE;
  g_string_append_c (json, '}');
  desk_call_answer_json (call, g_steal_pointer (&json));
  return TRUE;
}

/* {"data":[...],"next_cursor":...} without what stands around the list: the newest are enough here. */
static void
keep_list (GString *json, gsize from)
{
  const char *begin = json->str + from + strlen ("{\"data\":");
  const char *end = g_strrstr (begin, ",\"next_cursor\":");
  g_autofree char *list = g_strndup (begin, end - begin);

  g_string_truncate (json, from);
  g_string_append (json, list);
}

static gboolean
list_history (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) customer = find_customer (call, error);
  g_autoptr (GString) json = g_string_new ("{\"queries\":");
  gsize from = json->len;

  if (customer == NULL
      || !desk_routes_append_list (call, &desk_query_kind, "-created_at", "customer_id", desk_entity_get_id (customer),
                                   json, error))
    return FALSE;
  keep_list (json, from);
  g_string_append (json, ",\"tickets\":");
  from = json->len;
  if (!desk_routes_append_list (call, &desk_ticket_kind, "-created_at", "customer_id", desk_entity_get_id (customer),
                                json, error))
    return FALSE;
  keep_list (json, from);
  g_string_append_c (json, '}');
  desk_call_answer_json (call, g_steal_pointer (&json));
  return TRUE;
}

/* A field that stands in the path, and may stand in the body when it says the same. */
static void
set_key (DeskEntity *entity, JsonObject *input, guint field, const char *key, GError **error)
{
  const char *name = desk_entity_get_kind (entity)->fields[field].name;
  gsize max = desk_entity_get_kind (entity)->fields[field].max;
  g_autofree char *given = desk_input_take_text (input, name, max, error);

  if (given != NULL && !g_str_equal (given, key))
    desk_error_add_field (error, name, "\"%s\" was expected, as in the path", key);
  if (strlen (key) > max || !g_utf8_validate (key, -1, NULL))
    desk_error_add_field (error, name, "at most %" G_GSIZE_FORMAT " bytes were expected", max);
  else
    desk_entity_set_string (entity, field, key);
}

/* Puts what the body says into @before, or into a new entity; @key names it. */
static DeskEntity *
read_put (const DeskKind *kind, DeskEntity *before, JsonObject *input, guint field, const char *key, GError **error)
{
  DeskEntity *after = before != NULL ? desk_entity_copy (before) : desk_entity_new (kind);

  set_key (after, input, field, key, error);
  desk_entity_read_input (after, input, before != NULL ? DESK_FIELD_UPDATE : DESK_FIELD_CREATE, error);
  return after;
}

static gboolean
answer_put (DeskCall *call, DeskEntity *before, DeskEntity *after)
{
  if (before != NULL)
    desk_call_answer_entity (call, after);
  else
    desk_call_answer_created (call, after);
  return TRUE;
}

static gboolean
put_customer (DeskCall *call, GError **error)
{
  DeskTransaction *transaction = desk_call_get_transaction (call);
  const char *ref = desk_call_get_path (call, "external_ref");
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autoptr (DeskEntity) before = desk_people_find_customer_by_ref (transaction, ref, &field_error);
  g_autoptr (DeskEntity) after = NULL;

  if (desk_input_failed (&field_error, error))
    return FALSE;
  after = read_put (&desk_customer_kind, before, input, DESK_CUSTOMER_EXTERNAL_REF, ref, &field_error);
  if (!desk_people_put_customer (transaction, before, after, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  return answer_put (call, before, after);
}

static gboolean
put_order (DeskCall *call, GError **error)
{
  DeskTransaction *transaction = desk_call_get_transaction (call);
  const char *number = desk_call_get_path (call, "number");
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *customer_ref = desk_input_take_text (input, "customer_ref", 100, &field_error);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) before = desk_people_find_order (transaction, number, &local_error);
  g_autoptr (DeskEntity) after = NULL;

  if (desk_input_failed (&local_error, error))
    return FALSE;
  after = read_put (&desk_order_kind, before, input, DESK_ORDER_NUMBER, number, &field_error);
  if (!desk_people_put_order (transaction, before, after, customer_ref, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  return answer_put (call, before, after);
}

static gboolean
put_delivery (DeskCall *call, GError **error)
{
  DeskTransaction *transaction = desk_call_get_transaction (call);
  const char *reference = desk_call_get_path (call, "reference");
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *order_number = desk_input_take_text (input, "order_number", 40, &field_error);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) before = desk_deliveries_find (transaction, reference, &local_error);
  g_autoptr (DeskEntity) after = NULL;

  if (desk_input_failed (&local_error, error))
    return FALSE;
  after = read_put (&desk_delivery_kind, before, input, DESK_DELIVERY_REFERENCE, reference, &field_error);
  if (!desk_deliveries_put (transaction, before, after, order_number, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  return answer_put (call, before, after);
}

static gboolean
link_account (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *email = desk_input_take_text (input, "email", 254, &field_error);
  g_autoptr (DeskEntity) customer = NULL;

  if (email == NULL && field_error == NULL)
    desk_error_add_field (&field_error, "email", "this has to be given");
  desk_input_check_empty (input, &field_error);
  if (desk_input_failed (&field_error, error))
    return FALSE;
  customer = desk_register_link (desk_call_get_transaction (call), desk_call_get_path (call, "id"), email, error);
  return desk_routes_answer (call, customer);
}

const DeskRoute desk_routes_customers[] = {
  { "GET", "/support/customers", DESK_PERMISSION_CUSTOMERS_SEE, DESK_DB_READ, list_customers, DESK_ROUTE_DEFAULT,
    DESK_PARAMETERS_LIST " search kind" },
  { "POST", "/support/customers", DESK_PERMISSION_CUSTOMERS_EDIT, DESK_DB_WRITE, add_customer },
  { "GET", "/support/customers/{id}", DESK_PERMISSION_CUSTOMERS_SEE, DESK_DB_READ, view_customer, DESK_ROUTE_BRIEF,
    "include" },
  { "PATCH", "/support/customers/{id}", DESK_PERMISSION_CUSTOMERS_EDIT, DESK_DB_WRITE, edit_customer,
    DESK_ROUTE_IF_MATCH },
  { "GET", "/support/customers/{id}/orders", DESK_PERMISSION_CUSTOMERS_SEE, DESK_DB_READ, list_orders,
    DESK_ROUTE_DEFAULT, DESK_PARAMETERS_LIST " status number" },
  { "GET", "/support/customers/{id}/history", DESK_PERMISSION_CUSTOMERS_SEE, DESK_DB_READ, list_history,
    DESK_ROUTE_DEFAULT, "limit" },
  { "POST", "/support/customers/{id}/account", DESK_PERMISSION_SETTINGS_EDIT, DESK_DB_WRITE, link_account },
  { "PUT", "/support/customers/by-ref/{external_ref}", DESK_PERMISSION_CUSTOMERS_EDIT, DESK_DB_WRITE, put_customer },
  { "PUT", "/support/orders/{number}", DESK_PERMISSION_CUSTOMERS_EDIT, DESK_DB_WRITE, put_order },
  { "PUT", "/support/deliveries/{reference}", DESK_PERMISSION_CUSTOMERS_EDIT, DESK_DB_WRITE, put_delivery },
  { NULL },
};
