/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BenchSql:
 *
 * All that some work said to SQLite, with the values that it bound, and a connection of bare SQLite that says the same
 * once more: each statement prepared once and stepped to its end, every column read, and nothing done with it.
 */
typedef struct _BenchSql BenchSql;

/* Before the first connection is opened. */
void bench_sql_listen (void);
void bench_sql_begin (void);
BenchSql *bench_sql_end (const char *file);
void bench_sql_free (BenchSql *self);

void bench_sql_run (BenchSql *self);
guint bench_sql_count (const BenchSql *self); /* statements */
/* A table that is looked through from one end to the other, or NULL. */
char *bench_sql_dup_scan (BenchSql *self);

G_END_DECLS
