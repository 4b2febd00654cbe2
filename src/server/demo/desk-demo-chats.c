/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/demo/desk-demo-chats.h"

#include "core/desk-text.h"
#include "core/desk-time.h"
#include "server/demo/desk-demo-thread.h"
#include "server/store/desk-search-index.h"

#define MOST_LINES 6
/* So many queries get the chat that they came of. */
#define MOST_QUERIES 8

/* What is said: the customer first, and then in turns. */
typedef struct
{
  DeskChatStatus status;
  gint64 age; /* of its beginning */
  const char *lines[MOST_LINES];
} Dialogue;

static const Dialogue dialogues[] = {
  { DESK_CHAT_STATUS_ACTIVE,
    11 * DESK_TIME_MINUTE,
    { "Hi, can I still change the address of today's order?",
      "Hello! Yes, until the courier has it. Where shall it go?", "To my office: 14 Residency Road, third floor.",
      "Done, the courier has the new address." } },
  { DESK_CHAT_STATUS_WAITING,
    2 * DESK_TIME_MINUTE,
    { "My payment went through twice, can somebody look at it please?" } },
  { DESK_CHAT_STATUS_WAITING, 6 * DESK_TIME_MINUTE, { "Is anybody there? The app says my delivery was refused." } },
  { DESK_CHAT_STATUS_WAITING, DESK_TIME_MINUTE, { "Which of the mixers fits the large jar?" } },
  { DESK_CHAT_STATUS_ACTIVE,
    25 * DESK_TIME_MINUTE,
    { "The coupon NEW10 does not work for me.", "Good morning, I am checking it. Is it your first order?",
      "Yes, I signed up yesterday.", "Thank you. It works from 500 rupees on, and your basket has 440." } },
  { DESK_CHAT_STATUS_ACTIVE,
    4 * DESK_TIME_MINUTE,
    { "Do you take back opened tea?", "Hello, unopened only, I am afraid. Is something wrong with it?" } },
  { DESK_CHAT_STATUS_ENDED,
    3 * DESK_TIME_HOUR,
    { "How do I get an invoice with my company's name?", "In the app: Orders, then Invoice, then Edit name.",
      "Found it, thanks!", "With pleasure. Have a good day!" } },
  { DESK_CHAT_STATUS_ENDED,
    DESK_TIME_DAY,
    { "When will the mango pickle be back?", "On Thursday. Shall I put you on the list?", "Yes please.",
      "You will get a message as soon as it is here." } },
  { DESK_CHAT_STATUS_ENDED,
    2 * DESK_TIME_DAY,
    { "I can't sign in, the code never comes.", "I have sent it once more, to the number that ends with 21.",
      "Now it came.", "Wonderful. Anything else?", "No, thank you!", "Bye for now." } },
  { DESK_CHAT_STATUS_ENDED,
    5 * DESK_TIME_DAY,
    { "Can I pick up my parcel myself?", "Yes, at the depot in Peenya, from 10 to 6, with your order's number." } },
};

/* One chat while it is made. */
typedef struct
{
  DeskDemo *demo;       /* borrowed */
  DeskEntity *chat;     /* borrowed */
  DeskEntity *customer; /* borrowed */
  DeskEntity *agent;    /* borrowed */
  DeskDemoThread thread;
} Talk;

static DeskEntity *
pick_agent (DeskDemo *demo, guint index)
{
  for (guint i = 0; index % 2 == 1 && i < demo->agents->len; i++)
    {
      DeskEntity *agent = demo->agents->pdata[(index + i) % demo->agents->len];

      if (desk_entity_get_enum (agent, DESK_AGENT_ROLE) == DESK_ROLE_EXECUTIVE)
        return agent;
    }
  return demo->demo_executive;
}

static void
count (Talk *self, guint field)
{
  desk_entity_set_integer (self->chat, field, desk_entity_get_integer (self->chat, field) + 1);
}

