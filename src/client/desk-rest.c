/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-rest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/desk-rest-problem.h"
#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-time.h"

#define TIMEOUT 25 /* seconds without a byte */
#define RENEW_BEFORE (60 * DESK_TIME_SECOND)

typedef enum
{
  WANT_OBJECT,
  WANT_STREAM,
  WANT_SOCKET,
} Want;

struct _DeskRest
{
  GObject parent_instance;

  /* owned */
  SoupSession *session;
  char *server;
  char *access_token;
  char *refresh_token;
  GQueue waiting; /* of GTask: requests that wait for a fresh token */

  gint64 access_until; /* monotonic: the token is renewed before */
  gint64 clock_ahead;  /* how far the server's clock is ahead of this one's */
  gboolean is_renewing;
};

/* A request on its way. */
typedef struct
{
  Want want;
  char *method;
  char *path;
  char *body;
  char *key;
  gint64 version;
  char *token; /* the access token that it was sent with */
  gboolean is_repeated;
  SoupMessage *message; /* owned; the rest is owned, too */
} Request;

G_DEFINE_FINAL_TYPE (DeskRest, desk_rest, G_TYPE_OBJECT)

enum
{
  TOKENS_CHANGED,
  SIGNED_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void send_request (DeskRest *self, GTask *task);

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->method);
  g_free (request->path);
  g_free (request->body);
  g_free (request->key);
  g_free (request->token);
  g_clear_object (&request->message);
  g_free (request);
}

static GTask *
make_task (DeskRest *self,
           Want want,
           const DeskRestCall *call,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->want = want;
  request->method = g_strdup (call->method);
  request->path = g_strdup (call->path);
  request->body = g_strdup (call->body);
  request->key = g_strdup (call->key);
  request->version = call->version;
  g_task_set_task_data (task, request, free_request);
  return task;
}

