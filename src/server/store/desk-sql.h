/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskSql:
 *
 * A statement that is put together at run time: its text, and the values that are bound to it. Values never become part
 * of the text.
 */
typedef struct _DeskSql DeskSql;

DeskSql *desk_sql_new (void);
void desk_sql_free (DeskSql *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskSql, desk_sql_free)

void desk_sql_add (DeskSql *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void desk_sql_add_text (DeskSql *self, const char *value);
void desk_sql_add_integer (DeskSql *self, gint64 value);
void desk_sql_add_flag (DeskSql *self, gboolean value);
void desk_sql_add_texts (DeskSql *self, const char *const *values);

DeskDbStatement *desk_sql_query (DeskSql *self, DeskDbTransaction *db, GError **error);

G_END_DECLS
