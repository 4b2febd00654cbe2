/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-upgrade.h"

#include "core/desk-error.h"
#include "server/desk/desk-sign-in.h"

typedef struct
{
  DeskCall *call;             /* owned */
  SoupServerMessage *message; /* owned until it goes out */
  DeskPeer *peer;             /* owned */
  DeskUpgradeDone done;
  gpointer data;
} Upgrade;

static void
free_upgrade (gpointer data, GClosure *unused)
{
  Upgrade *self = data;

  desk_call_free (self->call);
  g_clear_object (&self->message);
  desk_peer_unref (self->peer);
  g_free (self);
}

/* Whose connection it will be: the token's, or the one-use ticket's. */
static gboolean
admit (DeskTransaction *transaction, gpointer data, GError **error)
{
  DeskCall *call = data;
  const char *ticket = desk_call_get_query (call, "ticket");

  g_clear_pointer (&call->viewer, desk_viewer_free);
  g_clear_pointer (&call->account_id, g_free);
  if (call->complaint != NULL)
    {
      g_propagate_error (error, g_error_copy (call->complaint));
      return FALSE;
    }
  if (ticket != NULL)
    {
      g_free (call->session_id);
      call->session_id = desk_sign_in_take_live_ticket (transaction, ticket, error);
      if (call->session_id == NULL)
        return FALSE;
    }
  if (call->session_id == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED,
                           "This needs a bearer token, or a ticket from /auth/live-ticket");
      return FALSE;
    }
  call->viewer = desk_sign_in_read_viewer (transaction, call->session_id, &call->account_id, error);
  return call->viewer != NULL;
}

/* The 101 is out: from here on the connection speaks frames. */
static void
on_switched_cb (SoupServerMessage *message, Upgrade *self)
{
  GIOStream *stream;
  DeskDoor *door = self->call->door;

  if (soup_server_message_get_status (message) != SOUP_STATUS_SWITCHING_PROTOCOLS)
    return;
  stream = soup_server_message_steal_connection (message);
  door->upgrade (stream, g_object_ref (desk_peer_get_socket (self->peer)), desk_peer_release (self->peer),
                 self->call->session_id, door->upgrade_data);
}

static void
on_admitted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Upgrade *self = data;
  g_autoptr (SoupServerMessage) message = g_steal_pointer (&self->message);
  g_autoptr (GError) error = NULL;

  if (desk_service_run_finish (self->call->door->service, result, &error)
      && !soup_websocket_server_process_handshake (message, NULL, NULL, NULL, NULL))
    g_set_error_literal (&error, DESK_ERROR, DESK_ERROR_MALFORMED, "The WebSocket handshake was not complete");
  if (error != NULL)
    {
      self->done (error, self->data);
      free_upgrade (self, NULL);
      return;
    }
  g_signal_connect_data (message, "wrote-informational", G_CALLBACK (on_switched_cb), self, free_upgrade, 0);
  self->done (NULL, self->data);
}

/**
 * desk_upgrade_is_wanted:
 * @message: a request
 *
 * Returns: whether it is a WebSocket handshake
 */
gboolean
desk_upgrade_is_wanted (SoupServerMessage *message)
{
  return soup_websocket_server_check_handshake (message, NULL, NULL, NULL, NULL);
}

/**
 * desk_upgrade_begin:
 * @call: (transfer full): what is asked
 * @message: its message, paused
 * @peer: who asks
 * @done: called when the message can go out
 * @data: for @done
 *
 * Finds out who wants to be connected, answers the handshake without any extension (compressed frames cost each
 * connection 90 KiB, and a small one can unfold to a hundred MB), and hands the connection to the door's upgrade once
 * the answer is out.
 */
void
desk_upgrade_begin (DeskCall *call, SoupServerMessage *message, DeskPeer *peer, DeskUpgradeDone done, gpointer data)
{
  Upgrade *self = g_new0 (Upgrade, 1);
  DeskDbMode mode = desk_call_get_query (call, "ticket") != NULL ? DESK_DB_WRITE : DESK_DB_READ;

  self->call = call;
  self->message = g_object_ref (message);
  self->peer = desk_peer_ref (peer);
  self->done = done;
  self->data = data;
  desk_service_run_async (call->door->service, mode, admit, call, on_admitted_cb, self);
}
