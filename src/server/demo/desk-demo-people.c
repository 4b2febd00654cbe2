/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/demo/desk-demo-people.h"

#include <string.h>

#include "core/desk-number.h"
#include "core/desk-time.h"
#include "server/demo/desk-demo-words.h"

static DeskEntity *
create_agent (DeskDemo *self, const char *name, const char *email, DeskRole role, DeskEntity *team, int tier)
{
  DeskEntity *agent = desk_demo_create (self, &desk_agent_kind, self->now - 500 * DESK_TIME_DAY);
  g_autofree char *phone =
      g_strdup_printf ("%s%08u", self->words->staff_phone, 40000000 + desk_demo_pick (self, 50000000));

  desk_entity_set_string (agent, DESK_AGENT_NAME, name);
  desk_entity_set_string (agent, DESK_AGENT_EMAIL, email);
  desk_entity_set_string (agent, DESK_AGENT_PHONE, phone);
  desk_entity_set_enum (agent, DESK_AGENT_ROLE, role);
  desk_entity_set_integer (agent, DESK_AGENT_TIER, tier);
  desk_entity_set_enum (agent, DESK_AGENT_AVAILABILITY, DESK_AVAILABILITY_AVAILABLE);
  desk_entity_set_integer (agent, DESK_AGENT_CAPACITY, self->words->capacity);
  desk_entity_set_integer (agent, DESK_AGENT_ACTIVE_TICKETS, 0);
  desk_entity_set_flag (agent, DESK_AGENT_IS_APPROVED, TRUE);
  if (team != NULL)
    {
      desk_entity_set_string (agent, DESK_AGENT_DEPARTMENT_ID, desk_entity_get_id (team));
      desk_entity_set_integer (team, DESK_DEPARTMENT_AGENT_COUNT,
                               desk_entity_get_integer (team, DESK_DEPARTMENT_AGENT_COUNT) + 1);
      if (role == DESK_ROLE_MANAGER)
        desk_entity_set_string (team, DESK_DEPARTMENT_MANAGER_ID, desk_entity_get_id (agent));
    }
  g_ptr_array_add (self->agents, agent);
  return agent;
}

static DeskEntity *
find_department (DeskDemo *self, const char *name)
{
  for (guint i = 0; name != NULL && i < self->departments->len; i++)
    if (g_strcmp0 (desk_entity_get_string (self->departments->pdata[i], DESK_DEPARTMENT_NAME), name) == 0)
      return self->departments->pdata[i];
  return NULL;
}

/* The people whose accounts "deskbelld init --demo" prints. */
static DeskEntity *
create_demo_account (DeskDemo *self, DeskRole role)
{
  const DeskDemoAccount *account = &self->words->accounts[role];
  g_autofree char *email = g_strconcat (desk_enum_to_wire (&desk_role_enum, role), "@demo.deskbell", NULL);

  return create_agent (self, account->name, email, role, find_department (self, account->department), account->tier);
}

static void
add_identity (GPtrArray *identities, DeskQuerySource channel, DeskIdentityKind kind, const char *value)
{
  DeskEntity *identity = desk_entity_new (&desk_identity_kind);

  desk_entity_set_enum (identity, DESK_IDENTITY_CHANNEL, channel);
  desk_entity_set_enum (identity, DESK_IDENTITY_KIND, kind);
  desk_entity_set_string (identity, DESK_IDENTITY_VALUE, value);
  g_ptr_array_add (identities, identity);
}

/* "zoe.lindqvist17@example.com": ASCII letters only, and nobody's: example domains reach no one. */
static char *
make_email (const DeskDemoName *first, const DeskDemoName *last, guint number)
{
  static const char *const domains[] = { "example.com", "example.org", "example.net", "mail.example" };
  g_autofree char *both = g_strconcat (first->first, ".", last->last, NULL);
  g_autofree char *ascii = g_str_to_ascii (both, "C");
  g_autoptr (GString) email = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0'; p++)
    if (g_ascii_isalpha (*p) || *p == '.')
      g_string_append_c (email, g_ascii_tolower (*p));
  g_string_append_printf (email, "%u@%s", number, domains[number % G_N_ELEMENTS (domains)]);
  return g_string_free (g_steal_pointer (&email), FALSE);
}

