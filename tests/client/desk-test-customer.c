/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-test-customer.h"

#include "core/desk-id.h"

#define EMAIL "customer@demo.deskbell"

typedef struct
{
  gboolean is_done;
  JsonObject *object;
  GError *error;
} Answer;

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  desk_rest_sign_in_finish (DESK_REST (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
on_called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->object = desk_rest_call_finish (DESK_REST (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
on_event_cb (DeskLink *link, const char *event, JsonObject *data, gboolean *is_heard)
{
  *is_heard = *is_heard || g_str_equal (event, "ack");
}

static void
say_event (DeskTestCustomer *self, const char *event, const char *chat_id)
{
  g_autoptr (JsonObject) data = json_object_new ();

  json_object_set_string_member (data, "chat", chat_id);
  g_assert_true (desk_link_send (self->link, event, data));
}

static char *
make_body (const char *words)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  json_object_set_string_member (body, "body", words);
  node = json_node_init_object (json_node_alloc (), body);
  return json_to_string (node, FALSE);
}

static void
end_chats (DeskTestCustomer *self, const char *status)
{
  g_autofree char *path = g_strdup_printf ("/support/chats?status=%s", status);
  g_autoptr (JsonObject) page = desk_test_customer_call (self, "GET", path, NULL);
  JsonArray *chats = json_object_get_array_member (page, "data");

  for (guint i = 0; i < json_array_get_length (chats); i++)
    {
      const char *id = json_object_get_string_member (json_array_get_object_element (chats, i), "id");
      g_autofree char *end = g_strdup_printf ("/support/chats/%s/end", id);
      g_autoptr (JsonObject) ended = desk_test_customer_call (self, "POST", end, NULL);

      g_assert_nonnull (ended);
    }
}

DeskTestCustomer *
desk_test_customer_new (DeskTestServer *server)
{
  DeskTestCustomer *self = g_new0 (DeskTestCustomer, 1);
  Answer answer = { 0 };

  self->rest = desk_rest_new ();
  desk_rest_set_server (self->rest, server->url);
  desk_rest_sign_in_async (self->rest, EMAIL, server->password, NULL, on_signed_in_cb, &answer);
  desk_test_wait_for (answer.is_done);
  g_assert_no_error (answer.error);
  return self;
}

void
desk_test_customer_free (DeskTestCustomer *self)
{
  if (self->link != NULL)
    desk_link_stop (self->link);
  g_clear_object (&self->link);
  g_object_unref (self->rest);
  g_free (self);
}

JsonObject *
desk_test_customer_call (DeskTestCustomer *self, const char *method, const char *path, const char *body)
{
  g_autofree char *key = desk_id_new ();
  DeskRestCall call = { .method = method, .path = path, .body = body, .key = body != NULL ? key : NULL };
  Answer answer = { 0 };

  desk_rest_call_async (self->rest, &call, NULL, on_called_cb, &answer);
  desk_test_wait_for (answer.is_done);
  g_assert_no_error (answer.error);
  return answer.object;
}

/* The demo's customer may be in one already. */
char *
desk_test_customer_begin_chat (DeskTestCustomer *self, const char *words)
{
  g_autofree char *body = make_body (words);
  g_autoptr (JsonObject) chat = NULL;

  end_chats (self, "waiting");
  end_chats (self, "active");
  chat = desk_test_customer_call (self, "POST", "/support/chats", body);
  return g_strdup (json_object_get_string_member (chat, "id"));
}

void
desk_test_customer_say (DeskTestCustomer *self, const char *chat_id, const char *words)
{
  g_autofree char *path = g_strdup_printf ("/support/chats/%s/messages", chat_id);
  g_autofree char *body = make_body (words);
  g_autoptr (JsonObject) message = desk_test_customer_call (self, "POST", path, body);

  g_assert_cmpstr (json_object_get_string_member (message, "body"), ==, words);
}

void
desk_test_customer_read (DeskTestCustomer *self, const char *chat_id)
{
  g_autofree char *path = g_strdup_printf ("/support/chats/%s/read", chat_id);
  g_autoptr (JsonObject) nothing = desk_test_customer_call (self, "POST", path, "{}");

  g_assert_nonnull (nothing);
}

void
desk_test_customer_set_typing (DeskTestCustomer *self, const char *chat_id, gboolean is_typing)
{
  gboolean is_heard = FALSE;
  gulong handler;

  if (self->link == NULL)
    {
      self->link = desk_link_new (self->rest);
      desk_link_start (self->link);
      desk_test_wait_for (desk_link_is_connected (self->link));
      handler = g_signal_connect (self->link, "event", G_CALLBACK (on_event_cb), &is_heard);
      say_event (self, "join_ticket_room", chat_id);
      desk_test_wait_for (is_heard);
      g_signal_handler_disconnect (self->link, handler);
    }
  say_event (self, is_typing ? "typing_start" : "typing_stop", chat_id);
}
