/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-query-filters.h"

#include <glib/gi18n.h>

#include "app/dialogs/desk-choices.h"
#include "app/widgets/desk-chip.h"
#include "core/desk-time.h"

struct _DeskQueryFilters
{
  AdwBin parent_instance;

  DeskChip *source_chip;
  DeskChip *status_chip;
  DeskChip *priority_chip;
  DeskChip *date_chip;
  GtkSearchEntry *filter_entry;
};

G_DEFINE_FINAL_TYPE (DeskQueryFilters, desk_query_filters, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
add_chip_to_spec (DeskChip *chip, DeskListSpec *spec, guint field, const DeskEnum *info)
{
  g_auto (GStrv) ids = desk_chip_dup_chosen (chip);

  for (guint i = 0; ids[i] != NULL; i++)
    desk_list_spec_add_enum (spec, field, desk_enum_from_wire (info, ids[i]));
}

static void
add_date_to_spec (DeskQueryFilters *self, DeskListSpec *spec)
{
  const char *chosen = desk_chip_get_chosen_one (self->date_chip);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                                          g_date_time_get_day_of_month (now), 0, 0, 0);
  gint64 days = chosen != NULL ? g_ascii_strtoll (chosen, NULL, 10) : 0;

  if (days > 0 && midnight != NULL)
    desk_list_spec_set_range (spec, DESK_ENTITY_CREATED_AT,
                              g_date_time_to_unix (midnight) * DESK_TIME_SECOND - (days - 1) * DESK_TIME_DAY, 0);
}

static void
on_changed_cb (DeskQueryFilters *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_choices (DeskChip *chip, DeskSession *session, const DeskEnum *info, guint last)
{
  for (guint value = 1; value <= last; value++)
    {
      g_autoptr (DeskChoice) choice = desk_choices_make_enum (session, info, value);

      desk_chip_add_choice (chip, choice);
    }
}

static void
desk_query_filters_class_init (DeskQueryFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] =
      g_signal_new ("changed", DESK_TYPE_QUERY_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DESK_TYPE_CHIP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-query-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskQueryFilters, source_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryFilters, status_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryFilters, priority_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryFilters, date_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryFilters, filter_entry);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
}

static void
desk_query_filters_init (DeskQueryFilters *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_query_filters_set_session:
 * @self: a row of chips
 * @session: whose desk, for its words; once
 */
void
desk_query_filters_set_session (DeskQueryFilters *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_QUERY_FILTERS (self));

  add_choices (self->source_chip, session, &desk_query_source_enum, desk_enum_n_values (&desk_query_source_enum));
  add_choices (self->status_chip, session, &desk_query_status_enum, desk_enum_n_values (&desk_query_status_enum));
  add_choices (self->priority_chip, session, &desk_priority_enum, DESK_PRIORITY_HIGH);
  desk_chip_append (self->date_chip, "1", _ ("Today"));
  desk_chip_append (self->date_chip, "7", _ ("Last 7 days"));
  desk_chip_append (self->date_chip, "30", _ ("Last 30 days"));
  desk_chip_append (self->date_chip, "365", _ ("Last 12 months"));
}

void
desk_query_filters_add_to_spec (DeskQueryFilters *self, DeskListSpec *spec)
{
  g_return_if_fail (DESK_IS_QUERY_FILTERS (self));

  add_chip_to_spec (self->source_chip, spec, DESK_QUERY_SOURCE, &desk_query_source_enum);
  add_chip_to_spec (self->status_chip, spec, DESK_QUERY_STATUS, &desk_query_status_enum);
  add_chip_to_spec (self->priority_chip, spec, DESK_QUERY_PRIORITY, &desk_priority_enum);
  add_date_to_spec (self, spec);
  desk_list_spec_set_search (spec, gtk_editable_get_text (GTK_EDITABLE (self->filter_entry)));
}

gboolean
desk_query_filters_is_set (DeskQueryFilters *self)
{
  g_return_val_if_fail (DESK_IS_QUERY_FILTERS (self), FALSE);

  return desk_chip_is_set (self->source_chip) || desk_chip_is_set (self->status_chip)
         || desk_chip_is_set (self->priority_chip) || desk_chip_is_set (self->date_chip)
         || gtk_editable_get_text (GTK_EDITABLE (self->filter_entry))[0] != '\0';
}

/**
 * desk_query_filters_clear:
 * @self: a row of chips
 *
 * Lets everything through again, without emitting "changed".
 */
void
desk_query_filters_clear (DeskQueryFilters *self)
{
  g_return_if_fail (DESK_IS_QUERY_FILTERS (self));

  desk_chip_clear (self->source_chip);
  desk_chip_clear (self->status_chip);
  desk_chip_clear (self->priority_chip);
  desk_chip_clear (self->date_chip);
  gtk_editable_set_text (GTK_EDITABLE (self->filter_entry), "");
}

gboolean
desk_query_filters_focus_text (DeskQueryFilters *self)
{
  g_return_val_if_fail (DESK_IS_QUERY_FILTERS (self), FALSE);

  return gtk_widget_grab_focus (GTK_WIDGET (self->filter_entry));
}

gboolean
desk_query_filters_has_status (DeskQueryFilters *self)
{
  g_return_val_if_fail (DESK_IS_QUERY_FILTERS (self), FALSE);

  return desk_chip_is_set (self->status_chip);
}

DeskQueryStatus
desk_query_filters_get_only_status (DeskQueryFilters *self)
{
  g_auto (GStrv) ids = desk_chip_dup_chosen (self->status_chip);

  return g_strv_length (ids) == 1 ? desk_enum_from_wire (&desk_query_status_enum, ids[0]) : DESK_QUERY_STATUS_UNKNOWN;
}

void
desk_query_filters_set_only_status (DeskQueryFilters *self, DeskQueryStatus status)
{
  const char *ids[] = { NULL, NULL };

  g_return_if_fail (DESK_IS_QUERY_FILTERS (self));

  if (status != DESK_QUERY_STATUS_UNKNOWN)
    ids[0] = desk_enum_to_wire (&desk_query_status_enum, status);
  desk_chip_set_chosen (self->status_chip, ids);
}

void
desk_query_filters_set_days (DeskQueryFilters *self, const char *days)
{
  const char *ids[] = { days, NULL };

  g_return_if_fail (DESK_IS_QUERY_FILTERS (self));

  desk_chip_set_chosen (self->date_chip, ids);
}
