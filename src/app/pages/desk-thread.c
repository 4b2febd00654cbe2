/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-thread.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"

/* The channel of an answer is the one the customer wrote on. */
static int
get_channel (DeskSession *session, DeskEntity *thread)
{
  g_autoptr (DeskEntity) query = NULL;

  if (DESK_IS_QUERY (thread))
    return desk_entity_get_enum (thread, DESK_QUERY_SOURCE);
  if (!DESK_IS_TICKET (thread))
    return DESK_QUERY_SOURCE_UNKNOWN;
  query = desk_session_dup_entity (session, &desk_query_kind, desk_entity_get_string (thread, DESK_TICKET_QUERY_ID));
  return query != NULL ? desk_entity_get_enum (query, DESK_QUERY_SOURCE) : DESK_QUERY_SOURCE_UNKNOWN;
}

DeskSubject
desk_thread_get_subject (DeskEntity *thread)
{
  if (DESK_IS_TICKET (thread))
    return DESK_SUBJECT_TICKET;
  return DESK_IS_CHAT (thread) ? DESK_SUBJECT_CHAT : DESK_SUBJECT_QUERY;
}

DeskCommandKind
desk_thread_get_reply_command (DeskEntity *thread)
{
  if (DESK_IS_TICKET (thread))
    return DESK_COMMAND_TICKET_REPLY;
  return DESK_IS_CHAT (thread) ? DESK_COMMAND_CHAT_REPLY : DESK_COMMAND_QUERY_REPLY;
}

const char *
desk_thread_get_customer_id (DeskEntity *thread)
{
  return desk_entity_get_string (thread, desk_kind_find_field (desk_entity_get_kind (thread), "customer_id"));
}

/* "" when nobody knows it. */
const char *
desk_thread_get_customer_name (DeskSession *session, DeskEntity *thread)
{
  const char *name = desk_session_get_name (session, &desk_customer_kind, desk_thread_get_customer_id (thread));

  if (name[0] == '\0' && DESK_IS_QUERY (thread))
    name = desk_entity_get_string (thread, DESK_QUERY_NAME);
  return name != NULL ? name : "";
}

gboolean
desk_thread_may_reply (DeskSession *session, DeskEntity *thread)
{
  if (DESK_IS_TICKET (thread))
    return desk_session_may_on_ticket (session, DESK_PERMISSION_TICKETS_REPLY, DESK_TICKET (thread));
  return desk_session_may (session, DESK_IS_CHAT (thread) ? DESK_PERMISSION_CHATS : DESK_PERMISSION_QUERIES_REPLY);
}

gboolean
desk_thread_may_note (DeskSession *session, DeskEntity *thread)
{
  if (DESK_IS_TICKET (thread))
    return desk_session_may_on_ticket (session, DESK_PERMISSION_TICKETS_NOTE, DESK_TICKET (thread));
  return desk_thread_may_reply (session, thread);
}

char *
desk_thread_dup_first_name (DeskSession *session, DeskEntity *thread)
{
  g_auto (GStrv) words = g_strsplit (desk_thread_get_customer_name (session, thread), " ", 2);

  return g_strdup (words[0] != NULL ? words[0] : "");
}

char *
desk_thread_dup_placeholder (DeskSession *session, DeskEntity *thread)
{
  int channel = get_channel (session, thread);
  g_autofree char *first = desk_thread_dup_first_name (session, thread);

  if (channel == DESK_QUERY_SOURCE_PHONE)
    /* Translators: %s is a customer's first name */
    return g_strdup_printf (_ ("Write down what you told %s on the phone …"), first);
  if (DESK_IS_CHAT (thread))
    /* Translators: %s is a customer's first name */
    return g_strdup_printf (_ ("Write to %s …"), first);
  if (channel == DESK_QUERY_SOURCE_UNKNOWN)
    return g_strdup_printf (_ ("Reply to %s …"), first);
  /* Translators: a customer's first name and a channel: "Reply to Lakshmi by WhatsApp …" */
  return g_strdup_printf (_ ("Reply to %s by %s …"), first, desk_enum_label (&desk_query_source_enum, channel));
}

char *
desk_thread_dup_notice (DeskSession *session, DeskEntity *thread)
{
  const char *agent_id;
  DeskAgent *me = desk_session_get_me (session);
  g_autofree char *when = NULL;

  if (!DESK_IS_CHAT (thread))
    return NULL;
  agent_id = desk_entity_get_string (thread, DESK_CHAT_ASSIGNED_TO);
  switch (desk_entity_get_enum (thread, DESK_CHAT_STATUS))
    {
    case DESK_CHAT_STATUS_WAITING:
      return g_strdup (_ ("Nobody has this chat yet. It is yours when you accept it or answer."));
    case DESK_CHAT_STATUS_ENDED:
      when = desk_format_when (desk_entity_get_time (thread, DESK_CHAT_ENDED_AT), 0);
      /* Translators: %s is a time of today, or a day */
      return g_strdup_printf (_ ("This chat ended %s. An answer opens it again."), when);
    default:
      if (me == NULL || agent_id == NULL || g_str_equal (agent_id, desk_entity_get_id (DESK_ENTITY (me))))
        return NULL;
      /* Translators: %s is a colleague's name */
      return g_strdup_printf (_ ("%s has this chat."), desk_session_get_name (session, &desk_agent_kind, agent_id));
    }
}
