/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/live/desk-hub.h"

#include <glib-unix.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-time.h"
#include "server/desk/desk-chat.h"
#include "server/desk/desk-news.h"
#include "server/desk/desk-sign-in.h"
#include "server/live/desk-commands.h"

#define EVENTS_A_TURN 256
/* How often silence is looked for, seconds. */
#define LOOK_AROUND 5
/* How often sessions are looked up again, in looks around: whoever signed out elsewhere is dropped. */
#define LOOKS_A_REVIEW 3
/* How often it is kept who of staff is here, in looks around: chats of those who are gone are given to others. */
#define LOOKS_A_ROLL_CALL 6
/* Live connections of one person; the oldest makes room for the next. */
#define MOST_OF_ONE 16

struct _DeskHub
{
  /* owned */
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GPtrArray *lives; /* of DeskLive */

  DeskLiveDesk desk;
  int epoll_fd;
  guint n_looks;
  gboolean is_reading;    /* the feed */
  gboolean has_to_read;   /* once more */
  gboolean is_reviewing;  /* sessions */
  gboolean has_to_review; /* once more */
};

/* Somebody on their way from a worker. */
typedef struct
{
  DeskHub *hub;
  GIOStream *stream;
  GSocket *socket;
  DeskGuest *guest;
  char *session_id;
} Arrival;

/* Who somebody is, read on a database thread. */
typedef struct
{
  DeskHub *hub;
  guint serial;
  char *session_id;
  DeskViewer *viewer;
  gint64 end;
} Greeting;

/* All sessions, looked up once more. */
typedef struct
{
  DeskHub *hub;
  GPtrArray *session_ids; /* of text */
  GHashTable *viewers;    /* session id to DeskViewer, for those that go on */
} Review;

static void read_news (DeskHub *self);
static void begin_review (DeskHub *self);

static void
free_greeting (Greeting *greeting)
{
  g_free (greeting->session_id);
  g_clear_pointer (&greeting->viewer, desk_viewer_free);
  g_free (greeting);
}

static void
bury (DeskHub *self)
{
  for (guint i = self->lives->len; i > 0; i--)
    {
      DeskLive *live = g_ptr_array_index (self->lives, i - 1);

      if (!desk_live_is_dead (live))
        continue;
      if (desk_live_get_viewer (live) != NULL)
        desk_rooms_leave_all (self->desk.rooms, live);
      g_hash_table_remove (self->desk.by_serial, GUINT_TO_POINTER (desk_live_get_serial (live)));
      g_ptr_array_remove_index_fast (self->lives, i - 1);
    }
}

static void
append_online (DeskHub *self, GString *json)
{
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->lives->len; i++)
    {
      const DeskViewer *viewer = desk_live_get_viewer (g_ptr_array_index (self->lives, i));

      if (viewer == NULL || viewer->role == DESK_ROLE_CUSTOMER || !g_hash_table_add (named, viewer->id))
        continue;
      g_string_append (json, g_hash_table_size (named) > 1 ? ",{\"id\":" : "{\"id\":");
      desk_json_append_string (json, viewer->id);
      g_string_append (json, ",\"name\":");
      desk_json_append_string (json, viewer->name);
      g_string_append_c (json, '}');
    }
}

static void
say_hello (DeskHub *self, DeskLive *live, gint64 end)
{
  g_autoptr (GString) json = g_string_new ("{\"event\":\"hello\",\"data\":{\"seq\":");

  desk_json_append_integer (json, end);
  g_string_append (json, ",\"version\":\"" DESK_VERSION "\",\"epoch\":");
  desk_json_append_string (json, desk_service_get_epoch (self->desk.door->service));
  g_string_append (json, ",\"online\":[");
  if (desk_live_get_viewer (live)->role != DESK_ROLE_CUSTOMER)
    append_online (self, json);
  g_string_append (json, "]}}");
  desk_live_send_text (live, json->str);
}

/* Somebody with too many windows loses the oldest. */
static void
make_room (DeskHub *self, const char *person)
{
  DeskLive *oldest = NULL;
  guint n = 0;

  for (guint i = 0; i < self->lives->len; i++)
    {
      DeskLive *live = g_ptr_array_index (self->lives, i);
      const DeskViewer *viewer = desk_live_get_viewer (live);

      if (viewer == NULL || g_strcmp0 (viewer->id, person) != 0)
        continue;
      n++;
      if (oldest == NULL || desk_live_get_serial (live) < desk_live_get_serial (oldest))
        oldest = live;
    }
  if (n >= MOST_OF_ONE)
    desk_live_close (oldest, DESK_CLOSE_POLICY, "Too many connections of one account");
}

