/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-test-scenario.h"

#include <poll.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "client/desk-test-deeds.h"
#include "client/desk-test-oracle.h"
#include "client/desk-test-proxy.h"
#include "client/desk-test-server.h"
#include "core/entities/desk-kinds.h"

#define ANSWER_WITHIN 60   /* seconds: for a line from the window */
#define HEAL_WITHIN 40     /* seconds */
#define PATIENT_WITHIN 150 /* seconds, where the window has to notice by itself that nobody is there */
#define NUDGE_EVERY 1500   /* milliseconds */
#define ASK_EVERY 100      /* milliseconds */
#define LONGEST_PAUSE 60   /* milliseconds between two steps */
#define MOST_STEPS 20

typedef struct
{
  GRand *random;
  DeskTestServer *server;
  DeskTestProxy *proxy;
  DeskTestVisitor *boss;
  char *folder;
  char *journal;
  char *email;
  char *me;         /* the id of who sits at the window */
  char *assignment; /* JSON */
  DeskTestFault fault;
  guint seed;
  guint life;
  guint n_struck[DESK_TEST_N_FAULTS];
  guint n_met;

  GSubprocess *window;
  GString *input; /* what it said, and nobody has read */
} Scenario;

static guint
pick (Scenario *self, guint n)
{
  return g_rand_int_range (self->random, 0, n);
}

static void
nap (guint milliseconds)
{
  g_usleep (milliseconds * 1000);
}

static void tell (Scenario *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
tell (Scenario *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s\n", text);
  fflush (stdout);
}

/* --- the window --- */

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* NULL: it is not there any more. */
static char *
read_line (Scenario *self)
{
  int fd = g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->window)));
  gint64 end = g_get_monotonic_time () + ANSWER_WITHIN * G_USEC_PER_SEC;
  const char *newline;

  while ((newline = strchr (self->input->str, '\n')) == NULL)
    {
      struct pollfd poll_fd = { fd, POLLIN, 0 };
      char buffer[512];
      gssize n;

      if (g_get_monotonic_time () > end)
        g_error ("The window does not answer");
      if (poll (&poll_fd, 1, 100) <= 0)
        continue;
      n = read (fd, buffer, sizeof buffer);
      if (n <= 0)
        return NULL;
      g_string_append_len (self->input, buffer, n);
    }
  {
    char *line = g_strndup (self->input->str, newline - self->input->str);

    g_string_erase (self->input, 0, newline - self->input->str + 1);
    return line;
  }
}

static char *
expect_line (Scenario *self, const char *beginning)
{
  char *line = read_line (self);

  if (line == NULL || !g_str_has_prefix (line, beginning))
    g_error ("The window should have said “%s”, and said: %s", beginning, line);
  return line;
}

static void
open_window (Scenario *self)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *data = g_build_filename (self->folder, "data", NULL);
  g_autofree char *keyring = g_build_filename (self->folder, "keyring", NULL);
  g_autofree char *password = g_build_filename (self->server->folder, "password", NULL);
  g_autofree char *seed = g_strdup_printf ("%u", self->seed);
  g_autofree char *life = g_strdup_printf ("%u", ++self->life);
  g_autoptr (GError) error = NULL;

  /* A keyring in a file, which the next life of the window finds. */
  g_subprocess_launcher_setenv (launcher, "SECRET_BACKEND", "file", TRUE);
  g_subprocess_launcher_setenv (launcher, "SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_subprocess_launcher_setenv (launcher, "SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->window =
      g_subprocess_launcher_spawn (launcher, &error, g_getenv ("DESK_TEST_CLIENT"), data, self->journal,
                                   desk_test_proxy_get_url (self->proxy), self->email, password, seed, life, NULL);
  g_assert_no_error (error);
  g_string_truncate (self->input, 0);
}

static void
kill_window (Scenario *self)
{
  g_subprocess_force_exit (self->window);
  g_subprocess_wait (self->window, NULL, NULL);
  g_clear_object (&self->window);
}

static gboolean
ask (Scenario *self, const char *question)
{
  g_autofree char *line = g_strconcat (question, "\n", NULL);
  int fd = g_unix_output_stream_get_fd (G_UNIX_OUTPUT_STREAM (g_subprocess_get_stdin_pipe (self->window)));

  return write (fd, line, strlen (line)) == (gssize) strlen (line);
}

