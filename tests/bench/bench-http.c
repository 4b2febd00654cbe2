/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/desk-json.h"

/* A ticket by its id over HTTP, through the whole of deskbelld, against a bare libsoup handler that sends the same
 * bytes. Both are other processes, asked by this one over the same number of kept connections, in turns, several times.
 */

#define N_CONNECTIONS 32
#define N_ROUNDS 5
#define ROUND (2 * G_TIME_SPAN_SECOND)
#define BUDGET 0.75
#define PASSWORD "a-password-for-measuring"

/* One that is asked. */
typedef struct
{
  GPid pid;
  guint16 port;
  char *request; /* owned */
  gsize length;  /* of a whole answer, head included */
  double rates[N_ROUNDS];
} Server;

typedef struct
{
  int fd;
  gsize n_read;
} Connection;

static void
stop (Server *server)
{
  kill (server->pid, SIGTERM);
  waitpid (server->pid, NULL, 0);
  g_free (server->request);
}

static int
connect_to (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int on = 1;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    g_error ("Nobody listens: %s", g_strerror (errno));
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

static void
ask (int fd, const char *request)
{
  gsize length = strlen (request);

  if (send (fd, request, length, MSG_NOSIGNAL) != (gssize) length)
    g_error ("A request could not be sent: %s", g_strerror (errno));
}

/* The whole of one answer, read without haste. Its length tells the ends of the others. */
static char *
fetch (Server *server)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  int fd = connect_to (server->port);
  const char *body = NULL;
  gsize length = 0;

  ask (fd, server->request);
  do
    {
      char buffer[65536];
      gssize n = recv (fd, buffer, sizeof buffer, 0);
      const char *header;

      if (n <= 0)
        g_error ("No answer: %s", answer->str);
      g_string_append_len (answer, buffer, n);
      body = strstr (answer->str, "\r\n\r\n");
      header = g_strstr_len (answer->str, -1, "Content-Length: ");
      length = header != NULL ? (gsize) g_ascii_strtoull (header + 16, NULL, 10) : 0;
    }
  while (body == NULL || (gsize) (answer->str + answer->len - body - 4) < length);
  close (fd);
  if (!g_str_has_prefix (answer->str, "HTTP/1.1 200"))
    g_error ("Refused: %s", answer->str);
  server->length = answer->len;
  return g_strdup (body + 4);
}

/* Answers a second. */
static double
measure (const Server *server)
{
  Connection connections[N_CONNECTIONS];
  struct epoll_event events[N_CONNECTIONS];
  int epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  guint n_answers = 0;
  gint64 begin;

  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &connections[i] };

      connections[i] = (Connection){ .fd = connect_to (server->port) };
      epoll_ctl (epoll_fd, EPOLL_CTL_ADD, connections[i].fd, &event);
      ask (connections[i].fd, server->request);
    }
  /* Connecting does not count: libsoup's own listener lets only ten wait. */
  begin = g_get_monotonic_time ();
  while (g_get_monotonic_time () - begin < ROUND)
    for (int i = 0, n = epoll_wait (epoll_fd, events, N_CONNECTIONS, 1000); i < n; i++)
      {
        Connection *connection = events[i].data.ptr;
        char buffer[65536];
        gssize length = recv (connection->fd, buffer, sizeof buffer, 0);

        if (length <= 0)
          g_error ("A connection was cut");
        connection->n_read += (gsize) length;
        if (connection->n_read < server->length)
          continue;
        connection->n_read -= server->length;
        n_answers++;
        ask (connection->fd, server->request);
      }
  for (guint i = 0; i < N_CONNECTIONS; i++)
    close (connections[i].fd);
  close (epoll_fd);
  return (double) n_answers * G_TIME_SPAN_SECOND / (double) (g_get_monotonic_time () - begin);
}

static void
on_request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer body)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, body, strlen (body));
}

/* What this program does when it is started as the bare server. */
static int
serve_bare (const char *file)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *body = NULL;
  GSList *uris;

  if (!g_file_get_contents (file, &body, NULL, NULL)
      || !soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL))
    return 1;
  soup_server_add_handler (server, NULL, on_request_cb, body, NULL);
  uris = soup_server_get_uris (server);
  printf ("listening on http://127.0.0.1:%d\n", g_uri_get_port (uris->data));
  fflush (stdout);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_loop_run (loop);
  return 0;
}

