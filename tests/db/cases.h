/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-error.h"
#include "db/desk-db.h"
#include "lib/desk-test.h"

G_BEGIN_DECLS

/**
 * Desk:
 *
 * What each case of the suite gets: a new database of the engine that it runs on. A case knows only this; it runs on
 * both engines and has to end the same.
 */
typedef struct
{
  const char *engine;
  char *url;
  DeskDb *db;
} Desk;

typedef struct
{
  const char *name;
  void (*run) (Desk *desk);
} Case;

/* Ended by a NULL name. */
extern const Case statement_cases[];
extern const Case transaction_cases[];
extern const Case scheduler_cases[];
extern const Case feed_cases[];
extern const Case rows_cases[];
extern const Case migrate_cases[];

/* A few things said shortly; each is a transaction of its own and must succeed. */
void execute (DeskDb *db, const char *sql);
void run_script (DeskDb *db, const char *sql);
gint64 ask_integer (DeskDb *db, const char *sql);
char *ask_text (DeskDb *db, const char *sql);
void run_work (DeskDb *db, DeskDbMode mode, DeskDbWork work, gpointer data);

/* The work must fail with this code; gives the message. */
char *fail_work (DeskDb *db, DeskDbMode mode, DeskDbWork work, gpointer data, int code);
char *fail_to_execute (DeskDb *db, const char *sql, int code);

/* In a work function. */
gboolean execute_in (DeskDbTransaction *transaction, const char *sql, GError **error);
gint64 ask_integer_in (DeskDbTransaction *transaction, const char *sql);

/* A gate that threads wait at. */
typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean is_open;
  guint n_arrived;
  guint opens_at; /* opens by itself when so many are there, if not 0 */
} Gate;

Gate *gate_new (void);
void gate_free (Gate *gate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Gate, gate_free)
void gate_open (Gate *gate);
void gate_pass (Gate *gate);                        /* says that it is here, and waits until the gate is open */
void gate_wait_for (Gate *gate, guint n_arrived);   /* waits until so many are there */
gboolean gate_try (Gate *gate, guint milliseconds); /* whether it opened within that time */

/* A job that was started, and what became of it. */
typedef struct
{
  gboolean is_done;
  GError *error;
} Outcome;

Outcome *outcome_new (void);
void outcome_free (Outcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)
void
start_work (DeskDb *db, DeskDbMode mode, DeskDbWork work, gpointer data, GCancellable *cancellable, Outcome *outcome);
void wait_for (Outcome *outcome);

G_END_DECLS