static gboolean
read_greeting (DeskTransaction *transaction, gpointer data, GError **error)
{
  Greeting *greeting = data;

  g_clear_pointer (&greeting->viewer, desk_viewer_free);
  greeting->viewer = desk_sign_in_read_viewer (transaction, greeting->session_id, NULL, error);
  return greeting->viewer != NULL && desk_news_find_end (transaction, &greeting->end, error);
}

static void
on_greeting_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Greeting *greeting = data;
  DeskHub *self = greeting->hub;
  DeskLive *live = g_hash_table_lookup (self->desk.by_serial, GUINT_TO_POINTER (greeting->serial));
  g_autoptr (GError) error = NULL;

  if (!desk_service_run_finish (self->desk.door->service, result, &error))
    {
      if (live != NULL)
        desk_live_close (live, DESK_CLOSE_POLICY, "This session has ended");
    }
  else if (live != NULL)
    {
      if (self->desk.position == 0)
        self->desk.position = greeting->end;
      make_room (self, greeting->viewer->id);
      desk_live_set_viewer (live, greeting->viewer);
      say_hello (self, live, MAX (greeting->end, self->desk.position));
      read_news (self);
    }
  free_greeting (greeting);
}

static void
greet (DeskHub *self, DeskLive *live)
{
  Greeting *greeting = g_new0 (Greeting, 1);

  greeting->hub = self;
  greeting->serial = desk_live_get_serial (live);
  greeting->session_id = g_strdup (desk_live_get_session (live));
  desk_service_run_async (self->desk.door->service, DESK_DB_READ, read_greeting, greeting, on_greeting_read_cb,
                          greeting);
}

static GBytes *
make_frame (const char *event, const char *line)
{
  g_autofree char *text = g_strconcat ("{\"event\":\"", event, "\",\"data\":", line, "}", NULL);

  return desk_frame_write (DESK_FRAME_TEXT, text, strlen (text));
}

/* What is about one person, or somebody's state, goes to whoever may see it; the rest to those who asked for it. */
static gboolean
is_wanted (DeskHub *self, const DeskNews *news, DeskLive *live)
{
  return desk_live_is_subscribed (live) || g_str_equal (news->event, "notification")
         || desk_rooms_is_in (self->desk.rooms, news->id, live)
         || desk_rooms_is_in (self->desk.rooms, news->about_id, live);
}

static void
tell_news (DeskHub *self, const DeskNews *news)
{
  g_autoptr (GBytes) for_staff = news->for_staff != NULL ? make_frame (news->event, news->for_staff) : NULL;
  g_autoptr (GBytes) for_assignee =
      news->assignee != NULL && news->for_staff != NULL ? make_frame (news->assigned, news->for_staff) : NULL;
  g_autoptr (GBytes) for_customers = news->for_customers != NULL ? make_frame (news->event, news->for_customers) : NULL;
  g_autoptr (GBytes) for_losers = news->for_losers != NULL ? make_frame ("ticket_removed", news->for_losers) : NULL;

  for (guint i = 0; i < self->lives->len; i++)
    {
      DeskLive *live = g_ptr_array_index (self->lives, i);
      const DeskViewer *viewer = desk_live_get_viewer (live);

      if (viewer == NULL)
        continue;
      if (g_hash_table_contains (news->may_see, viewer->id))
        {
          if (is_wanted (self, news, live))
            desk_live_hold (live, viewer->role == DESK_ROLE_CUSTOMER            ? for_customers
                                  : g_strcmp0 (viewer->id, news->assignee) == 0 ? for_assignee
                                                                                : for_staff);
        }
      else
        {
          if (news->losers != NULL && g_hash_table_contains (news->losers, viewer->id)
              && desk_live_is_subscribed (live))
            desk_live_hold (live, for_losers);
          desk_rooms_leave (self->desk.rooms, news->id, live);
        }
    }
}

static void
on_news_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskHub *self = ((gpointer *) data)[0];
  DeskNewsRequest *request = ((gpointer *) data)[1];
  g_autoptr (GError) error = NULL;

  g_free (data);
  self->is_reading = FALSE;
  if (desk_service_run_finish (self->desk.door->service, result, &error))
    {
      for (guint i = 0; i < request->news->len; i++)
        tell_news (self, g_ptr_array_index (request->news, i));
      for (guint i = 0; i < self->lives->len; i++)
        desk_live_flush (g_ptr_array_index (self->lives, i));
      self->desk.position = request->next;
      self->has_to_read = self->has_to_read || request->more;
    }
  else
    g_warning ("The change feed could not be read: %s", error->message);
  desk_news_request_free (request);
  bury (self);
  if (self->has_to_read && error == NULL)
    read_news (self);
}

