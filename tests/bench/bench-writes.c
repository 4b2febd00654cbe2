/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Durable writes per second: 64 threads that each insert a ticket and wait until it is on the disk, against one
 * connection of bare SQLite that commits each ticket by itself. Both write the same rows into the same table with the
 * same settings, in turns, several times: into a table with two indexes, which shows what the common commit gives, and
 * into desks with all their indexes, triggers and foreign keys. The folder is the build's, not a temporary one, which
 * may have no disk behind it.
 *
 * bench-writes DESKBELLD FOLDER
 */
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench-desk.h"
#include "bench-figures.h"
#include "core/desk-id.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"

#define N_WRITERS 64
#define N_ROUNDS 5
#define ROUND (1200 * G_TIME_SPAN_MILLISECOND)
#define BUDGET 10.0
#define NUMBERS "BENCH-"

/* How long a sync takes at least, microseconds: as this disk does it, a good disk of a server, a spinning one. */
static const int syncs[] = { 0, 200, 5000 };

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
  g_autofree char *number = g_strconcat (NUMBERS, id, NULL);

  desk_entity_set_string (ticket, DESK_ENTITY_ID, id);
  desk_entity_set_string (ticket, DESK_TICKET_NUMBER, number);
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
      g_autofree char *number = g_strconcat (NUMBERS, id, NULL);

      sqlite3_bind_text (insert, 1, id, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (insert, 2, n);
      sqlite3_bind_int64 (insert, 3, g_get_real_time ());
      sqlite3_bind_text (insert, 4, number, -1, SQLITE_STATIC);
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
                           "PRAGMA wal_autocheckpoint = 4000; PRAGMA mmap_size = 0; PRAGMA foreign_keys = ON",
                           NULL, NULL, NULL));
  check (db, sqlite3_prepare_v2 (db,
                                 "INSERT INTO tickets (id, version, seq, created_at, updated_at, number, subject,"
                                 " description, status, priority, first_response_breached, resolution_breached)"
                                 " VALUES (?1, 1, ?2, ?3, ?3, ?4, 'The parcel arrived broken', 'Two of the six"
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

/* In turns, so that both see the same disk. */
static void
compare (const char *row, guint n_tickets, DeskDb *db, sqlite3 *bare, sqlite3_stmt *insert, int sync)
{
  BenchFigures group, alone, ratios;

  g_atomic_int_set (&shortest_sync, sync);
  bench_figures_init (&group);
  bench_figures_init (&alone);
  bench_figures_init (&ratios);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      double one = measure_bare (bare, insert);
      double many = measure_group (db);

      bench_figures_add (&alone, one);
      bench_figures_add (&group, many);
      bench_figures_add (&ratios, many / one);
    }
  g_atomic_int_set (&shortest_sync, 0);
  bench_tell ("%s: %d writers %.0f/s, one transaction a sync %.0f/s", row, N_WRITERS, bench_figures_get (&group, 0.5),
              bench_figures_get (&alone, 0.5));
  bench_hold_at_least (row, n_tickets, bench_figures_get (&ratios, 0.5), BUDGET, "x");
  if (n_tickets > 0)
    bench_watch_growth (row, n_tickets, 1 / bench_figures_get (&group, 0.5));
  bench_figures_clear (&group);
  bench_figures_clear (&alone);
  bench_figures_clear (&ratios);
}

static void
measure (const char *what, guint n_tickets, DeskDb *db, const char *file, const char *folder)
{
  sqlite3_stmt *insert = NULL;
  sqlite3 *bare = open_bare (file, &insert);

  bench_tell ("a sync takes %.0f us here", measure_sync (folder));
  for (guint i = 0; i < G_N_ELEMENTS (syncs); i++)
    {
      g_autofree char *row = syncs[i] == 0 ? g_strdup_printf ("%s, this disk", what)
                                           : g_strdup_printf ("%s, a sync of %d us", what, syncs[i]);

      compare (row, n_tickets, db, bare, insert, syncs[i]);
    }
  sqlite3_finalize (insert);
  sqlite3_close (bare);
}

/* A new file with one table. */
static void
measure_table (const char *folder)
{
  g_autofree char *file = g_build_filename (folder, "bench-writes.db", NULL);
  DeskDb *db;

  g_mkdir_with_parents (folder, 0700);
  remove_database (file);
  db = open_db (file);
  measure ("durable writes, two indexes", 0, db, file, folder);
  desk_db_close (db);
  g_object_unref (db);
  remove_database (file);
}

/* What is written goes again, so that the desk is the same for the next one. */
static void
measure_desk (const char *deskbelld, const char *folder, guint n_tickets)
{
  static const char forget[] = "DELETE FROM tickets WHERE number >= '" NUMBERS "' AND number < 'BENCH.'";
  BenchDesk desk;
  g_autofree char *file = NULL;

  bench_desk_open (&desk, deskbelld, folder, n_tickets);
  file = g_build_filename (desk.folder, "desk.db", NULL);
  bench_desk_run (&desk, forget);
  measure ("durable writes, a desk", n_tickets, desk.db, file, folder);
  bench_desk_run (&desk, forget);
  bench_desk_close (&desk);
}

int
main (int argc, char **argv)
{
  const guint *sizes = bench_desk_get_sizes ();

  if (argc != 3)
    g_error ("Usage: bench-writes DESKBELLD FOLDER");
  measure_table (argv[2]);
  for (guint i = 0; sizes[i] != 0; i++)
    measure_desk (argv[1], argv[2], sizes[i]);
  return bench_end ();
}