/* A window that libsoup has taken down is a window that was killed: it is opened again, and nothing may be lost. */
static char *
ask_and_wait (Scenario *self, const char *question, const char *beginning)
{
  g_autofree char *line = ask (self, question) ? read_line (self) : NULL;
  g_autofree char *ready = NULL;

  if (line != NULL && g_str_has_prefix (line, beginning))
    return g_steal_pointer (&line);
  if (line != NULL && !g_str_has_prefix (line, "Bail out! libsoup:"))
    g_error ("The window should have said “%s”, and said: %s", beginning, line);
  g_subprocess_wait (self->window, NULL, NULL);
  if (!g_subprocess_get_if_exited (self->window)
      || g_subprocess_get_exit_status (self->window) != DESK_TEST_LIBSOUP_FELL)
    g_error ("The window is gone (status %d)", g_subprocess_get_status (self->window));
  tell (self, "libsoup has taken the window down");
  g_clear_object (&self->window);
  open_window (self);
  ready = expect_line (self, "ready");
  return g_strdup (beginning);
}

/* --- what happens --- */

static void
note_struck (Scenario *self)
{
  guint n = desk_test_proxy_get_n_met (self->proxy);

  self->n_struck[self->fault] += n - self->n_met;
  self->n_met = n;
}

static void
set_fault (Scenario *self, DeskTestFault fault)
{
  guint amount = 0;

  note_struck (self);
  self->fault = fault;
  if (fault == DESK_TEST_FAULT_CUT)
    amount = pick (self, 4) ? pick (self, 2000) : pick (self, 40000);
  else if (fault == DESK_TEST_FAULT_DELAY)
    amount = 5 + pick (self, 120);
  else if (fault == DESK_TEST_FAULT_TRICKLE)
    amount = 1 + pick (self, 200);
  else if (fault == DESK_TEST_FAULT_503)
    amount = 1 + pick (self, 2);
  tell (self, "fault: %s %u", desk_test_fault_get_name (fault), amount);
  desk_test_proxy_set_fault (self->proxy, fault, amount);
}

static DeskTestFault
pick_fault (Scenario *self)
{
  const char *only = g_getenv ("DESK_TEST_FAULTS_ONLY");
  DeskTestFault fault = DESK_TEST_FAULT_REFUSE + pick (self, DESK_TEST_N_FAULTS - 1);

  for (guint i = 0; only != NULL && i < DESK_TEST_N_FAULTS; i++)
    if (g_str_equal (only, desk_test_fault_get_name (i)))
      fault = i;
  return fault;
}

static void
do_some (Scenario *self)
{
  g_autofree char *question = g_strdup_printf ("do %u", 1 + pick (self, 3));
  g_autofree char *answer = ask_and_wait (self, question, "did ");

  tell (self, "%s: %s", question, answer);
}

static void
revive_window (Scenario *self)
{
  g_autofree char *answer = NULL;

  open_window (self);
  answer = expect_line (self, "ready");
}

/* In the middle of something, or of nothing. */
static void
crash_window (Scenario *self)
{
  guint delay = pick (self, 40);

  tell (self, "the window is killed after %u ms", delay);
  if (pick (self, 4))
    ask (self, pick (self, 3) ? "do 3" : "draft");
  if (pick (self, 2))
    ask (self, "nudge");
  nap (delay);
  kill_window (self);
  revive_window (self);
}

static void
crash_server (Scenario *self)
{
  guint delay = pick (self, 40);

  tell (self, "the server is killed after %u ms", delay);
  if (pick (self, 2))
    {
      g_autofree char *answer = ask_and_wait (self, "do 3", "did ");
    }
  nap (delay);
  desk_test_server_kill (self->server);
  if (pick (self, 2))
    {
      g_autofree char *answer = ask_and_wait (self, "do 2", "did ");
    }
  nap (pick (self, 100));
  desk_test_server_start (self->server);
}

/* Something new, of which this person is told. */
static void
let_others_begin (Scenario *self, DeskTestWorld *desk)
{
  GHashTableIter iter;
  gpointer entity;

  desk_test_visitor_send (self->boss, "POST", "/support/queries",
                          "{\"source\":\"phone\",\"name\":\"Mary\",\"mobile\":\"+919876511111\","
                          "\"message\":\"From another room\"}");
  g_hash_table_iter_init (&iter, desk->entities);
  while (g_hash_table_iter_next (&iter, NULL, &entity))
    if (DESK_IS_CUSTOMER (entity))
      {
        g_autofree char *json = g_strdup_printf ("{\"customer_id\":\"%s\",\"subject\":\"From another room\","
                                                 "\"category\":\"Product Complaint\"}",
                                                 desk_entity_get_id (entity));

        tell (self, "others: a query and a ticket %u",
              desk_test_visitor_send (self->boss, "POST", "/support/tickets", json));
        return;
      }
}

