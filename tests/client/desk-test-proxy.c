/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-test-proxy.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

struct _DeskTestProxy
{
  GSocketService *service;
  char *url;
  guint16 server_port;

  GMutex lock; /* for all below */
  GHashTable *pairs;
  GCond none_left;
  gint64 left; /* bytes that the server may send before the cut; negative: any number */
  guint n_lost;
  gboolean is_refusing;
  gboolean loses_answers;
};

/* The two ends of one connection, as descriptors. */
typedef struct
{
  int client;
  int server;
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
cut_all (DeskTestProxy *self)
{
  GHashTableIter iter;
  gpointer pair;

  g_hash_table_iter_init (&iter, self->pairs);
  while (g_hash_table_iter_next (&iter, &pair, NULL))
    {
      shutdown (((Pair *) pair)->client, SHUT_RDWR);
      shutdown (((Pair *) pair)->server, SHUT_RDWR);
    }
}

/* How much of what the server says may go on; ends the connection where it may not. */
static gssize
let_through (DeskTestProxy *self, gssize n)
{
  gssize allowed = n;

  g_mutex_lock (&self->lock);
  if (self->loses_answers)
    {
      self->n_lost++;
      allowed = 0;
    }
  else if (self->left >= 0)
    {
      allowed = MIN (n, self->left);
      self->left -= allowed;
      if (self->left == 0)
        {
          self->left = -1;
          cut_all (self);
        }
    }
  g_mutex_unlock (&self->lock);
  return allowed;
}

static gboolean
move (int from, int to, DeskTestProxy *limited_by)
{
  char buffer[16384];
  gssize n = read (from, buffer, sizeof buffer);
  gssize allowed = n;
  gssize done = 0;

  if (n <= 0)
    return FALSE;
  if (limited_by != NULL)
    allowed = let_through (limited_by, n);
  while (done < allowed)
    {
      gssize written = send (to, buffer + done, allowed - done, MSG_NOSIGNAL);

      if (written <= 0)
        return FALSE;
      done += written;
    }
  return allowed == n;
}

static void
carry (DeskTestProxy *self, Pair *pair)
{
  for (;;)
    {
      struct pollfd fds[2] = { { pair->client, POLLIN, 0 }, { pair->server, POLLIN, 0 } };

      if (poll (fds, 2, -1) < 0 && errno != EINTR)
        return;
      if ((fds[0].revents & (POLLIN | POLLHUP | POLLERR)) && !move (pair->client, pair->server, NULL))
        return;
      if ((fds[1].revents & (POLLIN | POLLHUP | POLLERR)) && !move (pair->server, pair->client, self))
        return;
    }
}

static gboolean
on_run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source, gpointer user_data)
{
  DeskTestProxy *self = user_data;
  Pair pair = { .client = dup (g_socket_get_fd (g_socket_connection_get_socket (connection))), .server = -1 };
  gboolean is_refusing;

  pair.server = connect_server (self);
  g_mutex_lock (&self->lock);
  is_refusing = self->is_refusing || pair.server < 0;
  if (!is_refusing)
    g_hash_table_add (self->pairs, &pair);
  g_mutex_unlock (&self->lock);
  if (!is_refusing)
    carry (self, &pair);
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->pairs, &pair);
  g_cond_broadcast (&self->none_left);
  g_mutex_unlock (&self->lock);
  shutdown (pair.client, SHUT_RDWR);
  close (pair.client);
  if (pair.server >= 0)
    close (pair.server);
  return TRUE;
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
  g_cond_init (&self->none_left);
  self->service = g_threaded_socket_service_new (64);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run_cb), self);
  self->url =
      g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
  return self;
}

void
desk_test_proxy_free (DeskTestProxy *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_mutex_lock (&self->lock);
  self->is_refusing = TRUE;
  while (g_hash_table_size (self->pairs) > 0)
    {
      cut_all (self);
      g_cond_wait (&self->none_left, &self->lock);
    }
  g_mutex_unlock (&self->lock);
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  g_hash_table_unref (self->pairs);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->none_left);
  g_free (self->url);
  g_free (self);
}

const char *
desk_test_proxy_get_url (DeskTestProxy *self)
{
  return self->url;
}

void
desk_test_proxy_refuse (DeskTestProxy *self)
{
  g_mutex_lock (&self->lock);
  self->is_refusing = TRUE;
  cut_all (self);
  g_mutex_unlock (&self->lock);
}

void
desk_test_proxy_allow (DeskTestProxy *self)
{
  g_mutex_lock (&self->lock);
  self->is_refusing = FALSE;
  self->loses_answers = FALSE;
  self->left = -1;
  g_mutex_unlock (&self->lock);
}

void
desk_test_proxy_cut_after (DeskTestProxy *self, gint64 n_bytes)
{
  g_mutex_lock (&self->lock);
  self->left = n_bytes;
  g_mutex_unlock (&self->lock);
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
  g_mutex_lock (&self->lock);
  self->loses_answers = loses;
  g_mutex_unlock (&self->lock);
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
