/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-look.h"

#include "core/desk-json.h"
#include "core/desk-time.h"
#include "core/entities/desk-ticket.h"
#include "server/desk/desk-clocks.h"
#include "server/store/desk-customers.h"
#include "server/store/desk-feed.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-includes.h"
#include "server/store/desk-stats.h"

static void
append_text (GString *json, const char *name, const char *text)
{
  desk_json_append_name (json, name);
  desk_json_append_string (json, text);
}

static void
append_time (GString *json, const char *name, gint64 time)
{
  desk_json_append_name (json, name);
  if (time != 0)
    desk_json_append_time (json, time);
  else
    g_string_append (json, "null");
}

static void
append_seconds (GString *json, const char *name, gint64 duration)
{
  desk_json_append_name (json, name);
  desk_json_append_integer (json, duration / DESK_TIME_SECOND);
}

static void
append_spans (GString *json, const char *name, GArray *spans, DeskCalendar *calendar)
{
  desk_json_append_name (json, name);
  g_string_append_c (json, '[');
  for (guint i = 0; i < spans->len; i++)
    {
      const DeskCalendarSpan *span = &g_array_index (spans, DeskCalendarSpan, i);

      g_string_append (json, i > 0 ? ",{" : "{");
      append_time (json, "from", span->from);
      append_time (json, "to", span->to);
      append_seconds (json, "seconds", desk_calendar_elapsed (calendar, span->from, span->to));
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

static void
append_clock (GString *json, const DeskClock *clock, DeskCalendar *calendar)
{
  append_text (json, "kind", desk_enum_to_wire (&desk_clock_kind_enum, clock->kind));
  desk_json_append_name (json, "number");
  desk_json_append_integer (json, clock->number);
  append_text (json, "state", desk_enum_to_wire (&desk_clock_state_enum, clock->state));
  append_time (json, "started_at", clock->started_at);
  append_time (json, "ended_at", clock->ended_at);
  append_time (json, "paused_at", clock->ended_at == 0 ? clock->paused_at : 0);
  append_time (json, "warning_at", clock->warning_at);
  append_time (json, "due_at", clock->due_at);
  append_seconds (json, "target", clock->target);
  append_seconds (json, "elapsed", clock->elapsed);
  /* Of the whole seconds too, so that what elapsed and what is left make the target. */
  append_seconds (json, "left", clock->target - clock->elapsed + clock->elapsed % DESK_TIME_SECOND);
  desk_json_append_name (json, "breached");
  g_string_append (json, clock->is_breached ? "true" : "false");
  if (clock->counted == NULL)
    return;
  append_spans (json, "counted", clock->counted, calendar);
  append_spans (json, "pauses", clock->pauses, calendar);
}

static DeskListAsk
complete_ask (DeskTransaction *transaction, const DeskListAsk *ask)
{
  DeskListAsk here = *ask;

  here.country_calling_code = desk_preset_get_country_calling_code (transaction->preset);
  here.now = transaction->now;
  return here;
}

gboolean
desk_look_list (DeskTransaction *transaction, const DeskListAsk *ask, GString *json, GError **error)
{
  DeskListAsk here = complete_ask (transaction, ask);

  return desk_list_read (transaction->db, &here, json, error);
}

gboolean
desk_look_find (DeskTransaction *transaction, const DeskFindAsk *ask, GString *json, GError **error)
{
  DeskFindAsk here = *ask;

  here.country_calling_code = desk_preset_get_country_calling_code (transaction->preset);
  return desk_find_read (transaction->db, &here, json, error);
}

GPtrArray *
desk_look_ids (DeskTransaction *transaction, const DeskListAsk *ask, guint max, GError **error)
{
  DeskListAsk here = complete_ask (transaction, ask);

  return desk_list_read_ids (transaction->db, &here, max, error);
}

gboolean
desk_look_one (DeskTransaction *transaction,
               const DeskKind *kind,
               const char *key,
               GString *json,
               gint64 *version,
               GError **error)
{
  return desk_fetch_json (transaction->db, transaction->viewer, kind, key, json, version, error);
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
  desk_entity_append_json (entity, json, desk_viewer_get_audience (transaction->viewer));
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
 * desk_look_clocks:
 * @transaction: a transaction
 * @key: a ticket's id or number
 * @explain: whether to say what was counted
 * @json: gets the calendar and the clocks
 * @error: %DESK_ERROR_NOT_FOUND where the viewer may not see it
 *
 * Returns: whether it could be read
 */
gboolean
desk_look_clocks (DeskTransaction *transaction, const char *key, gboolean explain, GString *json, GError **error)
{
  DeskCalendar *calendar = desk_preset_get_calendar (transaction->preset);
  g_autoptr (DeskEntity) ticket = desk_transaction_get (transaction, &desk_ticket_kind, key, error);
  g_autoptr (GPtrArray) clocks = ticket != NULL ? desk_clocks_look (transaction, ticket, explain, error) : NULL;

  if (clocks == NULL)
    return FALSE;
  g_string_append (json, "{\"calendar\":{");
  append_text (json, "name", desk_calendar_get_name (calendar));
  append_text (json, "time_zone", desk_calendar_get_time_zone (calendar));
  g_string_append_c (json, '}');
  append_time (json, "at", transaction->now);
  desk_json_append_name (json, "data");
  g_string_append_c (json, '[');
  for (guint i = 0; i < clocks->len; i++)
    {
      g_string_append (json, i > 0 ? ",{" : "{");
      append_clock (json, clocks->pdata[i], calendar);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "]}");
  return TRUE;
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
