/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-query-columns.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-pill.h"
#include "app/widgets/desk-priority-label.h"
#include "app/widgets/desk-source-icon.h"
#include "app/widgets/desk-tooltip.h"

#define AGE_COLUMN 9

static void
activate_for_row (GtkWidget *cell, const char *action)
{
  DeskEntity *query = desk_table_get_cell_entity (cell);

  if (query != NULL)
    gtk_widget_activate_action (cell, action, "s", desk_entity_get_id (query));
}

static void
set_strong (GtkWidget *widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static GtkWidget *
make_label (DeskTable *table)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "desk-number");
  return label;
}

static GtkWidget *
make_dim_label (DeskTable *table)
{
  GtkWidget *label = make_label (table);

  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
make_end_label (DeskTable *table)
{
  GtkWidget *label = make_dim_label (table);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  return label;
}

/* --- check --- */

static void
on_check_toggled_cb (GtkCheckButton *check)
{
  activate_for_row (GTK_WIDGET (check), "query.check");
}

static GtkWidget *
make_check (DeskTable *table)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
  /* The keyboard goes from row to row; what a row's buttons do has keys of its own (X, C, Enter, E). */
  gtk_widget_set_focusable (check, FALSE);
  g_signal_connect (check, "toggled", G_CALLBACK (on_check_toggled_cb), NULL);
  return check;
}

static void
show_check (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  GHashTable *checked = g_object_get_data (G_OBJECT (table), "desk-checked");
  const char *number = desk_entity_get_string (query, DESK_QUERY_NUMBER);
  g_autofree char *name = g_strdup_printf (_ ("Select %s"), number != NULL ? number : "");

  g_signal_handlers_block_by_func (cell, on_check_toggled_cb, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (cell),
                               checked != NULL && g_hash_table_contains (checked, desk_entity_get_id (query)));
  g_signal_handlers_unblock_by_func (cell, on_check_toggled_cb, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* --- source --- */

static GtkWidget *
make_source (DeskTable *table)
{
  return desk_source_icon_new (DESK_QUERY_SOURCE_UNKNOWN);
}

static void
show_source (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  desk_source_icon_set_source (DESK_SOURCE_ICON (cell), desk_entity_get_enum (query, DESK_QUERY_SOURCE));
}

/* --- number: with a clock while the server has not accepted what is shown --- */

static GtkWidget *
make_number (DeskTable *table)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *clock = gtk_image_new_from_icon_name ("desk-clock-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (clock), 12);
  gtk_widget_add_css_class (clock, "tone-orange-text");
  desk_tooltip_set (clock, _ ("Waiting to be sent"));
  gtk_box_append (GTK_BOX (box), make_dim_label (table));
  gtk_box_append (GTK_BOX (box), clock);
  return box;
}

static void
show_number (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  GtkWidget *label = gtk_widget_get_first_child (cell);
  const char *number = desk_entity_get_string (query, DESK_QUERY_NUMBER);

  gtk_label_set_label (GTK_LABEL (label), number != NULL ? number : _ ("new"));
  gtk_widget_set_visible (gtk_widget_get_next_sibling (label),
                          desk_session_is_pending (desk_table_get_session (table), desk_entity_get_id (query)));
}

/* --- customer: opens who it is; bold while unanswered; beside it whoever has the query --- */

static void
on_name_clicked_cb (GtkButton *button)
{
  activate_for_row (gtk_widget_get_parent (GTK_WIDGET (button)), "query.open-customer-of");
}

static GtkWidget *
make_customer (DeskTable *table)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *avatar = desk_avatar_new (18, NULL);

  gtk_button_set_child (GTK_BUTTON (button), make_label (table));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "desk-cell-link");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (button, FALSE);
  desk_tooltip_set (button, _ ("Customer details (C)"));
  g_signal_connect (button, "clicked", G_CALLBACK (on_name_clicked_cb), NULL);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (GTK_BOX (box), avatar);
  return box;
}

static void
show_customer (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  GtkWidget *button = gtk_widget_get_first_child (cell);
  GtkWidget *avatar = gtk_widget_get_next_sibling (button);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));
  const char *assignee = desk_session_get_name (desk_table_get_session (table), &desk_agent_kind,
                                                desk_entity_get_string (query, DESK_QUERY_ASSIGNED_TO));
  const char *name = desk_entity_get_string (query, DESK_QUERY_NAME);

  gtk_label_set_label (GTK_LABEL (label), name != NULL ? name : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : "", -1);
  set_strong (label, "desk-strong", desk_entity_is_set (query, DESK_QUERY_WAITING_SINCE));
  gtk_widget_set_visible (avatar, assignee[0] != '\0');
  if (assignee[0] != '\0')
    desk_avatar_set_name (DESK_AVATAR (avatar), assignee);
}

/* --- message --- */

static void
show_message (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  DeskQueryStatus status = desk_entity_get_enum (query, DESK_QUERY_STATUS);
  g_autofree char *line = g_strdup (desk_entity_get_string (query, DESK_QUERY_MESSAGE));

  gtk_label_set_label (GTK_LABEL (cell), line != NULL ? g_strdelimit (line, "\n\r\t", ' ') : "");
  set_strong (cell, "dim-label", status == DESK_QUERY_STATUS_RESOLVED || status == DESK_QUERY_STATUS_CLOSED);
}

/* --- contact --- */

