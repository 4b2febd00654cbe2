/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/live/desk-commands.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-news.h"
#include "server/http/desk-fingerprint.h"
#include "server/http/desk-gate.h"
#include "server/http/desk-problem.h"

/* A client's frame, while it is acted on. */
typedef struct
{
  DeskLiveDesk *desk;
  DeskLive *live;
  gint64 id;        /* of the frame, 0 for none */
  JsonObject *data; /* never NULL */
} Frame;

typedef struct
{
  const char *event;
  gboolean (*act) (const Frame *frame, GError **error); /* FALSE with an error; an ack is theirs to send */
} Command;

/* Something that a frame asked for and that is answered later. */
typedef struct
{
  DeskLiveDesk *desk;
  guint serial;
  gint64 id;

  /* owned, for joining a room */
  DeskViewer *viewer;
  char *thread_id;
  DeskSubject subject;
  char *found;
  DeskSubject found_subject;
} Pending;

static void
free_pending (Pending *pending)
{
  g_clear_pointer (&pending->viewer, desk_viewer_free);
  g_free (pending->thread_id);
  g_free (pending->found);
  g_free (pending);
}

static void
tell (DeskLive *live, const char *event, gint64 id, const char *json)
{
  g_autoptr (GString) text = g_string_new ("{\"event\":\"");

  g_string_append (text, event);
  g_string_append_c (text, '"');
  if (id != 0)
    g_string_append_printf (text, ",\"id\":%" G_GINT64_FORMAT, id);
  g_string_append (text, ",\"data\":");
  g_string_append (text, json);
  g_string_append_c (text, '}');
  desk_live_send_text (live, text->str);
}

/* The connection that asked, if it is still there. Its call is over. */
static DeskLive *
take_live (Pending *pending)
{
  DeskLive *live = g_hash_table_lookup (pending->desk->by_serial, GUINT_TO_POINTER (pending->serial));

  if (live != NULL)
    desk_live_end_call (live);
  return live;
}

static Pending *
begin (const Frame *frame, GError **error)
{
  Pending *pending;

  if (!desk_live_begin_call (frame->live))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_RATE_LIMITED, "Too much at once, wait for the answers first");
      return NULL;
    }
  pending = g_new0 (Pending, 1);
  pending->desk = frame->desk;
  pending->serial = desk_live_get_serial (frame->live);
  pending->id = frame->id;
  return pending;
}

