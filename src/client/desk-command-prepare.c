/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-command-prepare.h"

#include <glib/gi18n-lib.h>

#include "client/desk-cache-customer.h"
#include "client/desk-command-arguments.h"
#include "client/desk-command-table.h"
#include "client/desk-command-words.h"
#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-time.h"
#include "core/desk-workflow.h"

static const char *
get_text (JsonObject *body, const char *name)
{
  return json_object_get_string_member_with_default (body, name, NULL);
}

static char *
dup_json (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

static gboolean
may (const DeskCommandWorld *world, DeskPermission permission, DeskEntity *target)
{
  if (world->me == NULL)
    return FALSE;
  if (DESK_IS_TICKET (target))
    return desk_command_may_on_ticket (world->me, permission, DESK_TICKET (target));
  return desk_role_may (desk_entity_get_enum (world->me, DESK_AGENT_ROLE), permission);
}

static gboolean
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, text);
  return FALSE;
}

static gboolean
check_ticket_move (const DeskCommandWorld *world, DeskEntity *ticket, DeskTicketStatus to, GError **error)
{
  DeskTicketStatus from = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);

  if (from == to)
    return TRUE;
  if (!desk_ticket_status_may_follow (from, to))
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, _ ("A ticket that is “%s” can’t become “%s”"),
                   desk_enum_label (&desk_ticket_status_enum, from), desk_enum_label (&desk_ticket_status_enum, to));
      return FALSE;
    }
  if (may (world, desk_ticket_status_permission (from, to), ticket))
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, _ ("Your role may not set this ticket to “%s”"),
               desk_enum_label (&desk_ticket_status_enum, to));
  return FALSE;
}

static gboolean
check_query_move (DeskEntity *query, DeskQueryStatus to, GError **error)
{
  DeskQueryStatus from = desk_entity_get_enum (query, DESK_QUERY_STATUS);

  if (from == to || desk_query_status_may_follow (from, to))
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, _ ("A query that is “%s” can’t become “%s”"),
               desk_enum_label (&desk_query_status_enum, from), desk_enum_label (&desk_query_status_enum, to));
  return FALSE;
}

static gboolean
check_escalation (const DeskCommandWorld *world, DeskEntity *query, GError **error)
{
  g_autoptr (DeskEntity) ticket = NULL;
  const char *number;

  if (!desk_entity_get_flag (query, DESK_QUERY_IS_ESCALATED))
    return TRUE;
  ticket = desk_cache_dup_entity (world->cache, &desk_ticket_kind,
                                  desk_entity_get_string (query, DESK_QUERY_ESCALATED_TICKET_ID));
  number = ticket != NULL ? desk_entity_get_string (ticket, DESK_TICKET_NUMBER) : NULL;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, _ ("This query has been escalated already (%s)"),
               number != NULL ? number : _ ("its ticket has no number yet"));
  return FALSE;
}