/* NULL when the server's address is none. */
static SoupMessage *
make_message (DeskRest *self, Request *request)
{
  g_autofree char *url = g_strconcat (self->server, request->path, NULL);
  SoupMessage *message = soup_message_new (request->method, url);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  headers = soup_message_get_request_headers (message);
  if (self->access_token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", self->access_token, NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
  if (request->key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", request->key);
  if (request->version > 0)
    {
      g_autofree char *value = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", request->version);

      soup_message_headers_replace (headers, "If-Match", value);
    }
  if (request->body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (request->body, strlen (request->body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  return message;
}

static void
note_clock (DeskRest *self, SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  if (date != NULL)
    self->clock_ahead = g_date_time_to_unix (date) * DESK_TIME_SECOND - desk_time_now ();
}

static gboolean
take_tokens (DeskRest *self, JsonObject *answer)
{
  const char *access = json_object_get_string_member_with_default (answer, "access_token", NULL);
  const char *refresh = json_object_get_string_member_with_default (answer, "refresh_token", NULL);
  gint64 seconds = json_object_get_int_member_with_default (answer, "expires_in", 0);

  if (access == NULL || refresh == NULL || seconds <= 0)
    return FALSE;
  g_free (self->access_token);
  self->access_token = g_strdup (access);
  self->access_until =
      g_get_monotonic_time () + MAX (seconds * DESK_TIME_SECOND - RENEW_BEFORE, seconds * DESK_TIME_SECOND / 2);
  g_free (self->refresh_token);
  self->refresh_token = g_strdup (refresh);
  g_signal_emit (self, signals[TOKENS_CHANGED], 0);
  return TRUE;
}

static void
forget_tokens (DeskRest *self)
{
  g_clear_pointer (&self->access_token, g_free);
  g_clear_pointer (&self->refresh_token, g_free);
  self->access_until = 0;
}

/* A body as a whole, with the problem that it says where it is no success. */
static JsonObject *
read_answer (SoupMessage *message, GBytes *body, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  JsonObject *object;

  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    {
      g_propagate_error (error, desk_rest_problem_read (message, body));
      return NULL;
    }
  if (length == 0)
    return json_object_new ();
  object = desk_json_parse_object (data, length, error);
  if (object == NULL)
    g_prefix_error (error, "%s: ", _ ("The desk’s server gave an answer that can’t be read"));
  return object;
}

/* Told to everybody who waited for the token. */
static void
wake_waiting (DeskRest *self, const GError *error)
{
  GQueue waiting = self->waiting;
  GTask *task;

  g_queue_init (&self->waiting);
  self->is_renewing = FALSE;
  while ((task = g_queue_pop_head (&waiting)) != NULL)
    {
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        send_request (self, task);
      g_object_unref (task);
    }
}

static void
on_renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskRest) self = user_data;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  g_autoptr (JsonObject) answer = NULL;

  if (body != NULL)
    answer = read_answer (message, body, &error);
  else
    error = desk_rest_problem_for_failure (g_steal_pointer (&error));
  if (answer != NULL && self->refresh_token != NULL && !take_tokens (self, answer))
    g_set_error_literal (&error, DESK_ERROR, DESK_ERROR_MALFORMED,
                         _ ("The desk’s server gave an answer that can’t be read"));
  if (g_error_matches (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED))
    {
      forget_tokens (self);
      g_signal_emit (self, signals[SIGNED_OUT], 0, error->message);
    }
  wake_waiting (self, error);
}

/* The same token gives the same key, so that an answer that got lost on its way is given again. */
static char *
make_renewal_key (const char *token)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  return g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", sum, sum + 8, sum + 12, sum + 16, sum + 20);
}

static void
renew (DeskRest *self)
{
  g_autoptr (GString) body = g_string_new ("{\"refresh_token\":");
  g_autofree char *key = make_renewal_key (self->refresh_token);
  Request request = { .method = (char *) "POST", .path = (char *) "/auth/refresh", .key = key };
  g_autoptr (SoupMessage) message = NULL;

  desk_json_append_string (body, self->refresh_token);
  g_string_append_c (body, '}');
  request.body = body->str;
  g_clear_pointer (&self->access_token, g_free);
  message = make_message (self, &request);
  self->is_renewing = TRUE;
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, on_renewed_cb,
                                    g_object_ref (self));
}

static void
wait_for_token (DeskRest *self, GTask *task)
{
  g_queue_push_tail (&self->waiting, g_object_ref (task));
  if (!self->is_renewing)
    renew (self);
}

/* The token that it was sent with is no longer good; another one may be, once. */
static gboolean
send_again (DeskRest *self, GTask *task, SoupMessage *message)
{
  Request *request = g_task_get_task_data (task);

  if (message == NULL || soup_message_get_status (message) != SOUP_STATUS_UNAUTHORIZED || request->is_repeated
      || self->refresh_token == NULL)
    return FALSE;
  request->is_repeated = TRUE;
  if (g_strcmp0 (request->token, self->access_token) == 0)
    g_clear_pointer (&self->access_token, g_free);
  send_request (self, task);
  return TRUE;
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskRest *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  JsonObject *answer;

  if (body == NULL)
    {
      g_task_return_error (task, desk_rest_problem_for_failure (g_steal_pointer (&error)));
      return;
    }
  note_clock (self, request->message);
  if (send_again (self, task, request->message))
    return;
  answer = read_answer (request->message, body, &error);
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) json_object_unref);
}

static void
on_problem_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GBytes) body = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  g_task_return_error (task, desk_rest_problem_read (request->message, body));
}

static void
on_stream_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskRest *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    {
      g_task_return_error (task, desk_rest_problem_for_failure (g_steal_pointer (&error)));
      return;
    }
  note_clock (self, request->message);
  if (send_again (self, task, request->message))
    return;
  if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (request->message)))
    g_task_return_pointer (task, g_steal_pointer (&stream), g_object_unref);
  else
    g_input_stream_read_bytes_async (stream, 64 * 1024, G_PRIORITY_DEFAULT, NULL, on_problem_read_cb,
                                     g_steal_pointer (&task));
}

static void
on_socket_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskRest *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  SoupWebsocketConnection *socket = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  if (socket != NULL)
    g_task_return_pointer (task, socket, g_object_unref);
  else if (send_again (self, task, request->message))
    return;
  else if (error->domain == SOUP_WEBSOCKET_ERROR && soup_message_get_status (request->message) >= 400)
    g_task_return_error (task, desk_rest_problem_read (request->message, NULL));
  else
    g_task_return_error (task, desk_rest_problem_for_failure (g_steal_pointer (&error)));
}

