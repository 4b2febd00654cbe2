/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-intake.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-number.h"
#include "core/desk-phone.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-converse.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-references.h"
#include "server/desk/desk-triage.h"
#include "server/store/desk-customers.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-numbers.h"

/* One way in which the query's sender is known. */
typedef struct
{
  DeskIdentityKind kind;
  const char *value; /* NULL where it was not given */
  DeskQuerySource channel;
} Way;

static void
normalize_contact (DeskTransaction *transaction, DeskEntity *query, GError **error)
{
  const char *mobile = desk_entity_get_string (query, DESK_QUERY_MOBILE);
  const char *email = desk_entity_get_string (query, DESK_QUERY_EMAIL);

  if (mobile != NULL && *mobile != '\0')
    {
      g_autofree char *normal =
          desk_phone_normalize (mobile, desk_preset_get_country_calling_code (transaction->preset));

      if (normal == NULL)
        desk_error_add_field (error, "mobile", "a telephone number such as +919876543210 was expected");
      else
        desk_entity_set_string (query, DESK_QUERY_MOBILE, normal);
    }
  else
    desk_entity_unset (query, DESK_QUERY_MOBILE);
  if (email != NULL && *email != '\0')
    {
      g_autofree char *normal = desk_email_normalize (email);

      if (normal == NULL)
        desk_error_add_field (error, "email", "an e-mail address was expected");
      else
        desk_entity_set_string (query, DESK_QUERY_EMAIL, normal);
    }
  else
    desk_entity_unset (query, DESK_QUERY_EMAIL);
  if (!desk_entity_is_set (query, DESK_QUERY_MOBILE) && !desk_entity_is_set (query, DESK_QUERY_EMAIL))
    desk_error_add_field (error, "mobile", "a mobile number or an e-mail address has to be given");
}

static void
find_order (DeskTransaction *transaction, DeskEntity *query, const char *order_number, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) order = NULL;

  if (order_number == NULL || *order_number == '\0')
    return;
  order = desk_fetch_by (transaction->db, &desk_order_kind, "number", order_number, DESK_FETCH_READ, &local_error);
  if (local_error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  else if (order == NULL)
    desk_error_add_field (error, "order_number", "there is no order %s", order_number);
  else
    desk_entity_set_string (query, DESK_QUERY_ORDER_ID, desk_entity_get_id (order));
}

/* Who writes is known by their address, who calls by their number. */
static void
list_ways (DeskEntity *query, Way ways[2])
{
  gboolean is_mail = desk_entity_get_enum (query, DESK_QUERY_SOURCE) == DESK_QUERY_SOURCE_EMAIL;

  ways[is_mail ? 1 : 0] =
      (Way){ DESK_IDENTITY_KIND_PHONE, desk_entity_get_string (query, DESK_QUERY_MOBILE), DESK_QUERY_SOURCE_PHONE };
  ways[is_mail ? 0 : 1] =
      (Way){ DESK_IDENTITY_KIND_EMAIL, desk_entity_get_string (query, DESK_QUERY_EMAIL), DESK_QUERY_SOURCE_EMAIL };
}

/* Claims each way for @id. @owner: somebody else to whom one of them belongs, the first way counting most. */
static gboolean
claim_ways (DeskTransaction *transaction, const char *id, const Way *ways, char **owner, GError **error)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *holder = NULL;

      if (ways[i].value == NULL)
        continue;
      if (!desk_customers_claim (transaction->db, id, ways[i].kind, ways[i].value, ways[i].channel, &holder, error))
        return FALSE;
      if (*owner == NULL && g_strcmp0 (holder, id) != 0)
        *owner = g_steal_pointer (&holder);
    }
  return TRUE;
}

/* What the customer did not say before. What differs is not touched: nobody is merged without being asked. */
static gboolean
complete_customer (DeskTransaction *transaction, DeskEntity *query, const char *customer_id, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock_any (transaction, &desk_customer_kind, customer_id, error);
  g_autoptr (DeskEntity) after = NULL;
  static const guint pairs[][2] = { { DESK_CUSTOMER_MOBILE, DESK_QUERY_MOBILE },
                                    { DESK_CUSTOMER_EMAIL, DESK_QUERY_EMAIL } };

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      DeskIdentityKind kind = i == 0 ? DESK_IDENTITY_KIND_PHONE : DESK_IDENTITY_KIND_EMAIL;
      const char *value = desk_entity_get_string (query, pairs[i][1]);
      g_autofree char *owner = NULL;

      if (value == NULL || desk_entity_is_set (after, pairs[i][0]))
        continue;
      if (!desk_customers_claim (transaction->db, customer_id, kind, value,
                                 i == 0 ? DESK_QUERY_SOURCE_PHONE : DESK_QUERY_SOURCE_EMAIL, &owner, error))
        return FALSE;
      if (g_strcmp0 (owner, customer_id) == 0)
        desk_entity_set_string (after, pairs[i][0], value);
    }
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

