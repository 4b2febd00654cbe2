/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-test-proxy.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TRICKLE_PAUSE 2 /* milliseconds */

struct _DeskTestProxy
{
  GSocketService *service;
  GMainContext *context; /* of the thread that takes connections in, whatever the test is busy with */
  GMainLoop *loop;
  GThread *thread;
  char *url;
  guint16 server_port;

  GMutex lock; /* for all below */
  GCond changed;
  GHashTable *pairs; /* of Pair */
  DeskTestFault fault;
  guint amount;
  gint64 left; /* bytes that the server may send before the cut; negative: it has been */
  guint n_lost;
  guint n_met;
  gboolean is_closing;
};

/* The ends of one connection, as descriptors. */
typedef struct
{
  DeskTestProxy *proxy;
  int client;
  int server;
  int shadow; /* over which a request arrives once more; its answer is nobody's; -1: none */

  GByteArray *request; /* what the client has sent and is not a whole request yet */
  GByteArray *frames;  /* what the server has sent and is not a whole frame yet */
  GBytes *held;        /* a frame that comes after the next one */
  guint n_frames;
  gboolean is_socket;    /* it has become a WebSocket, as far as the client has asked */
  gboolean is_open;      /* and the server has agreed */
  gboolean is_half_open; /* nothing passes any more */
  gboolean is_cut;       /* with the lock */
} Pair;

static int
connect_server (DeskTestProxy *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->server_port, NULL, NULL);
  return connection != NULL ? dup (g_socket_get_fd (g_socket_connection_get_socket (connection))) : -1;
}

/* To be called with the lock held. */
static void
cut_pair (Pair *pair)
{
  pair->is_cut = TRUE;
  shutdown (pair->client, SHUT_RDWR);
  shutdown (pair->server, SHUT_RDWR);
}

/* To be called with the lock held. */
static void
cut_all (DeskTestProxy *self)
{
  GHashTableIter iter;
  gpointer pair;

  g_hash_table_iter_init (&iter, self->pairs);
  while (g_hash_table_iter_next (&iter, &pair, NULL))
    cut_pair (pair);
  g_cond_broadcast (&self->changed);
}

static DeskTestFault
get_fault (DeskTestProxy *self, guint *amount)
{
  DeskTestFault fault;

  g_mutex_lock (&self->lock);
  fault = self->fault;
  if (amount != NULL)
    *amount = self->amount;
  g_mutex_unlock (&self->lock);
  return fault;
}

static void
count_met (DeskTestProxy *self)
{
  g_mutex_lock (&self->lock);
  self->n_met++;
  g_mutex_unlock (&self->lock);
}

/* FALSE when the connection was cut meanwhile. */
static gboolean
nap (Pair *pair, guint milliseconds)
{
  DeskTestProxy *self = pair->proxy;
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
  gboolean is_cut;

  g_mutex_lock (&self->lock);
  while (!pair->is_cut && g_cond_wait_until (&self->changed, &self->lock, end))
    continue;
  is_cut = pair->is_cut;
  g_mutex_unlock (&self->lock);
  return !is_cut;
}

static gboolean
send_all (int to, const void *data, gsize length)
{
  const char *bytes = data;

  while (length > 0)
    {
      gssize written = send (to, bytes, length, MSG_NOSIGNAL);

      if (written <= 0)
        return FALSE;
      bytes += written;
      length -= written;
    }
  return TRUE;
}

/* --- what the client sends --- */

/* The length of the request that the bytes begin with; 0: it is not whole yet. */
static gsize
measure_request (GByteArray *bytes, gboolean *is_socket)
{
  const char *end = memmem (bytes->data, bytes->len, "\r\n\r\n", 4);
  g_autofree char *head = NULL;
  const char *length;
  gsize whole;

  if (end == NULL)
    return 0;
  whole = end + 4 - (const char *) bytes->data;
  head = g_ascii_strdown ((const char *) bytes->data, whole);
  *is_socket = strstr (head, "\r\nupgrade: websocket") != NULL;
  length = strstr (head, "\r\ncontent-length:");
  if (length != NULL)
    whole += g_ascii_strtoull (length + strlen ("\r\ncontent-length:"), NULL, 10);
  return whole <= bytes->len ? whole : 0;
}