/* Somebody else at the desk, whose network is fine. */
static void
let_others_work (Scenario *self)
{
  g_autoptr (DeskTestWorld) desk = desk_test_visitor_read_feed (self->boss);
  GHashTableIter iter;
  gpointer entity;
  guint n = 1 + pick (self, 4);
  /* Who it was could not be told apart. */
  gboolean is_boss = g_str_has_prefix (self->email, "admin@");

  let_others_begin (self, desk);
  g_hash_table_iter_init (&iter, desk->entities);
  while (n > 0 && g_hash_table_iter_next (&iter, NULL, &entity))
    {
      const DeskKind *kind = desk_entity_get_kind (entity);
      g_autofree char *path = NULL;
      guint status;

      if (kind == &desk_query_kind)
        path = g_strdup_printf ("/support/queries/%s/messages", desk_entity_get_id (entity));
      else if (kind == &desk_ticket_kind)
        path = g_strdup_printf ("/support/tickets/%s/%s", desk_entity_get_id (entity),
                                pick (self, 2) || is_boss ? "messages" : "assign");
      else
        continue;
      status = desk_test_visitor_send (self->boss, "POST", path,
                                       g_str_has_suffix (path, "assign") ? self->assignment
                                                                         : "{\"body\":\"From another room\"}");
      tell (self, "others: %s %u", path, status);
      n--;
    }
}

static void
take_step (Scenario *self)
{
  switch (pick (self, 13))
    {
    case 0:
    case 1:
    case 2:
    case 3:
      do_some (self);
      break;
    case 4:
      g_free (ask_and_wait (self, "draft", "drafted"));
      break;
    case 5:
    case 6:
    case 7:
      set_fault (self, pick_fault (self));
      if (pick (self, 2))
        do_some (self);
      break;
    case 8:
      set_fault (self, DESK_TEST_FAULT_NONE);
      if (pick (self, 2))
        desk_test_proxy_break_half_open (self->proxy);
      break;
    case 9:
      crash_window (self);
      break;
    case 10:
      crash_server (self);
      break;
    case 11:
      let_others_work (self);
      break;
    default:
      g_free (ask_and_wait (self, "nudge", "nudged"));
      break;
    }
}

/* --- how it ends --- */

/* Which commands were kept. */
static void
tell_kinds (Scenario *self, const char *journal)
{
  g_auto (GStrv) lines = g_strsplit (journal != NULL ? journal : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);

      if (g_str_equal (parts[0], "try") && g_str_has_prefix (lines[i + 1], "ok"))
        tell (self, "kept\t%s\t1", parts[2]);
    }
}

/* NULL: everything is as it has to be. */
static char *
look (Scenario *self, DeskTestVisitor *same_person)
{
  g_autofree char *path = g_build_filename (self->folder, "dump", NULL);
  g_autofree char *question = g_strdup_printf ("dump %s", path);
  g_autofree char *answer = ask_and_wait (self, question, "dumped ");
  g_autofree char *dump = NULL;
  g_autofree char *journal = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (DeskTestWorld) cache = NULL;
  g_autoptr (DeskTestWorld) feed = NULL;
  g_autoptr (DeskTestWorld) lists = NULL;
  g_autoptr (DeskTestWorld) desk = NULL;
  guint n_checked = 0;
  guint n_refused = 0;

  if (!g_str_has_suffix (answer, " 1"))
    return g_strdup_printf ("It is not in step: %s", answer);
  g_file_get_contents (path, &dump, NULL, NULL);
  cache = desk_test_world_new_for_dump (dump);
  feed = desk_test_visitor_read_feed (same_person);
  problem = desk_test_world_compare (cache, feed, NULL);
  if (problem != NULL)
    return g_strconcat ("The cache and the feed differ:\n", problem, NULL);
  lists = desk_test_visitor_read_lists (same_person);
  problem = desk_test_world_compare (cache, lists, desk_test_listed_kinds);
  if (problem != NULL)
    return g_strconcat ("The cache and the lists differ:\n", problem, NULL);
  desk = desk_test_visitor_read_feed (self->boss);
  g_file_get_contents (self->journal, &journal, NULL, NULL);
  problem = desk_test_oracle_judge (journal != NULL ? journal : "", dump, desk, self->me, &n_checked, &n_refused);
  if (problem != NULL)
    return g_strconcat ("Not once:\n", problem, NULL);
  tell_kinds (self, journal);
  tell (self, "commands %u refused %u lives %u entities %u", n_checked, n_refused, self->life,
        g_hash_table_size (cache->entities));
  return NULL;
}

