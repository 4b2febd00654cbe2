/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-converse.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-chat-changes.h"
#include "server/desk/desk-clocks.h"
#include "server/desk/desk-merge.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-status.h"
#include "server/desk/desk-thanks.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-mentions.h"
#include "server/store/desk-messages.h"
#include "server/store/desk-search-index.h"

/* The places of what queries and tickets have in common. A chat has a file of its own for what follows a message. */
typedef struct
{
  guint number, first_response_at, waiting_since, last_message_at, message_count;
} Places;

static gboolean
is_ticket (DeskEntity *thread)
{
  return desk_entity_get_kind (thread) == &desk_ticket_kind;
}

static gboolean
is_chat (DeskEntity *thread)
{
  return desk_entity_get_kind (thread) == &desk_chat_kind;
}

static const char *
get_customer_id (DeskEntity *thread)
{
  return desk_entity_get_string (thread, desk_kind_find_field (desk_entity_get_kind (thread), "customer_id"));
}

static Places
get_places (DeskEntity *thread)
{
  if (is_ticket (thread))
    return (Places){ DESK_TICKET_NUMBER, DESK_TICKET_FIRST_RESPONSE_AT, DESK_TICKET_WAITING_SINCE,
                     DESK_TICKET_LAST_MESSAGE_AT, DESK_TICKET_MESSAGE_COUNT };
  return (Places){ DESK_QUERY_NUMBER, DESK_QUERY_FIRST_RESPONSE_AT, DESK_QUERY_WAITING_SINCE,
                   DESK_QUERY_LAST_MESSAGE_AT, DESK_QUERY_MESSAGE_COUNT };
}

static DeskSenderType
get_sender_type (const DeskViewer *viewer)
{
  if (viewer->is_system)
    return DESK_SENDER_TYPE_SYSTEM;
  return viewer->role == DESK_ROLE_CUSTOMER ? DESK_SENDER_TYPE_CUSTOMER : DESK_SENDER_TYPE_AGENT;
}

static gboolean
check_right (DeskTransaction *transaction, DeskEntity *thread, gboolean is_internal, GError **error)
{
  const DeskViewer *viewer = transaction->viewer;

  if (is_internal && viewer->role == DESK_ROLE_CUSTOMER)
    {
      desk_error_add_field (error, "is_internal", "only the desk can write notes");
      return FALSE;
    }
  if (is_ticket (thread))
    return desk_rights_check (transaction, is_internal ? DESK_PERMISSION_TICKETS_NOTE : DESK_PERMISSION_TICKETS_REPLY,
                              thread, error);
  if (is_chat (thread))
    return TRUE; /* whoever sees it */
  if (viewer->is_system || desk_role_may (viewer->role, DESK_PERMISSION_QUERIES_REPLY))
    return TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "You may not write in queries");
  return FALSE;
}

/* A reply that was written without having seen what came in since is held back. */
static gboolean
check_base (DeskTransaction *transaction, DeskEntity *thread, gint64 base_seq, GError **error)
{
  g_autoptr (GString) missed = g_string_new (NULL);
  g_autoptr (GError) conflict = NULL;
  guint n = 0;

  if (!desk_messages_append_missed (transaction->db, transaction->viewer, desk_entity_get_id (thread), base_seq, missed,
                                    &n, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  conflict = g_error_new (DESK_ERROR, DESK_ERROR_CONFLICT,
                          "Others have written in %s since you read it; give \"force\" to send it anyway",
                          is_chat (thread) ? "this chat" : desk_entity_get_string (thread, get_places (thread).number));
  desk_error_set_extra_json (conflict, "messages", g_string_free (g_steal_pointer (&missed), FALSE));
  g_propagate_error (error, g_steal_pointer (&conflict));
  return FALSE;
}

static void
fill_message (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message)
{
  const char *kind = desk_entity_get_kind (thread)->name;
  DeskSenderType sender_type = get_sender_type (transaction->viewer);

  desk_entity_set_enum (message, DESK_MESSAGE_THREAD_KIND, desk_enum_from_wire (&desk_subject_enum, kind));
  desk_entity_set_string (message, DESK_MESSAGE_THREAD_ID, desk_entity_get_id (thread));
  if (is_chat (thread))
    desk_entity_set_enum (message, DESK_MESSAGE_CHANNEL, DESK_QUERY_SOURCE_CHAT);
  if (desk_entity_is_set (message, DESK_MESSAGE_SENDER_TYPE))
    return;
  desk_entity_set_enum (message, DESK_MESSAGE_SENDER_TYPE, sender_type);
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_ID, transaction->viewer->id);
  desk_entity_set_string (message, DESK_MESSAGE_SENDER_NAME, transaction->viewer->name);
}

static gboolean
prepare_id (DeskTransaction *transaction, DeskEntity *message, GError **error)
{
  gboolean exists;

  if (desk_entity_get_id (message) == NULL)
    {
      g_autofree char *id = desk_id_new ();

      desk_entity_set_string (message, DESK_ENTITY_ID, id);
      return TRUE;
    }
  if (!desk_fetch_exists (transaction->db, &desk_message_kind, desk_entity_get_id (message), &exists, error))
    return FALSE;
  if (!exists)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "There already is a message with the id %s",
               desk_entity_get_id (message));
  return FALSE;
}

