/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-query-stats.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "app/desk-format.h"
#include "app/widgets/desk-stat-card.h"
#include "core/desk-time.h"

/* Escalating ends a query: without a limit that card would count for ever. */
#define ESCALATED_DAYS 7
/* The first reply is the median of as many days, against as many before. */
#define REPLY_DAYS 7
/* A median of the newest so many says as much as one of all, and is quick. */
#define REPLY_SAMPLES 400

struct _DeskQueryStats
{
  AdwBin parent_instance;

  DeskStatCard *open_card;
  DeskStatCard *in_progress_card;
  DeskStatCard *escalated_card;
  DeskStatCard *resolved_card;
  DeskStatCard *first_reply_card;

  DeskSession *session; /* owned */
  DeskListModel *open;  /* all owned */
  DeskListModel *in_progress;
  DeskListModel *escalated;
  DeskListModel *resolved;  /* today */
  DeskListModel *yesterday; /* resolved yesterday until this time */
  DeskListModel *arrived;   /* today */
  DeskListModel *recent;    /* created within twice REPLY_DAYS */
  gint64 today;
  guint update_id;
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (DeskQueryStats, desk_query_stats, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gint64
get_midnight (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                                          g_date_time_get_day_of_month (now), 0, 0, 0);

  return midnight != NULL ? g_date_time_to_unix (midnight) * DESK_TIME_SECOND : desk_time_now () - DESK_TIME_DAY;
}

static guint
count (DeskListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gint64
get_median (GArray *times)
{
  if (times->len == 0)
    return -1;
  g_array_sort (times, compare_times);
  return g_array_index (times, gint64, times->len / 2);
}

/* From creation to the first public reply, of the queries of the last days and of those before. */
static void
measure_first_replies (DeskQueryStats *self, gint64 *now_median, gint64 *before_median)
{
  g_autoptr (GArray) last = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 border = desk_time_now () - REPLY_DAYS * DESK_TIME_DAY;
  guint n = MIN (count (self->recent), 2 * REPLY_SAMPLES);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DeskEntity) query = g_list_model_get_item (G_LIST_MODEL (self->recent), i);
      gint64 created_at = desk_entity_get_time (query, DESK_ENTITY_CREATED_AT);
      gint64 replied_at = desk_entity_get_time (query, DESK_QUERY_FIRST_RESPONSE_AT);
      gint64 waited = replied_at - created_at;

      if (replied_at != 0 && waited >= 0)
        g_array_append_val (created_at >= border ? last : before, waited);
    }
  *now_median = get_median (last);
  *before_median = get_median (before);
}

static void
show_first_reply (DeskQueryStats *self)
{
  gint64 median, before;
  g_autofree char *number = NULL;
  g_autofree char *change = NULL;

  measure_first_replies (self, &median, &before);
  if (median >= 0)
    number = desk_format_duration (median / DESK_TIME_SECOND);
  desk_stat_card_set_number (self->first_reply_card, number);
  if (median >= 0 && before >= 0 && ABS (median - before) >= DESK_TIME_MINUTE)
    {
      g_autofree char *duration = desk_format_duration (ABS (median - before) / DESK_TIME_SECOND);

      change = g_strconcat (median < before ? "−" : "+", duration, NULL);
    }
  desk_stat_card_set_change (self->first_reply_card, change, median < before ? DESK_TREND_GOOD : DESK_TREND_BAD);
}

static void
show_change (DeskStatCard *card, int change, DeskTrend rising, DeskTrend falling)
{
  g_autofree char *words = change == 0 ? NULL : g_strdup_printf ("%s%d", change > 0 ? "+" : "−", abs (change));

  desk_stat_card_set_change (card, words, change > 0 ? rising : falling);
}

