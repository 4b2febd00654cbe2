/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-command-show-chat.h"

#include "core/desk-entity-json.h"
#include "core/desk-text.h"

static void
hold (const DeskShowing *showing, DeskEntity *chat)
{
  desk_entity_set_enum (chat, DESK_CHAT_STATUS, DESK_CHAT_STATUS_ACTIVE);
  desk_entity_set_string (chat, DESK_CHAT_ASSIGNED_TO, showing->show->overlay->me_id);
  desk_entity_set_time (chat, DESK_CHAT_ACCEPTED_AT, showing->pending->created_at);
  desk_entity_unset (chat, DESK_CHAT_ENDED_AT);
  desk_showing_touch (showing, chat);
}

static void
end (const DeskShowing *showing, DeskEntity *chat)
{
  desk_showing_touch (showing, chat);
  if (desk_entity_get_enum (chat, DESK_CHAT_STATUS) == DESK_CHAT_STATUS_ENDED)
    return;
  desk_entity_set_enum (chat, DESK_CHAT_STATUS, DESK_CHAT_STATUS_ENDED);
  desk_entity_set_time (chat, DESK_CHAT_ENDED_AT, showing->pending->created_at);
  desk_entity_unset (chat, DESK_CHAT_WAITING_SINCE);
  desk_entity_unset (chat, DESK_CHAT_ANSWER_DUE_AT);
}

/* Whoever answers in a chat that nobody has, or in one that has ended, has it. A note changes nothing. */
void
desk_show_chat_reply (const DeskShowing *showing)
{
  DeskEntity *chat = desk_showing_get_target (showing, &desk_chat_kind);
  g_autofree char *excerpt = NULL;

  if (desk_showing_is_done (showing, &desk_message_kind))
    return;
  desk_showing_put_message (showing, DESK_SUBJECT_CHAT, DESK_QUERY_SOURCE_CHAT);
  if (chat == NULL || desk_showing_is_note (showing))
    return;
  desk_showing_answer_thread (showing, chat, DESK_CHAT_WAITING_SINCE, DESK_CHAT_FIRST_RESPONSE_AT,
                              DESK_CHAT_LAST_MESSAGE_AT, DESK_CHAT_MESSAGE_COUNT);
  excerpt = desk_text_dup_excerpt (desk_showing_get_text (showing->body, "body"),
                                   desk_chat_kind.fields[DESK_CHAT_LAST_MESSAGE].max);
  desk_entity_set_string (chat, DESK_CHAT_LAST_MESSAGE, excerpt);
  desk_entity_unset (chat, DESK_CHAT_ANSWER_DUE_AT);
  if (desk_entity_get_enum (chat, DESK_CHAT_STATUS) != DESK_CHAT_STATUS_ACTIVE)
    hold (showing, chat);
}

/* Somebody may have been faster: then the server will say so. */
void
desk_show_chat_accept (const DeskShowing *showing)
{
  DeskEntity *chat = desk_showing_get_target (showing, &desk_chat_kind);

  if (chat != NULL && desk_entity_get_enum (chat, DESK_CHAT_STATUS) == DESK_CHAT_STATUS_WAITING)
    hold (showing, chat);
}

void
desk_show_chat_end (const DeskShowing *showing)
{
  DeskEntity *chat = desk_showing_get_target (showing, &desk_chat_kind);

  if (chat != NULL)
    end (showing, chat);
}

/* Only what had been said when it was read: a customer who has written since is unread again. */
void
desk_show_chat_read (const DeskShowing *showing)
{
  DeskEntity *chat = desk_showing_get_target (showing, &desk_chat_kind);
  gint64 seen = json_object_get_int_member_with_default (showing->found, "last_message_at", 0);

  if (chat != NULL && desk_entity_get_time (chat, DESK_CHAT_LAST_MESSAGE_AT) <= seen)
    desk_entity_set_integer (chat, DESK_CHAT_UNREAD_BY_AGENT, 0);
}

void
desk_show_chat_to_query (const DeskShowing *showing)
{
  static const struct
  {
    guint field;
    const char *name;
  } contact[] = { { DESK_QUERY_NAME, "name" }, { DESK_QUERY_MOBILE, "mobile" }, { DESK_QUERY_EMAIL, "email" } };
  DeskEntity *chat = desk_showing_get_target (showing, &desk_chat_kind);
  DeskEntity *query;

  if (desk_showing_is_done (showing, &desk_query_kind))
    return;
  query = desk_showing_read_entity (showing, &desk_query_kind);
  desk_entity_set_enum (query, DESK_QUERY_SOURCE, DESK_QUERY_SOURCE_CHAT);
  for (guint i = 0; i < G_N_ELEMENTS (contact); i++)
    desk_entity_set_string (query, contact[i].field, desk_showing_get_text (showing->found, contact[i].name));
  if (chat != NULL)
    {
      if (!desk_entity_is_set (query, DESK_QUERY_MESSAGE))
        desk_entity_set_value (query, DESK_QUERY_MESSAGE, desk_entity_get_value (chat, DESK_CHAT_LAST_MESSAGE));
      desk_entity_set_string (chat, DESK_CHAT_QUERY_ID, showing->pending->new_id);
      end (showing, chat);
    }
  desk_showing_put_query (showing, query);
}

void
desk_show_chat_to_ticket (const DeskShowing *showing)
{
  DeskEntity *chat = desk_showing_get_target (showing, &desk_chat_kind);
  DeskEntity *ticket;

  if (desk_showing_is_done (showing, &desk_ticket_kind))
    return;
  ticket = desk_showing_read_entity (showing, &desk_ticket_kind);
  desk_entity_set_string (ticket, DESK_TICKET_CUSTOMER_ID, desk_showing_get_text (showing->found, "customer_id"));
  desk_entity_set_string (ticket, DESK_TICKET_ESCALATED_BY, showing->show->overlay->me_id);
  desk_showing_begin_ticket (showing, ticket);
  if (chat != NULL)
    {
      desk_entity_set_string (chat, DESK_CHAT_TICKET_ID, showing->pending->new_id);
      end (showing, chat);
    }
  desk_showing_put_entity (showing, ticket);
}
