/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-desk.h"

#include "core/desk-time.h"
#include "server/desk/desk-chat-convert.h"
#include "server/desk/desk-chat.h"
#include "server/desk/desk-converse.h"

/* What a verb of chats is given, and what it gives. */
typedef struct
{
  const char *key;
  const char *text;
  DeskSubject to;
  gint64 later;
  GPtrArray *people;
  DeskEntity *result;
} ChatVerb;

static DeskEntity *
run_verb (EngineDesk *desk, DeskViewer *viewer, EngineWork work, ChatVerb *verb, GError **error)
{
  if (engine_run (desk, viewer, DESK_DB_WRITE, work, verb, error))
    return verb->result;
  g_clear_object (&verb->result);
  return NULL;
}

static gboolean
give (ChatVerb *verb, DeskEntity *entity)
{
  g_clear_object (&verb->result); /* work may be run once more */
  verb->result = entity;
  return entity != NULL;
}

static gboolean
start (DeskTransaction *transaction, gpointer data, GError **error)
{
  ChatVerb *verb = data;
  g_autoptr (DeskEntity) message = desk_entity_new (&desk_message_kind);
  DeskEntity *chat = desk_entity_new (&desk_chat_kind);

  give (verb, chat);
  desk_entity_set_string (chat, DESK_CHAT_CUSTOMER_ID, verb->key);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, verb->text);
  return desk_chat_start (transaction, chat, message, error);
}

static gboolean
accept (DeskTransaction *transaction, gpointer data, GError **error)
{
  ChatVerb *verb = data;

  return give (verb, desk_chat_accept (transaction, verb->key, error));
}

static gboolean
end (DeskTransaction *transaction, gpointer data, GError **error)
{
  ChatVerb *verb = data;

  return give (verb, desk_chat_end (transaction, verb->key, error));
}

static gboolean
convert (DeskTransaction *transaction, gpointer data, GError **error)
{
  ChatVerb *verb = data;
  DeskEntity *made = desk_entity_new (desk_kind_of_subject (verb->to));
  g_autoptr (DeskEntity) chat = NULL;

  give (verb, made);
  chat = desk_chat_convert_begin (transaction, verb->key, made, error);
  if (chat == NULL)
    return FALSE;
  if (verb->to == DESK_SUBJECT_QUERY)
    return desk_chat_convert_to_query (transaction, chat, made, NULL, error);
  desk_entity_set_string (made, DESK_TICKET_SUBJECT, "What was said in the chat");
  desk_entity_set_string (made, DESK_TICKET_CATEGORY, "Delivery Problem");
  return desk_chat_convert_to_ticket (transaction, chat, made, error);
}

static gboolean
mark_read (DeskTransaction *transaction, gpointer data, GError **error)
{
  ChatVerb *verb = data;
  gint64 n = 0;

  return desk_converse_mark_read (transaction, &desk_chat_kind, verb->key, verb->text, &n, error);
}

static gboolean
give_back (DeskTransaction *transaction, gpointer data, GError **error)
{
  ChatVerb *verb = data;

  return desk_chat_return_unanswered (transaction, transaction->now + verb->later, error);
}

static gboolean
keep_present (DeskTransaction *transaction, gpointer data, GError **error)
{
  ChatVerb *verb = data;

  return desk_chat_keep_present (transaction, verb->people, error);
}

DeskEntity *
engine_start_chat (EngineDesk *desk, DeskViewer *viewer, DeskViewer *customer, const char *body, GError **error)
{
  ChatVerb verb = { .key = customer->id, .text = body };

  return run_verb (desk, viewer, start, &verb, error);
}

DeskEntity *
engine_accept_chat (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error)
{
  ChatVerb verb = { .key = key };

  return run_verb (desk, viewer, accept, &verb, error);
}

DeskEntity *
engine_end_chat (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error)
{
  ChatVerb verb = { .key = key };

  return run_verb (desk, viewer, end, &verb, error);
}

DeskEntity *
engine_convert_chat (EngineDesk *desk, DeskViewer *viewer, const char *key, DeskSubject to, GError **error)
{
  ChatVerb verb = { .key = key, .to = to };

  return run_verb (desk, viewer, convert, &verb, error);
}

gboolean
engine_read_chat (EngineDesk *desk, DeskViewer *viewer, const char *key, const char *up_to, GError **error)
{
  ChatVerb verb = { .key = key, .text = up_to };

  return engine_run (desk, viewer, DESK_DB_WRITE, mark_read, &verb, error);
}

void
engine_return_chats (EngineDesk *desk, gint64 later)
{
  ChatVerb verb = { .later = later };

  engine_run (desk, desk->system, DESK_DB_WRITE, give_back, &verb, NULL);
}

void
engine_see (EngineDesk *desk, DeskViewer *agent)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new ();
  ChatVerb verb = { .people = agent != NULL ? people : NULL };

  if (agent != NULL)
    g_ptr_array_add (people, agent->id);
  engine_run (desk, desk->system, DESK_DB_WRITE, keep_present, &verb, NULL);
}
