/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-exchange.h"

#include <string.h>

#include "core/desk-error.h"
#include "server/http/desk-file-answer.h"
#include "server/http/desk-gate.h"
#include "server/http/desk-problem.h"
#include "server/http/desk-request.h"
#include "server/http/desk-response.h"
#include "server/http/desk-upgrade.h"
#include "server/http/desk-upload.h"

/* Whoever sends files has the time of a request for each so many bytes. */
#define SLOWEST_UPLOAD (64 * 1024)

struct _DeskExchange
{
  grefcount references;
  DeskDoor *door;             /* borrowed */
  SoupServerMessage *message; /* borrowed; valid until it is finished */
  DeskPeer *peer;             /* owned */
  GByteArray *body;           /* owned; NULL until there is some */
  DeskUpload *upload;         /* owned; NULL where it brings no files */
  gsize n_since;              /* bytes of files since the deadline was moved on */
  gsize max_body;
  guint *n_under_way; /* the worker's count */
  gboolean is_under_way;
  gboolean is_paused; /* libsoup waits for the answer */
  gboolean is_answered;
  gboolean is_finished;
};

static void
unref_exchange (gpointer data)
{
  DeskExchange *self = data;

  if (!g_ref_count_dec (&self->references))
    return;
  if (self->is_under_way)
    (*self->n_under_way)--;
  desk_peer_unref (self->peer);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->upload, desk_upload_free);
  g_free (self);
}

static GQuark
get_quark (void)
{
  return g_quark_from_static_string ("desk-exchange");
}

static void
turn_away (DeskExchange *self, const GError *error)
{
  g_autofree char *problem = desk_problem_dup_json (error);
  g_autofree char *answer = NULL;

  answer = g_strdup_printf ("HTTP/1.1 413 Content Too Large\r\nContent-Type: " DESK_PROBLEM_TYPE "\r\n"
                            "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                            strlen (problem), problem);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->upload, desk_upload_free);
  desk_peer_turn_away (self->peer, answer);
}

static void
turn_away_big (DeskExchange *self)
{
  g_autoptr (GError) error = NULL;

  g_set_error (&error, DESK_ERROR, DESK_ERROR_TOO_LARGE, "A body may have %" G_GSIZE_FORMAT " bytes", self->max_body);
  turn_away (self, error);
}

static void
take_piece_of_files (DeskExchange *self, GBytes *chunk)
{
  gsize length = g_bytes_get_size (chunk);
  const GError *error;

  self->n_since += length;
  if (self->n_since >= SLOWEST_UPLOAD)
    {
      self->n_since = 0;
      desk_peer_expect_request (self->peer, DESK_PEER_REQUEST_TIME);
    }
  desk_upload_write (self->upload, g_bytes_get_data (chunk, NULL), length);
  error = desk_upload_get_error (self->upload);
  if (g_error_matches (error, DESK_ERROR, DESK_ERROR_TOO_LARGE))
    {
      g_autoptr (GError) copy = g_error_copy (error);

      turn_away (self, copy);
    }
}

static void
on_got_headers_cb (SoupServerMessage *message, DeskExchange *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  self->upload = desk_upload_new (self->door, message);
  self->max_body = self->upload != NULL ? DESK_UPLOAD_MOST_OF_BODY : desk_request_get_max_body (self->door, message);
  if (self->upload == NULL && self->max_body > DESK_REQUEST_MAX_BODY)
    desk_peer_expect_request (self->peer, DESK_PEER_MAIL_TIME);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > (goffset) self->max_body)
    turn_away_big (self);
}

static void
on_got_chunk_cb (SoupServerMessage *message, GBytes *chunk, DeskExchange *self)
{
  gsize length = g_bytes_get_size (chunk);

  if (desk_peer_is_turned_away (self->peer))
    {
      desk_peer_drain (self->peer, length);
      return;
    }
  if (self->upload != NULL)
    {
      take_piece_of_files (self, chunk);
      return;
    }
  if (self->body == NULL)
    self->body = g_byte_array_new ();
  if (self->body->len + length > self->max_body)
    turn_away_big (self);
  else
    g_byte_array_append (self->body, g_bytes_get_data (chunk, NULL), (guint) length);
}

