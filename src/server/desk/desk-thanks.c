/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-thanks.h"

#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-fetch.h"

static gboolean
is_settled (DeskEntity *thread)
{
  int status;

  if (desk_entity_get_kind (thread) == &desk_ticket_kind)
    return !desk_ticket_status_is_open (desk_entity_get_enum (thread, DESK_TICKET_STATUS));
  if (desk_entity_get_kind (thread) != &desk_query_kind)
    return FALSE;
  status = desk_entity_get_enum (thread, DESK_QUERY_STATUS);
  return status == DESK_QUERY_STATUS_RESOLVED || status == DESK_QUERY_STATUS_CLOSED;
}

/* Whoever writes signs with their name, and thanks somebody by theirs. */
static char *
dup_names (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message)
{
  guint field = desk_kind_find_field (desk_entity_get_kind (thread), "assigned_to");
  const char *agent_id = desk_entity_get_string (thread, field);
  const char *sender = desk_entity_get_string (message, DESK_MESSAGE_SENDER_NAME);
  g_autoptr (DeskEntity) agent =
      agent_id != NULL ? desk_fetch_by (transaction->db, &desk_agent_kind, "id", agent_id, DESK_FETCH_READ, NULL)
                       : NULL;

  return g_strjoin (" ", sender != NULL ? sender : "",
                    agent != NULL ? desk_entity_get_string (agent, DESK_AGENT_NAME) : "", NULL);
}

gboolean
desk_thanks_is_all (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message)
{
  GPtrArray *attachments = desk_entity_get_items (message, DESK_MESSAGE_ATTACHMENTS);
  g_autofree char *names = NULL;

  if (desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE) != DESK_SENDER_TYPE_CUSTOMER || !is_settled (thread)
      || (attachments != NULL && attachments->len > 0))
    return FALSE;
  names = dup_names (transaction, thread, message);
  return desk_preset_is_thanks (transaction->preset, desk_entity_get_string (message, DESK_MESSAGE_BODY), names);
}
