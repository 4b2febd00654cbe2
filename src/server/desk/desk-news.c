/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-news.h"

#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"
#include "server/store/desk-feed.h"
#include "server/store/desk-scope.h"

/* So many changes are read at once. */
#define PAGE 200

static void
free_news (gpointer data)
{
  DeskNews *news = data;

  g_free (news->id);
  g_free (news->assignee);
  g_free (news->for_staff);
  g_free (news->for_customers);
  g_free (news->for_losers);
  g_free (news->about_id);
  g_hash_table_unref (news->may_see);
  g_clear_pointer (&news->losers, g_hash_table_unref);
  g_free (news);
}

static void
free_listener (gpointer data)
{
  DeskListener *listener = data;

  desk_viewer_free (listener->viewer);
  g_free (listener->session_id);
  g_free (listener);
}

static gboolean
is_history_of (const DeskFeedChange *change, const char *id)
{
  return change->kind == &desk_history_kind && change->entity != NULL
         && g_strcmp0 (desk_entity_get_string (change->entity, DESK_HISTORY_ENTITY_ID), id) == 0;
}

/* Whether the last thing that happened to an entity was this. The rows of one transaction have the same time; older
 * ones are among the changes where they were moved to the feed's end for new readers. */
static gboolean
has_action (GPtrArray *changes, const char *id, DeskAction action)
{
  gint64 last = 0;
  gboolean has = FALSE;

  for (guint i = 0; i < changes->len; i++)
    {
      const DeskFeedChange *change = g_ptr_array_index (changes, i);
      gint64 at = is_history_of (change, id) ? desk_entity_get_time (change->entity, DESK_HISTORY_AT) : 0;

      if (at == 0 || at < last)
        continue;
      has = (at == last && has) || desk_entity_get_enum (change->entity, DESK_HISTORY_ACTION) == (int) action;
      last = at;
    }
  return has;
}

static const char *
get_notification_word (DeskNotificationKind kind)
{
  return desk_enum_to_wire (&desk_notification_kind_enum, kind);
}

static const char *
name_ticket_event (GPtrArray *changes, const DeskFeedChange *change)
{
  if (change->is_deleted)
    return "ticket_removed";
  if (has_action (changes, change->id, DESK_ACTION_CREATED) || desk_entity_get_version (change->entity) == 1)
    return "new_ticket";
  if (has_action (changes, change->id, DESK_ACTION_ESCALATED))
    return get_notification_word (DESK_NOTIFICATION_KIND_TICKET_ESCALATED);
  if (has_action (changes, change->id, DESK_ACTION_ASSIGNED))
    return get_notification_word (DESK_NOTIFICATION_KIND_TICKET_ASSIGNED);
  return "ticket_updated";
}

/* Whether anything but what was said happened to a chat: all that is among the changes is new. */
static gboolean
has_moved (GPtrArray *changes, const char *id)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const DeskFeedChange *change = g_ptr_array_index (changes, i);

      if (is_history_of (change, id)
          && desk_entity_get_enum (change->entity, DESK_HISTORY_ACTION) != DESK_ACTION_UPDATED)
        return TRUE;
    }
  return FALSE;
}

static const char *
name_chat_event (GPtrArray *changes, const DeskFeedChange *change)
{
  if (!has_moved (changes, change->id))
    return "chat_updated";
  switch (desk_entity_get_enum (change->entity, DESK_CHAT_STATUS))
    {
    case DESK_CHAT_STATUS_WAITING:
      return get_notification_word (DESK_NOTIFICATION_KIND_CHAT_WAITING);
    case DESK_CHAT_STATUS_ACTIVE:
      return "chat_accepted";
    default:
      return "chat_ended";
    }
}

static const char *
name_event (GPtrArray *changes, const DeskFeedChange *change)
{
  gboolean is_new = change->entity != NULL && desk_entity_get_version (change->entity) == 1;

  if (change->kind == &desk_ticket_kind)
    return name_ticket_event (changes, change);
  if (change->is_deleted)
    return "entity_changed";
  if (change->kind == &desk_query_kind)
    {
      if (is_new)
        return "new_query";
      return has_action (changes, change->id, DESK_ACTION_ESCALATED) ? "query_escalated" : "query_updated";
    }
  if (change->kind == &desk_chat_kind)
    return name_chat_event (changes, change);
  if (change->kind == &desk_message_kind)
    return is_new ? "new_message" : "message_read";
  if (change->kind == &desk_notification_kind)
    return "notification";
  if (change->kind == &desk_agent_kind)
    return "agent_status_changed";
  return "entity_changed";
}

static char *
write_line (const DeskFeedChange *change, gboolean is_put, DeskAudience audience)
{
  GString *line = g_string_sized_new (is_put ? 1024 : 128);

  g_string_append (line, "{\"seq\":");
  desk_json_append_integer (line, change->seq);
  g_string_append_printf (line, ",\"kind\":\"%s\",\"op\":\"%s\",", change->kind->name, is_put ? "put" : "drop");
  if (is_put)
    {
      g_string_append (line, "\"data\":");
      desk_entity_append_json (change->entity, line, audience);
    }
  else
    {
      g_string_append (line, "\"id\":");
      desk_json_append_string (line, change->id);
    }
  g_string_append_c (line, '}');
  return g_string_free (line, FALSE);
}

/* Staff to whom the feed would say "drop": the kind comes and goes for them, and this one has changed. */
static void
find_losers (DeskNews *news, const DeskFeedChange *change, GPtrArray *listeners)
{
  if (change->is_deleted || change->kind != &desk_ticket_kind || desk_entity_get_version (change->entity) <= 1)
    return;
  for (guint i = 0; i < listeners->len; i++)
    {
      const DeskListener *listener = g_ptr_array_index (listeners, i);

      if (g_hash_table_contains (news->may_see, listener->viewer->id)
          || desk_scope_get_reach (change->kind, listener->viewer) != DESK_REACH_MOVING)
        continue;
      if (news->losers == NULL)
        {
          news->losers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          news->for_losers = write_line (change, FALSE, DESK_AUDIENCE_STAFF);
        }
      g_hash_table_add (news->losers, g_strdup (listener->viewer->id));
    }
}