/* Over a connection of its own, so that both are under way at once. */
static void
send_beside (Pair *pair, const void *data, gsize length)
{
  if (pair->shadow >= 0)
    close (pair->shadow);
  pair->shadow = connect_server (pair->proxy);
  if (pair->shadow >= 0)
    send_all (pair->shadow, data, length);
}

static gboolean
answer (Pair *pair, const char *status, guint retry_after)
{
  g_autofree char *header = retry_after > 0 ? g_strdup_printf ("Retry-After: %u\r\n", retry_after) : g_strdup ("");
  g_autofree char *text =
      g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nNo.\r\n", status, header);

  count_met (pair->proxy);
  return send_all (pair->client, text, strlen (text));
}

static gboolean
take_request (Pair *pair, const void *data, gsize length, gboolean is_socket)
{
  guint amount;
  DeskTestFault fault = get_fault (pair->proxy, &amount);

  if (fault == DESK_TEST_FAULT_500)
    return answer (pair, "500 Internal Server Error", 0);
  if (fault == DESK_TEST_FAULT_503)
    return answer (pair, "503 Service Unavailable", amount);
  if (fault == DESK_TEST_FAULT_500_AFTER && !is_socket)
    {
      send_beside (pair, data, length);
      return answer (pair, "500 Internal Server Error", 0);
    }
  if (fault == DESK_TEST_FAULT_TWICE && !is_socket)
    {
      count_met (pair->proxy);
      send_beside (pair, data, length);
    }
  pair->is_socket = is_socket;
  return send_all (pair->server, data, length);
}

static gboolean
take_from_client (Pair *pair)
{
  char buffer[16384];
  gssize n = read (pair->client, buffer, sizeof buffer);
  gsize length;
  gboolean is_socket = FALSE;

  if (n <= 0)
    return FALSE;
  if (pair->is_socket)
    return send_all (pair->server, buffer, n);
  g_byte_array_append (pair->request, (guint8 *) buffer, n);
  while (!pair->is_socket && (length = measure_request (pair->request, &is_socket)) > 0)
    {
      if (!take_request (pair, pair->request->data, length, is_socket))
        return FALSE;
      g_byte_array_remove_range (pair->request, 0, length);
    }
  return TRUE;
}

/* --- what the server sends --- */

/* How much of what the server says may go on; ends the connection where it may not. */
static gsize
let_through (DeskTestProxy *self, gsize n)
{
  gsize allowed = n;

  g_mutex_lock (&self->lock);
  if (self->fault == DESK_TEST_FAULT_LOSE_ANSWERS)
    {
      self->n_lost++;
      self->n_met++;
      allowed = 0;
    }
  else if (self->fault == DESK_TEST_FAULT_CUT)
    {
      allowed = MIN (n, (gsize) self->left);
      self->left -= allowed;
      if (self->left == 0)
        {
          self->left = -1;
          self->n_met++;
          self->fault = DESK_TEST_FAULT_NONE;
          cut_all (self);
        }
    }
  g_mutex_unlock (&self->lock);
  return allowed;
}

static gboolean
pass (Pair *pair, const void *data, gsize length)
{
  const char *bytes = data;
  gsize allowed = let_through (pair->proxy, length);
  gsize done = 0;

  while (done < allowed)
    {
      guint amount;
      DeskTestFault fault = get_fault (pair->proxy, &amount);
      gsize piece = fault == DESK_TEST_FAULT_TRICKLE ? MIN (amount, allowed - done) : allowed - done;

      if ((fault == DESK_TEST_FAULT_DELAY || fault == DESK_TEST_FAULT_TRICKLE) && done == 0)
        count_met (pair->proxy);
      if (fault == DESK_TEST_FAULT_DELAY && !nap (pair, amount))
        return FALSE;
      if (!send_all (pair->client, bytes + done, piece))
        return FALSE;
      done += piece;
      if (fault == DESK_TEST_FAULT_TRICKLE && !nap (pair, TRICKLE_PAUSE))
        return FALSE;
    }
  return allowed == length;
}

/* The length of the frame that the bytes begin with; 0: it is not whole yet. A server's frames are not masked. */
static gsize
measure_frame (GByteArray *bytes)
{
  gsize head = 2;
  guint64 length;

  if (bytes->len < head)
    return 0;
  length = bytes->data[1] & 0x7f;
  if (length >= 126)
    {
      guint n = length == 126 ? 2 : 8;

      head += n;
      if (bytes->len < head)
        return 0;
      length = 0;
      for (guint i = 0; i < n; i++)
        length = length << 8 | bytes->data[2 + i];
    }
  return head + length <= bytes->len ? head + length : 0;
}

