/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "client/desk-session.h"

G_BEGIN_DECLS

/**
 * DeskQueryStat:
 *
 * The cards over the queries. Choosing one filters the list by it.
 */
typedef enum
{
  DESK_QUERY_STAT_NONE,
  DESK_QUERY_STAT_OPEN,
  DESK_QUERY_STAT_IN_PROGRESS,
  DESK_QUERY_STAT_ESCALATED,
  DESK_QUERY_STAT_RESOLVED_TODAY,
  DESK_QUERY_STAT_FIRST_REPLY, /* filters those that still wait for a first reply */
} DeskQueryStat;

#define DESK_TYPE_QUERY_STATS (desk_query_stats_get_type ())
G_DECLARE_FINAL_TYPE (DeskQueryStats, desk_query_stats, DESK, QUERY_STATS, AdwBin)

/* Five numbers of the desk's queries, counted in the cache. Signal "chosen"(int) when the user chose a card, with
 * DESK_QUERY_STAT_NONE when they let go of it. */
void desk_query_stats_set_session (DeskQueryStats *self, DeskSession *session);
void desk_query_stats_set_chosen (DeskQueryStats *self, DeskQueryStat stat);
void desk_query_stat_add_to_spec (DeskQueryStat stat, DeskListSpec *spec);

G_END_DECLS
