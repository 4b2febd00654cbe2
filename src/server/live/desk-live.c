/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/live/desk-live.h"

#include <string.h>
#include <sys/epoll.h>

#include "core/desk-time.h"

#define READ_SIZE (16 * 1024)
/* So many reads at a turn, so that one who sends without end does not keep the others waiting. */
#define READS_A_TURN 4
#define PING_AFTER (30 * DESK_TIME_SECOND)
#define SILENT_AFTER (90 * DESK_TIME_SECOND)
/* For the other side to read our close, which may stand behind much else, and to answer it. */
#define CLOSE_TIME (10 * DESK_TIME_SECOND)
/* The same for somebody who only goes on with what they are closed for. */
#define DEAF_TIME (2 * DESK_TIME_SECOND)
/* Messages a client may send: so many at once, and so many a second. */
#define MESSAGES_AT_ONCE 200
#define MESSAGES_A_SECOND 50
#define CALLS_AT_ONCE 16
#define FRAMES_A_WRITE 16

struct _DeskLive
{
  /* owned */
  GIOStream *stream;
  GSocket *socket;
  DeskGuest *guest;
  DeskViewer *viewer;
  char *session_id;
  DeskFrameReader *reader;

  DeskLiveHeard heard;
  gpointer data;
  int epoll_fd;
  guint32 wanted; /* of epoll */
  guint serial;

  GQueue waiting; /* of owned GBytes */
  gsize n_sent;   /* of the first of them */
  gsize n_waiting;

  gint64 heard_at; /* monotonic */
  gint64 pinged_at;
  gint64 close_before; /* 0 while it is open */
  double allowance;    /* messages that it may still send now */
  gint64 allowance_at;
  guint n_calls; /* of its calls that are under way */
  gboolean is_subscribed;
  gboolean is_closing; /* nothing is said any more but the close */
  gboolean is_deaf;    /* what still comes is thrown away */
  gboolean is_dead;
};

static void
want (DeskLive *self, guint32 events)
{
  struct epoll_event event = { .events = events, .data.ptr = self };

  if (self->wanted == events || self->is_dead)
    return;
  self->wanted = events;
  epoll_ctl (self->epoll_fd, EPOLL_CTL_MOD, g_socket_get_fd (self->socket), &event);
}

static void
die (DeskLive *self)
{
  if (self->is_dead)
    return;
  self->is_dead = TRUE;
  epoll_ctl (self->epoll_fd, EPOLL_CTL_DEL, g_socket_get_fd (self->socket), NULL);
}

static void
drop_sent (DeskLive *self, gsize length)
{
  self->n_sent += length;
  self->n_waiting -= length;
  while (!g_queue_is_empty (&self->waiting) && self->n_sent >= g_bytes_get_size (g_queue_peek_head (&self->waiting)))
    {
      GBytes *first = g_queue_pop_head (&self->waiting);

      self->n_sent -= g_bytes_get_size (first);
      g_bytes_unref (first);
    }
}

/* What waits, without what was sent of it already. */
static gsize
list_waiting (DeskLive *self, GOutputVector *vectors, gsize n_vectors)
{
  gsize n = 0;

  for (GList *link = self->waiting.head; link != NULL && n < n_vectors; link = link->next, n++)
    {
      gsize sent = n == 0 ? self->n_sent : 0;
      gsize size;
      const guint8 *bytes = g_bytes_get_data (link->data, &size);

      vectors[n] = (GOutputVector){ bytes + sent, size - sent };
    }
  return n;
}

static void
flush (DeskLive *self)
{
  GPollableOutputStream *out = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream));
  gboolean is_full = FALSE;

  while (!self->is_dead && !is_full && !g_queue_is_empty (&self->waiting))
    {
      GOutputVector vectors[FRAMES_A_WRITE];
      gsize n_vectors = list_waiting (self, vectors, FRAMES_A_WRITE);
      gsize n = 0;

      switch (g_pollable_output_stream_writev_nonblocking (out, vectors, n_vectors, &n, NULL, NULL))
        {
        case G_POLLABLE_RETURN_OK:
          drop_sent (self, n);
          break;
        case G_POLLABLE_RETURN_WOULD_BLOCK:
          is_full = TRUE;
          break;
        case G_POLLABLE_RETURN_FAILED:
        default:
          die (self);
        }
    }
  want (self, g_queue_is_empty (&self->waiting) ? EPOLLIN : EPOLLIN | EPOLLOUT);
}

static void
put (DeskLive *self, GBytes *frame)
{
  g_queue_push_tail (&self->waiting, g_bytes_ref (frame));
  self->n_waiting += g_bytes_get_size (frame);
}