static gboolean
update_cb (gpointer data)
{
  DeskQueryStats *self = data;

  self->update_id = 0;
  desk_stat_card_set_count (self->open_card, count (self->open));
  desk_stat_card_set_count (self->in_progress_card, count (self->in_progress));
  desk_stat_card_set_count (self->escalated_card, count (self->escalated));
  desk_stat_card_set_count (self->resolved_card, count (self->resolved));
  show_change (self->open_card, count (self->arrived), DESK_TREND_NEUTRAL, DESK_TREND_NEUTRAL);
  show_change (self->resolved_card, (int) count (self->resolved) - (int) count (self->yesterday), DESK_TREND_GOOD,
               DESK_TREND_NEUTRAL);
  show_first_reply (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (DeskQueryStats *self)
{
  if (self->update_id == 0)
    self->update_id = g_timeout_add (100, update_cb, self);
}

static void
list_into (DeskQueryStats *self, DeskListModel **model, DeskListSpec *spec)
{
  if (*model != NULL)
    {
      desk_list_model_set_spec (*model, spec);
      return;
    }
  *model = desk_session_list (self->session, spec);
  g_signal_connect_object (*model, "items-changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
}

static void
list_stat (DeskQueryStats *self, DeskListModel **model, DeskQueryStat stat)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_query_kind);

  desk_query_stat_add_to_spec (stat, spec);
  list_into (self, model, spec);
}

static void
list_range (DeskQueryStats *self, DeskListModel **model, guint field, gint64 from, gint64 to)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_query_kind);

  desk_list_spec_set_range (spec, field, from, to);
  desk_list_spec_set_sort (spec, DESK_ENTITY_CREATED_AT, TRUE);
  list_into (self, model, spec);
}

/* What depends on the clock is listed anew as the day goes on. */
static void
list_times (DeskQueryStats *self)
{
  gint64 now = desk_time_now ();

  self->today = get_midnight ();
  list_stat (self, &self->escalated, DESK_QUERY_STAT_ESCALATED);
  list_stat (self, &self->resolved, DESK_QUERY_STAT_RESOLVED_TODAY);
  list_range (self, &self->yesterday, DESK_QUERY_RESOLVED_AT, self->today - DESK_TIME_DAY, now - DESK_TIME_DAY);
  list_range (self, &self->arrived, DESK_ENTITY_CREATED_AT, self->today, 0);
  list_range (self, &self->recent, DESK_ENTITY_CREATED_AT, now - 2 * REPLY_DAYS * DESK_TIME_DAY, 0);
}

static gboolean
on_minutes_passed_cb (gpointer data)
{
  list_times (data);
  queue_update (data);
  return G_SOURCE_CONTINUE;
}

static DeskStatCard *
get_card (DeskQueryStats *self, DeskQueryStat stat)
{
  switch (stat)
    {
    case DESK_QUERY_STAT_OPEN:
      return self->open_card;
    case DESK_QUERY_STAT_IN_PROGRESS:
      return self->in_progress_card;
    case DESK_QUERY_STAT_ESCALATED:
      return self->escalated_card;
    case DESK_QUERY_STAT_RESOLVED_TODAY:
      return self->resolved_card;
    case DESK_QUERY_STAT_FIRST_REPLY:
      return self->first_reply_card;
    case DESK_QUERY_STAT_NONE:
    default:
      return NULL;
    }
}

static void
on_card_toggled_cb (DeskQueryStats *self, GtkToggleButton *button)
{
  DeskQueryStat stat = DESK_QUERY_STAT_NONE;

  if (gtk_toggle_button_get_active (button))
    for (stat = DESK_QUERY_STAT_OPEN; get_card (self, stat) != DESK_STAT_CARD (button);)
      stat++;
  desk_query_stats_set_chosen (self, stat);
  g_signal_emit (self, signals[CHOSEN], 0, stat);
}

static void
desk_query_stats_map (GtkWidget *widget)
{
  DeskQueryStats *self = DESK_QUERY_STATS (widget);

  GTK_WIDGET_CLASS (desk_query_stats_parent_class)->map (widget);
  if (self->minute_id == 0)
    self->minute_id = g_timeout_add_seconds (300, on_minutes_passed_cb, self);
  if (self->session != NULL && self->today != get_midnight ())
    on_minutes_passed_cb (self);
}

static void
desk_query_stats_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&DESK_QUERY_STATS (widget)->minute_id, g_source_remove);
  GTK_WIDGET_CLASS (desk_query_stats_parent_class)->unmap (widget);
}