static gboolean
say (Talk *self, gint64 at, gboolean by_customer, const char *body, gboolean is_read, GError **error)
{
  g_autoptr (DeskEntity) message = desk_demo_create (self->demo, &desk_message_kind, at);
  DeskEntity *sender = by_customer ? self->customer : self->agent;
  g_autofree char *excerpt = desk_text_dup_excerpt (body, 200);

  desk_entity_set_enum (message, DESK_MESSAGE_THREAD_KIND, DESK_SUBJECT_CHAT);
  desk_entity_set_string (message, DESK_MESSAGE_THREAD_ID, desk_entity_get_id (self->chat));
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_ID, desk_entity_get_id (sender));
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_NAME,
                          desk_entity_get_string (sender,
                                                  by_customer ? (guint) DESK_CUSTOMER_NAME : (guint) DESK_AGENT_NAME));
  desk_entity_set_enum (message, DESK_MESSAGE_SENDER_TYPE,
                        by_customer ? DESK_SENDER_TYPE_CUSTOMER : DESK_SENDER_TYPE_AGENT);
  desk_entity_set_string (message, DESK_MESSAGE_BODY, body);
  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, FALSE);
  desk_entity_set_enum (message, DESK_MESSAGE_CHANNEL, DESK_QUERY_SOURCE_CHAT);
  if (is_read)
    desk_entity_set_time (message, by_customer ? DESK_MESSAGE_READ_BY_AGENT_AT : DESK_MESSAGE_READ_BY_CUSTOMER_AT, at);
  else
    count (self, by_customer ? DESK_CHAT_UNREAD_BY_AGENT : DESK_CHAT_UNREAD_BY_CUSTOMER);
  count (self, DESK_CHAT_MESSAGE_COUNT);
  desk_entity_set_string (self->chat, DESK_CHAT_LAST_MESSAGE, excerpt);
  desk_entity_set_time (self->chat, DESK_CHAT_LAST_MESSAGE_AT, at);
  if (by_customer && !desk_entity_is_set (self->chat, DESK_CHAT_WAITING_SINCE))
    desk_entity_set_time (self->chat, DESK_CHAT_WAITING_SINCE, at);
  else if (!by_customer)
    desk_entity_unset (self->chat, DESK_CHAT_WAITING_SINCE);
  if (!by_customer && !desk_entity_is_set (self->chat, DESK_CHAT_FIRST_RESPONSE_AT))
    desk_entity_set_time (self->chat, DESK_CHAT_FIRST_RESPONSE_AT, at);
  self->thread.last_at = MAX (self->thread.last_at, at);
  return desk_demo_store (self->demo, message, at, error)
         && desk_search_keep (self->demo->db, message, desk_entity_get_id (self->customer), error);
}

static gboolean
begin_talk (Talk *self, DeskEntity *chat, gint64 at, GError **error)
{
  self->chat = chat;
  desk_entity_set_string (chat, DESK_CHAT_CUSTOMER_ID, desk_entity_get_id (self->customer));
  desk_entity_set_enum (chat, DESK_CHAT_STATUS, DESK_CHAT_STATUS_WAITING);
  desk_entity_set_integer (chat, DESK_CHAT_UNREAD_BY_CUSTOMER, 0);
  desk_entity_set_integer (chat, DESK_CHAT_UNREAD_BY_AGENT, 0);
  desk_demo_thread_init (&self->thread, self->demo, DESK_SUBJECT_CHAT, chat, self->customer, DESK_QUERY_SOURCE_CHAT);
  return desk_demo_thread_record (&self->thread, at, DESK_ACTION_CREATED, NULL, 0, NULL, error);
}

static gboolean
accept_talk (Talk *self, gint64 at, GError **error)
{
  desk_entity_set_string (self->chat, DESK_CHAT_ASSIGNED_TO, desk_entity_get_id (self->agent));
  desk_entity_set_time (self->chat, DESK_CHAT_ACCEPTED_AT, at);
  return desk_demo_thread_set_status (&self->thread, at, DESK_ACTION_ASSIGNED, self->agent, DESK_CHAT_STATUS_ACTIVE,
                                      error);
}

static gboolean
end_talk (Talk *self, gint64 at, GError **error)
{
  desk_entity_set_time (self->chat, DESK_CHAT_ENDED_AT, at);
  return desk_demo_thread_set_status (&self->thread, at, DESK_ACTION_CLOSED, self->agent, DESK_CHAT_STATUS_ENDED,
                                      error);
}