static void
on_finished_cb (SoupServerMessage *message, DeskExchange *self)
{
  self->is_finished = TRUE;
  self->message = NULL;
  desk_peer_rest (self->peer);
}

/* The answer is written; where it came at once, libsoup has not waited for it. */
static void
go_on (DeskExchange *self)
{
  self->is_answered = TRUE;
  if (self->is_paused)
    soup_server_message_unpause (self->message);
}

/* The call is over; whoever asked may have gone. */
static void
on_answered (DeskCall *call, gpointer data)
{
  DeskExchange *self = data;
  g_autoptr (DeskCall) owned = call;

  if (!self->is_finished)
    {
      gsize length = call->file != NULL ? desk_file_answer_write (self->message, call, self->door->is_secure)
                                        : desk_response_write (self->message, call, self->door->is_secure);

      desk_peer_expect_reader (self->peer, length);
      go_on (self);
    }
  unref_exchange (self);
}

static void
on_upgraded (const GError *error, gpointer data)
{
  DeskExchange *self = data;

  if (!self->is_finished)
    {
      desk_peer_expect_reader (self->peer, 0);
      if (error != NULL)
        desk_response_write_error (self->message, error, self->door->is_secure);
      go_on (self);
    }
  unref_exchange (self);
}

static gboolean
wants_upgrade (DeskExchange *self, DeskCall *call)
{
  return (call->route->flags & DESK_ROUTE_UPGRADE) != 0 && self->door->upgrade != NULL
         && desk_upgrade_is_wanted (self->message);
}

static void
handle (DeskExchange *self)
{
  const char *body = self->body != NULL ? (const char *) self->body->data : "";
  gsize length = self->body != NULL ? self->body->len : 0;
  g_autofree char *allow = NULL;
  g_autoptr (GError) error = NULL;
  DeskCall *call =
      desk_request_read (self->door, self->message, g_steal_pointer (&self->upload), body, length, &allow, &error);

  g_clear_pointer (&self->body, g_byte_array_unref);
  if (call == NULL)
    {
      gsize n = error != NULL ? desk_response_write_error (self->message, error, self->door->is_secure)
                              : desk_response_write_not_allowed (self->message, allow, self->door->is_secure);

      desk_peer_expect_reader (self->peer, n);
      return;
    }
  call->address = g_strdup (desk_peer_get_address (self->peer));
  g_ref_count_inc (&self->references);
  if (wants_upgrade (self, call))
    desk_upgrade_begin (call, self->message, self->peer, on_upgraded, self);
  else
    desk_gate_run (call, on_answered, self);
  self->is_paused = !self->is_answered;
  if (self->is_paused)
    soup_server_message_pause (self->message);
}

/**
 * desk_exchange_begin:
 * @door: where it comes in
 * @message: a request whose first byte came
 * @peer: who sends it
 * @n_under_way: the worker's count of requests that are being served
 */
void
desk_exchange_begin (DeskDoor *door, SoupServerMessage *message, DeskPeer *peer, guint *n_under_way)
{
  DeskExchange *self = g_new0 (DeskExchange, 1);

  g_ref_count_init (&self->references);
  self->door = door;
  self->message = message;
  self->peer = desk_peer_ref (peer);
  self->n_under_way = n_under_way;
  self->max_body = DESK_REQUEST_MAX_BODY;
  desk_peer_expect_request (peer, DESK_PEER_REQUEST_TIME);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers_cb), self);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_got_chunk_cb), self);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished_cb), self);
  g_object_set_qdata_full (G_OBJECT (message), get_quark (), self, unref_exchange);
}

/**
 * desk_exchange_handle:
 * @message: a request that was read to its end
 */
void
desk_exchange_handle (SoupServerMessage *message)
{
  DeskExchange *self = g_object_get_qdata (G_OBJECT (message), get_quark ());

  /* Not from somebody whom the accept loop let in. */
  if (self == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  if (desk_peer_is_turned_away (self->peer))
    {
      soup_server_message_set_status (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, NULL);
      desk_peer_shut (self->peer);
      return;
    }
  desk_peer_work (self->peer);
  self->is_under_way = TRUE;
  (*self->n_under_way)++;
  handle (self);
}
