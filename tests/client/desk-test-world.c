/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-test-world.h"

#include <libsoup/soup.h>
#include <string.h>

#include "client/desk-feed.h"
#include "core/desk-entity-json.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"

struct _DeskTestVisitor
{
  SoupSession *session;
  char *url;
  char *token;
};

const DeskKind *const desk_test_listed_kinds[] = {
  &desk_query_kind,      &desk_ticket_kind, &desk_chat_kind,         &desk_customer_kind, &desk_agent_kind,
  &desk_department_kind, &desk_faq_kind,    &desk_notification_kind, &desk_message_kind,  NULL
};

DeskTestWorld *
desk_test_world_new (void)
{
  DeskTestWorld *self = g_new0 (DeskTestWorld, 1);

  self->entities = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

void
desk_test_world_free (DeskTestWorld *self)
{
  g_hash_table_unref (self->entities);
  g_free (self);
}

static void
take_entity (DeskTestWorld *self, DeskEntity *entity)
{
  g_hash_table_replace (self->entities, g_strdup (desk_entity_get_id (entity)), entity);
}

static void
read_entity (DeskTestWorld *self, const DeskKind *kind, JsonObject *object)
{
  DeskEntity *entity = desk_entity_new (kind);
  g_autoptr (GError) error = NULL;

  desk_entity_read_json (entity, object, &error);
  g_assert_no_error (error);
  take_entity (self, entity);
}

DeskTestWorld *
desk_test_world_new_for_dump (const char *text)
{
  DeskTestWorld *self = desk_test_world_new ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *tab = strchr (lines[i], '\t');
      const DeskKind *kind;
      g_autoptr (JsonObject) object = NULL;

      if (tab == NULL)
        continue;
      *tab = '\0';
      kind = desk_kind_by_name (lines[i]);
      if (kind == NULL)
        continue;
      object = desk_json_parse_object (tab + 1, -1, NULL);
      g_assert_nonnull (object);
      read_entity (self, kind, object);
    }
  return self;
}

static void
append_difference (GString *text, DeskEntity *ours, DeskEntity *theirs)
{
  const DeskKind *kind = desk_entity_get_kind (ours);

  g_string_append_printf (text, "%s %s:", kind->name, desk_entity_get_id (ours));
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];
      g_autoptr (GString) one = g_string_new (NULL);
      g_autoptr (GString) other = g_string_new (NULL);

      if (desk_value_equal (field, desk_entity_get_value (ours, i), desk_entity_get_value (theirs, i)))
        continue;
      desk_value_append_json (field, desk_entity_get_value (ours, i), one);
      desk_value_append_json (field, desk_entity_get_value (theirs, i), other);
      g_string_append_printf (text, " %s is %s in the cache, %s on the server;", field->name, one->str, other->str);
    }
  g_string_append_c (text, '\n');
}

static gboolean
is_among (const DeskKind *kind, const DeskKind *const *only)
{
  for (; only != NULL && *only != NULL; only++)
    if (*only == kind)
      return TRUE;
  return only == NULL;
}

char *
desk_test_world_compare (DeskTestWorld *cache, DeskTestWorld *server, const DeskKind *const *only)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer id, entity;

  g_hash_table_iter_init (&iter, cache->entities);
  while (g_hash_table_iter_next (&iter, &id, &entity))
    {
      DeskEntity *theirs = g_hash_table_lookup (server->entities, id);

      if (!is_among (desk_entity_get_kind (entity), only))
        continue;
      if (theirs == NULL)
        g_string_append_printf (text, "%s %s is in the cache only\n", desk_entity_get_kind (entity)->name, (char *) id);
      else if (!desk_entity_equal (entity, theirs))
        append_difference (text, entity, theirs);
    }
  g_hash_table_iter_init (&iter, server->entities);
  while (g_hash_table_iter_next (&iter, &id, &entity))
    if (is_among (desk_entity_get_kind (entity), only) && !g_hash_table_contains (cache->entities, id))
      g_string_append_printf (text, "%s %s is on the server only\n", desk_entity_get_kind (entity)->name, (char *) id);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* --- over HTTP --- */

