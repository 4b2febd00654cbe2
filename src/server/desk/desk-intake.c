/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-intake.h"

#include <glib/gi18n-lib.h>

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-number.h"
#include "core/desk-phone.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-converse.h"
#include "server/desk/desk-match.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-references.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-numbers.h"

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
  if (!desk_entity_is_set (query, DESK_QUERY_MOBILE) && !desk_entity_is_set (query, DESK_QUERY_EMAIL)
      && !desk_entity_is_set (query, DESK_QUERY_CUSTOMER_ID))
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
set_defaults (DeskTransaction *transaction, DeskEntity *query)
{
  if (!desk_entity_is_set (query, DESK_QUERY_SOURCE))
    desk_entity_set_enum (query, DESK_QUERY_SOURCE, DESK_QUERY_SOURCE_PHONE);
  if (!desk_entity_is_set (query, DESK_QUERY_PRIORITY))
    desk_entity_set_enum (query, DESK_QUERY_PRIORITY,
                          desk_preset_get_query_priority (transaction->preset,
                                                          desk_entity_is_set (query, DESK_QUERY_ORDER_ID)));
  desk_entity_set_enum (query, DESK_QUERY_STATUS, DESK_QUERY_STATUS_OPEN);
  desk_entity_set_integer (query, DESK_QUERY_MESSAGE_COUNT, 0);
}

/* What the customer said, and what the one who took it down remarked. @message_id: which id the first gets, or NULL. */
static gboolean
add_first_messages (DeskTransaction *transaction, DeskEntity *query, const char *message_id, GError **error)
{
  const char *remarks = desk_entity_get_string (query, DESK_QUERY_REMARKS);
  g_autoptr (DeskEntity) said = desk_entity_new (&desk_message_kind);
  g_autoptr (DeskEntity) remarked = desk_entity_new (&desk_message_kind);

  desk_entity_set_string (said, DESK_ENTITY_ID, message_id);
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

static gboolean
store (DeskTransaction *transaction, DeskEntity *query, const char *message_id, GError **error)
{
  if (desk_entity_get_id (query) == NULL)
    {
      g_autofree char *id = desk_id_new ();

      desk_entity_set_string (query, DESK_ENTITY_ID, id);
    }
  return give_number (transaction, query, error) && add_first_messages (transaction, query, message_id, error)
         && desk_transaction_insert (transaction, query, DESK_ACTION_CREATED, error)
         && desk_notify_query_arrived (transaction, query, error);
}

/* Whoever writes from outside is not told which orders there are. An order of somebody else is not theirs for naming
 * it; that they named one counts all the same. */
static gboolean
find_named_order (DeskTransaction *transaction,
                  DeskEntity *query,
                  const char *order_number,
                  GString *remarks,
                  GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) order = NULL;
  const char *owner;

  if (order_number == NULL || *order_number == '\0')
    return TRUE;
  order = desk_fetch_by (transaction->db, &desk_order_kind, "number", order_number, DESK_FETCH_READ, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  owner = order != NULL ? desk_entity_get_string (order, DESK_ORDER_CUSTOMER_ID) : NULL;
  if (order != NULL)
    desk_entity_set_enum (query, DESK_QUERY_PRIORITY, desk_preset_get_query_priority (transaction->preset, TRUE));
  if (order != NULL
      && (owner == NULL || g_strcmp0 (owner, desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID)) == 0))
    desk_entity_set_string (query, DESK_QUERY_ORDER_ID, desk_entity_get_id (order));
  else
    g_string_append_printf (remarks,
                            order != NULL ? _ ("%sThey name the order %s, which is another customer's.")
                                          : _ ("%sThey name the order %s, which is not known here."),
                            remarks->len > 0 ? "\n" : "", order_number);
  return TRUE;
}

/**
 * desk_intake_query:
 * @transaction: a transaction that writes
 * @query: what was given: name, mobile, email, message, source, priority, remarks, perhaps an id; gets the rest. A
 *   customer_id that the desk has set itself says whose it is
 * @order_number: (nullable): the order that it is about
 * @error: every field that is not right, with those that it already holds
 *
 * Else the customer is matched by the ways in which they are known, or created; the priority follows the preset's rule
 * where none was given; what was said becomes the first message, remarks a note.
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
  set_defaults (transaction, query);
  return desk_match_query (transaction, query, error) && store (transaction, query, NULL, error);
}

/**
 * desk_intake_from_door:
 * @transaction: a transaction that writes
 * @query: with name, mobile and e-mail as given, message, source and customer_id; gets the rest
 * @order_number: (nullable): the order that they say it is about
 * @message_id: (nullable): the id that the first message gets
 * @remarks: what is to be remarked so far
 * @error: when it can't be stored
 *
 * The query of a customer who wrote without anybody asking back: what is odd about it is remarked, not refused.
 *
 * Returns: whether the query is stored and told
 */
gboolean
desk_intake_from_door (DeskTransaction *transaction,
                       DeskEntity *query,
                       const char *order_number,
                       const char *message_id,
                       GString *remarks,
                       GError **error)
{
  if (!find_named_order (transaction, query, order_number, remarks, error))
    return FALSE;
  if (remarks->len > 0)
    desk_entity_set_string (query, DESK_QUERY_REMARKS, remarks->str);
  set_defaults (transaction, query);
  return store (transaction, query, message_id, error);
}
