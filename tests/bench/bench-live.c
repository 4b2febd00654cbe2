/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A thousand agents who are connected and wait: what each of them takes of deskbelld's memory, and how long it takes
 * until all of them have an event, from the request that changes a ticket on. Against bare libsoup that sends the same
 * frames to as many sockets when it is asked to. Each agent is somebody else, and what each may see is looked up.
 *
 * bench-live DESKBELLD BARE FOLDER
 */
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench-desk.h"
#include "bench-figures.h"
#include "bench-server.h"

#define N_AGENTS 1000
#define N_ROUNDS 40
#define MEMORY_BUDGET 32.0 /* KiB */
#define BUDGET 1.3

#define UPGRADE                                                                                                        \
  "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"                                         \
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define FIN_TEXT 0x81
#define MASKED 0x80

/* A WebSocket. */
typedef struct
{
  int fd;
  GString *input;
  guint n_frames; /* whole ones, since the round began */
} Socket;

/* One of the two, with all its sockets. */
typedef struct
{
  BenchServer server;
  BenchClient client;
  Socket sockets[N_AGENTS];
  int epoll_fd;
} Side;

/* The bytes of the first frame of the input, head and all; 0 where it is not whole. */
static gsize
measure_frame (const GString *input, gsize *head)
{
  const guint8 *bytes = (const guint8 *) input->str;
  gsize length;

  if (input->len < 2)
    return 0;
  length = bytes[1] & 0x7f;
  *head = length < 126 ? 2 : length == 126 ? 4 : 10;
  if (input->len < *head)
    return 0;
  if (*head > 2)
    {
      length = 0;
      for (gsize i = 2; i < *head; i++)
        length = length << 8 | bytes[i];
    }
  return input->len >= *head + length ? *head + length : 0;
}

/* Counts the whole frames that are there. @frames: (nullable): gets the texts. */
static void
count_frames (Socket *socket, GPtrArray *frames)
{
  gsize length, head;

  while ((length = measure_frame (socket->input, &head)) > 0)
    {
      if ((guint8) socket->input->str[0] == FIN_TEXT)
        {
          socket->n_frames++;
          if (frames != NULL)
            g_ptr_array_add (frames, g_strndup (socket->input->str + head, length - head));
        }
      g_string_erase (socket->input, 0, (gssize) length);
    }
}

static void
take (Socket *socket, GPtrArray *frames)
{
  char buffer[16384];
  gssize n = recv (socket->fd, buffer, sizeof buffer, 0);

  if (n <= 0)
    g_error ("A socket was closed");
  g_string_append_len (socket->input, buffer, n);
  count_frames (socket, frames);
}

/* Waits until each socket has so many frames. */
static void
await (Side *side, guint n_frames)
{
  struct epoll_event events[256];
  guint n_waiting = 0;

  for (guint i = 0; i < N_AGENTS; i++)
    n_waiting += side->sockets[i].n_frames < n_frames;
  while (n_waiting > 0)
    for (int i = 0, n = epoll_wait (side->epoll_fd, events, G_N_ELEMENTS (events), 10000); i < n || n == 0; i++)
      {
        Socket *socket = events[i].data.ptr;
        gboolean was_waiting = socket->n_frames < n_frames;

        if (n == 0)
          g_error ("%u sockets wait in vain", n_waiting);
        take (socket, NULL);
        n_waiting -= was_waiting && socket->n_frames >= n_frames;
      }
}

/* Takes what still comes for a while: after a change there are several events. */
static void
drain (Side *side, int milliseconds, GPtrArray *of_first)
{
  struct epoll_event events[256];
  int n;

  while ((n = epoll_wait (side->epoll_fd, events, G_N_ELEMENTS (events), milliseconds)) > 0)
    for (int i = 0; i < n; i++)
      take (events[i].data.ptr, events[i].data.ptr == &side->sockets[0] ? of_first : NULL);
  for (guint i = 0; i < N_AGENTS; i++)
    side->sockets[i].n_frames = 0;
}

static void
send_frame (int fd, const char *text)
{
  g_autoptr (GString) frame = g_string_new (NULL);

  g_assert (strlen (text) < 126);
  g_string_append_c (frame, (char) FIN_TEXT);
  g_string_append_c (frame, (char) (MASKED | strlen (text)));
  g_string_append_len (frame, "\0\0\0\0", 4);
  g_string_append (frame, text);
  bench_send (fd, frame->str, frame->len);
}

