/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-ticket-columns.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/pages/desk-ticket-clock.h"
#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-pill.h"
#include "app/widgets/desk-priority-label.h"
#include "app/widgets/desk-sla-ring.h"
#include "app/widgets/desk-tooltip.h"

#define DUE_COLUMN 8

static void
set_class (GtkWidget *widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static const char *
get_name (DeskTable *table, const DeskKind *kind, DeskEntity *ticket, guint field)
{
  return desk_session_get_name (desk_table_get_session (table), kind, desk_entity_get_string (ticket, field));
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

static void
show_text (GtkWidget *cell, const char *text)
{
  gtk_label_set_label (GTK_LABEL (cell), text != NULL && text[0] != '\0' ? text : "–");
}

static GtkWidget *
make_priority (DeskTable *table)
{
  GtkWidget *label = desk_priority_label_new (DESK_PRIORITY_MEDIUM);

  desk_priority_label_set_icon_only (DESK_PRIORITY_LABEL (label), TRUE);
  gtk_widget_set_halign (label, GTK_ALIGN_CENTER);
  return label;
}

static void
show_priority (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  desk_priority_label_set_priority (DESK_PRIORITY_LABEL (cell), desk_entity_get_enum (ticket, DESK_TICKET_PRIORITY));
}

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
show_number (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  GtkWidget *label = gtk_widget_get_first_child (cell);
  const char *number = desk_entity_get_string (ticket, DESK_TICKET_NUMBER);

  gtk_label_set_label (GTK_LABEL (label), number != NULL ? number : _ ("new"));
  gtk_widget_set_visible (gtk_widget_get_next_sibling (label),
                          desk_session_is_pending (desk_table_get_session (table), desk_entity_get_id (ticket)));
}

static void
show_subject (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  show_text (cell, desk_entity_get_string (ticket, DESK_TICKET_SUBJECT));
  set_class (cell, "desk-strong", desk_entity_is_set (ticket, DESK_TICKET_WAITING_SINCE));
}

static void
show_customer (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  show_text (cell, get_name (table, &desk_customer_kind, ticket, DESK_TICKET_CUSTOMER_ID));
}

static GtkWidget *
make_status (DeskTable *table)
{
  return desk_pill_new ();
}

static void
show_status (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  desk_pill_set_ticket_status (DESK_PILL (cell), desk_entity_get_enum (ticket, DESK_TICKET_STATUS));
}

static void
show_category (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  show_text (cell, desk_entity_get_string (ticket, DESK_TICKET_CATEGORY));
}

static GtkWidget *
make_assignee (DeskTable *table)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box), desk_avatar_new (18, NULL));
  gtk_box_append (GTK_BOX (box), make_label (table));
  return box;
}

static void
show_assignee (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  GtkWidget *avatar = gtk_widget_get_first_child (cell);
  GtkWidget *label = gtk_widget_get_next_sibling (avatar);
  const char *name = get_name (table, &desk_agent_kind, ticket, DESK_TICKET_ASSIGNED_TO);

  desk_avatar_set_name (DESK_AVATAR (avatar), name[0] != '\0' ? name : NULL);
  gtk_widget_set_visible (avatar, name[0] != '\0');
  gtk_label_set_label (GTK_LABEL (label), name[0] != '\0' ? name : _ ("Nobody"));
  set_class (label, "dim-label", name[0] == '\0');
}

static void
show_department (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  show_text (cell, get_name (table, &desk_department_kind, ticket, DESK_TICKET_DEPARTMENT_ID));
}

static GtkWidget *
make_due (DeskTable *table)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_append (GTK_BOX (box), desk_sla_ring_new (18));
  gtk_box_append (GTK_BOX (box), make_label (table));
  return box;
}