/* Somebody waits from the first message that nobody has answered. */
static gboolean
begin_wait (DeskTransaction *transaction, DeskEntity *thread, GError **error)
{
  Places places = get_places (thread);

  if (desk_entity_is_set (thread, places.waiting_since))
    return TRUE;
  desk_entity_set_time (thread, places.waiting_since, transaction->now);
  return !is_ticket (thread) || desk_clocks_customer_wrote (transaction, thread, error);
}

static gboolean
end_wait (DeskTransaction *transaction, DeskEntity *thread, GError **error)
{
  Places places = get_places (thread);

  desk_entity_unset (thread, places.waiting_since);
  if (is_ticket (thread))
    return desk_clocks_answered (transaction, thread, error);
  if (!desk_entity_is_set (thread, places.first_response_at))
    desk_entity_set_time (thread, places.first_response_at, transaction->now);
  return TRUE;
}

static gboolean
count_message (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GError **error)
{
  Places places = get_places (thread);
  DeskSenderType sender_type = desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE);

  if (is_chat (thread))
    {
      desk_chat_changes_count (transaction, thread, message);
      return TRUE;
    }
  if (desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL))
    return TRUE;
  desk_entity_set_integer (thread, places.message_count, desk_entity_get_integer (thread, places.message_count) + 1);
  desk_entity_set_time (thread, places.last_message_at, desk_entity_get_time (message, DESK_ENTITY_CREATED_AT));
  if (sender_type == DESK_SENDER_TYPE_CUSTOMER)
    return desk_thanks_is_all (transaction, thread, message) || begin_wait (transaction, thread, error);
  /* Words of the desk itself are no reply. */
  return sender_type != DESK_SENDER_TYPE_AGENT || end_wait (transaction, thread, error);
}

/* The customer may wake a closed ticket within the preset's window. */
static gboolean
check_wake (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  gint64 window = desk_preset_get_reopen_window (transaction->preset);
  gint64 closed_at = desk_entity_get_time (ticket, DESK_TICKET_CLOSED_AT);

  if (closed_at == 0 || transaction->now - closed_at <= window)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Ticket %s was closed too long ago to be reopened",
               desk_entity_get_string (ticket, DESK_TICKET_NUMBER));
  return FALSE;
}

static gboolean
move_ticket (DeskTransaction *transaction, DeskEntity *ticket, DeskSenderType sender_type, GError **error)
{
  DeskTicketStatus status = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);

  if (sender_type != DESK_SENDER_TYPE_CUSTOMER)
    return TRUE;
  if (status == DESK_TICKET_STATUS_CLOSED && !check_wake (transaction, ticket, error))
    return FALSE;
  if (status == DESK_TICKET_STATUS_PENDING_CUSTOMER || !desk_ticket_status_is_open (status))
    return desk_ticket_changes_move (transaction, ticket, DESK_TICKET_STATUS_IN_PROGRESS, error);
  return TRUE;
}