static const char *
get_text (const Frame *frame, const char *name)
{
  JsonNode *node = json_object_get_member (frame->data, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

/* The conversation that a frame names: "ticket", "chat", or "thread" for any. Of one that is open it is known what it
 * is; else a thread is taken for a query. */
static const char *
read_thread (const Frame *frame, DeskSubject *subject, GError **error)
{
  const char *ticket = get_text (frame, "ticket");
  const char *chat = get_text (frame, "chat");
  const char *thread = get_text (frame, "thread");

  *subject = ticket != NULL ? DESK_SUBJECT_TICKET : chat != NULL ? DESK_SUBJECT_CHAT : DESK_SUBJECT_UNKNOWN;
  if (*subject != DESK_SUBJECT_UNKNOWN)
    return ticket != NULL ? ticket : chat;
  if (thread != NULL)
    {
      *subject = desk_rooms_get_subject (frame->desk->rooms, thread, frame->live);
      if (*subject == DESK_SUBJECT_UNKNOWN)
        *subject = DESK_SUBJECT_QUERY;
      return thread;
    }
  desk_error_add_field (error, "ticket",
                        "the id of a ticket was expected, or \"thread\" with that of a query or a chat");
  return NULL;
}

static gboolean
find_thread (DeskTransaction *transaction, gpointer data, GError **error)
{
  static const DeskSubject others[] = { DESK_SUBJECT_TICKET, DESK_SUBJECT_CHAT };
  Pending *pending = data;

  g_clear_pointer (&pending->found, g_free);
  pending->found_subject = pending->subject;
  pending->found = desk_news_find_thread (transaction, pending->viewer, pending->subject, pending->thread_id, NULL);
  for (guint i = 0; pending->subject == DESK_SUBJECT_QUERY && pending->found == NULL && i < G_N_ELEMENTS (others); i++)
    {
      pending->found_subject = others[i];
      pending->found = desk_news_find_thread (transaction, pending->viewer, others[i], pending->thread_id, NULL);
    }
  if (pending->found == NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no such conversation");
  return pending->found != NULL;
}

static void
on_thread_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Pending *pending = data;
  DeskLive *live = take_live (pending);
  g_autoptr (GError) error = NULL;

  if (!desk_service_run_finish (pending->desk->door->service, result, &error))
    ;
  else if (live != NULL && !desk_rooms_join (pending->desk->rooms, pending->found, pending->found_subject, live))
    g_set_error_literal (&error, DESK_ERROR, DESK_ERROR_CONFLICT, "Too many conversations are open, leave one first");
  if (live != NULL && error != NULL)
    desk_commands_tell_error (live, pending->id, error);
  else if (live != NULL)
    tell (live, "ack", pending->id, "{}");
  free_pending (pending);
}

static gboolean
join_room (const Frame *frame, GError **error)
{
  DeskSubject subject;
  const char *thread_id = read_thread (frame, &subject, error);
  Pending *pending = thread_id != NULL ? begin (frame, error) : NULL;

  if (pending == NULL)
    return FALSE;
  pending->viewer = desk_viewer_copy (desk_live_get_viewer (frame->live));
  pending->thread_id = g_strdup (thread_id);
  pending->subject = subject;
  desk_service_run_async (frame->desk->door->service, DESK_DB_READ, find_thread, pending, on_thread_found_cb, pending);
  return TRUE;
}

static gboolean
leave_room (const Frame *frame, GError **error)
{
  DeskSubject subject;
  const char *thread_id = read_thread (frame, &subject, error);

  if (thread_id == NULL)
    return FALSE;
  desk_rooms_leave (frame->desk->rooms, thread_id, frame->live);
  tell (frame->live, "ack", frame->id, "{}");
  return TRUE;
}

static gboolean
set_typing (const Frame *frame, gboolean is_typing, GError **error)
{
  DeskSubject subject;
  const char *thread_id = read_thread (frame, &subject, error);

  if (thread_id == NULL)
    return FALSE;
  if (!desk_rooms_set_typing (frame->desk->rooms, thread_id, frame->live, is_typing))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Join this conversation first");
      return FALSE;
    }
  if (frame->id != 0)
    tell (frame->live, "ack", frame->id, "{}");
  return TRUE;
}

static gboolean
start_typing (const Frame *frame, GError **error)
{
  return set_typing (frame, TRUE, error);
}

static gboolean
stop_typing (const Frame *frame, GError **error)
{
  return set_typing (frame, FALSE, error);
}

static gboolean
subscribe (const Frame *frame, GError **error)
{
  JsonNode *seq = json_object_get_member (frame->data, "seq");
  gint64 known = seq != NULL && json_node_get_value_type (seq) == G_TYPE_INT64 ? json_node_get_int (seq) : 0;
  g_autofree char *json = g_strdup_printf ("{\"seq\":%" G_GINT64_FORMAT ",\"behind\":%s}", frame->desk->position,
                                           known < frame->desk->position ? "true" : "false");

  desk_live_subscribe (frame->live);
  tell (frame->live, "ack", frame->id, json);
  return TRUE;
}

static void
on_called (DeskCall *call, gpointer data)
{
  Pending *pending = data;
  DeskLive *live = take_live (pending);

  if (live != NULL)
    tell (live, call->answer.status < 300 ? "ack" : "error", pending->id,
          call->answer.body != NULL && call->answer.body[0] != '\0' ? call->answer.body : "{}");
  desk_call_free (call);
  free_pending (pending);
}

/* The same way that a request takes. Takes @path and @body. */
static gboolean
run_route (const Frame *frame, const char *method, char *path, JsonObject *body, GError **error)
{
  g_auto (DeskRouteMatch) match = { 0 };
  g_autofree char *target = path;
  g_autoptr (JsonObject) owned = body;
  const char *key = get_text (frame, "idempotency_key");
  Pending *pending;
  DeskCall *call;

  desk_router_find (frame->desk->door->router, method, path, &match);
  if (match.route == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no such conversation");
      return FALSE;
    }
  pending = begin (frame, error);
  if (pending == NULL)
    return FALSE;
  call = desk_call_new (frame->desk->door, match.route, match.path_names);
  call->path_values = g_steal_pointer (&match.path_values);
  call->target = g_steal_pointer (&target);
  call->body = g_steal_pointer (&owned);
  call->session_id = g_strdup (desk_live_get_session (frame->live));
  if (key != NULL && key[0] != '\0')
    {
      call->repeat_key = g_strdup (key);
      call->request_hash = desk_fingerprint (call->target, call->body);
    }
  desk_gate_run (call, on_called, pending);
  return TRUE;
}

/* What the frame says beside what it is about, which is the body of the route. */
static JsonObject *
make_body (const Frame *frame)
{
  static const char *const others[] = { "ticket", "thread", "chat", "idempotency_key", NULL };
  JsonObject *body = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (frame->data);

  for (GList *name = names; name != NULL; name = name->next)
    if (!g_strv_contains (others, name->data))
      json_object_set_member (body, name->data, json_object_dup_member (frame->data, name->data));
  return body;
}

static char *
make_thread_path (const Frame *frame, const char *rest, const char *rest_of_chat, GError **error)
{
  DeskSubject subject;
  const char *thread_id = read_thread (frame, &subject, error);
  g_autofree char *escaped = thread_id != NULL ? g_uri_escape_string (thread_id, NULL, FALSE) : NULL;

  if (escaped == NULL)
    return NULL;
  return g_strconcat ("/support/", desk_kind_of_subject (subject)->table, "/", escaped,
                      subject == DESK_SUBJECT_CHAT ? rest_of_chat : rest, NULL);
}

static gboolean
send_message (const Frame *frame, GError **error)
{
  char *path = make_thread_path (frame, "/messages", "/messages", error);

  return path != NULL && run_route (frame, "POST", path, make_body (frame), error);
}

static gboolean
mark_read (const Frame *frame, GError **error)
{
  char *path = make_thread_path (frame, "/messages/read", "/read", error);

  return path != NULL && run_route (frame, "POST", path, make_body (frame), error);
}

static gboolean
set_availability (const Frame *frame, GError **error)
{
  const char *me = desk_live_get_viewer (frame->live)->id;

  return run_route (frame, "PUT", g_strconcat ("/support/agents/", me, "/availability", NULL), make_body (frame),
                    error);
}

static const Command *
find_command (const char *event)
{
  static const Command commands[] = {
    { "subscribe_tickets", subscribe }, { "join_ticket_room", join_room },        { "leave_ticket_room", leave_room },
    { "typing_start", start_typing },   { "typing_stop", stop_typing },           { "send_message", send_message },
    { "mark_read", mark_read },         { "set_availability", set_availability },
  };

  for (guint i = 0; event != NULL && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (event, commands[i].event))
      return &commands[i];
  return NULL;
}

static gboolean
act (DeskLiveDesk *desk, DeskLive *live, JsonObject *object, gint64 id, GError **error)
{
  JsonNode *event = json_object_get_member (object, "event");
  JsonNode *data = json_object_get_member (object, "data");
  g_autoptr (JsonObject) empty = json_object_new ();
  Frame frame = { .desk = desk, .live = live, .id = id, .data = empty };
  const Command *command = NULL;

  if (event != NULL && json_node_get_value_type (event) == G_TYPE_STRING)
    command = find_command (json_node_get_string (event));
  if (command == NULL)
    {
      desk_error_add_field (error, "event", "this event is not known here");
      return FALSE;
    }
  if (data != NULL && JSON_NODE_HOLDS_OBJECT (data))
    frame.data = json_node_get_object (data);
  else if (data != NULL && !JSON_NODE_HOLDS_NULL (data))
    {
      desk_error_add_field (error, "data", "an object was expected");
      return FALSE;
    }
  if (desk_live_get_viewer (live) == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "Wait for hello first");
      return FALSE;
    }
  return command->act (&frame, error);
}

/**
 * desk_commands_handle:
 * @desk: what it acts on
 * @live: who says it
 * @text: a frame's text
 * @length: of @text
 *
 * Does what a client's frame asks for, and answers it with "ack" or "error".
 */
void
desk_commands_handle (DeskLiveDesk *desk, DeskLive *live, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = desk_json_parse_object (text, (gssize) length, &error);
  JsonNode *node = object != NULL ? json_object_get_member (object, "id") : NULL;
  gint64 id = node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;

  if (object == NULL || !act (desk, live, object, id, &error))
    desk_commands_tell_error (live, id, error);
}

/**
 * desk_commands_tell_error:
 * @live: who asked
 * @id: their frame, 0 for none
 * @error: why not
 */
void
desk_commands_tell_error (DeskLive *live, gint64 id, const GError *error)
{
  g_autofree char *problem = desk_problem_dup_json (error);

  tell (live, "error", id, problem);
}