static gboolean
pass_held (Pair *pair)
{
  g_autoptr (GBytes) held = g_steal_pointer (&pair->held);

  return held == NULL || pass (pair, g_bytes_get_data (held, NULL), g_bytes_get_size (held));
}

/* The first frame is the greeting, without which there is no connection; those that are no text are not told on. */
static gboolean
take_frame (Pair *pair, const guint8 *data, gsize length)
{
  DeskTestFault fault = get_fault (pair->proxy, NULL);
  gboolean is_event = (data[0] & 0x0f) == 1 && pair->n_frames++ > 0;

  if (is_event && fault == DESK_TEST_FAULT_EVENTS_LOST && pair->n_frames % 2 == 0)
    {
      count_met (pair->proxy);
      return pass_held (pair);
    }
  if (is_event && fault == DESK_TEST_FAULT_EVENTS_SWAPPED && pair->held == NULL)
    {
      count_met (pair->proxy);
      pair->held = g_bytes_new (data, length);
      return TRUE;
    }
  if (is_event && fault == DESK_TEST_FAULT_EVENTS_TWICE)
    {
      count_met (pair->proxy);
      if (!pass (pair, data, length))
        return FALSE;
    }
  return pass (pair, data, length) && pass_held (pair);
}

static gboolean
take_frames (Pair *pair)
{
  gsize length;

  if (!pair->is_open)
    {
      const char *end = memmem (pair->frames->data, pair->frames->len, "\r\n\r\n", 4);

      if (end == NULL)
        return TRUE;
      length = end + 4 - (const char *) pair->frames->data;
      pair->is_open = TRUE;
      if (!pass (pair, pair->frames->data, length))
        return FALSE;
      g_byte_array_remove_range (pair->frames, 0, length);
    }
  while ((length = measure_frame (pair->frames)) > 0)
    {
      if (!take_frame (pair, pair->frames->data, length))
        return FALSE;
      g_byte_array_remove_range (pair->frames, 0, length);
    }
  return TRUE;
}

static gboolean
take_from_server (Pair *pair)
{
  char buffer[16384];
  gssize n = read (pair->server, buffer, sizeof buffer);

  if (n <= 0)
    return FALSE;
  if (!pair->is_socket)
    return pass (pair, buffer, n);
  g_byte_array_append (pair->frames, (guint8 *) buffer, n);
  return take_frames (pair);
}

static void
drain_shadow (Pair *pair)
{
  char buffer[16384];

  if (read (pair->shadow, buffer, sizeof buffer) > 0)
    return;
  close (pair->shadow);
  pair->shadow = -1;
}

/* --- one connection --- */

/* Nobody hears anything any more, until somebody breaks it. */
static void
stay_silent (Pair *pair)
{
  DeskTestProxy *self = pair->proxy;

  g_mutex_lock (&self->lock);
  self->n_met++;
  pair->is_half_open = TRUE;
  while (!pair->is_cut)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

static void
carry (Pair *pair)
{
  for (;;)
    {
      struct pollfd fds[3] = { { pair->client, POLLIN, 0 }, { pair->server, POLLIN, 0 }, { pair->shadow, POLLIN, 0 } };
      const short anything = POLLIN | POLLHUP | POLLERR;

      if (poll (fds, 3, -1) < 0 && errno != EINTR)
        return;
      if (get_fault (pair->proxy, NULL) == DESK_TEST_FAULT_HALF_OPEN)
        {
          stay_silent (pair);
          return;
        }
      if (fds[2].revents & anything)
        drain_shadow (pair);
      if ((fds[0].revents & anything) && !take_from_client (pair))
        return;
      if ((fds[1].revents & anything) && !take_from_server (pair))
        return;
    }
}

static gboolean
on_run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  DeskTestProxy *self = user_data;
  Pair pair = { .proxy = self, .client = dup (g_socket_get_fd (g_socket_connection_get_socket (connection))) };
  gboolean is_refusing;

  pair.shadow = -1;
  pair.server = connect_server (self);
  pair.request = g_byte_array_new ();
  pair.frames = g_byte_array_new ();
  g_mutex_lock (&self->lock);
  is_refusing = self->is_closing || self->fault == DESK_TEST_FAULT_REFUSE || pair.server < 0;
  if (!is_refusing)
    g_hash_table_add (self->pairs, &pair);
  else if (self->fault == DESK_TEST_FAULT_REFUSE)
    self->n_met++;
  g_mutex_unlock (&self->lock);
  if (!is_refusing)
    carry (&pair);
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->pairs, &pair);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  shutdown (pair.client, SHUT_RDWR);
  close (pair.client);
  if (pair.server >= 0)
    close (pair.server);
  if (pair.shadow >= 0)
    close (pair.shadow);
  g_byte_array_unref (pair.request);
  g_byte_array_unref (pair.frames);
  g_clear_pointer (&pair.held, g_bytes_unref);
  return TRUE;
}

