/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-desk.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "bench-figures.h"
#include "core/desk-error.h"
#include "server/desk-enrol.h"
#include "server/desk/desk-password.h"
#include "server/desk/desk-sign-in.h"
#include "server/http/desk-token.h"
#include "server/store/desk-accounts.h"

#define PASSWORD "a-password-for-measuring"
/* What one ticket takes on the disk, with all that belongs to it, while the desk is made. */
#define BYTES_A_TICKET 24000
#define MOST_SIZES 8

/* Which desks, for who has little time: DESKBELL_BENCH_SIZES=10000,100000 */
const guint *
bench_desk_get_sizes (void)
{
  static guint sizes[MOST_SIZES + 1];
  const char *wanted = g_getenv ("DESKBELL_BENCH_SIZES");
  g_auto (GStrv) words = g_strsplit (wanted != NULL ? wanted : "10000,100000,1000000", ",", MOST_SIZES);

  for (guint i = 0; words[i] != NULL; i++)
    {
      sizes[i] = (guint) strtoul (words[i], NULL, 10);
      if (sizes[i] == 0)
        g_error ("DESKBELL_BENCH_SIZES: numbers of tickets were expected, with commas between");
    }
  return sizes;
}

static void
run_program (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    g_error ("%s %s: %s", argv[0], argv[1], error->message);
}

static void
check_room (const char *folder, guint n_tickets)
{
  struct statvfs room;
  guint64 wanted = (guint64) n_tickets * BYTES_A_TICKET;

  if (statvfs (folder, &room) == 0 && (guint64) room.f_bavail * room.f_frsize < wanted)
    g_error ("A desk of %u tickets takes %" G_GUINT64_FORMAT
             " MB, and %s has no such room. Leave it out: DESKBELL_BENCH_SIZES=10000,100000",
             n_tickets, wanted / 1000000, folder);
}

