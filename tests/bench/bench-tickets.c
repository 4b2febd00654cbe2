/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tickets by their ids over HTTP, through the whole of deskbelld, against a bare libsoup handler that sends the same
 * bytes. Both are other processes, asked by this one for the same tickets over the same number of kept connections, in
 * turns, several times.
 *
 * bench-tickets DESKBELLD BARE FOLDER
 */
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench-desk.h"
#include "bench-figures.h"
#include "bench-server.h"

#define N_CONNECTIONS 32
#define N_TICKETS 1000 /* from all ages of the desk */
#define N_ROUNDS 5
#define ROUND (2 * G_TIME_SPAN_SECOND)
#define BUDGET 0.75

/* One that is asked. */
typedef struct
{
  BenchServer server;
  GPtrArray *requests; /* of text */
} Side;

typedef struct
{
  int fd;
  GString *answer;
  gsize length; /* of the answer that is on its way, or 0 while it is not known */
} Connection;

static void
ask (Connection *connection, const Side *side, guint n)
{
  const char *request = side->requests->pdata[n % side->requests->len];

  g_string_truncate (connection->answer, 0);
  connection->length = 0;
  bench_send (connection->fd, request, strlen (request));
}

/* Whether an answer is whole now. */
static gboolean
take (Connection *connection)
{
  char buffer[65536];
  gssize length = recv (connection->fd, buffer, sizeof buffer, 0);

  if (length <= 0)
    g_error ("A connection was cut");
  g_string_append_len (connection->answer, buffer, length);
  if (connection->length == 0)
    connection->length = bench_measure_answer (connection->answer->str, connection->answer->len);
  return connection->length != 0 && connection->answer->len >= connection->length;
}

/* Answers a second. @work: (out): microseconds of the server's processor for each */
static double
measure (const Side *side, double *work)
{
  Connection connections[N_CONNECTIONS];
  struct epoll_event events[N_CONNECTIONS];
  int epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  guint n_asked = 0, n_answers = 0;
  gint64 begin;
  double rate;

  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &connections[i] };

      connections[i] = (Connection){ .fd = bench_connect (side->server.port), .answer = g_string_new (NULL) };
      epoll_ctl (epoll_fd, EPOLL_CTL_ADD, connections[i].fd, &event);
      ask (&connections[i], side, n_asked++);
    }
  /* Connecting does not count: libsoup's own listener lets only ten wait. */
  *work = bench_server_get_work (&side->server);
  begin = g_get_monotonic_time ();
  while (g_get_monotonic_time () - begin < ROUND)
    for (int i = 0, n = epoll_wait (epoll_fd, events, N_CONNECTIONS, 1000); i < n; i++)
      if (take (events[i].data.ptr))
        {
          n_answers++;
          ask (events[i].data.ptr, side, n_asked++);
        }
  rate = (double) n_answers * G_TIME_SPAN_SECOND / (double) (g_get_monotonic_time () - begin);
  *work = (bench_server_get_work (&side->server) - *work) / MAX (n_answers, 1);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      close (connections[i].fd);
      g_string_free (connections[i].answer, TRUE);
    }
  close (epoll_fd);
  return rate;
}

/* What both are asked for, and what the bare one answers: what the desk does. */
static char *
make_requests (BenchDesk *desk, const char *token, Side *asked, Side *bare)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT id FROM tickets WHERE merged_into_id IS NULL AND seq %% %u = 0 ORDER BY id LIMIT %d",
                       MAX (desk->n_tickets / N_TICKETS, 1), N_TICKETS);
  g_autoptr (GPtrArray) ids = bench_desk_list_texts (desk, sql);
  g_autoptr (GString) bodies = g_string_new (NULL);
  BenchClient client;

  asked->requests = g_ptr_array_new_with_free_func (g_free);
  bare->requests = g_ptr_array_new_with_free_func (g_free);
  bench_client_init (&client, asked->server.port);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *path = g_strconcat ("/support/tickets/", ids->pdata[i], NULL);
      char *request = bench_dup_request ("GET", path, token, NULL, NULL);

      g_ptr_array_add (asked->requests, request);
      g_ptr_array_add (bare->requests, bench_dup_request ("GET", path, NULL, NULL, NULL));
      g_string_append_printf (bodies, "%s\t%s\n", path, bench_client_ask (&client, request));
    }
  bench_client_clear (&client);
  return g_string_free (g_steal_pointer (&bodies), FALSE);
}

static void
compare (BenchDesk *desk, const Side *asked, const Side *bare)
{
  BenchFigures ratios;

  bench_figures_init (&ratios);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      double bare_work, work;
      double bare_rate = measure (bare, &bare_work);
      double rate = measure (asked, &work);

      bench_tell ("round %u: bare %.0f/s with %.0f us of work each, deskbelld %.0f/s with %.0f us", round + 1,
                  bare_rate, bare_work, rate, work);
      bench_figures_add (&ratios, 100 * rate / bare_rate);
    }
  bench_hold_at_least ("ticket by id, of the rate of bare libsoup", desk->n_tickets, bench_figures_get (&ratios, 0.5),
                       BUDGET * 100, "%");
  /* Against what does not know how big the desk is. */
  bench_watch_growth ("ticket by id", desk->n_tickets, 1 / bench_figures_get (&ratios, 0.5));
  bench_figures_clear (&ratios);
}

static void
run (const char *deskbelld, const char *bare_program, const char *folder, guint n_tickets)
{
  BenchDesk desk;
  BenchPerson admin;
  Side asked = { 0 }, bare = { 0 };
  g_autofree char *bodies = NULL, *file = g_build_filename (folder, "bodies", NULL);

  bench_desk_open (&desk, deskbelld, folder, n_tickets);
  bench_desk_sign_in (&desk, "admin@demo.deskbell", &admin);
  bench_server_start (&asked.server, (const char *const[]){ deskbelld, "serve", "--data", desk.folder, "--listen",
                                                            "127.0.0.1:0", NULL });
  bodies = make_requests (&desk, admin.token, &asked, &bare);
  g_file_set_contents (file, bodies, -1, NULL);
  bench_server_start (&bare.server, (const char *const[]){ bare_program, file, NULL });
  compare (&desk, &asked, &bare);
  bench_server_stop (&bare.server);
  bench_server_stop (&asked.server);
  g_ptr_array_unref (asked.requests);
  g_ptr_array_unref (bare.requests);
  bench_person_clear (&admin);
  bench_desk_close (&desk);
}

int
main (int argc, char **argv)
{
  const guint *sizes = bench_desk_get_sizes ();

  if (argc != 4)
    g_error ("Usage: bench-tickets DESKBELLD BARE FOLDER");
  for (guint i = 0; sizes[i] != 0; i++)
    run (argv[1], argv[2], argv[3], sizes[i]);
  return bench_end ();
}
