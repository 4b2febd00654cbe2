/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity-json.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/**
 * DeskIncludes:
 *
 * The objects that a caller wants beside what refers to them: include=customer,assignee.
 */
typedef struct _DeskIncludes DeskIncludes;

DeskIncludes *desk_includes_new (const DeskKind *kind, const char *const *values, GError **error);
void desk_includes_free (DeskIncludes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskIncludes, desk_includes_free)

/* A row of the kind: what it refers to is kept. Then all of it is loaded at once, and written behind row after row. */
void desk_includes_note_row (DeskIncludes *self, DeskDbStatement *statement, guint first_column);
void desk_includes_note_entity (DeskIncludes *self, DeskEntity *entity);
gboolean desk_includes_load (DeskIncludes *self, DeskDbTransaction *db, const DeskViewer *viewer, GError **error);
void desk_includes_append (DeskIncludes *self, guint row, GString *json);

G_END_DECLS
