/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/**
 * DeskFindAsk:
 * @viewer: who asks
 * @get_values: the values that the caller gave for a name, ended by %NULL; never %NULL itself
 * @data: for @get_values
 * @country_calling_code: (nullable): the desk's own country, for telephone numbers without one
 *
 * One search, as it was asked for: q, kind, limit, cursor, sort.
 */
typedef struct
{
  const DeskViewer *viewer;
  const char *const *(*get_values) (gpointer data, const char *name);
  gpointer data;
  const char *country_calling_code;
} DeskFindAsk;

/* Writes {"groups": [{"kind", "count", "data": [...], "next_cursor"}, ...]}. */
gboolean desk_find_read (DeskDbTransaction *db, const DeskFindAsk *ask, GString *json, GError **error);

G_END_DECLS