static gboolean
move_query (DeskTransaction *transaction, DeskEntity *query, DeskSenderType sender_type, GError **error)
{
  DeskQueryStatus status = desk_entity_get_enum (query, DESK_QUERY_STATUS);
  gboolean is_settled = status == DESK_QUERY_STATUS_RESOLVED || status == DESK_QUERY_STATUS_CLOSED;

  if ((sender_type == DESK_SENDER_TYPE_CUSTOMER && is_settled)
      || (sender_type == DESK_SENDER_TYPE_AGENT && status == DESK_QUERY_STATUS_OPEN))
    return desk_status_move_query (transaction, query, DESK_QUERY_STATUS_IN_PROGRESS, error);
  return TRUE;
}

static gboolean
move_thread (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GError **error)
{
  DeskSenderType sender_type = desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE);

  if (is_chat (thread))
    return desk_chat_changes_follow (transaction, thread, message, error);
  if (desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL) || desk_thanks_is_all (transaction, thread, message))
    return TRUE;
  return is_ticket (thread) ? move_ticket (transaction, thread, sender_type, error)
                            : move_query (transaction, thread, sender_type, error);
}

static DeskAction
get_action (DeskEntity *message)
{
  if (desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL))
    return DESK_ACTION_NOTED;
  return desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE) == DESK_SENDER_TYPE_CUSTOMER
             ? DESK_ACTION_CUSTOMER_WROTE
             : DESK_ACTION_REPLIED;
}

static gboolean
save_thread (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, DeskAction action, GError **error)
{
  if (is_ticket (after))
    return desk_ticket_changes_save (transaction, before, after, action, NULL, error)
           && (desk_ticket_status_is_open (desk_entity_get_enum (before, DESK_TICKET_STATUS))
               || desk_assign_offer (transaction, after, error));
  if (is_chat (after))
    return desk_chat_changes_save (transaction, before, after, NULL, error);
  return desk_transaction_update (transaction, before, after, action, error)
         && (desk_entity_get_enum (before, DESK_QUERY_STATUS) == desk_entity_get_enum (after, DESK_QUERY_STATUS)
             || desk_notify_status_changed (transaction, before, after, error));
}

static gboolean
tell_mentioned (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GString *told, GError **error)
{
  g_autoptr (GPtrArray) mentions =
      desk_mentions_find (transaction->db, desk_entity_get_string (message, DESK_MESSAGE_BODY), error);

  if (mentions == NULL || !desk_notify_mentioned (transaction, thread, message, mentions, error))
    return FALSE;
  if (told != NULL)
    desk_mentions_append_json (mentions, told);
  return TRUE;
}

static gboolean
tell (DeskTransaction *transaction,
      DeskEntity *before,
      DeskEntity *thread,
      DeskEntity *message,
      GString *told,
      GError **error)
{
  if (is_chat (thread) && get_action (message) != DESK_ACTION_NOTED)
    return desk_chat_changes_tell (transaction, before, thread, message, error);
  switch (get_action (message))
    {
    case DESK_ACTION_NOTED:
      return tell_mentioned (transaction, thread, message, told, error);
    case DESK_ACTION_CUSTOMER_WROTE:
      return desk_notify_customer_wrote (transaction, thread, message, error);
    default:
      return desk_notify_agent_replied (transaction, thread, message, error);
    }
}

/* A chat counts what is not read yet. */
static gboolean
count_read (DeskTransaction *transaction, DeskEntity *before, gboolean by_customer, gint64 n, GError **error)
{
  guint field = by_customer ? DESK_CHAT_UNREAD_BY_CUSTOMER : DESK_CHAT_UNREAD_BY_AGENT;
  g_autoptr (DeskEntity) after = desk_entity_copy (before);

  desk_entity_set_integer (after, field, MAX (desk_entity_get_integer (before, field) - n, 0));
  return desk_chat_changes_save (transaction, before, after, NULL, error);
}

