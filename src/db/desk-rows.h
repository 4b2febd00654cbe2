/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity-json.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* Entities to and from rows, over the kinds' field tables. Columns are named as the fields; money has two. */

char *desk_rows_dup_columns (const DeskKind *kind, const char *alias); /* "t.id, t.version, ..." in table order */
const char *desk_rows_get_columns (const DeskKind *kind);              /* the same for a table called t */
guint desk_rows_n_columns (const DeskKind *kind);
char *desk_rows_dup_create_table (const DeskKind *kind); /* CREATE TABLE IF NOT EXISTS, for caches and for comparing */

DeskEntity *desk_rows_read (const DeskKind *kind, DeskDbStatement *statement, guint first_column, GError **error);
/* Straight from the row into the buffer, without an object between. */
void desk_rows_append_json (const DeskKind *kind,
                            DeskDbStatement *statement,
                            guint first_column,
                            GString *json,
                            DeskAudience audience);

DeskEntity *desk_rows_get (DeskDbTransaction *transaction,
                           const DeskKind *kind,
                           const char *id,
                           GError **error); /* DESK_ERROR_NOT_FOUND */
/* Sets version 1, seq (desk_db_next_seq), created_at when unset, updated_at. */
gboolean desk_rows_insert (DeskDbTransaction *transaction, DeskEntity *entity, GError **error);
/* Sets version + 1, seq, updated_at; DESK_ERROR_STALE when the row no longer has the entity's version. */
gboolean desk_rows_update (DeskDbTransaction *transaction, DeskEntity *entity, GError **error);
/* Writes the entity as it is, version and seq included, over whatever is there: caches and imports. */
gboolean desk_rows_upsert (DeskDbTransaction *transaction, DeskEntity *entity, GError **error);
/* The same for many of one kind, several times as fast. */
gboolean desk_rows_upsert_many (DeskDbTransaction *transaction, GPtrArray *entities, GError **error);
gboolean desk_rows_delete (DeskDbTransaction *transaction, const DeskKind *kind, const char *id, GError **error);

G_END_DECLS