/* A number of the place's country that is the customer's own: the index is in it. */
static char *
make_mobile (const DeskDemoPlace *place, guint index)
{
  int n_digits = place->n_digits - (int) strlen (place->mobile);
  guint64 n_tails = 1;

  for (int i = 0; i < n_digits; i++)
    n_tails *= 10;
  /* 7919 is prime to ten, so that no two of the indexes below n_tails meet. */
  return g_strdup_printf ("+%s%s%0*" G_GUINT64_FORMAT, place->calling_code, place->mobile, n_digits,
                          ((guint64) index * 7919 + 84105521) % n_tails);
}

/* Later rounds mix first and last names, each among those that go together. */
static const DeskDemoName *
pick_last_name (DeskDemo *self, guint index)
{
  GPtrArray *names = self->words->names;
  guint place = index % names->len, shift = index / names->len * 13, n_home = self->words->n_home_names;

  if (place < n_home)
    return names->pdata[(place + shift) % n_home];
  return shift == 0 ? names->pdata[place] : names->pdata[(place + shift) % n_home];
}

/* Somewhere at home for who lives there, else somewhere else. */
static const DeskDemoPlace *
pick_place (DeskDemo *self, guint index)
{
  GPtrArray *places = self->words->places;
  guint n_home = self->words->n_home_places;

  if (index % self->words->names->len < self->words->n_home_names)
    return places->pdata[desk_demo_pick (self, n_home)];
  return places->pdata[n_home + desk_demo_pick (self, places->len - n_home)];
}

static gboolean
is_provider (DeskDemo *self, guint index)
{
  return self->words->provider_every > 0 && index % self->words->provider_every == self->words->provider_every - 1;
}

static DeskEntity *
create_customer (DeskDemo *self, guint index)
{
  gint64 since = self->now - desk_demo_between (self, 370 * DESK_TIME_DAY, 1700 * DESK_TIME_DAY);
  DeskEntity *customer = desk_demo_create (self, &desk_customer_kind, since);
  const DeskDemoName *first = self->words->names->pdata[index % self->words->names->len];
  const DeskDemoName *last = pick_last_name (self, index);
  const DeskDemoPlace *place = pick_place (self, index);
  g_autofree char *name = g_strconcat (first->first, " ", last->last, NULL);
  g_autofree char *email = index == 0 ? g_strdup ("customer@demo.deskbell") : make_email (first, last, index);
  g_autofree char *address = g_strdup_printf ("%u %s, %s", 1 + desk_demo_pick (self, 180), place->street, place->city);
  g_autoptr (GPtrArray) identities = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *mobile = make_mobile (place, index);

  desk_entity_set_enum (customer, DESK_CUSTOMER_KIND,
                        is_provider (self, index) ? DESK_CUSTOMER_KIND_PROVIDER : DESK_CUSTOMER_KIND_CUSTOMER);
  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, name);
  desk_entity_set_string (customer, DESK_CUSTOMER_MOBILE, mobile);
  desk_entity_set_string (customer, DESK_CUSTOMER_EMAIL, email);
  desk_entity_set_string (customer, DESK_CUSTOMER_ADDRESS, address);
  desk_entity_set_string (customer, DESK_CUSTOMER_LANGUAGE, first->language);
  add_identity (identities, DESK_QUERY_SOURCE_PHONE, DESK_IDENTITY_KIND_PHONE, mobile);
  add_identity (identities, DESK_QUERY_SOURCE_EMAIL, DESK_IDENTITY_KIND_EMAIL, email);
  desk_entity_set_items (customer, DESK_CUSTOMER_IDENTITIES, identities);
  return customer;
}

/* What is not always the same price has one in whole hundreds of minor units. */
static gint64
choose_price (DeskDemo *self, const DeskDemoProduct *product)
{
  if (product->most <= product->price)
    return product->price;
  return product->price + (gint64) desk_demo_pick (self, (product->most - product->price) / 100 + 1) * 100;
}