static char *
find_me (Scenario *self)
{
  g_autoptr (DeskTestWorld) desk = desk_test_visitor_read_feed (self->boss);
  GHashTableIter iter;
  gpointer entity;

  g_hash_table_iter_init (&iter, desk->entities);
  while (g_hash_table_iter_next (&iter, NULL, &entity))
    if (DESK_IS_AGENT (entity) && g_strcmp0 (desk_entity_get_string (entity, DESK_AGENT_EMAIL), self->email) == 0)
      return g_strdup (desk_entity_get_id (entity));
  g_error ("There is no %s", self->email);
}

static void
heal (Scenario *self, gboolean is_patient)
{
  gboolean leave_silent = is_patient && self->fault == DESK_TEST_FAULT_HALF_OPEN && pick (self, 4) == 0;
  gint64 end = g_get_monotonic_time () + (leave_silent ? PATIENT_WITHIN : HEAL_WITHIN) * G_USEC_PER_SEC;
  gint64 next_nudge = 0;
  g_autoptr (DeskTestVisitor) same_person = NULL;
  g_autofree char *problem = NULL;

  set_fault (self, DESK_TEST_FAULT_NONE);
  if (!leave_silent)
    desk_test_proxy_break_half_open (self->proxy);
  same_person = desk_test_visitor_new (self->server->url, self->email, self->server->password);
  do
    {
      if (g_get_monotonic_time () > next_nudge)
        {
          g_free (ask_and_wait (self, "nudge", "nudged"));
          next_nudge = g_get_monotonic_time () + NUDGE_EVERY * G_TIME_SPAN_MILLISECOND;
        }
      nap (ASK_EVERY);
      g_free (problem);
      problem = look (self, same_person);
    }
  while (problem != NULL && g_get_monotonic_time () < end);
  if (problem != NULL)
    g_error ("%s", problem);
}

void
desk_test_scenario_run (guint seed, const char *template, gboolean is_patient)
{
  static const char *const people[] = { "executive", "agent", "manager", "admin" };
  Scenario self = { .seed = seed, .random = g_rand_new_with_seed (seed), .input = g_string_new (NULL) };
  const char *who = people[pick (&self, G_N_ELEMENTS (people))];
  guint n_steps = MOST_STEPS / 2 + pick (&self, MOST_STEPS / 2);

  signal (SIGPIPE, SIG_IGN);
  self.server = desk_test_server_new_from (template);
  self.proxy = desk_test_proxy_new (self.server->port);
  self.boss = desk_test_visitor_new (self.server->url, "admin@demo.deskbell", self.server->password);
  self.folder = desk_test_make_folder ();
  self.journal = g_build_filename (self.folder, "journal", NULL);
  self.email = g_strconcat (who, "@demo.deskbell", NULL);
  self.me = find_me (&self);
  self.assignment = g_strdup_printf ("{\"agent_id\":\"%s\"}", self.me);
  tell (&self, "seed %u: %s, %u steps, in %s", seed, who, n_steps, self.folder);
  revive_window (&self);
  nap (pick (&self, 300));
  for (guint i = 0; i < n_steps; i++)
    {
      take_step (&self);
      nap (pick (&self, LONGEST_PAUSE));
    }
  heal (&self, is_patient);
  for (guint i = 0; i < DESK_TEST_N_FAULTS; i++)
    if (self.n_struck[i] > 0)
      tell (&self, "struck\t%s\t%u", desk_test_fault_get_name (i), self.n_struck[i]);
  kill_window (&self);
  desk_test_visitor_free (self.boss);
  desk_test_proxy_free (self.proxy);
  desk_test_server_free (self.server);
  desk_test_remove_folder (self.folder);
  g_string_free (self.input, TRUE);
  g_rand_free (self.random);
  g_free (self.folder);
  g_free (self.journal);
  g_free (self.email);
  g_free (self.me);
  g_free (self.assignment);
  tell (&self, "fine");
}
