/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity-json.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

#define DESK_LIST_DEFAULT_LIMIT 50
#define DESK_LIST_MAX_LIMIT 200

/**
 * DeskListAsk:
 * @kind: what is listed
 * @viewer: who asks
 * @get_values: the values that the caller gave for a name, ended by %NULL; never %NULL itself
 * @data: for @get_values
 * @only: a column that has to have the value @only_value, or %NULL
 * @only_value: see @only
 * @sort: how it is sorted where the caller does not say: "-created_at"
 * @country_calling_code: (nullable): the desk's own country, for a search by a telephone number without one
 * @now: when it is asked, for what is overdue
 *
 * One list, as it was asked for: limit, cursor, sort, search, include, the kind's fields that are filters, and those of
 * desk_list_add_derived().
 */
typedef struct
{
  const DeskKind *kind;
  const DeskViewer *viewer;
  const char *const *(*get_values) (gpointer data, const char *name);
  gpointer data;
  const char *only;
  const char *only_value;
  const char *sort;
  const char *country_calling_code;
  gint64 now;
} DeskListAsk;

/* Writes {"data": [...], "next_cursor": ...}. Everything that is wrong with what was asked is told at once. */
gboolean desk_list_read (DeskDbTransaction *db, const DeskListAsk *ask, GString *json, GError **error);

/* The ids of all that is asked for, the oldest first; at most @max, and one more where there are more. */
GPtrArray *desk_list_read_ids (DeskDbTransaction *db, const DeskListAsk *ask, guint max, GError **error);

G_END_DECLS