static gboolean
create_customer (DeskTransaction *transaction, DeskEntity *query, const char *id, GError **error)
{
  g_autoptr (DeskEntity) customer = desk_entity_new (&desk_customer_kind);

  desk_entity_set_string (customer, DESK_ENTITY_ID, id);
  desk_entity_set_enum (customer, DESK_CUSTOMER_KIND, DESK_CUSTOMER_KIND_CUSTOMER);
  desk_entity_set_string (customer, DESK_CUSTOMER_NAME, desk_entity_get_string (query, DESK_QUERY_NAME));
  desk_entity_set_string (customer, DESK_CUSTOMER_MOBILE, desk_entity_get_string (query, DESK_QUERY_MOBILE));
  desk_entity_set_string (customer, DESK_CUSTOMER_EMAIL, desk_entity_get_string (query, DESK_QUERY_EMAIL));
  return desk_transaction_insert (transaction, customer, DESK_ACTION_CREATED, error);
}

/* The customer by the ways in which they are known, else a new one. Of two calls at once from somebody new, the second
 * finds what the first has claimed. */
static gboolean
match_customer (DeskTransaction *transaction, DeskEntity *query, GError **error)
{
  g_autofree char *id = desk_id_new ();
  g_autofree char *owner = NULL;
  Way ways[2];

  list_ways (query, ways);
  if (!claim_ways (transaction, id, ways, &owner, error))
    return FALSE;
  if (owner == NULL)
    {
      desk_entity_set_string (query, DESK_QUERY_CUSTOMER_ID, id);
      return create_customer (transaction, query, id, error);
    }
  desk_entity_set_string (query, DESK_QUERY_CUSTOMER_ID, owner);
  return desk_customers_release (transaction->db, id, error) && complete_customer (transaction, query, owner, error);
}

static gboolean
give_number (DeskTransaction *transaction, DeskEntity *query, GError **error)
{
  gint64 n = desk_numbers_next (transaction->db, DESK_NUMBER_QUERY, 0, error);
  g_autofree char *number = NULL;

  if (n == 0)
    return FALSE;
  number = desk_number_format (desk_preset_get_query_number_format (transaction->preset),
                               desk_number_year (transaction->now, desk_preset_get_time_zone (transaction->preset)), n);
  desk_entity_set_string (query, DESK_QUERY_NUMBER, number);
  return TRUE;
}

static void
set_defaults (DeskEntity *query)
{
  if (!desk_entity_is_set (query, DESK_QUERY_SOURCE))
    desk_entity_set_enum (query, DESK_QUERY_SOURCE, DESK_QUERY_SOURCE_PHONE);
  desk_entity_set_enum (query, DESK_QUERY_STATUS, DESK_QUERY_STATUS_OPEN);
  desk_entity_set_integer (query, DESK_QUERY_MESSAGE_COUNT, 0);
}

/* What the customer said, and what the one who took it down remarked. */
static gboolean
add_first_messages (DeskTransaction *transaction, DeskEntity *query, GError **error)
{
  const char *remarks = desk_entity_get_string (query, DESK_QUERY_REMARKS);
  g_autoptr (DeskEntity) said = desk_entity_new (&desk_message_kind);
  g_autoptr (DeskEntity) remarked = desk_entity_new (&desk_message_kind);

  desk_entity_set_enum (said, DESK_MESSAGE_SENDER_TYPE, DESK_SENDER_TYPE_CUSTOMER);
  desk_entity_set_string (said, DESK_MESSAGE_SENDER_ID, desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID));
  desk_entity_set_string (said, DESK_MESSAGE_SENDER_NAME, desk_entity_get_string (query, DESK_QUERY_NAME));
  desk_entity_set_string (said, DESK_MESSAGE_BODY, desk_entity_get_string (query, DESK_QUERY_MESSAGE));
  desk_entity_set_enum (said, DESK_MESSAGE_CHANNEL, desk_entity_get_enum (query, DESK_QUERY_SOURCE));
  desk_entity_set_flag (said, DESK_MESSAGE_IS_INTERNAL, FALSE);
  if (!desk_converse_add (transaction, query, said, error))
    return FALSE;
  if (remarks == NULL || *remarks == '\0')
    return TRUE;
  desk_entity_set_string (remarked, DESK_MESSAGE_BODY, remarks);
  desk_entity_set_flag (remarked, DESK_MESSAGE_IS_INTERNAL, TRUE);
  return desk_converse_add (transaction, query, remarked, error);
}

/**
 * desk_intake_query:
 * @transaction: a transaction that writes
 * @query: what was given: name, mobile, email, message, source, priority, remarks, perhaps an id; gets the rest
 * @order_number: (nullable): the order that it is about
 * @error: every field that is not right, with those that it already holds
 *
 * The customer is matched by the ways in which they are known, or created; the priority follows the preset's rule where
 * none was given; what was said becomes the first message, remarks a note.
 *
 * Returns: whether the query is stored and told
 */
gboolean
desk_intake_query (DeskTransaction *transaction, DeskEntity *query, const char *order_number, GError **error)
{
  g_autoptr (GError) local_error = error != NULL ? g_steal_pointer (error) : NULL;

  desk_references_check_id (query, &local_error);
  normalize_contact (transaction, query, &local_error);
  find_order (transaction, query, order_number, &local_error);
  desk_references_check_query (transaction, NULL, query, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  set_defaults (query);
  if (desk_entity_get_id (query) == NULL)
    {
      g_autofree char *id = desk_id_new ();

      desk_entity_set_string (query, DESK_ENTITY_ID, id);
    }
  return desk_triage_query (transaction, query, error) && match_customer (transaction, query, error)
         && give_number (transaction, query, error) && add_first_messages (transaction, query, error)
         && desk_transaction_insert (transaction, query, DESK_ACTION_CREATED, error)
         && desk_notify_query_arrived (transaction, query, error);
}