/* What is begun and not ended is begun again: it has another name until it is whole. */
static void
make_desk (const char *deskbelld, const char *folder, const char *desk, guint n_tickets)
{
  g_autofree char *password_file = g_build_filename (folder, "password", NULL);
  g_autofree char *part = g_strconcat (desk, ".part", NULL);
  g_autofree char *number = g_strdup_printf ("%u", n_tickets);
  gint64 start = g_get_monotonic_time ();

  g_mkdir_with_parents (folder, 0700);
  check_room (folder, n_tickets);
  bench_tell ("making a desk of %u tickets, which is kept in %s", n_tickets, desk);
  g_file_set_contents (password_file, PASSWORD, -1, NULL);
  run_program ((const char *const[]){ "rm", "-rf", part, NULL });
  run_program ((const char *const[]){ deskbelld, "init", "--data", part, "--demo", number, "--demo-password-file",
                                      password_file, NULL });
  if (g_rename (part, desk) != 0)
    g_error ("%s could not be renamed", part);
  bench_tell ("made in %.0f s", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
}

/**
 * bench_desk_open:
 * @self: a desk
 * @deskbelld: the program that makes it
 * @folder: where such desks are kept
 * @n_tickets: how big it is
 *
 * Makes the desk where it is not there yet, brings it up to date, and opens it beside the daemon that will serve it.
 */
void
bench_desk_open (BenchDesk *self, const char *deskbelld, const char *folder, guint n_tickets)
{
  g_autofree char *name = g_strdup_printf ("%u", n_tickets);
  g_autofree char *desk = g_build_filename (folder, name, NULL);
  g_autofree char *file = g_build_filename (desk, "desk.db", NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    make_desk (deskbelld, folder, desk, n_tickets);
  run_program ((const char *const[]){ deskbelld, "migrate", "--data", desk, NULL });
  *self = (BenchDesk){ .n_tickets = n_tickets, .folder = g_steal_pointer (&desk) };
  self->db = desk_db_open (file, &error);
  self->service = self->db != NULL ? desk_service_open (self->db, &error) : NULL;
  if (self->service == NULL)
    g_error ("%s: %s", file, error->message);
}

void
bench_desk_close (BenchDesk *self)
{
  g_clear_object (&self->service);
  desk_db_close (self->db);
  g_clear_object (&self->db);
  g_clear_pointer (&self->folder, g_free);
}

static gboolean
read_texts (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  gpointer *ask = data;
  g_autoptr (DeskDbStatement) statement = desk_db_prepare (transaction, ask[0], error);

  while (statement != NULL && desk_db_step (statement, error))
    g_ptr_array_add (ask[1], g_strdup (desk_db_column_text (statement, 0)));
  return *error == NULL;
}

GPtrArray *
bench_desk_list_texts (BenchDesk *self, const char *sql)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  gpointer ask[] = { (gpointer) sql, texts };
  g_autoptr (GError) error = NULL;

  if (!desk_db_run (self->db, DESK_DB_READ, read_texts, ask, &error))
    g_error ("%s: %s", sql, error->message);
  return texts;
}

char *
bench_desk_dup_text (BenchDesk *self, const char *sql)
{
  g_autoptr (GPtrArray) texts = bench_desk_list_texts (self, sql);

  return texts->len > 0 ? g_strdup (texts->pdata[0]) : NULL;
}

static gboolean
run_script (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_run_script (transaction, data, error);
}

void
bench_desk_run (BenchDesk *self, const char *script)
{
  g_autoptr (GError) error = NULL;

  if (!desk_db_run (self->db, DESK_DB_WRITE, run_script, (gpointer) script, &error))
    g_error ("%s: %s", script, error->message);
}

void
bench_desk_enrol (BenchDesk *self, const char *email, DeskRole role, const char *department)
{
  static char *hash = NULL;
  DeskEnrol enrol = { .name = "Somebody", .email = email, .role = role, .tier = 1, .is_approved = TRUE };
  g_autofree char *there = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM accounts WHERE email = '%s'", email);
  g_autoptr (GError) error = NULL;

  there = bench_desk_dup_text (self, sql);
  if (there != NULL)
    return;
  if (hash == NULL)
    hash = desk_password_hash (PASSWORD, NULL);
  enrol.department = department;
  enrol.password_hash = hash;
  if (!desk_service_run (self->service, DESK_DB_WRITE, desk_enrol_agent, &enrol, &error))
    g_error ("%s: %s", email, error->message);
}

typedef struct
{
  const char *email;
  char *account_id;
  DeskSignIn sign_in;
  DeskViewer *viewer;
} SigningIn;

static gboolean
sign_in (DeskTransaction *transaction, gpointer data, GError **error)
{
  SigningIn *self = data;
  g_autofree char *password_hash = NULL;

  return desk_sign_in_find (transaction, self->email, &self->account_id, &password_hash, error)
         && desk_sign_in_begin (transaction, self->account_id, &self->sign_in, error)
         && (self->viewer = desk_sign_in_read_viewer (transaction, self->sign_in.session_id, NULL, error)) != NULL;
}

/**
 * bench_desk_sign_in:
 * @self: a desk
 * @email: somebody there
 * @person: (out): gets their token
 *
 * Signs them in as the daemon does, without the seconds of work that passwords are made to cost.
 */
void
bench_desk_sign_in (BenchDesk *self, const char *email, BenchPerson *person)
{
  DeskTokens *tokens = desk_tokens_new (desk_service_get_token_key (self->service));
  SigningIn signing_in = { .email = email };
  g_autoptr (GError) error = NULL;

  if (!desk_service_run (self->service, DESK_DB_WRITE, sign_in, &signing_in, &error))
    g_error ("%s: %s", email, error != NULL ? error->message : "there is no such account");
  person->viewer = signing_in.viewer;
  person->token = desk_tokens_sign (tokens, signing_in.account_id, signing_in.sign_in.session_id, desk_time_now ());
  desk_tokens_free (tokens);
  desk_sign_in_clear (&signing_in.sign_in);
  g_free (signing_in.account_id);
}

void
bench_person_clear (BenchPerson *self)
{
  g_clear_pointer (&self->viewer, desk_viewer_free);
  g_clear_pointer (&self->token, g_free);
}