/* One reading at a time; who is told next is who is connected when it begins. */
static void
read_news (DeskHub *self)
{
  DeskNewsRequest *request;
  gpointer *data;

  if (self->is_reading || self->desk.position == 0)
    {
      self->has_to_read = TRUE;
      return;
    }
  self->has_to_read = FALSE;
  self->is_reading = TRUE;
  request = desk_news_request_new (self->desk.position);
  for (guint i = 0; i < self->lives->len; i++)
    {
      DeskLive *live = g_ptr_array_index (self->lives, i);

      if (desk_live_get_viewer (live) != NULL)
        g_ptr_array_add (request->listeners,
                         desk_listener_new (desk_live_get_viewer (live), desk_live_get_session (live)));
    }
  data = g_new (gpointer, 2);
  data[0] = self;
  data[1] = request;
  desk_service_run_async (self->desk.door->service, DESK_DB_READ, desk_news_read, request, on_news_read_cb, data);
}

static gboolean
review (DeskTransaction *transaction, gpointer data, GError **error)
{
  Review *self = data;

  g_hash_table_remove_all (self->viewers);
  for (guint i = 0; i < self->session_ids->len; i++)
    {
      const char *session_id = g_ptr_array_index (self->session_ids, i);
      g_autoptr (GError) local_error = NULL;
      DeskViewer *viewer = desk_sign_in_read_viewer (transaction, session_id, NULL, &local_error);

      if (viewer != NULL)
        g_hash_table_insert (self->viewers, g_strdup (session_id), viewer);
      else if (!g_error_matches (local_error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

static void
on_reviewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Review *done = data;
  DeskHub *self = done->hub;
  gboolean is_known = desk_service_run_finish (self->desk.door->service, result, NULL);

  for (guint i = 0; is_known && i < self->lives->len; i++)
    {
      DeskLive *live = g_ptr_array_index (self->lives, i);
      const DeskViewer *viewer = g_hash_table_lookup (done->viewers, desk_live_get_session (live));

      if (viewer != NULL && desk_live_get_viewer (live) != NULL)
        desk_live_set_viewer (live, viewer);
      else if (viewer == NULL
               && g_ptr_array_find_with_equal_func (done->session_ids, desk_live_get_session (live), g_str_equal, NULL))
        desk_live_close (live, DESK_CLOSE_POLICY, "This session has ended");
    }
  g_ptr_array_unref (done->session_ids);
  g_hash_table_unref (done->viewers);
  g_free (done);
  self->is_reviewing = FALSE;
  if (self->has_to_review)
    begin_review (self);
}

static void
begin_review (DeskHub *self)
{
  Review *begun;

  self->has_to_review = self->is_reviewing;
  if (self->is_reviewing || self->lives->len == 0)
    return;
  self->is_reviewing = TRUE;
  begun = g_new0 (Review, 1);
  begun->hub = self;
  begun->session_ids = g_ptr_array_new_with_free_func (g_free);
  begun->viewers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) desk_viewer_free);
  for (guint i = 0; i < self->lives->len; i++)
    g_ptr_array_add (begun->session_ids, g_strdup (desk_live_get_session (g_ptr_array_index (self->lives, i))));
  desk_service_run_async (self->desk.door->service, DESK_DB_READ, review, begun, on_reviewed_cb, begun);
}

static gboolean
keep_present (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_chat_keep_present (transaction, ((gpointer *) data)[1], error);
}

static void
on_present_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskHub *self = ((gpointer *) data)[0];
  g_autoptr (GError) error = NULL;

  if (!desk_service_run_finish (self->desk.door->service, result, &error))
    g_warning ("Who is connected could not be kept: %s", error->message);
  g_ptr_array_unref (((gpointer *) data)[1]);
  g_free (data);
}

static void
call_roll (DeskHub *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gpointer *data;

  for (guint i = 0; i < self->lives->len; i++)
    {
      const DeskViewer *viewer = desk_live_get_viewer (g_ptr_array_index (self->lives, i));

      if (viewer != NULL && viewer->role != DESK_ROLE_CUSTOMER
          && !g_ptr_array_find_with_equal_func (ids, viewer->id, g_str_equal, NULL))
        g_ptr_array_add (ids, g_strdup (viewer->id));
    }
  if (ids->len == 0)
    return;
  data = g_new (gpointer, 2);
  data[0] = self;
  data[1] = g_steal_pointer (&ids);
  desk_service_run_async (self->desk.door->service, DESK_DB_WRITE, keep_present, data, on_present_kept_cb, data);
}

static gboolean
on_look_around_cb (gpointer data)
{
  DeskHub *self = data;
  gint64 now = g_get_monotonic_time ();

  for (guint i = 0; i < self->lives->len; i++)
    desk_live_check_time (g_ptr_array_index (self->lives, i), now);
  bury (self);
  if (++self->n_looks % LOOKS_A_REVIEW == 0)
    begin_review (self);
  if (self->n_looks % LOOKS_A_ROLL_CALL == 0)
    call_roll (self);
  /* Should a notice ever be lost, the feed is not. */
  if (self->lives->len > 0)
    read_news (self);
  return G_SOURCE_CONTINUE;
}

