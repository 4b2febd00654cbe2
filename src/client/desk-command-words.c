/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-command-words.h"

#include <glib/gi18n-lib.h>

#include "core/entities/desk-kinds.h"

/* One of two sentences, where a name may be missing. */
#define NAMED(with_name, without, name) ((name) != NULL ? g_strdup_printf (with_name, name) : g_strdup (without))

static const char *
get_text (JsonObject *body, const char *name)
{
  return json_object_get_string_member_with_default (body, name, NULL);
}

/* Who it is done for. */
static const char *
get_customer_name (DeskCache *cache, DeskEntity *target)
{
  const char *name = NULL;

  if (target == NULL)
    return NULL;
  if (desk_entity_get_kind (target) == &desk_query_kind)
    name = desk_entity_get_string (target, DESK_QUERY_NAME);
  else if (desk_entity_get_kind (target) == &desk_ticket_kind)
    name = desk_cache_get_name (cache, &desk_customer_kind, desk_entity_get_string (target, DESK_TICKET_CUSTOMER_ID));
  else if (desk_entity_get_kind (target) == &desk_chat_kind)
    name = desk_cache_get_name (cache, &desk_customer_kind, desk_entity_get_string (target, DESK_CHAT_CUSTOMER_ID));
  else if (desk_entity_get_kind (target) == &desk_customer_kind)
    name = desk_entity_get_string (target, DESK_CUSTOMER_NAME);
  return name != NULL && *name != '\0' ? name : NULL;
}

static char *
dup_reply_title (DeskCache *cache, DeskEntity *target, JsonObject *body)
{
  const char *name = get_customer_name (cache, target);

  if (json_object_get_boolean_member_with_default (body, "is_internal", FALSE))
    return NAMED (_ ("Internal note about %s"), _ ("Internal note"), name);
  return NAMED (_ ("Reply to %s"), _ ("Reply"), name);
}

/* The status that an update sets, as people call it; NULL when it changes something else. */
static const char *
get_status (const DeskEnum *info, JsonObject *body)
{
  int status = desk_enum_from_wire (info, get_text (body, "status"));

  return status != 0 ? desk_enum_label (info, status) : NULL;
}

static char *
dup_assign_title (DeskCache *cache, JsonObject *body)
{
  const char *name = desk_cache_get_name (cache, &desk_agent_kind, get_text (body, "agent_id"));

  return *name != '\0' ? g_strdup_printf (_ ("Assign to %s"), name) : g_strdup (_ ("Assign automatically"));
}

/**
 * desk_command_dup_title:
 * @kind: a command
 * @cache: for names
 * @target: (nullable): what it is done to
 * @body: what is sent
 *
 * Returns: (transfer full): what it does, in a line
 */
char *
desk_command_dup_title (DeskCommandKind kind, DeskCache *cache, DeskEntity *target, JsonObject *body)
{
  const char *name = get_customer_name (cache, target);
  const char *status;

  switch (kind)
    {
    case DESK_COMMAND_QUERY_CREATE:
      return NAMED (_ ("New query from %s"), _ ("New query"), get_text (body, "name"));
    case DESK_COMMAND_QUERY_UPDATE:
      status = get_status (&desk_query_status_enum, body);
      /* Translators: %s is a status such as "In progress" */
      return NAMED (_ ("Set the query to “%s”"), _ ("Change the query"), status);
    case DESK_COMMAND_QUERY_REPLY:
    case DESK_COMMAND_TICKET_REPLY:
    case DESK_COMMAND_CHAT_REPLY:
      return dup_reply_title (cache, target, body);
    case DESK_COMMAND_QUERY_ESCALATE:
      return NAMED (_ ("Escalate the query of %s"), _ ("Escalate the query"), name);
    case DESK_COMMAND_TICKET_CREATE:
      return NAMED (_ ("New ticket: %s"), _ ("New ticket"), get_text (body, "subject"));
    case DESK_COMMAND_TICKET_UPDATE:
      status = get_status (&desk_ticket_status_enum, body);
      return NAMED (_ ("Set the ticket to “%s”"), _ ("Change the ticket"), status);
    case DESK_COMMAND_TICKET_ASSIGN:
      return dup_assign_title (cache, body);
    case DESK_COMMAND_TICKET_TAKE:
      return g_strdup (_ ("Take the ticket"));
    case DESK_COMMAND_TICKET_ESCALATE:
      return g_strdup (_ ("Escalate the ticket"));
    case DESK_COMMAND_TICKET_RESOLVE:
      return NAMED (_ ("Resolve the ticket of %s"), _ ("Resolve the ticket"), name);
    case DESK_COMMAND_TICKET_CLOSE:
      return g_strdup (_ ("Close the ticket"));
    case DESK_COMMAND_TICKET_REOPEN:
      return g_strdup (_ ("Reopen the ticket"));
    case DESK_COMMAND_CHAT_ACCEPT:
      return NAMED (_ ("Accept the chat with %s"), _ ("Accept the chat"), name);
    case DESK_COMMAND_CHAT_END:
      return NAMED (_ ("End the chat with %s"), _ ("End the chat"), name);
    case DESK_COMMAND_CHAT_READ:
      return NAMED (_ ("Mark the chat with %s as read"), _ ("Mark the chat as read"), name);
    case DESK_COMMAND_CHAT_TO_QUERY:
      return NAMED (_ ("Turn the chat with %s into a query"), _ ("Turn the chat into a query"), name);
    case DESK_COMMAND_CHAT_TO_TICKET:
      return NAMED (_ ("Turn the chat with %s into a ticket"), _ ("Turn the chat into a ticket"), name);
    case DESK_COMMAND_CUSTOMER_UPDATE:
      return NAMED (_ ("Change the details of %s"), _ ("Change a customer’s details"), name);
    case DESK_COMMAND_AVAILABILITY_SET:
      return g_strdup (_ ("Set your availability"));
    case DESK_COMMAND_NOTIFICATIONS_READ:
      return g_strdup (_ ("Mark notifications as read"));
    case DESK_COMMAND_NONE:
    case DESK_N_COMMANDS:
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * desk_command_dup_subtitle:
 * @kind: a command
 * @target: (nullable): what it is done to
 *
 * Returns: (transfer full): the number of what it is done to; "" when there is none
 */
char *
desk_command_dup_subtitle (DeskCommandKind kind, DeskEntity *target)
{
  int field = target != NULL ? desk_kind_find_field (desk_entity_get_kind (target), "number") : -1;

  if (field < 0)
    return g_strdup ("");
  if (!desk_entity_is_set (target, field))
    return g_strdup (desk_entity_get_kind (target) == &desk_query_kind ? _ ("not numbered yet: new query")
                                                                       : _ ("not numbered yet: new ticket"));
  return g_strdup (desk_entity_get_string (target, field));
}
