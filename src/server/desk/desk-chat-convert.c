/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-chat-convert.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-chat-changes.h"
#include "server/desk/desk-escalate.h"
#include "server/desk/desk-intake.h"
#include "server/desk/desk-tickets.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-messages.h"

static gboolean
fail_converted (DeskTransaction *transaction, DeskEntity *chat, GError **error)
{
  gboolean is_ticket = desk_entity_is_set (chat, DESK_CHAT_TICKET_ID);
  const DeskKind *kind = is_ticket ? &desk_ticket_kind : &desk_query_kind;
  const char *id = desk_entity_get_string (chat, is_ticket ? DESK_CHAT_TICKET_ID : DESK_CHAT_QUERY_ID);
  g_autoptr (DeskEntity) became = desk_fetch_by (transaction->db, kind, "id", id, DESK_FETCH_READ, error);
  g_autoptr (GString) json = g_string_new ("{\"id\":");
  g_autoptr (GError) conflict = NULL;
  const char *number;

  if (became == NULL)
    return FALSE;
  number = desk_entity_get_string (became, is_ticket ? DESK_TICKET_NUMBER : DESK_QUERY_NUMBER);
  conflict = g_error_new (DESK_ERROR, DESK_ERROR_CONFLICT, "This chat has become %s %s already", kind->name, number);
  desk_json_append_string (json, id);
  g_string_append (json, ",\"number\":");
  desk_json_append_string (json, number);
  g_string_append_c (json, '}');
  desk_error_set_extra_json (conflict, kind->name, g_string_free (g_steal_pointer (&json), FALSE));
  g_propagate_error (error, g_steal_pointer (&conflict));
  return FALSE;
}

static void
fill_query (DeskEntity *query, DeskEntity *customer, const char *words)
{
  static const guint pairs[][2] = { { DESK_QUERY_NAME, DESK_CUSTOMER_NAME },
                                    { DESK_QUERY_MOBILE, DESK_CUSTOMER_MOBILE },
                                    { DESK_QUERY_EMAIL, DESK_CUSTOMER_EMAIL } };

  desk_entity_set_string (query, DESK_QUERY_CUSTOMER_ID, desk_entity_get_id (customer));
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    desk_entity_set_string (query, pairs[i][0], desk_entity_get_string (customer, pairs[i][1]));
  desk_entity_set_string (query, DESK_QUERY_MESSAGE, words);
  desk_entity_set_enum (query, DESK_QUERY_SOURCE, DESK_QUERY_SOURCE_CHAT);
}

/* The customer's wait goes on in the ticket, and whoever made it keeps sight of it. */
static void
fill_ticket (DeskTransaction *transaction, DeskEntity *ticket, DeskEntity *chat, const char *words)
{
  desk_entity_set_string (ticket, DESK_TICKET_CUSTOMER_ID, desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID));
  desk_entity_set_string (ticket, DESK_TICKET_DESCRIPTION, words);
  desk_entity_set_string (ticket, DESK_TICKET_ESCALATED_BY, transaction->viewer->id);
  if (desk_entity_is_set (chat, DESK_CHAT_WAITING_SINCE))
    desk_entity_set_time (ticket, DESK_TICKET_WAITING_SINCE, desk_entity_get_time (chat, DESK_CHAT_WAITING_SINCE));
}

static gboolean
finish (DeskTransaction *transaction, DeskEntity *before, guint field, DeskEntity *made, GError **error)
{
  g_autoptr (DeskEntity) after = desk_entity_copy (before);

  desk_entity_set_string (after, field, desk_entity_get_id (made));
  if (desk_entity_get_enum (before, DESK_CHAT_STATUS) != DESK_CHAT_STATUS_ENDED)
    desk_chat_changes_end (transaction, after);
  return desk_chat_changes_save (transaction, before, after, NULL, error);
}

/**
 * desk_chat_convert_begin:
 * @transaction: a transaction that writes
 * @key: a chat's id
 * @made: a new query or ticket; gets what the chat gives
 * @error: %DESK_ERROR_CONFLICT with "query" or "ticket" where it has become something already
 *
 * Returns: (transfer full): the chat, locked
 */
DeskEntity *
desk_chat_convert_begin (DeskTransaction *transaction, const char *key, DeskEntity *made, GError **error)
{
  gboolean is_query = desk_entity_get_kind (made) == &desk_query_kind;
  gsize max =
      is_query ? desk_query_kind.fields[DESK_QUERY_MESSAGE].max : desk_ticket_kind.fields[DESK_TICKET_DESCRIPTION].max;
  g_autoptr (DeskEntity) chat = desk_transaction_lock (transaction, &desk_chat_kind, key, error);
  g_autoptr (DeskEntity) customer = NULL;
  g_autofree char *words = NULL;

  if (chat == NULL)
    return NULL;
  if (desk_entity_is_set (chat, DESK_CHAT_QUERY_ID) || desk_entity_is_set (chat, DESK_CHAT_TICKET_ID))
    {
      fail_converted (transaction, chat, error);
      return NULL;
    }
  words = desk_messages_dup_words (transaction->db, desk_entity_get_id (chat), max, error);
  customer = words != NULL
                 ? desk_fetch_by (transaction->db, &desk_customer_kind, "id",
                                  desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID), DESK_FETCH_READ, error)
                 : NULL;
  if (customer == NULL)
    return NULL;
  if (is_query)
    fill_query (made, customer, *words != '\0' ? words : NULL);
  else
    fill_ticket (transaction, made, chat, *words != '\0' ? words : NULL);
  return g_steal_pointer (&chat);
}

gboolean
desk_chat_convert_to_query (DeskTransaction *transaction,
                            DeskEntity *chat,
                            DeskEntity *query,
                            const char *order_number,
                            GError **error)
{
  return desk_intake_query (transaction, query, order_number, error)
         && finish (transaction, chat, DESK_CHAT_QUERY_ID, query, error);
}

gboolean
desk_chat_convert_to_ticket (DeskTransaction *transaction, DeskEntity *chat, DeskEntity *ticket, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (g_strcmp0 (desk_entity_get_string (ticket, DESK_TICKET_CUSTOMER_ID),
                 desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID))
      != 0)
    desk_error_add_field (&local_error, "customer_id", "this chat is another customer's");
  desk_tickets_check_order (transaction, ticket, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return desk_escalate_create (transaction, ticket, error)
         && finish (transaction, chat, DESK_CHAT_TICKET_ID, ticket, error);
}