static DeskEntity *
create_order_item (DeskDemo *self, const DeskDemoProduct *product, gint64 *total)
{
  const char *currency = desk_preset_get_currency (self->preset);
  DeskEntity *item = desk_entity_new (&desk_order_item_kind);
  gint64 price = choose_price (self, product);
  gint64 quantity = price > self->words->single_above ? 1 : 1 + desk_demo_pick (self, self->words->most_quantity);

  desk_entity_set_string (item, DESK_ORDER_ITEM_SKU, product->sku);
  desk_entity_set_string (item, DESK_ORDER_ITEM_NAME, product->name);
  desk_entity_set_string (item, DESK_ORDER_ITEM_SUPPLIER, product->supplier);
  desk_entity_set_integer (item, DESK_ORDER_ITEM_QUANTITY, quantity);
  desk_entity_set_money (item, DESK_ORDER_ITEM_UNIT_PRICE, price, currency);
  *total += quantity * price;
  return item;
}

static DeskOrderStatus
choose_order_status (DeskDemo *self, gint64 age)
{
  if (age < self->words->processing)
    return DESK_ORDER_STATUS_PROCESSING;
  if (age < self->words->under_way)
    return DESK_ORDER_STATUS_SHIPPED;
  if (desk_demo_chance (self, self->words->returned_percent))
    return DESK_ORDER_STATUS_RETURNED;
  return desk_demo_chance (self, self->words->cancelled_percent) ? DESK_ORDER_STATUS_CANCELLED
                                                                 : DESK_ORDER_STATUS_DELIVERED;
}

/* A step that is prime to the number of goods: nothing is in an order twice. */
static guint
get_step (guint n_goods)
{
  return n_goods % 7 != 0 ? 7 : n_goods % 5 != 0 ? 5 : 1;
}

static DeskEntity *
create_order (DeskDemo *self, DeskEntity *customer, gint64 placed_at)
{
  DeskEntity *order = desk_demo_create (self, &desk_order_kind, placed_at);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *goods = self->words->goods[desk_demo_is_provider (customer)];
  guint n_items = 1 + desk_demo_pick (self, MIN (self->words->most_items, goods->len));
  guint first = desk_demo_pick (self, goods->len), step = get_step (goods->len);
  gint64 total = 0;

  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (items, create_order_item (self, goods->pdata[(first + i * step) % goods->len], &total));
  desk_entity_set_string (order, DESK_ORDER_CUSTOMER_ID, desk_entity_get_id (customer));
  desk_entity_set_time (order, DESK_ORDER_PLACED_AT, placed_at);
  desk_entity_set_enum (order, DESK_ORDER_STATUS, choose_order_status (self, self->now - placed_at));
  desk_entity_set_money (order, DESK_ORDER_TOTAL, total, desk_preset_get_currency (self->preset));
  desk_entity_set_items (order, DESK_ORDER_ITEMS, items);
  return order;
}

static void
number_order (DeskDemo *self, DeskEntity *order, guint n)
{
  int year =
      desk_number_year (desk_entity_get_time (order, DESK_ORDER_PLACED_AT), desk_preset_get_time_zone (self->preset));
  g_autofree char *number = desk_number_format (desk_preset_get_order_number_format (self->preset), year, n);

  desk_entity_set_string (order, DESK_ORDER_NUMBER, number);
}

static int
compare_placed_at (gconstpointer a, gconstpointer b)
{
  gint64 left = desk_entity_get_time (*(gpointer *) a, DESK_ORDER_PLACED_AT);
  gint64 right = desk_entity_get_time (*(gpointer *) b, DESK_ORDER_PLACED_AT);

  return (left > right) - (left < right);
}

/**
 * desk_demo_make_team:
 * @self: a desk
 * @n_agents: how many besides the demo accounts
 *
 * Makes the preset's departments and the people in them.
 */