/* A refund needs an amount, and no more than was paid goes back. */
static gboolean
check_refund (const DeskCommandWorld *world, DeskEntity *ticket, JsonObject *body, GError **error)
{
  int type = desk_enum_from_wire (&desk_resolution_type_enum, get_text (body, "resolution_type"));
  JsonNode *node = json_object_get_member (body, "refund");
  gint64 amount = node != NULL ? json_object_get_int_member_with_default (json_node_get_object (node), "amount", 0) : 0;
  g_autoptr (DeskEntity) order =
      desk_cache_dup_entity (world->cache, &desk_order_kind, desk_entity_get_string (ticket, DESK_TICKET_ORDER_ID));
  GError *local_error = NULL;

  if (desk_resolution_type_is_refund (type) && amount <= 0)
    desk_error_add_field (&local_error, "refund", "%s", _ ("A refund needs an amount greater than zero"));
  else if (!desk_resolution_type_is_refund (type) && amount > 0)
    desk_error_add_field (&local_error, "refund", "%s", _ ("An amount goes with a refund only"));
  else if (amount > 0 && order != NULL && desk_entity_is_set (order, DESK_ORDER_TOTAL)
           && amount > desk_entity_get_money (order, DESK_ORDER_TOTAL, NULL))
    desk_error_add_field (&local_error, "refund", "%s", _ ("The refund can’t be more than the order’s total"));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
check_order (const DeskCommandWorld *world, JsonObject *body, GError **error)
{
  const char *number = get_text (body, "order_number");
  g_autoptr (DeskEntity) order =
      number != NULL ? desk_cache_dup_by_number (world->cache, &desk_order_kind, number) : NULL;

  if (number == NULL || order != NULL)
    return TRUE;
  desk_error_add_field (error, "order_number", _ ("There is no order %s"), number);
  return FALSE;
}

static gboolean
check_new_query (const DeskCommandWorld *world, JsonObject *body, GError **error)
{
  GError *local_error = NULL;

  if (get_text (body, "mobile") == NULL && get_text (body, "email") == NULL)
    desk_error_add_field (&local_error, "mobile", "%s", _ ("A mobile number or an e-mail address has to be given"));
  check_order (world, body, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Whoever was faster has it. */
static gboolean
check_accept (const DeskCommandWorld *world, DeskEntity *chat, GError **error)
{
  const char *agent_id = desk_entity_get_string (chat, DESK_CHAT_ASSIGNED_TO);
  const char *name = desk_cache_get_name (world->cache, &desk_agent_kind, agent_id);

  if (desk_entity_get_enum (chat, DESK_CHAT_STATUS) == DESK_CHAT_STATUS_ENDED)
    return refuse (error, _ ("This chat has ended"));
  if (agent_id == NULL || g_str_equal (agent_id, desk_entity_get_id (DESK_ENTITY (world->me))))
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, _ ("%s has this chat already"),
               *name != '\0' ? name : _ ("Somebody"));
  return FALSE;
}

static gboolean
check_convert (DeskEntity *chat, GError **error)
{
  if (desk_entity_is_set (chat, DESK_CHAT_TICKET_ID))
    return refuse (error, _ ("This chat has become a ticket already"));
  return !desk_entity_is_set (chat, DESK_CHAT_QUERY_ID) || refuse (error, _ ("This chat has become a query already"));
}

static gboolean
check_reply (const DeskCommandWorld *world, DeskEntity *target, JsonObject *body, GError **error)
{
  if (!DESK_IS_TICKET (target) || !json_object_get_boolean_member_with_default (body, "is_internal", FALSE)
      || may (world, DESK_PERMISSION_TICKETS_NOTE, target))
    return TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, _ ("Your role may not write notes on this ticket"));
  return FALSE;
}

/* What the state of things says against it. */
static gboolean
check_state (const DeskCommandWorld *world, DeskCommandKind kind, DeskEntity *target, JsonObject *body, GError **error)
{
  const char *status = get_text (body, "status");

  switch (kind)
    {
    case DESK_COMMAND_QUERY_CREATE:
      return check_new_query (world, body, error);
    case DESK_COMMAND_QUERY_UPDATE:
      return status == NULL || check_query_move (target, desk_enum_from_wire (&desk_query_status_enum, status), error);
    case DESK_COMMAND_QUERY_ESCALATE:
      return check_escalation (world, target, error);
    case DESK_COMMAND_TICKET_UPDATE:
      return status == NULL
             || check_ticket_move (world, target, desk_enum_from_wire (&desk_ticket_status_enum, status), error);
    case DESK_COMMAND_TICKET_REPLY:
      return check_reply (world, target, body, error);
    case DESK_COMMAND_TICKET_TAKE:
      return !desk_entity_is_set (target, DESK_TICKET_ASSIGNED_TO)
             || refuse (error, _ ("Somebody has this ticket already"));
    case DESK_COMMAND_TICKET_ESCALATE:
      return check_ticket_move (world, target, DESK_TICKET_STATUS_ESCALATED, error);
    case DESK_COMMAND_TICKET_RESOLVE:
      return check_ticket_move (world, target, DESK_TICKET_STATUS_RESOLVED, error)
             && check_refund (world, target, body, error);
    case DESK_COMMAND_TICKET_CLOSE:
      return check_ticket_move (world, target, DESK_TICKET_STATUS_CLOSED, error);
    case DESK_COMMAND_TICKET_REOPEN:
      return check_ticket_move (world, target, DESK_TICKET_STATUS_IN_PROGRESS, error);
    case DESK_COMMAND_CHAT_ACCEPT:
      return check_accept (world, target, error);
    case DESK_COMMAND_CHAT_END:
      return desk_entity_get_enum (target, DESK_CHAT_STATUS) != DESK_CHAT_STATUS_ENDED
             || refuse (error, _ ("This chat has ended already"));
    case DESK_COMMAND_CHAT_TO_QUERY:
      return check_convert (target, error) && check_order (world, body, error);
    case DESK_COMMAND_CHAT_TO_TICKET:
      return check_convert (target, error);
    case DESK_COMMAND_NONE:
    case DESK_COMMAND_QUERY_REPLY:
    case DESK_COMMAND_CHAT_REPLY:
    case DESK_COMMAND_CHAT_READ:
    case DESK_COMMAND_TICKET_CREATE:
    case DESK_COMMAND_TICKET_ASSIGN:
    case DESK_COMMAND_CUSTOMER_UPDATE:
    case DESK_COMMAND_AVAILABILITY_SET:
    case DESK_COMMAND_NOTIFICATIONS_READ:
    case DESK_N_COMMANDS:
    default:
      return TRUE;
    }
}

/* What the fields hold that an update changes, as the user sees them now. */
static char *
dup_seen (const DeskCommandInfo *info, DeskEntity *target, JsonObject *body)
{
  g_autoptr (GString) json = g_string_new ("{");

  if (!desk_command_is_update (info))
    return NULL;
  for (guint i = 0; i < info->target->n_fields; i++)
    {
      const DeskField *field = &info->target->fields[i];

      if (!json_object_has_member (body, field->name))
        continue;
      g_string_append_printf (json, "%s\"%s\":", json->len > 1 ? "," : "", field->name);
      desk_value_append_json (field, desk_entity_get_value (target, i), json);
    }
  g_string_append_c (json, '}');
  return g_strdup (json->str);
}

static void
find_order (const DeskCommandWorld *world, JsonObject *body, JsonObject *found)
{
  const char *number = get_text (body, "order_number");
  g_autoptr (DeskEntity) order =
      number != NULL ? desk_cache_dup_by_number (world->cache, &desk_order_kind, number) : NULL;
  g_autofree char *message_id = desk_id_new ();

  json_object_set_string_member (found, "message_id", message_id);
  if (order != NULL)
    json_object_set_string_member (found, "order_id", desk_entity_get_id (order));
}

static void
find_contact (const DeskCommandWorld *world, DeskEntity *chat, JsonObject *found)
{
  static const struct
  {
    const char *name;
    guint field;
  } contact[] = { { "customer_id", DESK_ENTITY_ID },
                  { "name", DESK_CUSTOMER_NAME },
                  { "mobile", DESK_CUSTOMER_MOBILE },
                  { "email", DESK_CUSTOMER_EMAIL } };
  g_autoptr (DeskEntity) customer =
      desk_cache_dup_entity (world->cache, &desk_customer_kind, desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID));

  for (guint i = 0; customer != NULL && i < G_N_ELEMENTS (contact); i++)
    if (desk_entity_is_set (customer, contact[i].field))
      json_object_set_string_member (found, contact[i].name, desk_entity_get_string (customer, contact[i].field));
}

