/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "server/store/desk-question.h"
#include "server/store/desk-sql.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/* Adds " AND ..." for the rows "t" of @kind in which the question is answered, or in a message of theirs. */
void desk_search_add_filter (DeskSql *sql,
                             const DeskKind *kind,
                             const DeskViewer *viewer,
                             const DeskQuestion *question,
                             gboolean of_few);
/* Adds "FROM ... WHERE ...": hits of @kind in sight of the viewer; the document is "d", the row itself "t". */
void desk_search_add_hits (DeskSql *sql, const DeskKind *kind, const DeskViewer *viewer, const DeskQuestion *question);

G_END_DECLS