static void
on_heard (DeskLive *live, const char *text, gsize length, gpointer data)
{
  DeskHub *self = data;

  desk_commands_handle (&self->desk, live, text, length);
}

static gboolean
on_ready_cb (int fd, GIOCondition condition, gpointer data)
{
  DeskHub *self = data;
  struct epoll_event events[EVENTS_A_TURN];
  int n = epoll_wait (self->epoll_fd, events, EVENTS_A_TURN, 0);

  for (int i = 0; i < n; i++)
    desk_live_on_ready (events[i].data.ptr, events[i].events);
  bury (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_arrival_cb (gpointer data)
{
  Arrival *arrival = data;
  DeskHub *self = arrival->hub;
  DeskLive *live =
      desk_live_new (g_steal_pointer (&arrival->stream), g_steal_pointer (&arrival->socket),
                     g_steal_pointer (&arrival->guest), arrival->session_id, self->epoll_fd, on_heard, self);

  g_ptr_array_add (self->lives, live);
  g_hash_table_insert (self->desk.by_serial, GUINT_TO_POINTER (desk_live_get_serial (live)), live);
  greet (self, live);
  /* What came right behind the handshake stands in the stream already, where epoll does not see it. */
  desk_live_on_ready (live, EPOLLIN);
  bury (self);
  return G_SOURCE_REMOVE;
}

static void
free_arrival (gpointer data)
{
  Arrival *arrival = data;

  g_clear_object (&arrival->stream);
  g_clear_object (&arrival->socket);
  if (arrival->guest != NULL)
    {
      desk_guest_leave (arrival->guest);
      desk_guest_unref (arrival->guest);
    }
  g_free (arrival->session_id);
  g_free (arrival);
}

static void
invoke (DeskHub *self, GSourceFunc function, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, destroy);
  g_source_attach (source, self->context);
}

static gboolean
on_wake_cb (gpointer data)
{
  DeskHub *self = data;

  if (self->lives->len > 0)
    read_news (self);
  else
    self->desk.position = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
on_review_cb (gpointer data)
{
  begin_review (data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_stop_cb (gpointer data)
{
  DeskHub *self = data;

  for (guint i = 0; i < self->lives->len; i++)
    desk_live_close (g_ptr_array_index (self->lives, i), DESK_CLOSE_GOING_AWAY, "The server stops");
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  DeskHub *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
attach (DeskHub *self, GSource *source, GSourceFunc function)
{
  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

/**
 * desk_hub_new:
 * @door: (transfer none): behind which the routes are; outlives the hub
 *
 * Returns: (transfer full): a running hub
 */
DeskHub *
desk_hub_new (DeskDoor *door)
{
  DeskHub *self = g_new0 (DeskHub, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->lives = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_live_free);
  self->desk.door = door;
  self->desk.rooms = desk_rooms_new ();
  self->desk.by_serial = g_hash_table_new (NULL, NULL);
  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  attach (self, g_unix_fd_source_new (self->epoll_fd, G_IO_IN), (GSourceFunc) (void (*) (void)) on_ready_cb);
  attach (self, g_timeout_source_new_seconds (LOOK_AROUND), on_look_around_cb);
  self->thread = g_thread_new ("live", run, self);
  return self;
}

/**
 * desk_hub_free:
 * @self: a hub
 *
 * Says goodbye to everybody and ends.
 */
void
desk_hub_free (DeskHub *self)
{
  invoke (self, on_stop_cb, self, NULL);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->lives);
  desk_rooms_free (self->desk.rooms);
  g_hash_table_unref (self->desk.by_serial);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  close (self->epoll_fd);
  g_free (self);
}

/**
 * desk_hub_take:
 * @stream: (transfer full): a connection behind its handshake
 * @socket: (transfer full): its socket
 * @guest: (transfer full): its place in the crowd
 * @session_id: whose it is
 * @hub: a #DeskHub
 *
 * A #DeskUpgrade.
 */
void
desk_hub_take (GIOStream *stream, GSocket *socket, DeskGuest *guest, const char *session_id, gpointer hub)
{
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->hub = hub;
  arrival->stream = stream;
  arrival->socket = socket;
  arrival->guest = guest;
  arrival->session_id = g_strdup (session_id);
  invoke (hub, on_arrival_cb, arrival, free_arrival);
}

/**
 * desk_hub_wake:
 * @self: a hub
 *
 * Something was committed, here or in another process.
 */
void
desk_hub_wake (DeskHub *self)
{
  invoke (self, on_wake_cb, self, NULL);
}

/**
 * desk_hub_review:
 * @self: a hub
 *
 * Sessions ended, here or in another process: whose it was is disconnected.
 */
void
desk_hub_review (DeskHub *self)
{
  invoke (self, on_review_cb, self, NULL);
}
