/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-bell.h"

#include <glib/gi18n.h>

#include "app/widgets/desk-count-badge.h"
#include "app/widgets/desk-notification-row.h"

#define MOST_ROWS 60

struct _DeskBell
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  DeskCountBadge *badge;
  GtkPopover *popover;
  GtkButton *mark_all;
  GtkStack *stack;
  GtkListBox *list;

  DeskSession *session;  /* owned */
  DeskListModel *unread; /* owned; NULL without a session */
};

G_DEFINE_FINAL_TYPE (DeskBell, desk_bell, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static DeskListModel *
list_notifications (DeskSession *session, gboolean is_read)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_notification_kind);

  if (is_read)
    desk_list_spec_set_range (spec, DESK_NOTIFICATION_READ_AT, 1, 0);
  else
    desk_list_spec_add_text (spec, DESK_NOTIFICATION_READ_AT, NULL);
  desk_list_spec_set_sort (spec, DESK_ENTITY_CREATED_AT, TRUE);
  return desk_session_list (session, spec);
}

static void
update_count (DeskBell *self)
{
  guint count = self->unread != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->unread)) : 0;
  g_autofree char *name = NULL;

  desk_count_badge_set_count (self->badge, count);
  gtk_widget_set_sensitive (GTK_WIDGET (self->mark_all), count > 0);
  name = count == 0 ? g_strdup (_ ("Notifications"))
                    : g_strdup_printf (ngettext ("Notifications, %u unread", "Notifications, %u unread", count), count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return desk_notification_row_new (DESK_NOTIFICATION (item));
}

static void
mark_read (DeskBell *self, const char *const *ids)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert_value (&arguments, "ids", g_variant_new_strv (ids, -1));
  command = desk_session_do (self->session, DESK_COMMAND_NOTIFICATIONS_READ, NULL, g_variant_dict_end (&arguments),
                             NULL, &error);
  if (command == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", error->message);
}

static const char *
find_action (DeskNotification *notification)
{
  switch (desk_entity_get_enum (notification, DESK_NOTIFICATION_ABOUT_KIND))
    {
    case DESK_SUBJECT_TICKET:
      return "win.open-ticket";
    case DESK_SUBJECT_QUERY:
      return "win.open-query";
    case DESK_SUBJECT_CHAT:
      return "win.open-chat";
    case DESK_SUBJECT_CUSTOMER:
      return "win.open-customer";
    default:
      return NULL;
    }
}

static void
on_row_activated_cb (DeskBell *self, GtkListBoxRow *row)
{
  g_autoptr (DeskNotification) notification =
      g_object_ref (desk_notification_row_get_notification (DESK_NOTIFICATION_ROW (row)));
  const char *ids[] = { desk_entity_get_id (DESK_ENTITY (notification)), NULL };
  const char *about = desk_entity_get_string (notification, DESK_NOTIFICATION_ABOUT_ID);
  const char *action = find_action (notification);

  gtk_menu_button_popdown (self->button);
  if (!desk_entity_is_set (DESK_ENTITY (notification), DESK_NOTIFICATION_READ_AT))
    mark_read (self, ids);
  if (action != NULL && about != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), action, "s", about);
}

static void
on_mark_all_clicked_cb (DeskBell *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->unread)); i++)
    {
      g_autoptr (DeskEntity) notification = g_list_model_get_item (G_LIST_MODEL (self->unread), i);

      g_strv_builder_add (builder, desk_entity_get_id (notification));
    }
  ids = g_strv_builder_end (builder);
  if (ids[0] != NULL)
    mark_read (self, (const char *const *) ids);
}

static void
on_shown_changed_cb (DeskBell *self, GParamSpec *pspec, GListModel *shown)
{
  gtk_stack_set_visible_child_name (self->stack, g_list_model_get_n_items (shown) > 0 ? "list" : "empty");
}

/* The list is made when it is looked at, and forgotten afterwards. */
static void
on_popover_shown_cb (DeskBell *self)
{
  g_autoptr (GListStore) parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (DeskListModel) read = NULL;
  GtkFlattenListModel *both;
  g_autoptr (GtkSliceListModel) shown = NULL;

  if (self->unread == NULL)
    return;
  read = list_notifications (self->session, TRUE);
  g_list_store_append (parts, self->unread);
  g_list_store_append (parts, read);
  both = gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&parts)));
  shown = gtk_slice_list_model_new (G_LIST_MODEL (both), 0, MOST_ROWS);
  g_signal_connect_object (shown, "notify::n-items", G_CALLBACK (on_shown_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (shown), create_row, NULL, NULL);
  on_shown_changed_cb (self, NULL, G_LIST_MODEL (shown));
}

static void
on_popover_closed_cb (DeskBell *self)
{
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
}

static void
forget_session (DeskBell *self)
{
  if (self->unread != NULL)
    g_signal_handlers_disconnect_by_func (self->unread, update_count, self);
  g_clear_object (&self->unread);
  g_clear_object (&self->session);
}

static void
desk_bell_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_SESSION)
    g_value_set_object (value, DESK_BELL (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
desk_bell_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_SESSION)
    desk_bell_set_session (DESK_BELL (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
desk_bell_dispose (GObject *object)
{
  forget_session (DESK_BELL (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_BELL);

  G_OBJECT_CLASS (desk_bell_parent_class)->dispose (object);
}

static void
desk_bell_class_init (DeskBellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_bell_get_property;
  object_class->set_property = desk_bell_set_property;
  object_class->dispose = desk_bell_dispose;

  properties[PROP_SESSION] =
      g_param_spec_object ("session", NULL, NULL, DESK_TYPE_SESSION, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DESK_TYPE_COUNT_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-bell.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskBell, button);
  gtk_widget_class_bind_template_child (widget_class, DeskBell, badge);
  gtk_widget_class_bind_template_child (widget_class, DeskBell, popover);
  gtk_widget_class_bind_template_child (widget_class, DeskBell, mark_all);
  gtk_widget_class_bind_template_child (widget_class, DeskBell, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskBell, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_mark_all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_closed_cb);
}

static void
desk_bell_init (DeskBell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_count (self);
}

GtkWidget *
desk_bell_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_BELL, "session", session, NULL);
}

/**
 * desk_bell_set_session:
 * @self: the bell
 * @session: (nullable): whose notifications it shows; signed in
 */
void
desk_bell_set_session (DeskBell *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_BELL (self));

  if (self->session == session)
    return;
  forget_session (self);
  if (session != NULL)
    {
      self->session = g_object_ref (session);
      self->unread = list_notifications (session, FALSE);
      g_signal_connect_swapped (self->unread, "items-changed", G_CALLBACK (update_count), self);
    }
  update_count (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

void
desk_bell_popup (DeskBell *self)
{
  g_return_if_fail (DESK_IS_BELL (self));

  gtk_menu_button_popup (self->button);
}
