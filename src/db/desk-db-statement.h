/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db-types.h"

G_BEGIN_DECLS

/**
 * Statements. SQL is the portable subset with parameters $1..$n; it is prepared once per connection and kept.
 * @types has a letter for each parameter: s text or NULL, i gint64, b gboolean, d double.
 */
DeskDbStatement *
desk_db_query (DeskDbTransaction *transaction, GError **error, const char *sql, const char *types, ...);
gboolean desk_db_execute (DeskDbTransaction *transaction, GError **error, const char *sql, const char *types, ...);
gint64 desk_db_get_changes (DeskDbTransaction *transaction); /* rows that the last desk_db_execute() changed */

/* The same in steps, for statements that are made at run time. Parameters count from 1; what is not bound is null. Bind
 * all before the first step. */
DeskDbStatement *desk_db_prepare (DeskDbTransaction *transaction, const char *sql, GError **error);
void desk_db_bind_text (DeskDbStatement *self, guint parameter, const char *text); /* NULL binds null; copied */
void desk_db_bind_integer (DeskDbStatement *self, guint parameter, gint64 number);
void desk_db_bind_flag (DeskDbStatement *self, guint parameter, gboolean flag);
void desk_db_bind_double (DeskDbStatement *self, guint parameter, double number);
void desk_db_bind_null (DeskDbStatement *self, guint parameter);

/* TRUE with a row; FALSE without an error at the end; FALSE with @error set when it failed. */
gboolean desk_db_step (DeskDbStatement *self, GError **error);
GPtrArray *desk_db_read_texts (DeskDbStatement *self, GError **error);

/* Columns count from 0. For null they give NULL, 0 and FALSE. */
gboolean desk_db_column_is_null (DeskDbStatement *self, guint column);
const char *desk_db_column_text (DeskDbStatement *self, guint column); /* borrowed until the next step */
gint64 desk_db_column_integer (DeskDbStatement *self, guint column);
gboolean desk_db_column_flag (DeskDbStatement *self, guint column);
double desk_db_column_double (DeskDbStatement *self, guint column);
void desk_db_statement_free (DeskDbStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskDbStatement, desk_db_statement_free)

G_END_DECLS
