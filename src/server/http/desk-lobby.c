/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-lobby.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/http/desk-peer.h"

/* So much of it is looked at; whoever has said more has said enough. */
#define HEAD (8 * 1024)
#define MOST_EVENTS 64
#define TLS_HANDSHAKE 0x16
#define TLS_RECORD_HEAD 5

struct _DeskLobby
{
  int epoll_fd;
  GQueue visitors; /* of Visitor, owned, who came first first */
  GQueue evicted;  /* of the same, borrowed: whose place is needed */
  DeskWelcome welcome;
  gpointer data;
};

typedef struct
{
  DeskLobby *lobby; /* borrowed */
  DeskGuest *guest; /* owned */
  int fd;           /* owned */
  gint64 deadline;  /* monotonic */
  GList link;       /* in the visitors */
} Visitor;

static void
forget (Visitor *visitor)
{
  g_queue_unlink (&visitor->lobby->visitors, &visitor->link);
  g_queue_remove (&visitor->lobby->evicted, visitor);
  g_free (visitor);
}

static void
send_away (Visitor *visitor)
{
  close (visitor->fd);
  desk_guest_leave (visitor->guest);
  desk_guest_unref (visitor->guest);
  forget (visitor);
}

/* Comes from the crowd on our own thread, but with the crowd locked: what has to be done is done a moment later. */
static void
on_evicted (DeskGuest *guest, gpointer data)
{
  Visitor *visitor = data;

  g_queue_push_tail (&visitor->lobby->evicted, visitor);
}

static gboolean
is_complete (const guint8 *head, gsize length)
{
  if (length == HEAD)
    return TRUE;
  if (head[0] == TLS_HANDSHAKE)
    return length >= TLS_RECORD_HEAD && length >= TLS_RECORD_HEAD + (gsize) (head[3] << 8 | head[4]);
  return memmem (head, length, "\n\r\n", 3) != NULL || memmem (head, length, "\n\n", 2) != NULL;
}

static void
hand_over (Visitor *visitor)
{
  DeskLobby *self = visitor->lobby;
  GSocket *socket = g_socket_new_from_fd (visitor->fd, NULL);

  if (socket == NULL)
    {
      send_away (visitor);
      return;
    }
  desk_guest_set_evict (visitor->guest, NULL, NULL);
  self->welcome (socket, visitor->guest, self->data);
  forget (visitor);
}

/* Whether they have not said it all; else they are gone from here. */
static gboolean
stays (Visitor *visitor)
{
  guint8 head[HEAD];
  gssize length = recv (visitor->fd, head, sizeof head, MSG_PEEK | MSG_DONTWAIT);

  if (length < 0 && (errno == EAGAIN || errno == EINTR))
    return TRUE;
  if (length <= 0)
    {
      send_away (visitor);
      return FALSE;
    }
  if (!is_complete (head, (gsize) length))
    return TRUE;
  epoll_ctl (visitor->lobby->epoll_fd, EPOLL_CTL_DEL, visitor->fd, NULL);
  hand_over (visitor);
  return FALSE;
}

/**
 * desk_lobby_new:
 * @welcome: called for everybody who has spoken
 * @data: for @welcome
 *
 * Returns: (transfer full): an empty lobby
 */
DeskLobby *
desk_lobby_new (DeskWelcome welcome, gpointer data)
{
  DeskLobby *self = g_new0 (DeskLobby, 1);

  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  g_queue_init (&self->visitors);
  g_queue_init (&self->evicted);
  self->welcome = welcome;
  self->data = data;
  return self;
}

/**
 * desk_lobby_free:
 * @self: a lobby; who is still in it is sent away
 */
void
desk_lobby_free (DeskLobby *self)
{
  while (self->visitors.head != NULL)
    send_away (self->visitors.head->data);
  close (self->epoll_fd);
  g_free (self);
}

/**
 * desk_lobby_get_fd:
 * @self: a lobby
 *
 * Returns: a descriptor that can be read when somebody says something
 */
int
desk_lobby_get_fd (DeskLobby *self)
{
  return self->epoll_fd;
}

/**
 * desk_lobby_get_patience:
 * @self: a lobby
 *
 * Returns: for how many milliseconds nobody's time is up; -1: nobody is there
 */
int
desk_lobby_get_patience (DeskLobby *self)
{
  const Visitor *first = g_queue_peek_head (&self->visitors);

  if (first == NULL)
    return -1;
  return (int) (MAX (first->deadline - g_get_monotonic_time (), 0) / G_TIME_SPAN_MILLISECOND) + 1;
}

/**
 * desk_lobby_take:
 * @self: a lobby
 * @fd: (transfer full): a connection
 * @guest: (transfer full): its place in the crowd
 */
void
desk_lobby_take (DeskLobby *self, int fd, DeskGuest *guest)
{
  Visitor *visitor = g_new0 (Visitor, 1);
  struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.ptr = visitor };

  visitor->lobby = self;
  visitor->guest = guest;
  visitor->fd = fd;
  visitor->deadline = g_get_monotonic_time () + DESK_PEER_REQUEST_TIME;
  visitor->link.data = visitor;
  g_queue_push_tail_link (&self->visitors, &visitor->link);
  desk_guest_set_evict (guest, on_evicted, visitor);
  /* What they said before we looked is told of at once. */
  if (epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
    send_away (visitor);
}

/**
 * desk_lobby_listen:
 * @self: a lobby
 *
 * Lets those go on who have said what they want, without waiting for the others.
 */
void
desk_lobby_listen (DeskLobby *self)
{
  struct epoll_event events[MOST_EVENTS];
  int n = epoll_wait (self->epoll_fd, events, MOST_EVENTS, 0);

  for (int i = 0; i < n; i++)
    {
      Visitor *visitor = events[i].data.ptr;

      /* Who has hung up and left nothing complete behind says nothing more. */
      if (stays (visitor) && (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
        send_away (visitor);
    }
}

/**
 * desk_lobby_clear_out:
 * @self: a lobby
 *
 * Sends those away whose place is needed, and those whose time is up.
 *
 * Returns: whether there was somebody
 */
gboolean
desk_lobby_clear_out (DeskLobby *self)
{
  const gint64 now = g_get_monotonic_time ();
  const guint before = self->visitors.length;
  Visitor *visitor;

  while ((visitor = g_queue_peek_head (&self->evicted)) != NULL)
    send_away (visitor);
  while ((visitor = g_queue_peek_head (&self->visitors)) != NULL && visitor->deadline <= now)
    send_away (visitor);
  return self->visitors.length < before;
}
