/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-chat-convert.h"
#include "server/desk/desk-chat.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

static const char *
get_id (DeskCall *call)
{
  return desk_call_get_path (call, "id");
}

static gboolean
list_chats (DeskCall *call, GError **error)
{
  return desk_routes_answer_list (call, &desk_chat_kind, "-last_message_at", NULL, NULL, error);
}

/* The first words: of the body, "body" alone belongs to them. */
static void
read_first_message (JsonObject *input, DeskEntity *message, GError **error)
{
  g_autoptr (JsonObject) said = json_object_new ();
  JsonNode *body = json_object_dup_member (input, "body");

  if (body != NULL)
    {
      json_object_remove_member (input, "body");
      json_object_set_member (said, "body", body);
    }
  desk_entity_read_input (message, said, DESK_FIELD_CREATE, error);
}

static gboolean
start_chat (DeskCall *call, GError **error)
{
  const DeskViewer *viewer = desk_call_get_viewer (call);
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (DeskEntity) chat = desk_entity_new (&desk_chat_kind);
  g_autoptr (DeskEntity) message = desk_entity_new (&desk_message_kind);
  g_autoptr (GError) field_error = NULL;

  if (viewer->role == DESK_ROLE_CUSTOMER)
    desk_entity_set_string (chat, DESK_CHAT_CUSTOMER_ID, viewer->id);
  read_first_message (input, message, &field_error);
  desk_entity_read_input (chat, input, DESK_FIELD_CREATE, &field_error);
  if (desk_input_failed (&field_error, error)
      || !desk_chat_start (desk_call_get_transaction (call), chat, message, error))
    return FALSE;
  desk_call_answer_created (call, chat);
  return TRUE;
}

static gboolean
view_chat (DeskCall *call, GError **error)
{
  return desk_routes_answer_one (call, &desk_chat_kind, error);
}

static gboolean
list_messages (DeskCall *call, GError **error)
{
  return desk_routes_list_messages (call, &desk_chat_kind, error);
}

static gboolean
send_message (DeskCall *call, GError **error)
{
  return desk_routes_send_message (call, &desk_chat_kind, error);
}

static gboolean
read_messages (DeskCall *call, GError **error)
{
  return desk_routes_read_messages (call, &desk_chat_kind, error);
}

static gboolean
accept_chat (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) chat = desk_chat_accept (desk_call_get_transaction (call), get_id (call), error);

  return desk_routes_answer (call, chat);
}

static gboolean
end_chat (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) chat = desk_chat_end (desk_call_get_transaction (call), get_id (call), error);

  return desk_routes_answer (call, chat);
}

/* What it shall become. */
static DeskSubject
take_target (JsonObject *input, GError **error)
{
  const char *query = desk_enum_to_wire (&desk_subject_enum, DESK_SUBJECT_QUERY);
  const char *ticket = desk_enum_to_wire (&desk_subject_enum, DESK_SUBJECT_TICKET);
  g_autofree char *to = desk_input_take_text (input, "to", 20, error);
  DeskSubject subject = desk_enum_from_wire (&desk_subject_enum, to);

  if (subject == DESK_SUBJECT_QUERY || subject == DESK_SUBJECT_TICKET)
    return subject;
  desk_error_add_field (error, "to", "%s or %s was expected", query, ticket);
  return DESK_SUBJECT_UNKNOWN;
}

static gboolean
convert_to_query (DeskCall *call, JsonObject *input, GError **error)
{
  DeskTransaction *transaction = desk_call_get_transaction (call);
  g_autoptr (DeskEntity) query = desk_entity_new (&desk_query_kind);
  g_autoptr (DeskEntity) chat = desk_chat_convert_begin (transaction, get_id (call), query, error);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *order_number = desk_input_take_text (input, "order_number", 40, &field_error);

  if (chat == NULL)
    return FALSE;
  desk_entity_read_input (query, input, DESK_FIELD_CREATE, &field_error);
  if (!desk_chat_convert_to_query (transaction, chat, query, order_number, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  desk_call_answer_created (call, query);
  return TRUE;
}

static gboolean
convert_to_ticket (DeskCall *call, JsonObject *input, GError **error)
{
  DeskTransaction *transaction = desk_call_get_transaction (call);
  g_autoptr (DeskEntity) ticket = desk_entity_new (&desk_ticket_kind);
  g_autoptr (DeskEntity) chat = desk_chat_convert_begin (transaction, get_id (call), ticket, error);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *assigned_to = desk_input_take_text (input, "assigned_to", 36, &field_error);

  if (chat == NULL)
    return FALSE;
  desk_entity_read_input (ticket, input, DESK_FIELD_CREATE, &field_error);
  desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, assigned_to);
  if (desk_input_failed (&field_error, error) || !desk_chat_convert_to_ticket (transaction, chat, ticket, error))
    return FALSE;
  desk_call_answer_created (call, ticket);
  return TRUE;
}

static gboolean
convert_chat (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  DeskSubject subject = take_target (input, error);

  if (subject == DESK_SUBJECT_UNKNOWN)
    return FALSE;
  return subject == DESK_SUBJECT_QUERY ? convert_to_query (call, input, error) : convert_to_ticket (call, input, error);
}

const DeskRoute desk_routes_chats[] = {
  { "GET", "/support/chats", DESK_PERMISSION_CHATS, DESK_DB_READ, list_chats, DESK_ROUTE_DEFAULT,
    DESK_PARAMETERS_LIST " search customer_id status assigned_to query_id ticket_id" },
  { "POST", "/support/chats", DESK_PERMISSION_CHATS, DESK_DB_WRITE, start_chat },
  { "GET", "/support/chats/{id}", DESK_PERMISSION_CHATS, DESK_DB_READ, view_chat, DESK_ROUTE_DEFAULT, "include" },
  { "GET", "/support/chats/{id}/messages", DESK_PERMISSION_CHATS, DESK_DB_READ, list_messages, DESK_ROUTE_DEFAULT,
    DESK_PARAMETERS_LIST },
  { "POST", "/support/chats/{id}/messages", DESK_PERMISSION_CHATS, DESK_DB_WRITE, send_message },
  { "POST", "/support/chats/{id}/read", DESK_PERMISSION_CHATS, DESK_DB_WRITE, read_messages },
  { "POST", "/support/chats/{id}/accept", DESK_PERMISSION_CHATS_SERVE, DESK_DB_WRITE, accept_chat, DESK_ROUTE_NO_BODY },
  { "POST", "/support/chats/{id}/end", DESK_PERMISSION_CHATS, DESK_DB_WRITE, end_chat, DESK_ROUTE_NO_BODY },
  { "POST", "/support/chats/{id}/convert", DESK_PERMISSION_CHATS_SERVE, DESK_DB_WRITE, convert_chat },
  { NULL },
};
