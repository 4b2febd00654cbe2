/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-server.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void
die_with_parent (gpointer unused)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

void
bench_server_start (BenchServer *self, const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char line[256] = "";
  FILE *output;
  int fd;

  if (!g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, die_with_parent, NULL,
                                 &self->pid, NULL, &fd, NULL, &error))
    g_error ("%s: %s", argv[0], error->message);
  output = fdopen (fd, "r");
  if (fgets (line, sizeof line, output) == NULL || strrchr (line, ':') == NULL)
    g_error ("%s did not start", argv[0]);
  self->port = (guint16) strtoul (strrchr (line, ':') + 1, NULL, 10);
}

void
bench_server_stop (BenchServer *self)
{
  kill (self->pid, SIGTERM);
  waitpid (self->pid, NULL, 0);
}

gsize
bench_server_get_memory (const BenchServer *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", self->pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    g_error ("%s can't be read", path);
  line = strstr (text, "\nPss:");
  g_assert (line != NULL);
  return g_ascii_strtoull (line + strlen ("\nPss:"), NULL, 10) * 1024;
}

double
bench_server_get_work (const BenchServer *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", self->pid);
  g_autoptr (GDir) threads = g_dir_open (path, 0, NULL);
  double nanoseconds = 0;
  const char *name;

  while (threads != NULL && (name = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, "schedstat", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (file, &text, NULL, NULL))
        nanoseconds += g_ascii_strtod (text, NULL);
    }
  return nanoseconds / 1000;
}

int
bench_connect (guint16 port)
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

void
bench_send (int fd, const char *bytes, gsize length)
{
  if (send (fd, bytes, length, MSG_NOSIGNAL) != (gssize) length)
    g_error ("A request could not be sent: %s", g_strerror (errno));
}

gsize
bench_measure_answer (const char *text, gsize length)
{
  const char *end = g_strstr_len (text, (gssize) length, "\r\n\r\n");
  const char *header = end != NULL ? g_strstr_len (text, end - text, "Content-Length: ") : NULL;

  if (end == NULL)
    return 0;
  return (gsize) (end + 4 - text)
         + (header != NULL ? (gsize) g_ascii_strtoull (header + strlen ("Content-Length: "), NULL, 10) : 0);
}

void
bench_client_init (BenchClient *self, guint16 port)
{
  *self = (BenchClient){ .fd = bench_connect (port), .answer = g_string_new (NULL) };
}

void
bench_client_clear (BenchClient *self)
{
  close (self->fd);
  g_string_free (self->answer, TRUE);
}

void
bench_client_send (BenchClient *self, const char *request)
{
  g_string_truncate (self->answer, 0);
  bench_send (self->fd, request, strlen (request));
}

/**
 * bench_client_take:
 * @self: a connection on which a request was sent
 *
 * Returns: (transfer none): the body of the answer, until the next one; an answer that is no success ends the program
 */
const char *
bench_client_take (BenchClient *self)
{
  gsize whole;

  do
    {
      char buffer[65536];
      gssize n = recv (self->fd, buffer, sizeof buffer, 0);

      if (n <= 0)
        g_error ("No answer");
      g_string_append_len (self->answer, buffer, n);
      whole = bench_measure_answer (self->answer->str, self->answer->len);
    }
  while (whole == 0 || self->answer->len < whole);
  if (!g_str_has_prefix (self->answer->str, "HTTP/1.1 2"))
    g_error ("Refused: %s", self->answer->str);
  return strstr (self->answer->str, "\r\n\r\n") + 4;
}

const char *
bench_client_ask (BenchClient *self, const char *request)
{
  bench_client_send (self, request);
  return bench_client_take (self);
}

char *
bench_dup_request (const char *method, const char *path, const char *token, const char *more, const char *body)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n", method, path);
  if (token != NULL)
    g_string_append_printf (text, "Authorization: Bearer %s\r\n", token);
  if (more != NULL)
    g_string_append (text, more);
  if (body != NULL)
    g_string_append_printf (text, "Content-Type: application/json\r\nContent-Length: %zu\r\n", strlen (body));
  g_string_append_printf (text, "\r\n%s", body != NULL ? body : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