/* What is written to a ticket that was merged into another one is said there, if the writer may see it. */
static DeskEntity *
lock_thread (DeskTransaction *transaction, const DeskKind *kind, const char *key, GError **error)
{
  g_autoptr (DeskEntity) thread = desk_transaction_lock (transaction, kind, key, error);
  g_autoptr (DeskEntity) leads_to = NULL;

  if (thread == NULL || kind != &desk_ticket_kind || !desk_entity_is_set (thread, DESK_TICKET_MERGED_INTO_ID))
    return g_steal_pointer (&thread);
  leads_to = desk_merge_follow (transaction, thread, error);
  if (leads_to == NULL || !desk_ticket_changes_check_not_merged (transaction, leads_to, error))
    return NULL;
  return desk_transaction_lock (transaction, kind, desk_entity_get_id (leads_to), error);
}

/**
 * desk_converse_add:
 * @transaction: a transaction that writes
 * @thread: a query, ticket or chat, locked or new; its counts and clocks are set, and the caller stores it
 * @message: what is said; the viewer says it unless it has a sender
 * @error: %DESK_ERROR_CONFLICT where there is a message with that id
 *
 * Returns: whether the message is stored
 */
gboolean
desk_converse_add (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GError **error)
{
  fill_message (transaction, thread, message);
  if (!desk_entity_is_set (message, DESK_ENTITY_CREATED_AT))
    desk_entity_set_time (message, DESK_ENTITY_CREATED_AT, transaction->now);
  desk_db_notify (transaction->db, DESK_TRANSACTION_CHANNEL);
  return prepare_id (transaction, message, error) && desk_messages_insert (transaction->db, message, error)
         && desk_search_keep (transaction->db, message, get_customer_id (thread), error)
         && count_message (transaction, thread, message, error);
}

gboolean
desk_converse_write (DeskTransaction *transaction,
                     const DeskKind *thread_kind,
                     const char *key,
                     DeskEntity *message,
                     gint64 base_seq,
                     gboolean force,
                     GError **error)
{
  return desk_converse_write_telling (transaction, thread_kind, key, message, base_seq, force, NULL, error);
}

/**
 * desk_converse_write_telling:
 * @transaction: a transaction that writes
 * @thread_kind: query, ticket or chat
 * @key: its id or number
 * @message: with body and is_internal; gets the rest
 * @base_seq: the thread's last place in the feed that the writer saw, or %DESK_CONVERSE_NO_BASE
 * @force: to send it whatever was written since
 * @told: (nullable): gets, for a note, whom it names and who of them is told, as a JSON list
 * @error: %DESK_ERROR_CONFLICT with "messages": what was missed
 *
 * Returns: whether it is said, counted, told, and the thread moved on as its workflow says
 */
gboolean
desk_converse_write_telling (DeskTransaction *transaction,
                             const DeskKind *thread_kind,
                             const char *key,
                             DeskEntity *message,
                             gint64 base_seq,
                             gboolean force,
                             GString *told,
                             GError **error)
{
  g_autoptr (DeskEntity) before = lock_thread (transaction, thread_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;
  gboolean is_internal = desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL);

  if (before == NULL || !check_right (transaction, before, is_internal, error))
    return FALSE;
  if (!is_internal && !force && base_seq != DESK_CONVERSE_NO_BASE && !check_base (transaction, before, base_seq, error))
    return FALSE;
  after = desk_entity_copy (before);
  return desk_converse_add (transaction, after, message, error) && move_thread (transaction, after, message, error)
         && save_thread (transaction, before, after, get_action (message), error)
         && tell (transaction, before, after, message, told, error);
}

gboolean
desk_converse_mark_read (DeskTransaction *transaction,
                         const DeskKind *thread_kind,
                         const char *key,
                         const char *up_to,
                         gint64 *n,
                         GError **error)
{
  g_autoptr (DeskEntity) thread = lock_thread (transaction, thread_kind, key, error);
  gboolean by_customer = transaction->viewer->role == DESK_ROLE_CUSTOMER;

  if (thread == NULL)
    return FALSE;
  desk_db_notify (transaction->db, DESK_TRANSACTION_CHANNEL);
  if (!desk_messages_mark_read (transaction->db, desk_entity_get_id (thread), by_customer, up_to, transaction->now, n,
                                error))
    return FALSE;
  return !is_chat (thread) || *n == 0 || count_read (transaction, thread, by_customer, *n, error);
}