static void
find_customer (const DeskCommandWorld *world, JsonObject *body, JsonObject *found)
{
  g_autoptr (DeskEntity) customer =
      desk_cache_find_customer (world->cache, world->preset, get_text (body, "mobile"), get_text (body, "email"));

  if (customer != NULL)
    json_object_set_string_member (found, "customer_id", desk_entity_get_id (customer));
}

/* Whom and what the cache knows that the command speaks of. */
static char *
dup_found (const DeskCommandWorld *world, DeskCommandKind kind, DeskEntity *target, JsonObject *body)
{
  g_autoptr (JsonObject) found = json_object_new ();

  if (kind == DESK_COMMAND_QUERY_CREATE)
    find_customer (world, body, found);
  else if (kind == DESK_COMMAND_CHAT_TO_QUERY || kind == DESK_COMMAND_CHAT_TO_TICKET)
    find_contact (world, target, found);
  else if (kind == DESK_COMMAND_CHAT_READ)
    json_object_set_int_member (found, "last_message_at", desk_entity_get_time (target, DESK_CHAT_LAST_MESSAGE_AT));
  else
    return NULL;
  if (kind == DESK_COMMAND_QUERY_CREATE || kind == DESK_COMMAND_CHAT_TO_QUERY)
    find_order (world, body, found);
  return dup_json (found);
}