static void
show_due (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  GtkWidget *ring = gtk_widget_get_first_child (cell);
  GtkWidget *label = gtk_widget_get_next_sibling (ring);
  DeskTicketClock clock;
  g_autofree char *left = NULL;
  g_autofree char *words = NULL;

  desk_ticket_clock_resolution (&clock, DESK_TICKET (ticket), desk_session_get_preset (desk_table_get_session (table)));
  left = desk_ticket_clock_dup_left (&clock);
  words = desk_ticket_clock_dup_words (&clock);
  desk_sla_ring_set (DESK_SLA_RING (ring), clock.state, clock.used, words);
  gtk_label_set_label (GTK_LABEL (label), left);
  set_class (label, "tone-red-text", clock.state == DESK_SLA_BREACHED);
  set_class (label, "tone-orange-text", clock.state == DESK_SLA_RUNNING && clock.used >= .8);
  set_class (label, "dim-label",
             clock.state != DESK_SLA_BREACHED && !(clock.state == DESK_SLA_RUNNING && clock.used >= .8));
}

static void
show_updated (DeskTable *table, GtkWidget *cell, DeskEntity *ticket)
{
  gint64 updated_at = desk_entity_get_time (ticket, DESK_ENTITY_UPDATED_AT);
  g_autofree char *age = desk_format_age (updated_at, 0);
  g_autofree char *exact = desk_format_date_time (updated_at);

  gtk_label_set_label (GTK_LABEL (cell), age);
  desk_tooltip_set (cell, exact);
}

static char *
name_row (DeskTable *table, DeskEntity *ticket)
{
  const char *number = desk_entity_get_string (ticket, DESK_TICKET_NUMBER);
  const char *assignee = get_name (table, &desk_agent_kind, ticket, DESK_TICKET_ASSIGNED_TO);
  DeskTicketClock clock;
  g_autofree char *due = NULL;

  desk_ticket_clock_resolution (&clock, DESK_TICKET (ticket), desk_session_get_preset (desk_table_get_session (table)));
  due = desk_ticket_clock_dup_words (&clock);
  /* Translators: how a screen reader says a ticket: number, subject, customer, status, priority, assignee, due time */
  return g_strdup_printf (_ ("%s, %s, %s, %s, priority %s, %s, %s"), number != NULL ? number : _ ("new"),
                          desk_entity_get_string (ticket, DESK_TICKET_SUBJECT),
                          get_name (table, &desk_customer_kind, ticket, DESK_TICKET_CUSTOMER_ID),
                          desk_enum_label (&desk_ticket_status_enum, desk_entity_get_enum (ticket, DESK_TICKET_STATUS)),
                          desk_enum_label (&desk_priority_enum, desk_entity_get_enum (ticket, DESK_TICKET_PRIORITY)),
                          assignee[0] != '\0' ? assignee : _ ("nobody has it"), due);
}

static const DeskTableColumn columns[] = {
  { "", 34, DESK_TICKET_PRIORITY, make_priority, show_priority, TRUE },
  { N_ ("Number"), 122, DESK_TICKET_NUMBER, make_number, show_number },
  { N_ ("Subject"), 0, 0, make_label, show_subject },
  { N_ ("Customer"), 134, 0, make_label, show_customer },
  { N_ ("Status"), 140, DESK_TICKET_STATUS, make_status, show_status },
  { N_ ("Category"), 130, 0, make_dim_label, show_category },
  { N_ ("Assignee"), 122, 0, make_assignee, show_assignee },
  { N_ ("Department"), 112, 0, make_dim_label, show_department },
  { N_ ("Due"), 122, DESK_TICKET_RESOLUTION_DUE_AT, make_due, show_due },
  { N_ ("Updated"), 64, DESK_ENTITY_UPDATED_AT, make_end_label, show_updated, TRUE },
};

void
desk_ticket_columns_install (DeskTable *table)
{
  desk_table_set_columns (table, columns, G_N_ELEMENTS (columns), DUE_COLUMN, name_row);
  desk_table_set_label (table, _ ("Tickets"));
}
