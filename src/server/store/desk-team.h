/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"
#include "server/store/desk-sql.h"

G_BEGIN_DECLS

/**
 * DeskTeamFilter:
 * @roles: bits of 1 << DeskRole
 * @department_id: only these, or %NULL for all
 * @availability: only these, or unknown for all
 *
 * Which of the approved agents.
 */
typedef struct
{
  guint roles;
  const char *department_id;
  DeskAvailability availability;
} DeskTeamFilter;

/* Ids of those agents. */
GPtrArray *desk_team_list (DeskDbTransaction *db, const DeskTeamFilter *filter, GError **error);

/* Who takes the next ticket: approved, available, with room, of the department (any, for NULL) and tier; the lowest
 * load, then the longest since the last. NULL without an error when nobody is free. Holds the department until the end.
 */
char *desk_team_find_free (DeskDbTransaction *db, const char *department_id, gint64 tier, GError **error);
/* The ticket that waits for somebody like this agent: the most urgent, then the oldest. NULL without an error if none.
 */
char *desk_team_find_waiting (DeskDbTransaction *db, DeskEntity *agent, GError **error);

/* Tickets made since @since for whom desk_team_find_free() would find somebody, the oldest first. */
GPtrArray *desk_team_list_waiting (DeskDbTransaction *db, gint64 since, guint limit, GError **error);

/* Adds the condition that a ticket with the status in @column is not settled. */
void desk_team_add_open (DeskSql *sql, const char *column);

/* Facts that counters are held against. */
gboolean desk_team_count_active (DeskDbTransaction *db, const char *agent_id, gint64 *count, GError **error);
gboolean desk_team_count_members (DeskDbTransaction *db, const char *department_id, gint64 *count, GError **error);

G_END_DECLS