static gboolean
on_quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static gpointer
run_loop (gpointer data)
{
  DeskTestProxy *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

DeskTestProxy *
desk_test_proxy_new (guint16 server_port)
{
  DeskTestProxy *self = g_new0 (DeskTestProxy, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->server_port = server_port;
  self->left = -1;
  self->pairs = g_hash_table_new (NULL, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (64);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run_cb), self);
  g_main_context_pop_thread_default (self->context);
  self->url =
      g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
  self->thread = g_thread_new ("proxy", run_loop, self);
  return self;
}

void
desk_test_proxy_free (DeskTestProxy *self)
{
  g_autoptr (GSource) quit = g_idle_source_new ();

  g_source_set_callback (quit, on_quit_cb, self->loop, NULL);
  g_source_attach (quit, self->context);
  g_thread_join (self->thread);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_mutex_lock (&self->lock);
  self->is_closing = TRUE;
  while (g_hash_table_size (self->pairs) > 0)
    {
      cut_all (self);
      g_cond_wait (&self->changed, &self->lock);
    }
  g_mutex_unlock (&self->lock);
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->pairs);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->url);
  g_free (self);
}

const char *
desk_test_proxy_get_url (DeskTestProxy *self)
{
  return self->url;
}

const char *
desk_test_fault_get_name (DeskTestFault fault)
{
  static const char *const names[DESK_TEST_N_FAULTS] = {
    "none", "refuse", "cut",       "lose answers", "delay",        "trickle",        "500", "500 after it was done",
    "503",  "twice",  "half-open", "events lost",  "events twice", "events swapped",
  };

  return names[fault];
}

void
desk_test_proxy_set_fault (DeskTestProxy *self, DeskTestFault fault, guint amount)
{
  g_mutex_lock (&self->lock);
  self->fault = fault;
  self->amount = amount;
  self->left = fault == DESK_TEST_FAULT_CUT ? (gint64) MAX (amount, 1) : -1;
  if (fault == DESK_TEST_FAULT_REFUSE)
    cut_all (self);
  g_mutex_unlock (&self->lock);
}

void
desk_test_proxy_break_half_open (DeskTestProxy *self)
{
  GHashTableIter iter;
  gpointer pair;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->pairs);
  while (g_hash_table_iter_next (&iter, &pair, NULL))
    if (((Pair *) pair)->is_half_open)
      cut_pair (pair);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

guint
desk_test_proxy_get_n_met (DeskTestProxy *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_met;
  g_mutex_unlock (&self->lock);
  return n;
}

void
desk_test_proxy_refuse (DeskTestProxy *self)
{
  desk_test_proxy_set_fault (self, DESK_TEST_FAULT_REFUSE, 0);
}

void
desk_test_proxy_allow (DeskTestProxy *self)
{
  desk_test_proxy_set_fault (self, DESK_TEST_FAULT_NONE, 0);
}

void
desk_test_proxy_cut_after (DeskTestProxy *self, gint64 n_bytes)
{
  desk_test_proxy_set_fault (self, DESK_TEST_FAULT_CUT, n_bytes);
}

gboolean
desk_test_proxy_is_cut (DeskTestProxy *self)
{
  gboolean is_cut;

  g_mutex_lock (&self->lock);
  is_cut = self->left < 0;
  g_mutex_unlock (&self->lock);
  return is_cut;
}

void
desk_test_proxy_lose_answers (DeskTestProxy *self, gboolean loses)
{
  desk_test_proxy_set_fault (self, loses ? DESK_TEST_FAULT_LOSE_ANSWERS : DESK_TEST_FAULT_NONE, 0);
}

guint
desk_test_proxy_get_n_lost (DeskTestProxy *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_lost;
  g_mutex_unlock (&self->lock);
  return n;
}
