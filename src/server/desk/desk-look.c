/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-look.h"

#include "core/desk-json.h"
#include "core/desk-time.h"
#include "server/store/desk-customers.h"
#include "server/store/desk-feed.h"
#include "server/store/desk-includes.h"
#include "server/store/desk-stats.h"

gboolean
desk_look_list (DeskTransaction *transaction, const DeskListAsk *ask, GString *json, GError **error)
{
  DeskListAsk here = *ask;

  here.country_calling_code = desk_preset_get_country_calling_code (transaction->preset);
  here.now = transaction->now;
  return desk_list_read (transaction->db, &here, json, error);
}

gboolean
desk_look_find (DeskTransaction *transaction, const DeskFindAsk *ask, GString *json, GError **error)
{
  DeskFindAsk here = *ask;

  here.country_calling_code = desk_preset_get_country_calling_code (transaction->preset);
  return desk_find_read (transaction->db, &here, json, error);
}

gboolean
desk_look_include (DeskTransaction *transaction,
                   DeskEntity *entity,
                   const char *const *include,
                   GString *json,
                   GError **error)
{
  g_autoptr (DeskIncludes) includes = desk_includes_new (desk_entity_get_kind (entity), include, error);

  if (includes == NULL)
    return FALSE;
  desk_includes_note_entity (includes, entity);
  if (!desk_includes_load (includes, transaction->db, transaction->viewer, error))
    return FALSE;
  desk_entity_append_json (entity, json,
                           transaction->viewer->role == DESK_ROLE_CUSTOMER ? DESK_AUDIENCE_CUSTOMER
                                                                           : DESK_AUDIENCE_STAFF);
  desk_includes_append (includes, 0, json);
  return TRUE;
}

gboolean
desk_look_stats (DeskTransaction *transaction, const DeskKind *kind, GString *json, GError **error)
{
  gint64 day_begin = desk_time_day_begin (transaction->now, desk_preset_get_time_zone (transaction->preset));

  return desk_stats_append (transaction->db, transaction->viewer, kind, transaction->now, day_begin, json, error);
}

gboolean
desk_look_orders (DeskTransaction *transaction, const char *customer_id, GString *json, GError **error)
{
  return desk_customers_append_summary (transaction->db, customer_id, json, error);
}

/**
 * desk_look_sync:
 * @transaction: a transaction
 * @since: the place up to which the caller knows the desk
 * @snapshot: 0, or the "snapshot" of the closing line before, while a first reading goes on
 * @limit: about how many lines, up to 10,000; 0 for 1,000
 * @lines: gets a line for each entity and the closing line with "next", "more" and "epoch"
 * @error: when the database fails
 *
 * Returns: whether it could be read
 */
gboolean
desk_look_sync (DeskTransaction *transaction,
                gint64 since,
                gint64 snapshot,
                guint limit,
                GString *lines,
                GError **error)
{
  g_autofree char *epoch = desk_feed_dup_epoch (transaction->db, transaction->viewer, error);
  gint64 next = 0;
  gboolean more = FALSE;

  if (epoch == NULL
      || !desk_feed_read (transaction->db, transaction->viewer, since, &snapshot,
                          limit != 0 ? limit : DESK_FEED_DEFAULT_LIMIT, lines, &next, &more, error))
    return FALSE;
  g_string_append (lines, "{\"next\":");
  desk_json_append_integer (lines, next);
  g_string_append_printf (lines, ",\"more\":%s,\"epoch\":", more ? "true" : "false");
  desk_json_append_string (lines, epoch);
  if (snapshot != 0)
    {
      g_string_append (lines, ",\"snapshot\":");
      desk_json_append_integer (lines, snapshot);
    }
  g_string_append (lines, "}\n");
  return TRUE;
}

char *
desk_look_dup_epoch (DeskTransaction *transaction, GError **error)
{
  return desk_feed_dup_epoch (transaction->db, transaction->viewer, error);
}

gboolean
desk_look_end (DeskTransaction *transaction, gint64 *seq, GError **error)
{
  return desk_feed_get_end (transaction->db, seq, error);
}
