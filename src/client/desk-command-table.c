/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-command-table.h"

#include "core/entities/desk-kinds.h"

#define END                                                                                                            \
  {                                                                                                                    \
    NULL, DESK_FIELD_STRING, NULL, 0, DESK_FIELD_PLAIN                                                                 \
  }
#define NEEDED DESK_FIELD_REQUIRED

static const DeskField query_create_fields[] = {
  { "order_number", DESK_FIELD_STRING, NULL, 40, DESK_FIELD_PLAIN },
  END,
};

static const DeskField reply_fields[] = {
  { "body", DESK_FIELD_TEXT, NULL, 20000, NEEDED },
  { "is_internal", DESK_FIELD_FLAG, NULL, 0, DESK_FIELD_PLAIN },
  { "base_seq", DESK_FIELD_INTEGER, NULL, 0, DESK_FIELD_PLAIN },
  { "force", DESK_FIELD_FLAG, NULL, 0, DESK_FIELD_PLAIN },
  END,
};

static const DeskField up_to_fields[] = {
  { "up_to", DESK_FIELD_ID, NULL, 36, DESK_FIELD_PLAIN },
  END,
};

static const DeskField chat_to_query_fields[] = {
  { "order_number", DESK_FIELD_STRING, NULL, 40, DESK_FIELD_PLAIN },
  { "priority", DESK_FIELD_ENUM, &desk_priority_enum, 0, DESK_FIELD_PLAIN },
  { "message", DESK_FIELD_TEXT, NULL, 20000, DESK_FIELD_PLAIN },
  { "remarks", DESK_FIELD_TEXT, NULL, 20000, DESK_FIELD_PLAIN },
  END,
};

static const DeskField chat_to_ticket_fields[] = {
  { "subject", DESK_FIELD_STRING, NULL, 200, NEEDED },
  { "category", DESK_FIELD_STRING, NULL, 100, DESK_FIELD_PLAIN },
  { "priority", DESK_FIELD_ENUM, &desk_priority_enum, 0, DESK_FIELD_PLAIN },
  { "assigned_to", DESK_FIELD_ID, NULL, 36, DESK_FIELD_PLAIN },
  { "department_id", DESK_FIELD_ID, NULL, 36, DESK_FIELD_PLAIN },
  { "order_id", DESK_FIELD_ID, NULL, 36, DESK_FIELD_PLAIN },
  { "description", DESK_FIELD_TEXT, NULL, 20000, DESK_FIELD_PLAIN },
  END,
};

static const DeskField query_escalate_fields[] = {
  { "subject", DESK_FIELD_STRING, NULL, 200, NEEDED },
  { "category", DESK_FIELD_STRING, NULL, 100, DESK_FIELD_PLAIN },
  { "priority", DESK_FIELD_ENUM, &desk_priority_enum, 0, DESK_FIELD_PLAIN },
  { "assigned_to", DESK_FIELD_ID, NULL, 36, DESK_FIELD_PLAIN },
  { "department_id", DESK_FIELD_ID, NULL, 36, DESK_FIELD_PLAIN },
  { "description", DESK_FIELD_TEXT, NULL, 20000, DESK_FIELD_PLAIN },
  END,
};

static const DeskField assign_fields[] = {
  { "agent_id", DESK_FIELD_ID, NULL, 36, DESK_FIELD_PLAIN },
  END,
};

static const DeskField ticket_escalate_fields[] = {
  { "agent_id", DESK_FIELD_ID, NULL, 36, DESK_FIELD_PLAIN },
  { "department_id", DESK_FIELD_ID, NULL, 36, DESK_FIELD_PLAIN },
  { "reason", DESK_FIELD_TEXT, NULL, 20000, NEEDED },
  END,
};

static const DeskField resolve_fields[] = {
  { "resolution_type", DESK_FIELD_ENUM, &desk_resolution_type_enum, 0, NEEDED },
  { "resolution", DESK_FIELD_TEXT, NULL, 20000, NEEDED },
  { "refund", DESK_FIELD_MONEY, NULL, 0, DESK_FIELD_PLAIN },
  END,
};

static const DeskField availability_fields[] = {
  { "availability", DESK_FIELD_ENUM, &desk_availability_enum, 0, NEEDED },
  END,
};