static void
open_socket (Side *side, Socket *socket, const char *path, const char *token)
{
  g_autofree char *request = bench_dup_request ("GET", path, token, UPGRADE, NULL);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = socket };
  const char *end = NULL;

  *socket = (Socket){ .fd = bench_connect (side->server.port), .input = g_string_new (NULL) };
  bench_send (socket->fd, request, strlen (request));
  while (end == NULL)
    {
      char buffer[4096];
      gssize n = recv (socket->fd, buffer, sizeof buffer, 0);

      if (n <= 0)
        g_error ("No WebSocket: %s", socket->input->str);
      g_string_append_len (socket->input, buffer, n);
      end = g_strstr_len (socket->input->str, (gssize) socket->input->len, "\r\n\r\n");
    }
  if (!g_str_has_prefix (socket->input->str, "HTTP/1.1 101"))
    g_error ("No WebSocket: %s", socket->input->str);
  g_string_erase (socket->input, 0, end + 4 - socket->input->str);
  count_frames (socket, NULL);
  epoll_ctl (side->epoll_fd, EPOLL_CTL_ADD, socket->fd, &event);
}

static void
begin (Side *side, const char *const *argv)
{
  bench_server_start (&side->server, argv);
  bench_client_init (&side->client, side->server.port);
  side->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
}

static void
end (Side *side)
{
  for (guint i = 0; i < N_AGENTS; i++)
    {
      close (side->sockets[i].fd);
      g_string_free (side->sockets[i].input, TRUE);
    }
  close (side->epoll_fd);
  bench_client_clear (&side->client);
  bench_server_stop (&side->server);
}

/* Signs all of them in, each with a session of their own, in a department that has a ticket without an agent. */
static GPtrArray *
make_tokens (BenchDesk *desk, const char *department)
{
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_free);

  bench_tell ("signing %d agents in", N_AGENTS);
  for (guint i = 0; i < N_AGENTS; i++)
    {
      g_autofree char *email = g_strdup_printf ("agent-%u@bench.deskbell", i);
      BenchPerson person;

      bench_desk_enrol (desk, email, DESK_ROLE_AGENT, department);
      bench_desk_sign_in (desk, email, &person);
      g_ptr_array_add (tokens, g_strdup (person.token));
      bench_person_clear (&person);
    }
  return tokens;
}

static void
connect_agents (Side *side, GPtrArray *tokens)
{
  for (guint i = 0; i < N_AGENTS; i++)
    {
      open_socket (side, &side->sockets[i], "/support/live", tokens->pdata[i]);
      /* Each is greeted before the next one comes, as on any morning. */
      while (side->sockets[i].n_frames < 1)
        take (&side->sockets[i], NULL);
      send_frame (side->sockets[i].fd, "{\"event\":\"subscribe_tickets\",\"id\":1,\"data\":{}}");
    }
  drain (side, 1500, NULL);
}

/* Another subject for the ticket, by the admin; the version says which one is changed. */
static char *
make_change (Side *side, const char *ticket, const char *token, guint round)
{
  g_autofree char *path = g_strconcat ("/support/tickets/", ticket, NULL);
  g_autofree char *read = bench_dup_request ("GET", path, token, NULL, NULL);
  const char *version = strstr (bench_client_ask (&side->client, read), "\"version\":");
  g_autofree char *more = g_strdup_printf ("If-Match: \"%d\"\r\n", atoi (version + strlen ("\"version\":")));
  g_autofree char *body = g_strdup_printf ("{\"subject\":\"The parcel of round %u arrived broken\"}", round);

  return bench_dup_request ("PATCH", path, token, more, body);
}

/* From the request until the last socket has all that it is told. */
static double
time_round (Side *side, const char *request, guint n_frames)
{
  gint64 start = g_get_monotonic_time ();

  bench_client_send (&side->client, request);
  await (side, n_frames);
  return (double) (g_get_monotonic_time () - start);
}