/* A cancellation is the task's alone: libsoup 3.2 stumbles over one that meets a connection being lost. What comes in
 * after it is dropped. */
static void
send_message (DeskRest *self, GTask *task, Request *request)
{
  if (request->want == WANT_OBJECT)
    soup_session_send_and_read_async (self->session, request->message, G_PRIORITY_DEFAULT, NULL, on_answered_cb,
                                      g_object_ref (task));
  else if (request->want == WANT_STREAM)
    soup_session_send_async (self->session, request->message, G_PRIORITY_LOW, NULL, on_stream_cb, g_object_ref (task));
  else
    soup_session_websocket_connect_async (self->session, request->message, NULL, NULL, G_PRIORITY_DEFAULT, NULL,
                                          on_socket_cb, g_object_ref (task));
}

static void
send_request (DeskRest *self, GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (self->refresh_token == NULL)
    {
      g_task_return_new_error (task, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, "%s", _ ("Please sign in"));
      return;
    }
  if (self->is_renewing || self->access_token == NULL || g_get_monotonic_time () > self->access_until)
    {
      wait_for_token (self, task);
      return;
    }
  g_clear_object (&request->message);
  request->message = make_message (self, request);
  g_free (request->token);
  request->token = g_strdup (self->access_token);
  send_message (self, task, request);
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskRest *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  g_autoptr (JsonObject) answer = NULL;

  if (body == NULL)
    {
      g_task_return_error (task, desk_rest_problem_for_failure (g_steal_pointer (&error)));
      return;
    }
  note_clock (self, request->message);
  answer = read_answer (request->message, body, &error);
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!take_tokens (self, answer))
    g_task_return_new_error (task, DESK_ERROR, DESK_ERROR_MALFORMED, "%s",
                             _ ("There is no Deskbell server at this address"));
  else
    g_task_return_boolean (task, TRUE);
}

static void
desk_rest_dispose (GObject *object)
{
  desk_rest_abort (DESK_REST (object));
  G_OBJECT_CLASS (desk_rest_parent_class)->dispose (object);
}

static void
desk_rest_finalize (GObject *object)
{
  DeskRest *self = DESK_REST (object);

  forget_tokens (self);
  g_free (self->server);
  g_object_unref (self->session);
  G_OBJECT_CLASS (desk_rest_parent_class)->finalize (object);
}

static void
desk_rest_class_init (DeskRestClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_rest_dispose;
  object_class->finalize = desk_rest_finalize;

  signals[TOKENS_CHANGED] =
      g_signal_new ("tokens-changed", DESK_TYPE_REST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNED_OUT] = g_signal_new ("signed-out", DESK_TYPE_REST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                      1, G_TYPE_STRING);
}

static void
desk_rest_init (DeskRest *self)
{
  g_autofree char *agent = g_strdup_printf ("Deskbell/%s", DESK_VERSION);

  self->session =
      soup_session_new_with_options ("timeout", TIMEOUT, "user-agent", agent, "max-conns-per-host", 8, NULL);
  g_queue_init (&self->waiting);
}

/**
 * desk_rest_new:
 *
 * Returns: (transfer full): HTTP to nowhere yet
 */
DeskRest *
desk_rest_new (void)
{
  return g_object_new (DESK_TYPE_REST, NULL);
}

/**
 * desk_rest_set_server:
 * @self: a rest
 * @url: (nullable): such as "https://desk.example.com"
 */
void
desk_rest_set_server (DeskRest *self, const char *url)
{
  gsize length;

  g_return_if_fail (DESK_IS_REST (self));

  desk_rest_abort (self);
  forget_tokens (self);
  g_free (self->server);
  self->server = g_strdup (url);
  length = url != NULL ? strlen (url) : 0;
  while (length > 0 && self->server[length - 1] == '/')
    self->server[--length] = '\0';
}

const char *
desk_rest_get_server (DeskRest *self)
{
  g_return_val_if_fail (DESK_IS_REST (self), NULL);

  return self->server;
}