static const DeskField read_fields[] = {
  { "ids", DESK_FIELD_TAGS, NULL, 1000, NEEDED },
  END,
};

static const DeskField no_fields[] = { END };

static const DeskCommandInfo table[DESK_N_COMMANDS] = {
  [DESK_COMMAND_QUERY_CREATE] = { "query-create", DESK_PERMISSION_QUERIES_ADD, "POST", "/support/queries", NULL,
                                  &desk_query_kind, &desk_query_kind, query_create_fields, &desk_query_kind,
                                  DESK_FIELD_CREATE },
  [DESK_COMMAND_QUERY_UPDATE] = { "query-update", DESK_PERMISSION_QUERIES_UPDATE, "PATCH", "/support/queries/%s",
                                  &desk_query_kind, NULL, &desk_query_kind, no_fields, &desk_query_kind,
                                  DESK_FIELD_UPDATE },
  [DESK_COMMAND_QUERY_REPLY] = { "query-reply", DESK_PERMISSION_QUERIES_REPLY, "POST", "/support/queries/%s/messages",
                                 &desk_query_kind, &desk_message_kind, &desk_message_kind, reply_fields },
  [DESK_COMMAND_QUERY_ESCALATE] = { "query-escalate", DESK_PERMISSION_QUERIES_ESCALATE, "POST",
                                    "/support/queries/%s/escalate", &desk_query_kind, &desk_ticket_kind,
                                    &desk_ticket_kind, query_escalate_fields },
  [DESK_COMMAND_TICKET_CREATE] = { "ticket-create", DESK_PERMISSION_TICKETS_CREATE, "POST", "/support/tickets", NULL,
                                   &desk_ticket_kind, &desk_ticket_kind, no_fields, &desk_ticket_kind,
                                   DESK_FIELD_CREATE },
  [DESK_COMMAND_TICKET_UPDATE] = { "ticket-update", DESK_PERMISSION_TICKETS_EDIT, "PATCH", "/support/tickets/%s",
                                   &desk_ticket_kind, NULL, &desk_ticket_kind, no_fields, &desk_ticket_kind,
                                   DESK_FIELD_UPDATE },
  [DESK_COMMAND_TICKET_REPLY] = { "ticket-reply", DESK_PERMISSION_TICKETS_REPLY, "POST", "/support/tickets/%s/messages",
                                  &desk_ticket_kind, &desk_message_kind, &desk_message_kind, reply_fields },
  [DESK_COMMAND_TICKET_ASSIGN] = { "ticket-assign", DESK_PERMISSION_TICKETS_ASSIGN, "POST",
                                   "/support/tickets/%s/assign", &desk_ticket_kind, NULL, &desk_ticket_kind,
                                   assign_fields },
  [DESK_COMMAND_TICKET_TAKE] = { "ticket-take", DESK_PERMISSION_TICKETS_TAKE, "POST", "/support/tickets/%s/take",
                                 &desk_ticket_kind, NULL, &desk_ticket_kind, no_fields },
  [DESK_COMMAND_TICKET_ESCALATE] = { "ticket-escalate", DESK_PERMISSION_TICKETS_ESCALATE, "POST",
                                     "/support/tickets/%s/escalate", &desk_ticket_kind, NULL, &desk_ticket_kind,
                                     ticket_escalate_fields },
  [DESK_COMMAND_TICKET_RESOLVE] = { "ticket-resolve", DESK_PERMISSION_TICKETS_RESOLVE, "POST",
                                    "/support/tickets/%s/resolve", &desk_ticket_kind, NULL, &desk_ticket_kind,
                                    resolve_fields },
  [DESK_COMMAND_TICKET_CLOSE] = { "ticket-close", DESK_PERMISSION_TICKETS_CLOSE, "POST", "/support/tickets/%s/close",
                                  &desk_ticket_kind, NULL, &desk_ticket_kind, no_fields },
  [DESK_COMMAND_TICKET_REOPEN] = { "ticket-reopen", DESK_PERMISSION_TICKETS_REOPEN, "POST",
                                   "/support/tickets/%s/reopen", &desk_ticket_kind, NULL, &desk_ticket_kind,
                                   no_fields },
  [DESK_COMMAND_CHAT_REPLY] = { "chat-reply", DESK_PERMISSION_CHATS, "POST", "/support/chats/%s/messages",
                                &desk_chat_kind, &desk_message_kind, &desk_message_kind, reply_fields },
  [DESK_COMMAND_CHAT_ACCEPT] = { "chat-accept", DESK_PERMISSION_CHATS_SERVE, "POST", "/support/chats/%s/accept",
                                 &desk_chat_kind, NULL, &desk_chat_kind, no_fields },
  [DESK_COMMAND_CHAT_END] = { "chat-end", DESK_PERMISSION_CHATS, "POST", "/support/chats/%s/end", &desk_chat_kind, NULL,
                              &desk_chat_kind, no_fields },
  [DESK_COMMAND_CHAT_READ] = { "chat-read", DESK_PERMISSION_CHATS, "POST", "/support/chats/%s/read", &desk_chat_kind,
                               NULL, NULL, up_to_fields },
  [DESK_COMMAND_CHAT_TO_QUERY] = { "chat-to-query", DESK_PERMISSION_CHATS_SERVE, "POST", "/support/chats/%s/convert",
                                   &desk_chat_kind, &desk_query_kind, &desk_query_kind, chat_to_query_fields },
  [DESK_COMMAND_CHAT_TO_TICKET] = { "chat-to-ticket", DESK_PERMISSION_CHATS_SERVE, "POST", "/support/chats/%s/convert",
                                    &desk_chat_kind, &desk_ticket_kind, &desk_ticket_kind, chat_to_ticket_fields },
  [DESK_COMMAND_CUSTOMER_UPDATE] = { "customer-update", DESK_PERMISSION_CUSTOMERS_EDIT, "PATCH",
                                     "/support/customers/%s", &desk_customer_kind, NULL, &desk_customer_kind, no_fields,
                                     &desk_customer_kind, DESK_FIELD_UPDATE },
  [DESK_COMMAND_AVAILABILITY_SET] = { "availability-set", DESK_PERMISSION_AVAILABILITY_SET, "PUT",
                                      "/support/agents/%s/availability", &desk_agent_kind, NULL, &desk_agent_kind,
                                      availability_fields },
  [DESK_COMMAND_NOTIFICATIONS_READ] = { "notifications-read", DESK_PERMISSION_NOTIFICATIONS_SEE, "POST",
                                        "/support/notifications/read", NULL, NULL, NULL, read_fields },
};

