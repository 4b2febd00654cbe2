/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "server/store/desk-sql.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

/**
 * DeskReach:
 * @DESK_REACH_NOTHING: no row of that kind, ever
 * @DESK_REACH_OWN: rows that say so themselves and never change their mind
 * @DESK_REACH_MOVING: rows that come into sight and go out of it
 * @DESK_REACH_ALL: every row
 *
 * How much of a kind somebody may see, for those who have to tell of what went out of sight.
 */
typedef enum
{
  DESK_REACH_NOTHING,
  DESK_REACH_OWN,
  DESK_REACH_MOVING,
  DESK_REACH_ALL,
} DeskReach;

/* The predicate of visibility, as SQL over the row @alias of @kind. There is no second place where it is decided. */
void desk_scope_add (DeskSql *sql, const DeskKind *kind, const char *alias, const DeskViewer *viewer);
/* The same for every agent of the row @agent, and for every customer of the row @customer: who may see it. */
void desk_scope_add_for_agents (DeskSql *sql, const DeskKind *kind, const char *alias, const char *agent);
void desk_scope_add_for_customers (DeskSql *sql, const DeskKind *kind, const char *alias, const char *customer);

DeskReach desk_scope_get_reach (const DeskKind *kind, const DeskViewer *viewer);

G_END_DECLS
