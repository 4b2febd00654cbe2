/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "server/desk/desk-people.h"
#include "server/desk/desk-remove.h"
#include "server/desk/desk-staff.h"

/* What a customer is given as. */
typedef struct
{
  const char *name;
  const char *mobile;
  const char *email;
  const char *ref;
  gboolean is_put;
  DeskEntity *customer;
} Person;

static gboolean
store_person (DeskTransaction *transaction, gpointer data, GError **error)
{
  Person *person = data;
  DeskEntity *customer = desk_entity_new (&desk_customer_kind);

  g_set_object (&person->customer, customer);
  g_object_unref (customer);
  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, person->name);
  desk_entity_set_string (customer, DESK_CUSTOMER_MOBILE, person->mobile);
  desk_entity_set_string (customer, DESK_CUSTOMER_EMAIL, person->email);
  desk_entity_set_string (customer, DESK_CUSTOMER_EXTERNAL_REF, person->ref);
  return person->is_put ? desk_people_put_customer (transaction, NULL, customer, error)
                        : desk_people_create_customer (transaction, customer, error);
}

/* What somebody is known by is theirs alone; the shop's own system may not know better, and takes nothing away. */
static void
test_identities (EngineDesk *desk)
{
  Person taken = { "Impostor", "+91 98765 43210", "not an address", "C-1", FALSE, NULL };
  Person put = { "From the shop", "09876543210", "Shop@Example.com", "C-9", TRUE, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) query = NULL;

  g_assert_false (engine_run (desk, desk->admin, DESK_DB_WRITE, store_person, &taken, &error));
  engine_assert_field (error, "mobile");
  engine_assert_field (error, "email");
  g_clear_object (&taken.customer);

  engine_run (desk, desk->admin, DESK_DB_WRITE, store_person, &put, NULL);
  g_assert_cmpstr (desk_entity_get_string (put.customer, DESK_CUSTOMER_EMAIL), ==, "shop@example.com");
  query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID), ==, desk->customer->id);
  g_clear_object (&put.customer);
}

typedef struct
{
  const char *number;
  const char *customer_ref;
  gint64 total;
} Purchase;

static gboolean
put_order (DeskTransaction *transaction, gpointer data, GError **error)
{
  Purchase *purchase = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) before = desk_people_find_order (transaction, purchase->number, &local_error);
  g_autoptr (DeskEntity) after = before != NULL ? desk_entity_copy (before) : desk_entity_new (&desk_order_kind);

  g_assert_no_error (local_error);
  desk_entity_set_string (after, DESK_ORDER_NUMBER, purchase->number);
  desk_entity_set_money (after, DESK_ORDER_TOTAL, purchase->total, "INR");
  return desk_people_put_order (transaction, before, after, purchase->customer_ref, error);
}

/* The shop keeps the desk informed: orders come and change, and stay with whoever bought. */
static void
test_orders (EngineDesk *desk)
{
  Purchase new_one = { "ORD-002", "C-2", 1000 };
  Purchase changed = { "ORD-002", "C-2", 2000 };
  Purchase stolen = { "ORD-002", "C-1", 2000 };
  Purchase unknown = { "ORD-003", "C-404", 2000 };
  g_autoptr (GError) stolen_error = NULL;
  g_autoptr (GError) unknown_error = NULL;
  g_autoptr (DeskEntity) order = NULL;

  engine_run (desk, desk->manager, DESK_DB_WRITE, put_order, &new_one, NULL);
  engine_run (desk, desk->manager, DESK_DB_WRITE, put_order, &changed, NULL);
  order = engine_get (desk, desk->customer_two, &desk_order_kind, "ORD-002", NULL);
  g_assert_cmpint (desk_entity_get_money (order, DESK_ORDER_TOTAL, NULL), ==, 2000);
  g_assert_cmpint (desk_entity_get_version (order), ==, 2);
  g_assert_false (engine_run (desk, desk->manager, DESK_DB_WRITE, put_order, &stolen, &stolen_error));
  engine_assert_field (stolen_error, "customer_id");
  g_assert_false (engine_run (desk, desk->manager, DESK_DB_WRITE, put_order, &unknown, &unknown_error));
  engine_assert_field (unknown_error, "customer_ref");
}

static gboolean
remove_department (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_remove_department (transaction, data, 0, error);
}

static gboolean
approve (DeskTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskEntity) agent = desk_staff_decide (transaction, data, TRUE, error);

  return agent != NULL;
}

static gboolean
set_away (DeskTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskEntity) agent = desk_staff_set_availability (transaction, data, DESK_AVAILABILITY_AWAY, error);

  return agent != NULL;
}

/* A department counts who may work in it, and stays while it has anybody. */
static void
test_team (EngineDesk *desk)
{
  g_autoptr (DeskEntity) before = engine_get (desk, desk->admin, &desk_department_kind, desk->logistics, NULL);
  g_autoptr (DeskEntity) after = NULL;
  g_autoptr (GError) remove_error = NULL;
  g_autoptr (GError) own_error = NULL;
  g_autoptr (GError) other_error = NULL;

  engine_run (desk, desk->admin, DESK_DB_WRITE, approve, desk->newcomer->id, NULL);
  after = engine_get (desk, desk->admin, &desk_department_kind, desk->logistics, NULL);
  g_assert_cmpint (desk_entity_get_integer (after, DESK_DEPARTMENT_AGENT_COUNT), ==,
                   desk_entity_get_integer (before, DESK_DEPARTMENT_AGENT_COUNT) + 1);
  g_assert_false (engine_run (desk, desk->admin, DESK_DB_WRITE, remove_department, desk->logistics, &remove_error));
  engine_assert_error (remove_error, DESK_ERROR_CONFLICT);
  g_assert_false (engine_run (desk, desk->admin, DESK_DB_WRITE, approve, desk->admin->id, &own_error));
  engine_assert_error (own_error, DESK_ERROR_CONFLICT);
  g_assert_false (engine_run (desk, desk->agent, DESK_DB_WRITE, set_away, desk->agent_two->id, &other_error));
  engine_assert_error (other_error, DESK_ERROR_FORBIDDEN);
}

void
engine_add_people_cases (void)
{
  engine_add ("people/identities", test_identities);
  engine_add ("people/orders", test_orders);
  engine_add ("people/team", test_team);
}