/**
 * desk_command_get_info:
 * @kind: a command
 *
 * Returns: (nullable): its line; %NULL for what is no command
 */
const DeskCommandInfo *
desk_command_get_info (DeskCommandKind kind)
{
  return kind > DESK_COMMAND_NONE && kind < DESK_N_COMMANDS ? &table[kind] : NULL;
}

/**
 * desk_command_find:
 * @name: (nullable): a command's name
 *
 * Returns: the command, or %DESK_COMMAND_NONE
 */
DeskCommandKind
desk_command_find (const char *name)
{
  for (DeskCommandKind kind = DESK_COMMAND_NONE + 1; name != NULL && kind < DESK_N_COMMANDS; kind++)
    if (g_str_equal (table[kind].name, name))
      return kind;
  return DESK_COMMAND_NONE;
}

/**
 * desk_command_is_update:
 * @info: a command
 *
 * Returns: whether it changes fields of something that somebody else may have changed
 */
gboolean
desk_command_is_update (const DeskCommandInfo *info)
{
  return g_str_equal (info->method, "PATCH");
}

/**
 * desk_command_find_field:
 * @info: a command
 * @name: an argument's name
 *
 * Returns: (nullable): what the argument has to be; %NULL when the command takes none of that name
 */
const DeskField *
desk_command_find_field (const DeskCommandInfo *info, const char *name)
{
  int place = info->of != NULL ? desk_kind_find_field (info->of, name) : -1;

  for (const DeskField *field = info->fields; field->name != NULL; field++)
    if (g_str_equal (field->name, name))
      return field;
  if (place < 0 || place == DESK_ENTITY_ID || !(info->of->fields[place].flags & info->allowed))
    return NULL;
  return &info->of->fields[place];
}

/**
 * desk_command_get_permission:
 * @kind: a command
 *
 * Returns: the permission that it needs
 */
DeskPermission
desk_command_get_permission (DeskCommandKind kind)
{
  const DeskCommandInfo *info = desk_command_get_info (kind);

  return info != NULL ? info->permission : DESK_PERMISSION_NONE;
}