static void
put_and_flush (DeskLive *self, GBytes *frame)
{
  put (self, frame);
  flush (self);
}

static gboolean
is_allowed (DeskLive *self)
{
  gint64 now = g_get_monotonic_time ();

  self->allowance += (double) (now - self->allowance_at) / DESK_TIME_SECOND * MESSAGES_A_SECOND;
  self->allowance = MIN (self->allowance, MESSAGES_AT_ONCE);
  self->allowance_at = now;
  if (self->allowance < 1)
    return FALSE;
  self->allowance -= 1;
  return TRUE;
}

static void
answer_ping (DeskLive *self, const char *payload, gsize length)
{
  g_autoptr (GBytes) pong = desk_frame_write (DESK_FRAME_PONG, payload, length);

  put_and_flush (self, pong);
}

static gboolean
on_frame (DeskFrameOpcode opcode, const char *text, gsize length, gpointer data)
{
  DeskLive *self = data;

  self->heard_at = g_get_monotonic_time ();
  if (self->is_closing)
    {
      if (opcode == DESK_FRAME_CLOSE)
        die (self);
      return !self->is_dead;
    }
  if (!is_allowed (self))
    desk_live_close (self, DESK_CLOSE_POLICY, "Too many messages");
  else if (opcode == DESK_FRAME_TEXT)
    self->heard (self, text, length, self->data);
  else if (opcode == DESK_FRAME_PING)
    answer_ping (self, text, length);
  else if (opcode == DESK_FRAME_CLOSE)
    {
      desk_live_close (self, DESK_CLOSE_NORMAL, "");
      if (g_queue_is_empty (&self->waiting))
        die (self);
    }
  return !self->is_dead;
}

static void
read_on (DeskLive *self)
{
  GPollableInputStream *in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stream));
  guint8 buffer[READ_SIZE];

  for (guint i = 0; !self->is_dead && i < READS_A_TURN; i++)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_input_stream_read_nonblocking (in, buffer, sizeof buffer, NULL, &error);
      DeskClose trouble = 0;

      if (n > 0 && self->is_deaf)
        continue;
      if (n > 0)
        trouble = desk_frame_reader_take (self->reader, buffer, (gsize) n, on_frame, self);
      else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return;
      else
        die (self);
      if (trouble != 0)
        {
          desk_live_close (self, trouble, "Frames of this kind or size are not taken");
          self->is_deaf = TRUE;
          self->close_before = g_get_monotonic_time () + DEAF_TIME;
        }
    }
}

/**
 * desk_live_new:
 * @stream: (transfer full): the connection behind a handshake
 * @socket: (transfer full): its socket
 * @guest: (transfer full): its place in the crowd
 * @session_id: whose it is
 * @epoll_fd: what waits for it; gets the connection as data
 * @heard: called for each message
 * @data: for @heard
 *
 * Returns: (transfer full): a live connection
 */
DeskLive *
desk_live_new (GIOStream *stream,
               GSocket *socket,
               DeskGuest *guest,
               const char *session_id,
               int epoll_fd,
               DeskLiveHeard heard,
               gpointer data)
{
  static guint serials = 0;
  DeskLive *self = g_new0 (DeskLive, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = self };

  self->stream = stream;
  self->socket = socket;
  self->guest = guest;
  self->session_id = g_strdup (session_id);
  self->reader = desk_frame_reader_new ();
  self->heard = heard;
  self->data = data;
  self->epoll_fd = epoll_fd;
  self->wanted = EPOLLIN;
  self->serial = ++serials;
  g_queue_init (&self->waiting);
  self->heard_at = self->pinged_at = self->allowance_at = g_get_monotonic_time ();
  self->allowance = MESSAGES_AT_ONCE;
  if (epoll_ctl (epoll_fd, EPOLL_CTL_ADD, g_socket_get_fd (socket), &event) != 0)
    self->is_dead = TRUE;
  return self;
}

void
desk_live_free (DeskLive *self)
{
  die (self);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_bytes_unref);
  g_io_stream_close (self->stream, NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  desk_guest_leave (self->guest);
  desk_guest_unref (self->guest);
  g_clear_pointer (&self->viewer, desk_viewer_free);
  desk_frame_reader_free (self->reader);
  g_free (self->session_id);
  g_free (self);
}

/**
 * desk_live_set_viewer:
 * @self: a connection
 * @viewer: who is at the other end, as they stand now
 */
void
desk_live_set_viewer (DeskLive *self, const DeskViewer *viewer)
{
  g_clear_pointer (&self->viewer, desk_viewer_free);
  self->viewer = desk_viewer_copy (viewer);
}