void
desk_demo_make_team (DeskDemo *self, guint n_agents)
{
  const GPtrArray *departments = desk_preset_get_departments (self->preset);
  guint n_home = self->words->n_home_names;

  for (guint i = 0; i < departments->len; i++)
    {
      const DeskPresetDepartment *info = departments->pdata[i];
      DeskEntity *department = desk_demo_create (self, &desk_department_kind, self->now - 600 * DESK_TIME_DAY);

      desk_entity_set_string (department, DESK_DEPARTMENT_NAME, info->name);
      desk_entity_set_string (department, DESK_DEPARTMENT_DESCRIPTION, info->description);
      desk_entity_set_integer (department, DESK_DEPARTMENT_TIER, info->tier);
      desk_entity_set_integer (department, DESK_DEPARTMENT_AGENT_COUNT, 0);
      g_ptr_array_add (self->departments, department);
    }
  self->demo_admin = create_demo_account (self, DESK_ROLE_ADMIN);
  self->demo_manager = create_demo_account (self, DESK_ROLE_MANAGER);
  self->demo_agent = create_demo_account (self, DESK_ROLE_AGENT);
  self->demo_executive = create_demo_account (self, DESK_ROLE_EXECUTIVE);
  for (guint i = 0; i < n_agents; i++)
    {
      const DeskDemoName *first = self->words->names->pdata[(i * 7 + 20) % n_home];
      const DeskDemoName *last = self->words->names->pdata[(i * 11 + 24 + i / n_home) % n_home];
      g_autofree char *name = g_strconcat (first->first, " ", last->last, NULL);
      g_autofree char *email = g_strdup_printf ("agent%u@demo.deskbell", i + 2);
      DeskEntity *department = self->departments->pdata[i % departments->len];
      DeskEntity *agent;

      agent = create_agent (self, name, email, i % 7 == 6 ? DESK_ROLE_EXECUTIVE : DESK_ROLE_AGENT, department,
                            1 + (i / departments->len) % 3);
      if (i % 9 == 5)
        desk_entity_set_enum (agent, DESK_AGENT_AVAILABILITY, DESK_AVAILABILITY_BUSY);
      else if (i % 9 == 8)
        desk_entity_set_enum (agent, DESK_AGENT_AVAILABILITY, DESK_AVAILABILITY_AWAY);
    }
}

/**
 * desk_demo_make_customers:
 * @self: a desk
 * @n_customers: how many
 *
 * Makes customers with one to eight orders each; order numbers follow the time they were placed.
 */
void
desk_demo_make_customers (DeskDemo *self, guint n_customers)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; i < n_customers; i++)
    {
      DeskEntity *customer = create_customer (self, i);
      GPtrArray *orders = g_ptr_array_new_with_free_func (g_object_unref);
      guint n_orders = 1 + desk_demo_pick (self, i < self->words->names->len ? 8 : 4);

      for (guint j = 0; j < n_orders; j++)
        {
          /* More of them lately; everybody has one from before the year of the tickets. */
          double share = g_rand_double (self->random);
          gint64 age = j == 0 ? 366 * DESK_TIME_DAY : DESK_TIME_HOUR + (gint64) (share * share * 365 * DESK_TIME_DAY);
          DeskEntity *order = create_order (self, customer, self->now - age / DESK_TIME_SECOND * DESK_TIME_SECOND);

          g_ptr_array_add (orders, order);
          g_ptr_array_add (all, order);
        }
      g_ptr_array_sort (orders, compare_placed_at);
      g_ptr_array_add (self->customers, customer);
      g_ptr_array_add (self->orders, orders);
    }
  g_ptr_array_sort (all, compare_placed_at);
  for (guint i = 0; i < all->len; i++)
    number_order (self, all->pdata[i], self->words->first_order + i);
}

/**
 * desk_demo_is_provider:
 * @customer: somebody of the desk
 *
 * Returns: whether they offer something, rather than order it
 */
gboolean
desk_demo_is_provider (DeskEntity *customer)
{
  return desk_entity_get_enum (customer, DESK_CUSTOMER_KIND) == DESK_CUSTOMER_KIND_PROVIDER;
}
