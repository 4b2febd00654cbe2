/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What deskbelld is measured against: bare libsoup. A file has one answer a line, its path and its body with a tab
 * between; that body is sent for that path. Whoever opens a WebSocket under /live gets what is sent to all of them when
 * /tell is asked for: the bodies of the lines without a path.
 *
 * bench-bare FILE
 */
#include <libsoup/soup.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

typedef struct
{
  GHashTable *bodies; /* path to text */
  GPtrArray *told;    /* of text */
  GPtrArray *sockets; /* of SoupWebsocketConnection */
} Bare;

static void
on_request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Bare *self = data;
  const char *body = g_hash_table_lookup (self->bodies, path);

  if (body == NULL)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, body, strlen (body));
}

static void
on_tell_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Bare *self = data;

  for (guint i = 0; i < self->told->len; i++)
    for (guint k = 0; k < self->sockets->len; k++)
      soup_websocket_connection_send_text (self->sockets->pdata[k], self->told->pdata[i]);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, "{}", 2);
}

static void
on_socket_cb (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *socket,
              gpointer data)
{
  g_ptr_array_add (((Bare *) data)->sockets, g_object_ref (socket));
}

static gboolean
read_file (Bare *self, const char *file)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *tab = strchr (lines[i], '\t');

      if (tab == lines[i])
        g_ptr_array_add (self->told, g_strdup (tab + 1));
      else if (tab != NULL)
        g_hash_table_insert (self->bodies, g_strndup (lines[i], tab - lines[i]), g_strdup (tab + 1));
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  Bare self = { g_hash_table_new (g_str_hash, g_str_equal), g_ptr_array_new (), g_ptr_array_new () };
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  struct rlimit limit;
  GSList *uris;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  if (argc != 2 || !read_file (&self, argv[1])
      || !soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL))
    return 1;
  soup_server_add_handler (server, NULL, on_request_cb, &self, NULL);
  soup_server_add_handler (server, "/tell", on_tell_cb, &self, NULL);
  soup_server_add_websocket_handler (server, "/live", NULL, NULL, on_socket_cb, &self, NULL);
  uris = soup_server_get_uris (server);
  printf ("listening on http://127.0.0.1:%d\n", g_uri_get_port (uris->data));
  fflush (stdout);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_loop_run (loop);
  return 0;
}
