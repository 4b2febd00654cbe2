/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-converse.h"

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-clocks.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-status.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-mentions.h"
#include "server/store/desk-messages.h"
#include "server/store/desk-search-index.h"

/* The places of what queries and tickets have in common. */
typedef struct
{
  guint number, customer_id, first_response_at, waiting_since, last_message_at, message_count;
} Places;

static gboolean
is_ticket (DeskEntity *thread)
{
  return desk_entity_get_kind (thread) == &desk_ticket_kind;
}

static Places
get_places (DeskEntity *thread)
{
  if (is_ticket (thread))
    return (Places){ DESK_TICKET_NUMBER,        DESK_TICKET_CUSTOMER_ID,     DESK_TICKET_FIRST_RESPONSE_AT,
                     DESK_TICKET_WAITING_SINCE, DESK_TICKET_LAST_MESSAGE_AT, DESK_TICKET_MESSAGE_COUNT };
  return (Places){ DESK_QUERY_NUMBER,        DESK_QUERY_CUSTOMER_ID,     DESK_QUERY_FIRST_RESPONSE_AT,
                   DESK_QUERY_WAITING_SINCE, DESK_QUERY_LAST_MESSAGE_AT, DESK_QUERY_MESSAGE_COUNT };
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
                          desk_entity_get_string (thread, get_places (thread).number));
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

static void
count_message (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message)
{
  Places places = get_places (thread);
  DeskSenderType sender_type = desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE);

  if (desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL))
    return;
  desk_entity_set_integer (thread, places.message_count, desk_entity_get_integer (thread, places.message_count) + 1);
  desk_entity_set_time (thread, places.last_message_at, desk_entity_get_time (message, DESK_ENTITY_CREATED_AT));
  if (sender_type == DESK_SENDER_TYPE_CUSTOMER)
    {
      if (!desk_entity_is_set (thread, places.waiting_since))
        desk_entity_set_time (thread, places.waiting_since, transaction->now);
    }
  /* Words of the desk itself are no reply. */
  else if (sender_type == DESK_SENDER_TYPE_AGENT)
    {
      desk_entity_unset (thread, places.waiting_since);
      if (is_ticket (thread))
        desk_clocks_answered (transaction, thread);
      else if (!desk_entity_is_set (thread, places.first_response_at))
        desk_entity_set_time (thread, places.first_response_at, transaction->now);
    }
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

  if (desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL))
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
    return desk_ticket_changes_save (transaction, before, after, action, NULL, error);
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
tell (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GString *told, GError **error)
{
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

/**
 * desk_converse_add:
 * @transaction: a transaction that writes
 * @thread: a query or ticket, locked or new; its counts and clocks are set, and the caller stores it
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
  if (!prepare_id (transaction, message, error) || !desk_messages_insert (transaction->db, message, error)
      || !desk_search_keep (transaction->db, message, desk_entity_get_string (thread, get_places (thread).customer_id),
                            error))
    return FALSE;
  count_message (transaction, thread, message);
  return TRUE;
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
 * @thread_kind: query or ticket
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
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, thread_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;
  gboolean is_internal = desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL);

  if (before == NULL || !check_right (transaction, before, is_internal, error))
    return FALSE;
  if (!is_internal && !force && base_seq != DESK_CONVERSE_NO_BASE && !check_base (transaction, before, base_seq, error))
    return FALSE;
  after = desk_entity_copy (before);
  return desk_converse_add (transaction, after, message, error) && move_thread (transaction, after, message, error)
         && save_thread (transaction, before, after, get_action (message), error)
         && tell (transaction, after, message, told, error);
}

gboolean
desk_converse_mark_read (DeskTransaction *transaction,
                         const DeskKind *thread_kind,
                         const char *key,
                         const char *up_to,
                         gint64 *n,
                         GError **error)
{
  g_autoptr (DeskEntity) thread = desk_transaction_lock (transaction, thread_kind, key, error);

  if (thread == NULL)
    return FALSE;
  desk_db_notify (transaction->db, DESK_TRANSACTION_CHANNEL);
  return desk_messages_mark_read (transaction->db, desk_entity_get_id (thread),
                                  transaction->viewer->role == DESK_ROLE_CUSTOMER, up_to, transaction->now, n, error);
}