/* What a chat becomes the route does not say. */
static void
add_subject (DeskCommandKind kind, JsonObject *body)
{
  DeskSubject subject = kind == DESK_COMMAND_CHAT_TO_QUERY ? DESK_SUBJECT_QUERY : DESK_SUBJECT_TICKET;

  if (kind == DESK_COMMAND_CHAT_TO_QUERY || kind == DESK_COMMAND_CHAT_TO_TICKET)
    json_object_set_string_member (body, "to", desk_enum_to_wire (&desk_subject_enum, subject));
}

static DeskEntity *
find_target (const DeskCommandWorld *world, const DeskCommandInfo *info, const char *target_id, GError **error)
{
  DeskEntity *target = desk_cache_dup_entity (world->cache, info->target, target_id);

  if (target == NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, _ ("This is not there any more"));
  return target;
}

/**
 * desk_command_may_on_ticket:
 * @me: who
 * @permission: what
 * @ticket: on which
 *
 * Returns: whether the role's scope reaches the ticket
 */
gboolean
desk_command_may_on_ticket (DeskAgent *me, DeskPermission permission, DeskTicket *ticket)
{
  DeskScope scope = desk_permission_scope (desk_entity_get_enum (me, DESK_AGENT_ROLE), permission);
  const char *own = desk_entity_get_string (me, DESK_AGENT_DEPARTMENT_ID);
  const char *department = desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID);

  switch (scope)
    {
    case DESK_SCOPE_ALL:
    case DESK_SCOPE_VISIBLE:
      return TRUE;
    case DESK_SCOPE_DEPARTMENT:
      return department == NULL || g_strcmp0 (own, department) == 0;
    case DESK_SCOPE_OWN:
      return g_strcmp0 (desk_entity_get_string (ticket, DESK_TICKET_ESCALATED_BY),
                        desk_entity_get_id (DESK_ENTITY (me)))
             == 0;
    case DESK_SCOPE_NOTHING:
    default:
      return FALSE;
    }
}

/**
 * desk_command_prepare:
 * @world: what it is checked against
 * @kind: a command
 * @target_id: (nullable): what it is done to; oneself when the command is about oneself
 * @arguments: (nullable): a{sv}, see desk-command.h
 * @error: %DESK_ERROR_INVALID with every field that does not hold, %DESK_ERROR_FORBIDDEN, %DESK_ERROR_CONFLICT with
 *   the reason, or %DESK_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the command
 */
DeskPending *
desk_command_prepare (const DeskCommandWorld *world,
                      DeskCommandKind kind,
                      const char *target_id,
                      GVariant *arguments,
                      GError **error)
{
  const DeskCommandInfo *info = desk_command_get_info (kind);
  g_autoptr (GVariant) sunk = arguments != NULL ? g_variant_ref_sink (arguments) : NULL;
  g_autoptr (DeskEntity) target = NULL;
  g_autoptr (JsonObject) body = NULL;
  DeskPending *pending;

  g_return_val_if_fail (info != NULL, NULL);

  if (kind == DESK_COMMAND_AVAILABILITY_SET && target_id == NULL && world->me != NULL)
    target_id = desk_entity_get_id (DESK_ENTITY (world->me));
  if (info->target != NULL)
    {
      target = find_target (world, info, target_id, error);
      if (target == NULL)
        return NULL;
    }
  if (!may (world, info->permission, target))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, _ ("Your role may not do this"));
      return NULL;
    }
  body = desk_command_read_arguments (info, sunk, world->preset, error);
  if (body == NULL || !check_state (world, kind, target, body, error))
    return NULL;

  pending = desk_pending_new ();
  pending->id = desk_id_new ();
  pending->kind = kind;
  pending->target_id = info->target != NULL ? g_strdup (target_id) : NULL;
  pending->created_at = desk_time_now ();
  pending->seen = dup_seen (info, target, body);
  pending->found = dup_found (world, kind, target, body);
  pending->title = desk_command_dup_title (kind, world->cache, target, body);
  pending->subtitle = desk_command_dup_subtitle (kind, target);
  if (info->makes != NULL)
    {
      pending->new_id = desk_id_new ();
      json_object_set_string_member (body, "id", pending->new_id);
    }
  add_subject (kind, body);
  pending->body = dup_json (body);
  return pending;
}