static GBytes *
talk (DeskTestVisitor *self, const char *method, const char *path, const char *json, gint64 version, guint *status)
{
  g_autofree char *url = g_strconcat (self->url, path, NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GBytes *body;

  if (self->token != NULL)
    soup_message_headers_append (headers, "Authorization", bearer);
  if (version > 0)
    soup_message_headers_append (headers, "If-Match", tag);
  if (json != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

      soup_message_headers_append (headers, "Idempotency-Key", key);
      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  body = soup_session_send_and_read (self->session, message, NULL, NULL);
  *status = body != NULL ? soup_message_get_status (message) : 0;
  return body;
}

static GBytes *
get (DeskTestVisitor *self, const char *path)
{
  guint status;
  GBytes *body = talk (self, "GET", path, NULL, 0, &status);

  if (status != 200)
    g_error ("GET %s: %u %.*s", path, status, body != NULL ? (int) g_bytes_get_size (body) : 0,
             body != NULL ? (const char *) g_bytes_get_data (body, NULL) : "");
  return body;
}

DeskTestVisitor *
desk_test_visitor_new (const char *url, const char *email, const char *password)
{
  DeskTestVisitor *self = g_new0 (DeskTestVisitor, 1);
  g_autofree char *json = g_strdup_printf ("{\"email\":\"%s\",\"password\":\"%s\"}", email, password);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (JsonObject) answer = NULL;
  guint status;

  self->session = soup_session_new ();
  self->url = g_strdup (url);
  body = talk (self, "POST", "/auth/login", json, 0, &status);
  g_assert_cmpuint (status, ==, 200);
  answer = desk_json_parse_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL);
  self->token = g_strdup (json_object_get_string_member (answer, "access_token"));
  return self;
}

void
desk_test_visitor_free (DeskTestVisitor *self)
{
  g_object_unref (self->session);
  g_free (self->url);
  g_free (self->token);
  g_free (self);
}

guint
desk_test_visitor_send (DeskTestVisitor *self, const char *method, const char *path, const char *json)
{
  guint status;
  g_autoptr (GBytes) body = talk (self, method, path, json, 0, &status);

  return status;
}

guint
desk_test_visitor_change (DeskTestVisitor *self, const char *method, const char *path, gint64 version, const char *json)
{
  guint status;
  g_autoptr (GBytes) body = talk (self, method, path, json, version, &status);

  return status;
}

DeskTestWorld *
desk_test_visitor_read_feed (DeskTestVisitor *self)
{
  DeskTestWorld *world = desk_test_world_new ();
  gint64 since = 0;
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *path = g_strdup_printf ("/support/sync?since=%" G_GINT64_FORMAT "&limit=10000", since);
      g_autoptr (GBytes) body = get (self, path);
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskFeedBatch) batch = desk_feed_batch_parse (body, &error);

      g_assert_no_error (error);
      g_assert_true (batch->is_closed);
      for (guint i = 0; i < batch->lines->len; i++)
        {
          DeskFeedLine *line = batch->lines->pdata[i];

          if (line->entity != NULL)
            take_entity (world, g_object_ref (line->entity));
          else
            g_hash_table_remove (world->entities, line->id);
        }
      since = batch->cursor;
      more = batch->more;
    }
  return world;
}

static void
read_list (DeskTestVisitor *self, DeskTestWorld *world, const DeskKind *kind, const char *path)
{
  g_autofree char *cursor = NULL;

  do
    {
      g_autofree char *page = g_strconcat (path, strchr (path, '?') != NULL ? "&" : "?", "limit=100",
                                           cursor != NULL ? "&cursor=" : "", cursor, NULL);
      g_autoptr (GBytes) body = get (self, page);
      g_autoptr (JsonObject) answer =
          desk_json_parse_object (g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL);
      JsonArray *rows = json_object_get_array_member (answer, "data");

      for (guint i = 0; i < json_array_get_length (rows); i++)
        read_entity (world, kind, json_array_get_object_element (rows, i));
      g_free (cursor);
      cursor = g_strdup (json_object_get_string_member_with_default (answer, "next_cursor", NULL));
    }
  while (cursor != NULL);
}

static void
read_threads (DeskTestVisitor *self, DeskTestWorld *world)
{
  g_autoptr (GList) all = g_hash_table_get_values (world->entities);

  for (GList *link = all; link != NULL; link = link->next)
    {
      const DeskKind *kind = desk_entity_get_kind (link->data);
      const char *name = kind == &desk_query_kind    ? "queries"
                         : kind == &desk_ticket_kind ? "tickets"
                         : kind == &desk_chat_kind   ? "chats"
                                                     : NULL;
      g_autofree char *path = g_strdup_printf ("/support/%s/%s/messages", name, desk_entity_get_id (link->data));

      if (name != NULL)
        read_list (self, world, &desk_message_kind, path);
    }
}

DeskTestWorld *
desk_test_visitor_read_lists (DeskTestVisitor *self)
{
  DeskTestWorld *world = desk_test_world_new ();

  read_list (self, world, &desk_query_kind, "/support/queries");
  read_list (self, world, &desk_ticket_kind, "/support/tickets");
  read_list (self, world, &desk_chat_kind, "/support/chats");
  read_threads (self, world);
  read_list (self, world, &desk_customer_kind, "/support/customers");
  read_list (self, world, &desk_agent_kind, "/support/agents");
  read_list (self, world, &desk_department_kind, "/support/departments");
  read_list (self, world, &desk_faq_kind, "/support/faqs");
  read_list (self, world, &desk_notification_kind, "/support/notifications");
  return world;
}