static void
die_with_parent (gpointer unused)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
run_program (const char *program, const char *folder, const char *password_file)
{
  const char *argv[] = { program,       "init", "--data", folder, "--demo", "1000", "--demo-password-file",
                         password_file, NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    g_error ("%s init: %s", program, error->message);
}

/* Starts a server that says where it listens, and ends with this process. */
static void
start (Server *server, const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char line[256] = "";
  FILE *output;
  int fd;

  if (!g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent, NULL,
                                 &server->pid, NULL, &fd, NULL, &error))
    g_error ("%s: %s", argv[0], error->message);
  output = fdopen (fd, "r");
  if (fgets (line, sizeof line, output) == NULL || strrchr (line, ':') == NULL)
    g_error ("%s did not start", argv[0]);
  server->port = (guint16) strtoul (strrchr (line, ':') + 1, NULL, 10);
}

static JsonObject *
call (SoupSession *session, guint16 port, const char *method, const char *path, const char *token, const char *json)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", port, path);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  if (token != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", authorization);
  if (json != NULL)
    {
      g_autoptr (GBytes) given = g_bytes_new_static (json, strlen (json));

      soup_message_set_request_body_from_bytes (message, "application/json", given);
    }
  body = soup_session_send_and_read (session, message, NULL, &error);
  object = body != NULL
               ? desk_json_parse_object (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), &error)
               : NULL;
  if (object == NULL)
    g_error ("%s: %s", path, error->message);
  return object;
}

/* What an admin sends to see the newest ticket. */
static char *
make_request (guint16 port)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (JsonObject) tokens = call (session, port, "POST", "/auth/login", NULL,
                                        "{\"email\":\"admin@demo.deskbell\",\"password\":\"" PASSWORD "\"}");
  const char *token = json_object_get_string_member (tokens, "access_token");
  g_autoptr (JsonObject) tickets = call (session, port, "GET", "/support/tickets?limit=1", token, NULL);
  JsonObject *ticket = json_array_get_object_element (json_object_get_array_member (tickets, "data"), 0);

  return g_strdup_printf ("GET /support/tickets/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n",
                          json_object_get_string_member (ticket, "id"), token);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("desk-bench-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "desk", NULL);
  g_autofree char *password_file = g_build_filename (folder, "password", NULL);
  g_autofree char *body_file = g_build_filename (folder, "body", NULL);
  g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", folder);
  g_autofree char *body = NULL;
  Server bare = { 0 };
  Server desk = { 0 };
  double ratios[N_ROUNDS];

  if (argc == 3 && g_str_equal (argv[1], "--bare"))
    return serve_bare (argv[2]);
  if (argc != 2)
    g_error ("Usage: bench-http DESKBELLD");
  g_file_set_contents (password_file, PASSWORD, -1, NULL);
  run_program (argv[1], data, password_file);
  start (&desk, (const char *const[]){ argv[1], "serve", "--data", data, "--listen", "127.0.0.1:0", NULL });
  desk.request = make_request (desk.port);
  body = fetch (&desk);
  g_file_set_contents (body_file, body, -1, NULL);
  start (&bare, (const char *const[]){ argv[0], "--bare", body_file, NULL });
  bare.request = g_strdup ("GET /ticket HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  g_free (fetch (&bare));

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      bare.rates[round] = measure (&bare);
      desk.rates[round] = measure (&desk);
      ratios[round] = desk.rates[round] / bare.rates[round];
      g_print ("# round %u: bare %.0f/s, deskbelld %.0f/s, %.0f %%\n", round + 1, bare.rates[round], desk.rates[round],
               ratios[round] * 100);
    }
  stop (&bare);
  stop (&desk);
  if (system (remove) != 0)
    g_printerr ("%s could not be removed\n", folder);
  qsort (ratios, N_ROUNDS, sizeof ratios[0], compare);
  g_print (
      "ticket by id, %zu bytes, over HTTP: %.0f %% of the rate of a bare libsoup handler (budget: at least %.0f %%)\n",
      strlen (body), ratios[N_ROUNDS / 2] * 100, BUDGET * 100);
  return ratios[N_ROUNDS / 2] >= BUDGET ? 0 : 1;
}