static void
desk_query_stats_dispose (GObject *object)
{
  DeskQueryStats *self = DESK_QUERY_STATS (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->open);
  g_clear_object (&self->in_progress);
  g_clear_object (&self->escalated);
  g_clear_object (&self->resolved);
  g_clear_object (&self->yesterday);
  g_clear_object (&self->arrived);
  g_clear_object (&self->recent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_query_stats_parent_class)->dispose (object);
}

static void
desk_query_stats_class_init (DeskQueryStatsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_query_stats_dispose;
  widget_class->map = desk_query_stats_map;
  widget_class->unmap = desk_query_stats_unmap;
  signals[CHOSEN] = g_signal_new ("chosen", DESK_TYPE_QUERY_STATS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_INT);

  g_type_ensure (DESK_TYPE_STAT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-query-stats.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskQueryStats, open_card);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryStats, in_progress_card);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryStats, escalated_card);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryStats, resolved_card);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryStats, first_reply_card);
  gtk_widget_class_bind_template_callback (widget_class, on_card_toggled_cb);
}

static void
desk_query_stats_init (DeskQueryStats *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_query_stats_set_session:
 * @self: the cards
 * @session: whose desk; once
 */
void
desk_query_stats_set_session (DeskQueryStats *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_QUERY_STATS (self) && self->session == NULL);

  self->session = g_object_ref (session);
  list_stat (self, &self->open, DESK_QUERY_STAT_OPEN);
  list_stat (self, &self->in_progress, DESK_QUERY_STAT_IN_PROGRESS);
  list_times (self);
  queue_update (self);
}

/**
 * desk_query_stats_set_chosen:
 * @self: the cards
 * @stat: the one the list is filtered by
 *
 * Marks it without emitting "chosen".
 */
void
desk_query_stats_set_chosen (DeskQueryStats *self, DeskQueryStat stat)
{
  g_return_if_fail (DESK_IS_QUERY_STATS (self));

  for (DeskQueryStat i = DESK_QUERY_STAT_OPEN; get_card (self, i) != NULL; i++)
    {
      GtkToggleButton *card = GTK_TOGGLE_BUTTON (get_card (self, i));

      g_signal_handlers_block_by_func (card, on_card_toggled_cb, self);
      gtk_toggle_button_set_active (card, i == stat);
      g_signal_handlers_unblock_by_func (card, on_card_toggled_cb, self);
    }
}

/**
 * desk_query_stat_add_to_spec:
 * @stat: a card
 * @spec: a list of queries
 *
 * Leaves only what the card counts.
 */
void
desk_query_stat_add_to_spec (DeskQueryStat stat, DeskListSpec *spec)
{
  switch (stat)
    {
    case DESK_QUERY_STAT_OPEN:
      desk_list_spec_add_enum (spec, DESK_QUERY_STATUS, DESK_QUERY_STATUS_OPEN);
      break;
    case DESK_QUERY_STAT_IN_PROGRESS:
      desk_list_spec_add_enum (spec, DESK_QUERY_STATUS, DESK_QUERY_STATUS_IN_PROGRESS);
      break;
    case DESK_QUERY_STAT_ESCALATED:
      desk_list_spec_add_enum (spec, DESK_QUERY_STATUS, DESK_QUERY_STATUS_ESCALATED);
      desk_list_spec_set_range (spec, DESK_ENTITY_CREATED_AT, get_midnight () - (ESCALATED_DAYS - 1) * DESK_TIME_DAY,
                                0);
      break;
    case DESK_QUERY_STAT_RESOLVED_TODAY:
      desk_list_spec_set_range (spec, DESK_QUERY_RESOLVED_AT, get_midnight (), 0);
      break;
    case DESK_QUERY_STAT_FIRST_REPLY:
      desk_list_spec_add_text (spec, DESK_QUERY_FIRST_RESPONSE_AT, NULL);
      desk_list_spec_add_enum (spec, DESK_QUERY_STATUS, DESK_QUERY_STATUS_OPEN);
      desk_list_spec_add_enum (spec, DESK_QUERY_STATUS, DESK_QUERY_STATUS_IN_PROGRESS);
      break;
    case DESK_QUERY_STAT_NONE:
    default:
      break;
    }
}