static gboolean
store_talk (Talk *self, GError **error)
{
  return desk_demo_store (self->demo, self->chat, self->thread.last_at, error)
         && desk_search_keep (self->demo->db, self->chat, NULL, error);
}

static gboolean
speak (Talk *self, const Dialogue *dialogue, gint64 at, GError **error)
{
  gboolean is_over = dialogue->status == DESK_CHAT_STATUS_ENDED;

  for (guint i = 0; i < MOST_LINES && dialogue->lines[i] != NULL; i++)
    {
      gboolean is_last = i + 1 == MOST_LINES || dialogue->lines[i + 1] == NULL;
      gint64 then = at + i * 35 * DESK_TIME_SECOND;

      if (i == 1 && !accept_talk (self, then - 15 * DESK_TIME_SECOND, error))
        return FALSE;
      if (!say (self, then, i % 2 == 0, dialogue->lines[i], !is_last || is_over, error))
        return FALSE;
    }
  return !is_over || end_talk (self, self->thread.last_at + DESK_TIME_MINUTE, error);
}

static gboolean
make_chat (DeskDemo *demo, guint index, GError **error)
{
  const Dialogue *dialogue = &dialogues[index];
  gint64 at = demo->now - dialogue->age;
  g_autoptr (DeskEntity) chat = desk_demo_create (demo, &desk_chat_kind, at);
  Talk talk = { .demo = demo,
                .customer = demo->customers->pdata[index * 3 % demo->customers->len],
                .agent = pick_agent (demo, index) };
  gboolean made =
      begin_talk (&talk, chat, at, error) && speak (&talk, dialogue, at, error) && store_talk (&talk, error);

  desk_demo_thread_clear (&talk.thread);
  return made;
}

static DeskEntity *
find_customer (DeskDemo *demo, const char *id)
{
  for (guint i = 0; i < demo->customers->len; i++)
    if (g_strcmp0 (desk_entity_get_id (demo->customers->pdata[i]), id) == 0)
      return demo->customers->pdata[i];
  return NULL;
}

/* A query that came by chat was made of one. */
static gboolean
make_converted_chat (DeskDemo *demo, DeskEntity *query, guint index, GError **error)
{
  gint64 end = desk_entity_get_time (query, DESK_ENTITY_CREATED_AT);
  gint64 at = end - 3 * DESK_TIME_MINUTE;
  g_autoptr (DeskEntity) chat = desk_demo_create (demo, &desk_chat_kind, at);
  Talk talk = { .demo = demo,
                .customer = find_customer (demo, desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID)),
                .agent = pick_agent (demo, index) };
  gboolean made;

  desk_entity_set_string (chat, DESK_CHAT_QUERY_ID, desk_entity_get_id (query));
  made = begin_talk (&talk, chat, at, error)
         && say (&talk, at, TRUE, desk_entity_get_string (query, DESK_QUERY_MESSAGE), TRUE, error)
         && accept_talk (&talk, at + DESK_TIME_MINUTE, error)
         && say (&talk, at + 2 * DESK_TIME_MINUTE, FALSE,
                 "I have to look into this and come back to you. You will hear of us here and by e-mail.", TRUE, error)
         && end_talk (&talk, end, error) && store_talk (&talk, error);
  desk_demo_thread_clear (&talk.thread);
  return made;
}

void
desk_demo_chats_note_query (DeskDemo *demo, DeskEntity *query)
{
  if (desk_entity_get_enum (query, DESK_QUERY_SOURCE) != DESK_QUERY_SOURCE_CHAT)
    return;
  if (demo->queries_by_chat->len >= MOST_QUERIES)
    g_ptr_array_remove_index (demo->queries_by_chat, 0);
  g_ptr_array_add (demo->queries_by_chat, g_object_ref (query));
}

/**
 * desk_demo_make_chats:
 * @demo: a desk with people and cases in it and an open batch
 * @error: what the database says
 *
 * Returns: whether they are stored
 */
gboolean
desk_demo_make_chats (DeskDemo *demo, GError **error)
{
  for (guint i = 0; i < demo->queries_by_chat->len; i++)
    if (!make_converted_chat (demo, demo->queries_by_chat->pdata[i], i, error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (dialogues); i++)
    if (!make_chat (demo, i, error))
      return FALSE;
  return TRUE;
}