const DeskViewer *
desk_live_get_viewer (DeskLive *self)
{
  return self->viewer;
}

const char *
desk_live_get_session (DeskLive *self)
{
  return self->session_id;
}

/**
 * desk_live_subscribe:
 * @self: a connection
 *
 * From now on it is told of all that changes.
 */
void
desk_live_subscribe (DeskLive *self)
{
  self->is_subscribed = TRUE;
}

gboolean
desk_live_is_subscribed (DeskLive *self)
{
  return self->is_subscribed;
}

/**
 * desk_live_begin_call:
 * @self: a connection
 *
 * Returns: whether it may ask for one more thing while others are under way
 */
gboolean
desk_live_begin_call (DeskLive *self)
{
  if (self->n_calls >= CALLS_AT_ONCE)
    return FALSE;
  self->n_calls++;
  return TRUE;
}

void
desk_live_end_call (DeskLive *self)
{
  self->n_calls--;
}

guint
desk_live_get_serial (DeskLive *self)
{
  return self->serial;
}

/**
 * desk_live_on_ready:
 * @self: a connection
 * @events: what epoll says of it
 */
void
desk_live_on_ready (DeskLive *self, guint32 events)
{
  if ((events & EPOLLOUT) != 0)
    flush (self);
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && !self->is_dead)
    read_on (self);
  if (self->is_closing && g_queue_is_empty (&self->waiting) && (events & (EPOLLHUP | EPOLLERR)) != 0)
    die (self);
}

/**
 * desk_live_hold:
 * @self: a connection
 * @frame: (transfer none): a whole frame
 *
 * Has it sent with the next desk_live_flush(), so that what belongs together goes out together. Who can't keep up is
 * dropped.
 */
void
desk_live_hold (DeskLive *self, GBytes *frame)
{
  if (self->is_dead || self->is_closing)
    return;
  if (self->n_waiting + g_bytes_get_size (frame) > DESK_LIVE_MAX_WAITING)
    desk_live_close (self, DESK_CLOSE_TRY_AGAIN, "You can't keep up; come back through the feed");
  else
    put (self, frame);
}

/**
 * desk_live_flush:
 * @self: a connection
 *
 * Sends what waits, as far as the other side can take it.
 */
void
desk_live_flush (DeskLive *self)
{
  if (!g_queue_is_empty (&self->waiting))
    flush (self);
}

/**
 * desk_live_send:
 * @self: a connection
 * @frame: (transfer none): a whole frame
 *
 * Sends it, or keeps it until the other side can take it. Who can't keep up is dropped.
 */
void
desk_live_send (DeskLive *self, GBytes *frame)
{
  desk_live_hold (self, frame);
  desk_live_flush (self);
}

/**
 * desk_live_send_text:
 * @self: a connection
 * @text: JSON
 */
void
desk_live_send_text (DeskLive *self, const char *text)
{
  g_autoptr (GBytes) frame = desk_frame_write (DESK_FRAME_TEXT, text, strlen (text));

  desk_live_send (self, frame);
}

/**
 * desk_live_close:
 * @self: a connection
 * @code: why
 * @reason: the same in words
 *
 * Says goodbye behind the frame that is on its way; what waits behind that one is dropped.
 */
void
desk_live_close (DeskLive *self, DeskClose code, const char *reason)
{
  g_autoptr (GBytes) frame = NULL;

  if (self->is_dead || self->is_closing)
    return;
  self->is_closing = TRUE;
  self->close_before = g_get_monotonic_time () + CLOSE_TIME;
  while (g_queue_get_length (&self->waiting) > (self->n_sent > 0 ? 1 : 0))
    {
      GBytes *last = g_queue_pop_tail (&self->waiting);

      self->n_waiting -= g_bytes_get_size (last);
      g_bytes_unref (last);
    }
  frame = desk_frame_write_close (code, reason);
  put_and_flush (self, frame);
}

/**
 * desk_live_check_time:
 * @self: a connection
 * @now: monotonic time
 *
 * Pings it now and then, and drops it when it has been silent for too long. To be called every few seconds.
 */
void
desk_live_check_time (DeskLive *self, gint64 now)
{
  if ((self->close_before != 0 && now >= self->close_before) || now - self->heard_at >= SILENT_AFTER)
    die (self);
  else if (!self->is_closing && now - self->pinged_at >= PING_AFTER)
    {
      g_autoptr (GBytes) ping = desk_frame_write (DESK_FRAME_PING, "", 0);

      self->pinged_at = now;
      desk_live_send (self, ping);
    }
}

gboolean
desk_live_is_dead (DeskLive *self)
{
  return self->is_dead;
}
