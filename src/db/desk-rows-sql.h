/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* How many rows desk_rows_upsert_many() writes with one statement. */
#define DESK_ROWS_CHUNK 32

/* The statements of one kind, made once from its field table. Parameter $n is the kind's column n. */
typedef struct
{
  const DeskKind *kind;
  guint n_columns;
  char *columns; /* of a table called t */
  char *select;  /* $1: the id */
  char *insert;
  char *update; /* $(n_columns + 1): the version that the row must have */
  char *upsert;
  char *upsert_chunk; /* of DESK_ROWS_CHUNK rows */
  char *delete;       /* $1: the id */
  char *get_version;  /* $1: the id */
} DeskRowsSql;

const DeskRowsSql *desk_rows_sql_get (const DeskKind *kind);
char *desk_rows_sql_dup_columns (const DeskKind *kind, const char *alias);
char *desk_rows_sql_dup_create_table (const DeskKind *kind);
guint desk_rows_sql_count_columns (const DeskKind *kind);

G_END_DECLS