static void
compare (BenchDesk *desk, Side *live, Side *bare, const char *ticket, const char *token, guint n_frames)
{
  BenchFigures ratios, times, bare_times;

  bench_figures_init (&ratios);
  bench_figures_init (&times);
  bench_figures_init (&bare_times);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autofree char *change = make_change (live, ticket, token, round);
      double bare_time = time_round (bare, "GET /tell HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", n_frames);
      double time;

      bench_client_take (&bare->client);
      drain (bare, 20, NULL);
      time = time_round (live, change, n_frames);
      bench_client_take (&live->client);
      drain (live, 20, NULL);
      bench_figures_add (&ratios, time / bare_time);
      bench_figures_add (&times, time);
      bench_figures_add (&bare_times, bare_time);
    }
  bench_tell ("%u frames to each of %d sockets: deskbelld %.1f ms, 99 %% %.1f; bare libsoup %.1f ms, 99 %% %.1f",
              n_frames, N_AGENTS, bench_figures_get (&times, 0.5) / 1000, bench_figures_get (&times, 0.99) / 1000,
              bench_figures_get (&bare_times, 0.5) / 1000, bench_figures_get (&bare_times, 0.99) / 1000);
  bench_hold_at_most ("an event to all of 1,000 sockets", desk->n_tickets, bench_figures_get (&ratios, 0.5), BUDGET,
                      "x");
  /* Against what does not know how big the desk is. */
  bench_watch_growth ("an event to all of 1,000 sockets", desk->n_tickets, bench_figures_get (&ratios, 0.5));
  bench_figures_clear (&ratios);
  bench_figures_clear (&times);
  bench_figures_clear (&bare_times);
}

/* What a socket hears of one change, as the bare one's file has it. */
static guint
write_frames (Side *live, const char *change, const char *file)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) text = g_string_new (NULL);

  bench_client_ask (&live->client, change);
  drain (live, 1000, frames);
  if (frames->len == 0)
    g_error ("Nobody was told");
  for (guint i = 0; i < frames->len; i++)
    g_string_append_printf (text, "\t%s\n", (const char *) frames->pdata[i]);
  g_file_set_contents (file, text->str, (gssize) text->len, NULL);
  return frames->len;
}

static void
run (const char *deskbelld, const char *bare_program, const char *folder, guint n_tickets)
{
  static Side live, bare;
  BenchDesk desk;
  BenchPerson admin;
  g_autoptr (GPtrArray) tokens = NULL;
  g_autofree char *file = g_build_filename (folder, "frames", NULL);
  g_autofree char *ticket = NULL, *department = NULL, *change = NULL;
  gsize before;
  guint n_frames;

  bench_desk_open (&desk, deskbelld, folder, n_tickets);
  ticket = bench_desk_dup_text (&desk, "SELECT id FROM tickets WHERE assigned_to IS NULL AND status = 'new' "
                                       "AND department_id IS NOT NULL ORDER BY id LIMIT 1");
  department = bench_desk_dup_text (&desk, "SELECT d.name FROM tickets t JOIN departments d ON d.id = t.department_id "
                                           "WHERE t.assigned_to IS NULL AND t.status = 'new' ORDER BY t.id LIMIT 1");
  bench_desk_sign_in (&desk, "admin@demo.deskbell", &admin);
  tokens = make_tokens (&desk, department);
  begin (&live, (const char *const[]){ deskbelld, "serve", "--data", desk.folder, "--listen", "127.0.0.1:0", NULL });
  /* What it needs for anybody at all is there after a few requests. */
  for (guint i = 0; i < 50; i++)
    g_free (make_change (&live, ticket, admin.token, 0));
  before = bench_server_get_memory (&live.server);
  connect_agents (&live, tokens);
  bench_hold_at_most ("memory for an idle live agent", n_tickets,
                      (double) (bench_server_get_memory (&live.server) - before) / 1024 / N_AGENTS, MEMORY_BUDGET,
                      "KiB");
  change = make_change (&live, ticket, admin.token, N_ROUNDS);
  n_frames = write_frames (&live, change, file);
  begin (&bare, (const char *const[]){ bare_program, file, NULL });
  for (guint i = 0; i < N_AGENTS; i++)
    open_socket (&bare, &bare.sockets[i], "/live", NULL);
  compare (&desk, &live, &bare, ticket, admin.token, n_frames);
  end (&bare);
  end (&live);
  bench_person_clear (&admin);
  bench_desk_close (&desk);
}

int
main (int argc, char **argv)
{
  const guint *sizes = bench_desk_get_sizes ();
  struct rlimit limit;

  if (argc != 4)
    g_error ("Usage: bench-live DESKBELLD BARE FOLDER");
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  for (guint i = 0; sizes[i] != 0; i++)
    run (argv[1], argv[2], argv[3], sizes[i]);
  return bench_end ();
}
