/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* Brings a database to the newest numbered migration (0001-*.sql, 0002-*.sql, ... in @directory), each in one
 * transaction. A line "-- sqlite" or "-- postgresql" begins a part for that engine only, "-- both" ends it. A database
 * that is newer than the files is refused with a clear error and left alone. */
gboolean desk_migrate (DeskDb *db, const char *directory, GError **error);
/* Whether a database has seen exactly these migrations; changes nothing. */
gboolean desk_migrate_check (DeskDb *db, const char *directory, GError **error);
gint64 desk_migrate_get_version (DeskDb *db, GError **error);

G_END_DECLS
