/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/desk-id.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"

/* Durable writes per second: 64 threads that each insert a ticket and wait until it is on the disk, against one
 * connection of bare SQLite that commits each ticket by itself. Both write the same rows into the same schema with the
 * same settings, in turns, several times. The folder is the build's, not a temporary one, which may have no disk behind
 * it. */

#define N_WRITERS 64
#define N_ROUNDS 5
#define ROUND (1500 * G_TIME_SPAN_MILLISECOND)
#define BUDGET 10.0
#define BUDGET_SYNC 200 /* microseconds */

typedef struct
{
  DeskDb *db;
  gint64 end;
} Round;

static int shortest_sync; /* microseconds; atomic */

/* SQLite's own calls come here. */
int
fdatasync (int fd)
{
  gint64 start = g_get_monotonic_time ();
  int result = syscall (SYS_fdatasync, fd);
  gint64 rest = start + g_atomic_int_get (&shortest_sync) - g_get_monotonic_time ();

  if (rest > 0)
    {
      prctl (PR_SET_TIMERSLACK, 1UL);
      g_usleep (rest);
    }
  return result;
}

static DeskEntity *
make_ticket (void)
{
  DeskEntity *ticket = desk_entity_new (&desk_ticket_kind);
  g_autofree char *id = desk_id_new ();

  desk_entity_set_string (ticket, DESK_ENTITY_ID, id);
  desk_entity_set_string (ticket, DESK_TICKET_NUMBER, "TKT-2026-00001");
  desk_entity_set_string (ticket, DESK_TICKET_SUBJECT, "The parcel arrived broken");
  desk_entity_set_string (ticket, DESK_TICKET_DESCRIPTION,
                          "Two of the six glasses were broken when I opened the parcel.");
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_NEW);
  desk_entity_set_enum (ticket, DESK_TICKET_PRIORITY, DESK_PRIORITY_HIGH);
  return ticket;
}

static gboolean
insert_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskEntity) ticket = make_ticket ();

  return desk_rows_insert (transaction, ticket, error);
}

static gboolean
schema_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autofree char *create = desk_rows_dup_create_table (&desk_ticket_kind);

  return desk_db_run_script (transaction, create, error)
         && desk_db_run_script (transaction,
                                "CREATE INDEX tickets_updated ON tickets (updated_at);"
                                "CREATE INDEX tickets_status ON tickets (status, priority, updated_at)",
                                error);
}

static gpointer
writer_thread (gpointer data)
{
  Round *round = data;
  guint n = 0;

  for (; g_get_monotonic_time () < round->end; n++)
    {
      g_autoptr (GError) error = NULL;

      if (!desk_db_run (round->db, DESK_DB_WRITE, insert_work, NULL, &error))
        g_error ("%s", error->message);
    }
  return GUINT_TO_POINTER (n);
}

static double
measure_group (DeskDb *db)
{
  GThread *threads[N_WRITERS];
  gint64 start = g_get_monotonic_time ();
  Round round = { db, start + ROUND };
  guint n = 0;

  for (guint i = 0; i < N_WRITERS; i++)
    threads[i] = g_thread_new ("writer", writer_thread, &round);
  for (guint i = 0; i < N_WRITERS; i++)
    n += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  return n * (double) G_USEC_PER_SEC / (g_get_monotonic_time () - start);
}

static void
check (sqlite3 *db, int result)
{
  if (result != SQLITE_OK && result != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (db));
}