static void
show_contact (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  const char *mobile = desk_entity_get_string (query, DESK_QUERY_MOBILE);
  const char *email = desk_entity_get_string (query, DESK_QUERY_EMAIL);
  g_autofree char *phone = mobile != NULL && mobile[0] != '\0' ? desk_format_phone (mobile) : NULL;
  const char *contact = phone != NULL ? phone : email != NULL ? email : "–";

  gtk_label_set_label (GTK_LABEL (cell), contact);
  desk_tooltip_set (cell, phone == NULL ? email : NULL);
}

/* --- status, priority --- */

static GtkWidget *
make_status (DeskTable *table)
{
  return desk_pill_new ();
}

static void
show_status (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  desk_pill_set_query_status (DESK_PILL (cell), desk_entity_get_enum (query, DESK_QUERY_STATUS));
}

static GtkWidget *
make_priority (DeskTable *table)
{
  return desk_priority_label_new (DESK_PRIORITY_MEDIUM);
}

static void
show_priority (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  desk_priority_label_set_priority (DESK_PRIORITY_LABEL (cell), desk_entity_get_enum (query, DESK_QUERY_PRIORITY));
}

/* --- order --- */

static void
show_order (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  const char *id = desk_entity_get_string (query, DESK_QUERY_ORDER_ID);
  g_autoptr (DeskEntity) order =
      id != NULL ? desk_session_dup_entity (desk_table_get_session (table), &desk_order_kind, id) : NULL;
  const char *number = order != NULL ? desk_entity_get_string (order, DESK_ORDER_NUMBER) : NULL;

  gtk_label_set_label (GTK_LABEL (cell), number != NULL ? number : "–");
}

/* --- age --- */

static void
show_age (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  gint64 created_at = desk_entity_get_time (query, DESK_ENTITY_CREATED_AT);
  g_autofree char *age = desk_format_age (created_at, 0);
  g_autofree char *exact = desk_format_date_time (created_at);

  gtk_label_set_label (GTK_LABEL (cell), age);
  desk_tooltip_set (cell, exact);
}

/* --- actions --- */

static void
on_action_clicked_cb (GtkButton *button, gpointer user_data)
{
  activate_for_row (gtk_widget_get_parent (GTK_WIDGET (button)), user_data);
}

static void
add_action (GtkWidget *box, const char *icon_name, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "desk-mini");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (button, FALSE);
  desk_tooltip_set (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_action_clicked_cb), (gpointer) action);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_actions (DeskTable *table)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

  gtk_widget_add_css_class (box, "rowacts");
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  add_action (box, "view-reveal-symbolic", _ ("View Details"), "query.show");
  add_action (box, "desk-chat-symbolic", _ ("Conversation"), "query.converse");
  add_action (box, "desk-escalate-symbolic", _ ("Escalate to Ticket"), "query.escalate-id");
  return box;
}

static void
show_actions (DeskTable *table, GtkWidget *cell, DeskEntity *query)
{
  gboolean may = desk_session_may (desk_table_get_session (table), DESK_PERMISSION_QUERIES_ESCALATE);

  gtk_widget_set_sensitive (gtk_widget_get_last_child (cell),
                            may && !desk_entity_get_flag (query, DESK_QUERY_IS_ESCALATED));
}

/* --- rows --- */

static char *
name_row (DeskTable *table, DeskEntity *query)
{
  const char *number = desk_entity_get_string (query, DESK_QUERY_NUMBER);
  const char *name = desk_entity_get_string (query, DESK_QUERY_NAME);
  g_autofree char *age = desk_format_age (desk_entity_get_time (query, DESK_ENTITY_CREATED_AT), 0);

  /* Translators: how a screen reader says a query: number, customer, source, status, priority, age, message */
  return g_strdup_printf (_ ("%s, %s, %s, %s, priority %s, %s, %s"), number != NULL ? number : _ ("new"),
                          name != NULL ? name : "",
                          desk_enum_label (&desk_query_source_enum, desk_entity_get_enum (query, DESK_QUERY_SOURCE)),
                          desk_enum_label (&desk_query_status_enum, desk_entity_get_enum (query, DESK_QUERY_STATUS)),
                          desk_enum_label (&desk_priority_enum, desk_entity_get_enum (query, DESK_QUERY_PRIORITY)), age,
                          desk_entity_get_string (query, DESK_QUERY_MESSAGE));
}

static const DeskTableColumn columns[] = {
  { "", 40, 0, make_check, show_check },
  { "", 32, 0, make_source, show_source },
  { N_ ("Number"), 76, DESK_ENTITY_CREATED_AT, make_number, show_number },
  { N_ ("Customer"), 180, 0, make_customer, show_customer },
  { N_ ("Message"), 0, 0, make_label, show_message },
  { N_ ("Contact"), 136, 0, make_dim_label, show_contact },
  { N_ ("Status"), 118, DESK_QUERY_STATUS, make_status, show_status },
  { N_ ("Priority"), 92, DESK_QUERY_PRIORITY, make_priority, show_priority, TRUE },
  { N_ ("Order"), 92, 0, make_label, show_order },
  { N_ ("Age"), 64, DESK_ENTITY_CREATED_AT, make_end_label, show_age, TRUE },
  { "", 104, 0, make_actions, show_actions },
};

/**
 * desk_query_columns_install:
 * @table: a table without columns
 *
 * Makes it a table of queries, newest first.
 */
void
desk_query_columns_install (DeskTable *table)
{
  desk_table_set_columns (table, columns, G_N_ELEMENTS (columns), AGE_COLUMN, name_row);
  desk_table_set_label (table, _ ("Queries"));
}

void
desk_query_columns_set_checked (DeskTable *table, GHashTable *checked)
{
  g_object_set_data (G_OBJECT (table), "desk-checked", checked);
  desk_table_refresh (table);
}