static DeskNews *
make_news (DeskTransaction *transaction,
           DeskNewsRequest *request,
           GPtrArray *changes,
           const DeskFeedChange *change,
           GPtrArray *ids,
           GError **error)
{
  DeskNews *news = g_new0 (DeskNews, 1);

  news->may_see = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!desk_feed_viewers (transaction->db, change->kind, change->id, ids, news->may_see, error))
    {
      free_news (news);
      return NULL;
    }
  news->event = name_event (changes, change);
  if (change->kind == &desk_ticket_kind && !change->is_deleted
      && (has_action (changes, change->id, DESK_ACTION_ASSIGNED)
          || has_action (changes, change->id, DESK_ACTION_CREATED)))
    {
      news->assigned = get_notification_word (DESK_NOTIFICATION_KIND_TICKET_ASSIGNED);
      news->assignee = g_strdup (desk_entity_get_string (change->entity, DESK_TICKET_ASSIGNED_TO));
    }
  news->seq = change->seq;
  news->id = g_strdup (change->id);
  if (change->kind == &desk_message_kind && !change->is_deleted)
    {
      news->about_kind = desk_entity_get_enum (change->entity, DESK_MESSAGE_THREAD_KIND);
      news->about_id = g_strdup (desk_entity_get_string (change->entity, DESK_MESSAGE_THREAD_ID));
    }
  find_losers (news, change, request->listeners);
  if (g_hash_table_size (news->may_see) > 0)
    {
      news->for_staff = write_line (change, !change->is_deleted, DESK_AUDIENCE_STAFF);
      news->for_customers = write_line (change, !change->is_deleted, DESK_AUDIENCE_CUSTOMER);
    }
  return news;
}

/* Each person once, however often they are connected. */
static GPtrArray *
list_ids (GPtrArray *listeners)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < listeners->len; i++)
    {
      const DeskListener *listener = g_ptr_array_index (listeners, i);

      if (g_hash_table_add (seen, listener->viewer->id))
        g_ptr_array_add (ids, listener->viewer->id);
    }
  return ids;
}

/**
 * desk_listener_new:
 * @viewer: who listens
 * @session_id: with which session
 *
 * Returns: (transfer full): a listener
 */
DeskListener *
desk_listener_new (const DeskViewer *viewer, const char *session_id)
{
  DeskListener *self = g_new0 (DeskListener, 1);

  self->viewer = desk_viewer_copy (viewer);
  self->session_id = g_strdup (session_id);
  return self;
}

/**
 * desk_news_request_new:
 * @since: the place up to which everything was told
 *
 * Returns: (transfer full): a request, to which listeners are added
 */
DeskNewsRequest *
desk_news_request_new (gint64 since)
{
  DeskNewsRequest *self = g_new0 (DeskNewsRequest, 1);

  self->since = since;
  self->next = since;
  self->listeners = g_ptr_array_new_with_free_func (free_listener);
  self->news = g_ptr_array_new_with_free_func (free_news);
  return self;
}

void
desk_news_request_free (DeskNewsRequest *self)
{
  g_ptr_array_unref (self->listeners);
  g_ptr_array_unref (self->news);
  g_free (self);
}

/**
 * desk_news_read:
 * @transaction: reads
 * @request: a #DeskNewsRequest
 * @error: when the database fails
 *
 * Reads what changed since the last time, in the order of the feed, and finds out which of the connected may see each.
 *
 * Returns: whether it could be read
 */
gboolean
desk_news_read (DeskTransaction *transaction, gpointer request, GError **error)
{
  DeskNewsRequest *self = request;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_feed_change_free);
  g_autoptr (GPtrArray) ids = list_ids (self->listeners);

  g_ptr_array_set_size (self->news, 0);
  if (!desk_feed_changes (transaction->db, MAX (self->since, 1), PAGE, changes, &self->next, &self->more, error))
    return FALSE;
  for (guint i = 0; ids->len > 0 && i < changes->len; i++)
    {
      DeskNews *news = make_news (transaction, self, changes, g_ptr_array_index (changes, i), ids, error);

      if (news == NULL)
        return FALSE;
      g_ptr_array_add (self->news, news);
    }
  return TRUE;
}

/**
 * desk_news_find_end:
 * @transaction: reads
 * @seq: (out): the place up to which the feed is settled
 * @error: when the database fails
 *
 * Returns: whether it could be read
 */
gboolean
desk_news_find_end (DeskTransaction *transaction, gint64 *seq, GError **error)
{
  return desk_feed_get_end (transaction->db, seq, error);
}

/**
 * desk_news_find_thread:
 * @transaction: reads
 * @viewer: who asks
 * @subject: a query, a ticket or a chat
 * @id: its id
 * @error: %DESK_ERROR_NOT_FOUND also for what they may not see
 *
 * Returns: (transfer full): the id
 */
char *
desk_news_find_thread (DeskTransaction *transaction,
                       const DeskViewer *viewer,
                       DeskSubject subject,
                       const char *id,
                       GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GHashTable) may_see = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_ptr_array_add (ids, viewer->id);
  if (!desk_feed_viewers (transaction->db, desk_kind_of_subject (subject), id, ids, may_see, error))
    return NULL;
  if (g_hash_table_size (may_see) > 0)
    return g_strdup (id);
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no such conversation");
  return NULL;
}
