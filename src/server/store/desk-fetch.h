/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

typedef enum
{
  DESK_FETCH_READ,
  DESK_FETCH_LOCK, /* nobody else changes it until the transaction ends */
} DeskFetchMode;

/* One entity, by id or number, where the viewer may see it; else DESK_ERROR_NOT_FOUND, as for one that is not there. */
DeskEntity *desk_fetch (DeskDbTransaction *db,
                        const DeskViewer *viewer,
                        const DeskKind *kind,
                        const char *key,
                        DeskFetchMode mode,
                        GError **error);
/* The same as JSON for the viewer. */
gboolean desk_fetch_json (DeskDbTransaction *db,
                          const DeskViewer *viewer,
                          const DeskKind *kind,
                          const char *key,
                          GString *json,
                          gint64 *version,
                          GError **error);
/* The same by any column that is unique, without asking who may see it: NULL without an error where there is none. */
DeskEntity *desk_fetch_by (DeskDbTransaction *db,
                           const DeskKind *kind,
                           const char *column,
                           const char *value,
                           DeskFetchMode mode,
                           GError **error);
gboolean
desk_fetch_exists (DeskDbTransaction *db, const DeskKind *kind, const char *id, gboolean *exists, GError **error);
/* How many rows have a value in a column: for what may only go when nothing needs it. */
gboolean desk_fetch_count (DeskDbTransaction *db,
                           const DeskKind *kind,
                           const char *column,
                           const char *value,
                           gint64 *count,
                           GError **error);

G_END_DECLS
