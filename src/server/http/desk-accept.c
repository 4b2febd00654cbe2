/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-accept.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/desk-error.h"

/* So many may stand in front of the door while we look away. */
#define BACKLOG 4096
/* How long to look away when nobody can be let in, milliseconds. */
#define PAUSE 5
/* So many are let in before those inside are listened to again. */
#define AT_ONCE 32

struct _DeskAccept
{
  int fd;
  int stop_fd;   /* readable when the thread has to end */
  char *address; /* owned */
  GThread *thread;
  DeskLobby *lobby; /* owned, while it runs */
  DeskCrowd *crowd; /* borrowed */
};

/* A short word for somebody who can't come in, if their socket takes it at once. */
static void
turn_away (int fd)
{
  static const char words[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
                              "Content-Length: 0\r\n\r\n";

  (void) !send (fd, words, sizeof words - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
  close (fd);
}

static void
let_in (DeskAccept *self, int fd, const struct sockaddr_storage *peer, socklen_t length)
{
  g_autoptr (GSocketAddress) address = g_socket_address_new_from_native ((gpointer) peer, length);
  g_autofree char *text = NULL;
  DeskGuest *guest;
  int on = 1;

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    {
      close (fd);
      return;
    }
  text = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  guest = desk_crowd_enter (self->crowd, text);
  if (guest == NULL)
    {
      turn_away (fd);
      return;
    }
  /* Answers go out in two pieces: without this, each waits 40 ms for the other side's acknowledgement. */
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  desk_lobby_take (self->lobby, fd, guest);
}

static void
wait_to_stop (DeskAccept *self, int milliseconds)
{
  struct pollfd fd = { self->stop_fd, POLLIN, 0 };

  poll (&fd, 1, milliseconds);
}

/* Takes whoever stands in front of the door, but not for so long that those inside are forgotten. */
static void
open_door (DeskAccept *self)
{
  for (guint i = 0; i < AT_ONCE; i++)
    {
      struct sockaddr_storage peer;
      socklen_t length = sizeof peer;
      int fd = accept4 (self->fd, (struct sockaddr *) &peer, &length, SOCK_CLOEXEC | SOCK_NONBLOCK);

      if (fd >= 0)
        let_in (self, fd, &peer, length);
      else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
        {
          /* Nothing is lost: they stand in the backlog until there is a descriptor again. */
          desk_crowd_make_room (self->crowd);
          if (!desk_lobby_clear_out (self->lobby))
            {
              wait_to_stop (self, PAUSE);
              return;
            }
        }
      else
        return;
      desk_lobby_clear_out (self->lobby);
    }
}

static gpointer
run (gpointer data)
{
  DeskAccept *self = data;
  struct pollfd fds[] = { { self->stop_fd, POLLIN, 0 },
                          { desk_lobby_get_fd (self->lobby), POLLIN, 0 },
                          { self->fd, POLLIN, 0 } };

  while (TRUE)
    {
      /* While many are on their way out of the house, the next stay outside for a moment. */
      gboolean is_open = desk_crowd_wait (self->crowd, PAUSE * G_TIME_SPAN_MILLISECOND);

      poll (fds, is_open ? 3 : 2, is_open ? desk_lobby_get_patience (self->lobby) : 0);
      if (fds[0].revents != 0)
        return NULL;
      desk_lobby_listen (self->lobby);
      desk_lobby_clear_out (self->lobby);
      if (is_open)
        open_door (self);
    }
}

static GSocketAddress *
parse (const char *listen, GError **error)
{
  g_autoptr (GSocketConnectable) connectable = g_network_address_parse (listen, 0, error);
  g_autoptr (GSocketAddressEnumerator) enumerator = NULL;
  GSocketAddress *address;

  if (connectable == NULL)
    return NULL;
  enumerator = g_socket_connectable_enumerate (connectable);
  address = g_socket_address_enumerator_next (enumerator, NULL, error);
  if (address == NULL && error != NULL && *error == NULL)
    g_set_error (error, DESK_ERROR, DESK_ERROR_INVALID, "There is no address %s", listen);
  return address;
}

/* By hand, because g_socket_bind() would undo socket options and g_socket_listen() has its own backlog. */
static int
open_listener (GSocketAddress *address)
{
  struct sockaddr_storage native;
  gsize length = g_socket_address_get_native_size (address);
  int on = 1;
  int fd;

  if (length > sizeof native || !g_socket_address_to_native (address, &native, sizeof native, NULL))
    return -1;
  fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return -1;
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (fd, (struct sockaddr *) &native, (socklen_t) length) == 0 && listen (fd, BACKLOG) == 0)
    return fd;
  on = errno;
  close (fd);
  errno = on;
  return -1;
}

static char *
dup_bound_address (int fd)
{
  struct sockaddr_storage native;
  socklen_t length = sizeof native;
  g_autoptr (GSocketAddress) address = NULL;

  if (getsockname (fd, (struct sockaddr *) &native, &length) != 0)
    return NULL;
  address = g_socket_address_new_from_native (&native, length);
  return g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
}

/**
 * desk_accept_new:
 * @listen: "127.0.0.1:8765", "[::1]:8765"; port 0 picks a free one
 * @error: why that is not possible, in words for who started the server
 *
 * Returns: (transfer full): the listening socket; nobody is let in yet
 */
DeskAccept *
desk_accept_new (const char *listen, GError **error)
{
  g_autoptr (GSocketAddress) address = parse (listen, error);
  DeskAccept *self;
  int fd;

  if (address == NULL)
    return NULL;
  fd = open_listener (address);
  if (fd < 0)
    {
      int why = errno;

      g_set_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "Can't listen on %s: %s", listen,
                   why == EADDRINUSE ? "another program already does" : g_strerror (why));
      return NULL;
    }
  self = g_new0 (DeskAccept, 1);
  self->fd = fd;
  self->stop_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->address = dup_bound_address (fd);
  return self;
}

void
desk_accept_free (DeskAccept *self)
{
  desk_accept_stop (self);
  close (self->stop_fd);
  g_free (self->address);
  g_free (self);
}

/**
 * desk_accept_get_address:
 * @self: a listening socket
 *
 * Returns: the address and port that it got
 */
const char *
desk_accept_get_address (DeskAccept *self)
{
  return self->address;
}

/**
 * desk_accept_start:
 * @self: a listening socket
 * @crowd: (transfer none): who counts those who come; outlives the listening
 * @welcome: called on a thread of its own for everybody who came in and said what they want
 * @data: for @welcome
 */
void
desk_accept_start (DeskAccept *self, DeskCrowd *crowd, DeskWelcome welcome, gpointer data)
{
  self->crowd = crowd;
  self->lobby = desk_lobby_new (welcome, data);
  self->thread = g_thread_new ("accept", run, self);
}

/**
 * desk_accept_stop:
 * @self: a listening socket
 *
 * Closes it; who has spoken stays in.
 */
void
desk_accept_stop (DeskAccept *self)
{
  if (self->thread != NULL)
    {
      (void) !eventfd_write (self->stop_fd, 1);
      g_thread_join (g_steal_pointer (&self->thread));
      g_clear_pointer (&self->lobby, desk_lobby_free);
    }
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}
