/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache-customer.h"

#include "core/desk-phone.h"
#include "core/entities/desk-kinds.h"

/* One row about one customer, or NULL. */
static DeskDbStatement *
look_up (DeskCache *self, const char *sql, const char *customer_id)
{
  g_autoptr (DeskDbStatement) statement = desk_cache_reader_prepare (desk_cache_get_reader (self), sql);

  if (statement == NULL)
    return NULL;
  desk_db_bind_text (statement, 1, customer_id);
  return desk_cache_reader_step (statement) ? g_steal_pointer (&statement) : NULL;
}

/* How many are in one of two states. @sql: counts the rows of a customer ($1), then those with status $2 or $3. */
static void
count (DeskCache *self,
       const char *sql,
       const char *customer_id,
       const char *one,
       const char *other,
       guint *n,
       guint *n_in_state)
{
  g_autoptr (DeskDbStatement) statement = desk_cache_reader_prepare (desk_cache_get_reader (self), sql);

  if (statement == NULL)
    return;
  desk_db_bind_text (statement, 1, customer_id);
  desk_db_bind_text (statement, 2, one);
  desk_db_bind_text (statement, 3, other);
  if (!desk_cache_reader_step (statement))
    return;
  *n = desk_db_column_integer (statement, 0);
  *n_in_state = desk_db_column_integer (statement, 1);
}

/* A cancelled order was never paid for. */
static void
sum_orders (DeskCache *self, const char *customer_id, DeskCustomerSummary *summary)
{
  g_autoptr (DeskDbStatement) sums = desk_cache_reader_prepare (
      desk_cache_get_reader (self),
      "SELECT count (*), sum (CASE WHEN status = $2 THEN 0 ELSE total_amount END) FROM orders WHERE customer_id = $1");
  g_autoptr (DeskDbStatement) last =
      look_up (self, "SELECT placed_at, status FROM orders WHERE customer_id = $1 ORDER BY placed_at DESC LIMIT 1",
               customer_id);

  if (sums == NULL)
    return;
  desk_db_bind_text (sums, 1, customer_id);
  desk_db_bind_text (sums, 2, desk_enum_to_wire (&desk_order_status_enum, DESK_ORDER_STATUS_CANCELLED));
  if (desk_cache_reader_step (sums))
    {
      summary->n_orders = desk_db_column_integer (sums, 0);
      summary->spent = desk_db_column_integer (sums, 1);
    }
  if (last != NULL)
    {
      summary->last_order_at = desk_db_column_integer (last, 0);
      summary->last_order_status = desk_enum_from_wire (&desk_order_status_enum, desk_db_column_text (last, 1));
    }
}

static void
sum_refunds (DeskCache *self, const char *customer_id, DeskCustomerSummary *summary)
{
  g_autoptr (DeskDbStatement) refunds = look_up (
      self,
      "SELECT count (refund_amount), sum (refund_amount) FROM tickets WHERE customer_id = $1 AND refund_amount > 0",
      customer_id);

  if (refunds == NULL)
    return;
  summary->n_refunds = desk_db_column_integer (refunds, 0);
  summary->refunded = desk_db_column_integer (refunds, 1);
}

static DeskEntity *
find_by (DeskCache *self, const char *sql, const char *value)
{
  g_autofree char *id = NULL;
  DeskDbStatement *statement = look_up (self, sql, value);

  if (statement == NULL)
    return NULL;
  id = g_strdup (desk_db_column_text (statement, 0));
  desk_db_statement_free (statement);
  return desk_cache_dup_entity (self, &desk_customer_kind, id);
}

/**
 * desk_cache_get_customer_summary:
 * @self: a cache
 * @customer_id: (nullable): a customer's id
 * @summary: (out): what is known
 */
void
desk_cache_get_customer_summary (DeskCache *self, const char *customer_id, DeskCustomerSummary *summary)
{
  *summary = (DeskCustomerSummary){ 0 };
  if (customer_id == NULL || desk_cache_get_reader (self) == NULL)
    return;
  sum_orders (self, customer_id, summary);
  sum_refunds (self, customer_id, summary);
  count (self, "SELECT count (*), count (CASE WHEN status IN ($2, $3) THEN 1 END) FROM queries WHERE customer_id = $1",
         customer_id, desk_enum_to_wire (&desk_query_status_enum, DESK_QUERY_STATUS_RESOLVED),
         desk_enum_to_wire (&desk_query_status_enum, DESK_QUERY_STATUS_CLOSED), &summary->n_queries,
         &summary->n_queries_resolved);
  count (self,
         "SELECT count (*), count (CASE WHEN status IN ($2, $3) THEN 1 END) FROM tickets WHERE customer_id = $1 AND "
         "merged_into_id IS NULL",
         customer_id, desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_RESOLVED),
         desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_CLOSED), &summary->n_tickets,
         &summary->n_tickets_closed);
}

/**
 * desk_cache_find_customer:
 * @self: a cache
 * @preset: (nullable): for the country's calling code
 * @mobile: (nullable): a number as people write it
 * @email: (nullable): an address
 *
 * Returns: (transfer full) (nullable): the customer that is known by one of them; the mobile goes first
 */
DeskEntity *
desk_cache_find_customer (DeskCache *self, DeskPreset *preset, const char *mobile, const char *email)
{
  const char *code = preset != NULL ? desk_preset_get_country_calling_code (preset) : NULL;
  g_autofree char *number = mobile != NULL ? desk_phone_normalize (mobile, code) : NULL;
  g_autofree char *address = email != NULL ? desk_email_normalize (email) : NULL;
  DeskEntity *customer = NULL;

  if (desk_cache_get_reader (self) == NULL)
    return NULL;
  if (number != NULL)
    customer = find_by (self, "SELECT id FROM customers WHERE mobile = $1", number);
  if (customer == NULL && address != NULL)
    customer = find_by (self, "SELECT id FROM customers WHERE email = $1 COLLATE NOCASE", address);
  return customer;
}