/**
 * desk_rest_set_refresh_token:
 * @self: a rest
 * @token: (nullable): as it was kept
 */
void
desk_rest_set_refresh_token (DeskRest *self, const char *token)
{
  g_autofree char *copy = g_strdup (token);

  g_return_if_fail (DESK_IS_REST (self));

  forget_tokens (self);
  self->refresh_token = g_steal_pointer (&copy);
}

const char *
desk_rest_get_refresh_token (DeskRest *self)
{
  g_return_val_if_fail (DESK_IS_REST (self), NULL);

  return self->refresh_token;
}

/**
 * desk_rest_get_server_time:
 * @self: a rest
 *
 * Returns: what the server's clock says, in microseconds; this one's where the server has not said yet
 */
gint64
desk_rest_get_server_time (DeskRest *self)
{
  g_return_val_if_fail (DESK_IS_REST (self), 0);

  return desk_time_now () + self->clock_ahead;
}

/**
 * desk_rest_abort:
 * @self: a rest
 *
 * Ends everything that is under way; it is told as cancelled.
 */
void
desk_rest_abort (DeskRest *self)
{
  g_return_if_fail (DESK_IS_REST (self));

  soup_session_abort (self->session);
}

/**
 * desk_rest_sign_in_async:
 * @self: a rest with a server
 * @email: who
 * @password: their password
 * @cancellable: (nullable): to give up
 * @callback: called when the server has said
 * @user_data: for @callback
 */
void
desk_rest_sign_in_async (DeskRest *self,
                         const char *email,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GString) body = g_string_new ("{\"email\":");
  DeskRestCall call = { .method = "POST", .path = "/auth/login" };
  g_autoptr (GTask) task = NULL;
  Request *request;

  desk_json_append_string (body, email);
  g_string_append (body, ",\"password\":");
  desk_json_append_string (body, password);
  g_string_append_c (body, '}');
  call.body = body->str;
  forget_tokens (self);
  task = make_task (self, WANT_OBJECT, &call, cancellable, callback, user_data);
  request = g_task_get_task_data (task);
  request->message = make_message (self, request);
  if (request->message == NULL)
    g_task_return_new_error (task, DESK_ERROR, DESK_ERROR_INVALID, "%s",
                             _ ("A server’s address was expected, such as https://desk.example.com"));
  else
    soup_session_send_and_read_async (self->session, request->message, G_PRIORITY_DEFAULT, cancellable, on_signed_in_cb,
                                      g_steal_pointer (&task));
}

gboolean
desk_rest_sign_in_finish (DeskRest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * desk_rest_call_async:
 * @self: a rest, signed in
 * @call: what is asked; copied
 * @cancellable: (nullable): to give up
 * @callback: called when the server has said
 * @user_data: for @callback
 */
void
desk_rest_call_async (DeskRest *self,
                      const DeskRestCall *call,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = make_task (self, WANT_OBJECT, call, cancellable, callback, user_data);

  send_request (self, task);
}

JsonObject *
desk_rest_call_finish (DeskRest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * desk_rest_stream_async:
 * @self: a rest, signed in
 * @path: what to get
 * @cancellable: (nullable): to give up
 * @callback: called when the answer begins
 * @user_data: for @callback
 */
void
desk_rest_stream_async (DeskRest *self,
                        const char *path,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  DeskRestCall call = { .method = "GET", .path = path };
  g_autoptr (GTask) task = make_task (self, WANT_STREAM, &call, cancellable, callback, user_data);

  send_request (self, task);
}

GInputStream *
desk_rest_stream_finish (DeskRest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * desk_rest_connect_async:
 * @self: a rest, signed in
 * @path: where the WebSocket is
 * @cancellable: (nullable): to give up
 * @callback: called when it is open
 * @user_data: for @callback
 */
void
desk_rest_connect_async (DeskRest *self,
                         const char *path,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  DeskRestCall call = { .method = "GET", .path = path };
  g_autoptr (GTask) task = make_task (self, WANT_SOCKET, &call, cancellable, callback, user_data);

  send_request (self, task);
}

SoupWebsocketConnection *
desk_rest_connect_finish (DeskRest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