static double
measure_bare (sqlite3 *db, sqlite3_stmt *insert)
{
  gint64 start = g_get_monotonic_time ();
  guint n = 0;

  for (; g_get_monotonic_time () < start + ROUND; n++)
    {
      g_autofree char *id = desk_id_new ();

      sqlite3_bind_text (insert, 1, id, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (insert, 2, n);
      sqlite3_bind_int64 (insert, 3, g_get_real_time ());
      check (db, sqlite3_step (insert));
      sqlite3_reset (insert);
    }
  return n * (double) G_USEC_PER_SEC / (g_get_monotonic_time () - start);
}

/* The schema was made by the other side, so that both are the same. */
static sqlite3 *
open_bare (const char *path, sqlite3_stmt **insert)
{
  sqlite3 *db = NULL;

  check (db, sqlite3_open (path, &db));
  check (db, sqlite3_exec (db,
                           "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;"
                           "PRAGMA wal_autocheckpoint = 4000; PRAGMA mmap_size = 0",
                           NULL, NULL, NULL));
  check (db, sqlite3_prepare_v2 (
                 db,
                 "INSERT INTO tickets (id, version, seq, created_at, updated_at, number, subject,"
                 " description, status, priority, first_response_breached, resolution_breached)"
                 " VALUES (?1, 1, ?2, ?3, ?3, 'TKT-2026-00001', 'The parcel arrived broken', 'Two of the six"
                 " glasses were broken when I opened the parcel.', 'new', 'high', 0, 0)",
                 -1, insert, NULL));
  return db;
}

static DeskDb *
open_db (const char *path)
{
  g_autoptr (GError) error = NULL;
  DeskDb *db = desk_db_open (path, &error);

  if (db == NULL || !desk_db_run (db, DESK_DB_WRITE, schema_work, NULL, &error))
    g_error ("%s", error->message);
  return db;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

static double
get_median (double *values)
{
  qsort (values, N_ROUNDS, sizeof *values, compare_doubles);
  return values[N_ROUNDS / 2];
}

static void
remove_database (const char *path)
{
  const char *const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

static double
measure_sync (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "bench-writes-sync", NULL);
  char page[4096] = { 0 };
  int fd = open (path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  gint64 start = 0;

  /* Once to make the file, once over it, as SQLite writes its log. */
  for (guint i = 0; i < 400; i++)
    {
      if (i == 200)
        start = g_get_monotonic_time ();
      if (pwrite (fd, page, sizeof page, i % 200 * sizeof page) < 0 || fdatasync (fd) < 0)
        g_error ("%s can't be written", path);
    }
  close (fd);
  g_unlink (path);
  return (g_get_monotonic_time () - start) / 200.0;
}

/* Returns: the ratio */
static double
measure (DeskDb *db, sqlite3 *bare, sqlite3_stmt *insert, const char *folder)
{
  double group[N_ROUNDS];
  double alone[N_ROUNDS];
  double ratios[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      alone[i] = measure_bare (bare, insert);
      group[i] = measure_group (db);
      ratios[i] = group[i] / alone[i];
    }
  g_print ("A sync takes %.0f microseconds\n", measure_sync (folder));
  g_print ("  %d writers, one commit for all that wait  %8.0f writes a second\n", N_WRITERS, get_median (group));
  g_print ("  one transaction a sync, bare SQLite       %8.0f writes a second\n", get_median (alone));
  g_print ("  ratio                                     %8.1f\n", get_median (ratios));
  return get_median (ratios);
}

int
main (int argc, char **argv)
{
  const char *folder = argc > 1 ? argv[1] : ".";
  g_autofree char *group_path = g_build_filename (folder, "bench-writes-group.db", NULL);
  g_autofree char *bare_path = g_build_filename (folder, "bench-writes-bare.db", NULL);
  DeskDb *db;
  sqlite3 *bare;
  sqlite3_stmt *insert = NULL;
  double ratio;

  remove_database (group_path);
  remove_database (bare_path);
  db = open_db (bare_path);
  g_object_unref (db);
  db = open_db (group_path);
  bare = open_bare (bare_path, &insert);

  measure (db, bare, insert, folder);
  g_atomic_int_set (&shortest_sync, BUDGET_SYNC);
  ratio = measure (db, bare, insert, folder);
  g_print ("At a sync of %d microseconds at least %.0f x was expected: %s\n", BUDGET_SYNC, BUDGET,
           ratio >= BUDGET ? "kept" : "MISSED");

  g_object_unref (db);
  sqlite3_finalize (insert);
  sqlite3_close (bare);
  remove_database (group_path);
  remove_database (bare_path);
  return ratio >= BUDGET ? 0 : 1;
}
