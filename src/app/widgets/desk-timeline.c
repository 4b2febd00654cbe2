/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-timeline.h"

#include "app/desk-format.h"
#include "app/widgets/desk-timeline-row.h"
#include "app/widgets/desk-tooltip.h"

#include <glib/gi18n.h>

struct _DeskTimeline
{
  GtkWidget parent_instance;

  GtkBox *rows;

  GListModel *model;
  guint maximum;
  DeskNameFunc name_func;
  gpointer name_data;
  GDestroyNotify name_destroy;
};

G_DEFINE_FINAL_TYPE (DeskTimeline, desk_timeline, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_MAXIMUM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkWidget *
make_row (DeskTimeline *self, DeskHistory *history)
{
  const char *who = desk_entity_get_string (history, DESK_HISTORY_PERFORMED_BY_NAME);
  g_autofree char *words = desk_history_dup_words (history, self->name_func, self->name_data);
  g_autofree char *when = desk_format_when (desk_entity_get_time (history, DESK_HISTORY_AT), 0);
  g_autofree char *exact = desk_format_date_time (desk_entity_get_time (history, DESK_HISTORY_AT));
  /* Translators: who did it, and when */
  g_autofree char *caption = g_strdup_printf (_ ("%s · %s"), who != NULL ? who : _ ("Deskbell"), when);
  GtkWidget *row = desk_timeline_row_new (desk_history_get_tone (history), words, caption);

  desk_tooltip_set (row, exact);

  return row;
}

static void
drop_name_func (DeskTimeline *self)
{
  if (self->name_destroy != NULL)
    self->name_destroy (self->name_data);
  self->name_func = NULL;
  self->name_data = NULL;
  self->name_destroy = NULL;
}

static void
remove_rows (DeskTimeline *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, row);
}

static void
desk_timeline_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskTimeline *self = DESK_TIMELINE (object);

  switch (property_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_MAXIMUM:
      g_value_set_uint (value, self->maximum);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_timeline_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskTimeline *self = DESK_TIMELINE (object);

  switch (property_id)
    {
    case PROP_MODEL:
      desk_timeline_set_model (self, g_value_get_object (value));
      break;
    case PROP_MAXIMUM:
      desk_timeline_set_maximum (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_timeline_dispose (GObject *object)
{
  DeskTimeline *self = DESK_TIMELINE (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, desk_timeline_refresh, self);
  g_clear_object (&self->model);
  drop_name_func (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_TIMELINE);

  G_OBJECT_CLASS (desk_timeline_parent_class)->dispose (object);
}

static void
desk_timeline_class_init (DeskTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_timeline_dispose;
  object_class->get_property = desk_timeline_get_property;
  object_class->set_property = desk_timeline_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MAXIMUM] =
      g_param_spec_uint ("maximum", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskTimeline, rows);
}

static void
desk_timeline_init (DeskTimeline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_timeline_new:
 *
 * Returns: (transfer floating): an empty timeline
 */
GtkWidget *
desk_timeline_new (void)
{
  return g_object_new (DESK_TYPE_TIMELINE, NULL);
}

void
desk_timeline_set_model (DeskTimeline *self, GListModel *model)
{
  g_return_if_fail (DESK_IS_TIMELINE (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, desk_timeline_refresh, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_object (model, "items-changed", G_CALLBACK (desk_timeline_refresh), self, G_CONNECT_SWAPPED);
  desk_timeline_refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

GListModel *
desk_timeline_get_model (DeskTimeline *self)
{
  g_return_val_if_fail (DESK_IS_TIMELINE (self), NULL);

  return self->model;
}

void
desk_timeline_set_maximum (DeskTimeline *self, guint maximum)
{
  g_return_if_fail (DESK_IS_TIMELINE (self));

  self->maximum = maximum;
  desk_timeline_refresh (self);
}

/**
 * desk_timeline_set_name_func:
 * @self: a timeline
 * @func: (nullable): says how an agent or department is called
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 */
void
desk_timeline_set_name_func (DeskTimeline *self, DeskNameFunc func, gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (DESK_IS_TIMELINE (self));

  drop_name_func (self);
  self->name_func = func;
  self->name_data = user_data;
  self->name_destroy = destroy;
  desk_timeline_refresh (self);
}

/**
 * desk_timeline_refresh:
 * @self: a timeline
 *
 * Writes its rows anew: after names have become known.
 */
void
desk_timeline_refresh (DeskTimeline *self)
{
  guint n_rows;

  g_return_if_fail (DESK_IS_TIMELINE (self));

  remove_rows (self);
  n_rows = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  if (self->maximum > 0)
    n_rows = MIN (n_rows, self->maximum);

  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (DeskHistory) history = g_list_model_get_item (self->model, i);
      GtkWidget *row = make_row (self, history);

      desk_timeline_row_set_last (DESK_TIMELINE_ROW (row), i + 1 == n_rows);
      gtk_box_append (self->rows, row);
    }
}
