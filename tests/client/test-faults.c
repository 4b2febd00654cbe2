/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "client/desk-command-table.h"
#include "client/desk-test-deeds.h"
#include "client/desk-test-proxy.h"
#include "client/desk-test-scenario.h"
#include "client/desk-test-server.h"

/* Random days with a bad network: see desk-test-scenario.h. Each scenario is a process of its own; some run at once,
 * for they mostly wait.
 *
 *  - DESK_TEST_FAULTS: how many scenarios; without it the few that every test run has, and one that nobody knows yet
 *  - DESK_TEST_FAULTS_SEED: the seed of the first; with DESK_TEST_FAULTS=1 it replays one
 *  - DESK_TEST_FAULTS_JOBS: how many at once
 *  - DESK_TEST_FAULTS_ONLY: the name of the one fault that strikes
 */
#define N_KNOWN 25
#define N_JOBS 4
#define N_ENOUGH 100   /* scenarios, for everything to come up */
#define MOST_MISSING 4 /* where there are fewer */

typedef struct
{
  GPtrArray *seeds; /* of GUINT_TO_POINTER, those that wait */
  GMainLoop *loop;
  char *template;
  guint n_running;
  GHashTable *counts; /* owned: a fault's or a command's name -> how often */
  GString *failed;
  gboolean is_patient;
} Runner;

typedef struct
{
  Runner *runner;
  guint seed;
} Run;

static char *program;

static void start_next (Runner *self);

static guint
get_number (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* Lines of three: a word, a name and a number. */
static void
count_names (Runner *self, const char *output)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);
      guint n;

      if (g_strv_length (parts) != 3)
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, parts[1]));
      g_hash_table_insert (self->counts, g_strdup (parts[1]),
                           GUINT_TO_POINTER (n + g_ascii_strtoull (parts[2], NULL, 10)));
    }
}

/* What never came up was not tested; in a few scenarios, the rarest may not. */
static void
assert_came_up (Runner *self, guint n_scenarios)
{
  guint n_missing = 0;

  for (guint i = DESK_TEST_FAULT_REFUSE; i < DESK_TEST_N_FAULTS + DESK_N_COMMANDS - 1; i++)
    {
      DeskCommandKind kind =
          i < DESK_TEST_N_FAULTS ? DESK_COMMAND_NONE : DESK_COMMAND_NONE + 1 + i - DESK_TEST_N_FAULTS;
      const char *name = i < DESK_TEST_N_FAULTS ? desk_test_fault_get_name (i) : desk_command_get_info (kind)->name;
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, name));

      if (kind != DESK_COMMAND_NONE && !desk_test_deeds_know (kind))
        continue;
      g_test_message ("%s: %u times", name, n);
      n_missing += n == 0 ? 1 : 0;
    }
  g_assert_cmpuint (n_missing, <=, n_scenarios < N_ENOUGH ? MOST_MISSING : 0);
}

static void
on_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  Runner *self = run->runner;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &output, NULL, &error);
  if (output != NULL && g_subprocess_get_successful (G_SUBPROCESS (source)) && g_str_has_suffix (output, "fine\n"))
    {
      g_test_message ("seed %u is fine", run->seed);
      count_names (self, output);
    }
  else
    {
      int status = g_subprocess_get_status (G_SUBPROCESS (source));
      g_autofree char *text =
          g_strdup_printf ("%s\nSeed %u failed (%s %d). Once more: DESK_TEST_FAULTS=1 DESK_TEST_FAULTS_SEED=%u\n",
                           output != NULL ? output : "", run->seed, WIFSIGNALED (status) ? "signal" : "exit",
                           WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status), run->seed);

      g_string_append_printf (self->failed, " %u", run->seed);
      g_printerr ("%s", text);
    }
  g_free (run);
  self->n_running--;
  start_next (self);
}

static void
start_next (Runner *self)
{
  while (self->n_running < get_number ("DESK_TEST_FAULTS_JOBS", N_JOBS) && self->seeds->len > 0)
    {
      guint seed = GPOINTER_TO_UINT (g_ptr_array_steal_index (self->seeds, 0));
      g_autofree char *text = g_strdup_printf ("%u", seed);
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process =
          g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error, program,
                            "--scenario", text, self->template, self->is_patient ? "patient" : NULL, NULL);
      Run *run = g_new0 (Run, 1);

      g_assert_no_error (error);
      run->runner = self;
      run->seed = seed;
      self->n_running++;
      g_subprocess_communicate_utf8_async (process, NULL, NULL, on_ended_cb, run);
    }
  if (self->n_running == 0)
    g_main_loop_quit (self->loop);
}

static void
test_scenarios (void)
{
  Runner self = { 0 };
  guint first = get_number ("DESK_TEST_FAULTS_SEED", 1);
  guint n = get_number ("DESK_TEST_FAULTS", N_KNOWN);
  gboolean is_only = g_getenv ("DESK_TEST_FAULTS_ONLY") != NULL;

  self.seeds = g_ptr_array_new ();
  self.loop = g_main_loop_new (NULL, FALSE);
  self.failed = g_string_new (NULL);
  self.counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.template = desk_test_make_folder ();
  self.is_patient = g_getenv ("DESK_TEST_FAULTS") != NULL;
  desk_test_server_make_desk (self.template, 12);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self.seeds, GUINT_TO_POINTER (first + i));
  if (!self.is_patient)
    g_ptr_array_add (self.seeds, GUINT_TO_POINTER (g_random_int_range (1000000, G_MAXINT)));
  start_next (&self);
  g_main_loop_run (self.loop);
  desk_test_remove_folder (self.template);
  if (self.failed->len > 0)
    g_test_fail_printf ("These seeds failed:%s", self.failed->str);
  if (n >= N_KNOWN && !is_only)
    assert_came_up (&self, n);
  g_hash_table_unref (self.counts);
  g_ptr_array_unref (self.seeds);
  g_main_loop_unref (self.loop);
  g_string_free (self.failed, TRUE);
  g_free (self.template);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc >= 4 && g_str_equal (argv[1], "--scenario"))
    {
      desk_test_scenario_run (g_ascii_strtoull (argv[2], NULL, 10), argv[3], argc > 4);
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/faults/scenarios", test_scenarios);
  return g_test_run ();
}
