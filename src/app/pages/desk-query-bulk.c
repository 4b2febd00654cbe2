/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-query-bulk.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"

struct _DeskQueryBulk
{
  AdwBin parent_instance;

  GtkLabel *count_label;
  GtkButton *all_button;
  GtkMenuButton *status_button;
  GtkMenuButton *priority_button;
};

G_DEFINE_FINAL_TYPE (DeskQueryBulk, desk_query_bulk, ADW_TYPE_BIN)

static void
add_value (GMenu *menu, DeskSession *session, const DeskEnum *info, int value, const char *action)
{
  g_autoptr (GMenuItem) item =
      g_menu_item_new (desk_preset_get_label (desk_session_get_preset (session), info, value), NULL);

  g_menu_item_set_action_and_target (item, action, "s", desk_enum_to_wire (info, value));
  g_menu_append_item (menu, item);
}

static void
desk_query_bulk_class_init (DeskQueryBulkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-query-bulk.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskQueryBulk, count_label);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryBulk, all_button);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryBulk, status_button);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryBulk, priority_button);
}

static void
desk_query_bulk_init (DeskQueryBulk *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
desk_query_bulk_set_session (DeskQueryBulk *self, DeskSession *session)
{
  g_autoptr (GMenu) statuses = g_menu_new ();
  g_autoptr (GMenu) priorities = g_menu_new ();

  g_return_if_fail (DESK_IS_QUERY_BULK (self));

  if (desk_session_get_preset (session) == NULL)
    return;
  for (int value = DESK_QUERY_STATUS_IN_PROGRESS; value <= DESK_QUERY_STATUS_CLOSED; value++)
    add_value (statuses, session, &desk_query_status_enum, value, "query.bulk-status");
  for (int value = DESK_PRIORITY_HIGH; value >= DESK_PRIORITY_LOW; value--)
    add_value (priorities, session, &desk_priority_enum, value, "query.bulk-priority");
  gtk_menu_button_set_menu_model (self->status_button, G_MENU_MODEL (statuses));
  gtk_menu_button_set_menu_model (self->priority_button, G_MENU_MODEL (priorities));
}

/**
 * desk_query_bulk_set_count:
 * @self: a bar
 * @count: how many are selected; it hides at zero
 */
void
desk_query_bulk_set_count (DeskQueryBulk *self, guint count)
{
  g_autofree char *words = g_strdup_printf (ngettext ("%u selected", "%u selected", count), count);

  g_return_if_fail (DESK_IS_QUERY_BULK (self));

  gtk_label_set_label (self->count_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self), count > 0);
}

/**
 * desk_query_bulk_set_matching:
 * @self: a bar
 * @count: how many the list's filter lets through
 */
void
desk_query_bulk_set_matching (DeskQueryBulk *self, guint count)
{
  g_autofree char *number = desk_format_count (count);
  g_autofree char *words = g_strdup_printf (_ ("Select All %s"), number);

  g_return_if_fail (DESK_IS_QUERY_BULK (self));

  gtk_button_set_label (self->all_button, words);
}
