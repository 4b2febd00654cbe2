/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity-json.h"
#include "db/desk-db-statement.h"

G_BEGIN_DECLS

/* One field of an entity to and from its columns. */

guint desk_rows_value_count_columns (const DeskField *field);
void desk_rows_value_bind (DeskDbStatement *statement, guint parameter, const DeskField *field, const DeskValue *value);
gboolean desk_rows_value_read (const DeskKind *kind,
                               const DeskField *field,
                               DeskDbStatement *statement,
                               guint column,
                               DeskValue *value,
                               GError **error);
void desk_rows_value_append_json (const DeskField *field, DeskDbStatement *statement, guint column, GString *json);

G_END_DECLS
