/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-tickets-page.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/pages/desk-ticket-columns.h"
#include "app/pages/desk-ticket-filters.h"
#include "app/widgets/desk-empty-state.h"
#include "core/desk-time.h"
#include "core/desk-workflow.h"

struct _DeskTicketsPage
{
  DeskPage parent_instance;

  DeskTicketFilters *filters;
  GtkLabel *count_label;
  AdwBin *table_bin;

  DeskTable *table;    /* in table_bin */
  DeskListModel *mine; /* owned: for the words of an empty list */
  DeskTicketsFilter filter;
};

G_DEFINE_FINAL_TYPE (DeskTicketsPage, desk_tickets_page, DESK_TYPE_PAGE)

static DeskSession *
get_session (DeskTicketsPage *self)
{
  return desk_page_get_session (DESK_PAGE (self));
}

static void
add_open_statuses (DeskListSpec *spec)
{
  for (guint status = 1; status <= desk_enum_n_values (&desk_ticket_status_enum); status++)
    if (desk_ticket_status_is_open (status))
      desk_list_spec_add_enum (spec, DESK_TICKET_STATUS, status);
}

/* "You have 4 of your own, the next is due 18:58." */
static char *
describe_mine (DeskTicketsPage *self)
{
  guint n_mine = self->mine != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->mine)) : 0;
  g_autoptr (DeskEntity) next = NULL;
  g_autofree char *own = NULL;
  g_autofree char *when = NULL;
  gint64 due_at;

  if (n_mine == 0)
    return g_strdup (_ ("You have none of your own."));
  next = g_list_model_get_item (G_LIST_MODEL (self->mine), 0);
  due_at = desk_entity_get_time (next, DESK_TICKET_RESOLUTION_DUE_AT);
  own = g_strdup_printf (ngettext ("You have %u of your own", "You have %u of your own", n_mine), n_mine);
  if (due_at == 0)
    return g_strdup_printf (_ ("%s."), own);
  when = desk_format_when (due_at, 0);
  if (due_at < desk_time_now ())
    return g_strdup_printf (_ ("%s, the next was due %s."), own, when);
  /* Translators: "You have 4 of your own", "18:58" or a day */
  return g_strdup_printf (_ ("%s, the next is due %s."), own, when);
}

static GtkWidget *
make_empty (DeskTicketsPage *self)
{
  g_autofree char *mine = describe_mine (self);
  g_autofree char *words = NULL;
  GtkWidget *empty;

  if (desk_ticket_filters_is_set (self->filters))
    {
      empty = desk_empty_state_new (DESK_TONE_GREY, "edit-find-symbolic", _ ("No Ticket Matches"),
                                    _ ("Nothing is like this filter. Tickets that do not match are hidden, not gone."));
      desk_empty_state_add_button (DESK_EMPTY_STATE (empty), _ ("Clear Filters"), "tickets.clear-filters", TRUE);
      return empty;
    }
  switch (self->filter)
    {
    case DESK_TICKETS_MINE:
      empty = desk_empty_state_new (DESK_TONE_GREEN, "desk-status-resolved-symbolic", _ ("Nothing Assigned to You"),
                                    _ ("Tickets that you take or are given appear here."));
      desk_empty_state_add_button (DESK_EMPTY_STATE (empty), _ ("See Unassigned"), "win.show-page('unassigned')", TRUE);
      break;
    case DESK_TICKETS_UNASSIGNED:
      words = g_strdup_printf ("%s\n%s", _ ("A new ticket that nobody has taken appears here."), mine);
      empty =
          desk_empty_state_new (DESK_TONE_GREEN, "desk-status-resolved-symbolic", _ ("No Unassigned Tickets"), words);
      desk_empty_state_add_button (DESK_EMPTY_STATE (empty), _ ("Go to Assigned to Me"), "win.show-page('mine')", TRUE);
      break;
    case DESK_TICKETS_OVERDUE:
      words = g_strdup_printf ("%s\n%s", _ ("Tickets past their service target appear here."), mine);
      empty = desk_empty_state_new (DESK_TONE_GREEN, "desk-status-resolved-symbolic", _ ("Nothing Is Overdue"), words);
      desk_empty_state_add_button (DESK_EMPTY_STATE (empty), _ ("Go to Assigned to Me"), "win.show-page('mine')", TRUE);
      break;
    case DESK_TICKETS_ALL:
    default:
      empty = desk_empty_state_new (DESK_TONE_GREY, "desk-ticket-symbolic", _ ("No Tickets"),
                                    _ ("A query that is escalated becomes a ticket and appears here."));
      desk_empty_state_add_button (DESK_EMPTY_STATE (empty), _ ("Go to Queries"), "win.show-page('queries')", TRUE);
    }
  desk_empty_state_add_button (DESK_EMPTY_STATE (empty), _ ("Open the Board"), "win.show-page('board')", FALSE);
  return empty;
}

static void
update_list (DeskTicketsPage *self)
{
  g_autoptr (DeskListSpec) spec = desk_tickets_filter_new_spec (self->filter, get_session (self));

  desk_ticket_filters_add_to_spec (self->filters, spec);
  desk_table_set_empty (self->table, make_empty (self));
  desk_table_set_spec (self->table, spec);
}

static void
update_count (DeskTicketsPage *self)
{
  guint count = desk_table_get_count (self->table);
  g_autofree char *number = desk_format_count (count);
  g_autofree char *words = g_strdup_printf (ngettext ("%s ticket", "%s tickets", count), number);

  gtk_label_set_label (self->count_label, words);
  if (count == 0)
    desk_table_set_empty (self->table, make_empty (self));
  desk_page_focus_late (DESK_PAGE (self));
}

static void
on_ticket_activated_cb (DeskTicketsPage *self, DeskEntity *ticket)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-ticket", "s", desk_entity_get_id (ticket));
}

static void
update_actions (DeskTicketsPage *self)
{
  DeskEntity *ticket = desk_table_get_selected (self->table);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "tickets.take",
                                 ticket != NULL && !desk_entity_is_set (ticket, DESK_TICKET_ASSIGNED_TO)
                                     && desk_session_may_on_ticket (get_session (self), DESK_PERMISSION_TICKETS_TAKE,
                                                                    DESK_TICKET (ticket)));
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_table_move (DESK_TICKETS_PAGE (widget)->table, g_variant_get_int32 (parameter));
}

static void
take_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskTicketsPage *self = DESK_TICKETS_PAGE (widget);
  DeskEntity *ticket = desk_table_get_selected (self->table);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;
  g_autofree char *words = NULL;

  words = g_strdup_printf (_ ("%s is yours"), desk_entity_get_string (ticket, DESK_TICKET_NUMBER));
  command =
      desk_session_do (get_session (self), DESK_COMMAND_TICKET_TAKE, desk_entity_get_id (ticket), NULL, NULL, &error);
  desk_page_toast (DESK_PAGE (self), command != NULL ? words : error->message);
}

static void
clear_filters_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_ticket_filters_clear (DESK_TICKETS_PAGE (widget)->filters);
}

static gboolean
desk_tickets_page_focus_first (DeskPage *page)
{
  DeskTicketsPage *self = DESK_TICKETS_PAGE (page);

  return desk_table_grab_list_focus (self->table);
}

static gboolean
desk_tickets_page_focus_filter (DeskPage *page)
{
  return desk_ticket_filters_focus_text (DESK_TICKETS_PAGE (page)->filters);
}

static void
add_keys (DeskPage *page)
{
  desk_page_add_key (page, GDK_KEY_j, 0, "tickets.move", g_variant_new_int32 (1));
  desk_page_add_key (page, GDK_KEY_k, 0, "tickets.move", g_variant_new_int32 (-1));
  desk_page_add_key (page, GDK_KEY_i, 0, "tickets.take", NULL);
}

static void
set_up (DeskTicketsPage *self, DeskTicketsFilter filter)
{
  const char *titles[] = {
    [DESK_TICKETS_MINE] = _ ("Assigned to me"),
    [DESK_TICKETS_UNASSIGNED] = _ ("Unassigned"),
    [DESK_TICKETS_OVERDUE] = _ ("Overdue"),
    [DESK_TICKETS_ALL] = _ ("Tickets"),
  };
  DeskTicketFilterFlags flags = DESK_TICKET_FILTER_DEPARTMENT | DESK_TICKET_FILTER_PRIORITY
                                | DESK_TICKET_FILTER_CATEGORY | DESK_TICKET_FILTER_TEXT;
  g_autoptr (DeskListSpec) mine = desk_tickets_filter_new_spec (DESK_TICKETS_MINE, get_session (self));

  self->filter = filter;
  desk_page_set_title (DESK_PAGE (self), titles[filter]);
  add_keys (DESK_PAGE (self));
  if (filter != DESK_TICKETS_UNASSIGNED)
    flags |= DESK_TICKET_FILTER_STATUS;
  if (filter == DESK_TICKETS_OVERDUE || filter == DESK_TICKETS_ALL)
    flags |= DESK_TICKET_FILTER_ASSIGNEE;
  desk_ticket_filters_set_up (self->filters, get_session (self), flags);
  desk_list_spec_set_sort (mine, DESK_TICKET_RESOLUTION_DUE_AT, FALSE);
  self->mine = desk_session_list (get_session (self), mine);
  self->table = DESK_TABLE (desk_table_new (get_session (self)));
  adw_bin_set_child (self->table_bin, GTK_WIDGET (self->table));
  desk_ticket_columns_install (self->table);
  g_signal_connect_object (self->table, "activated", G_CALLBACK (on_ticket_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "selected", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "counted", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filters, "changed", G_CALLBACK (update_list), self, G_CONNECT_SWAPPED);
  update_list (self);
  update_count (self);
  update_actions (self);
}

static void
desk_tickets_page_dispose (GObject *object)
{
  g_clear_object (&DESK_TICKETS_PAGE (object)->mine);
  G_OBJECT_CLASS (desk_tickets_page_parent_class)->dispose (object);
}

static void
desk_tickets_page_class_init (DeskTicketsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_tickets_page_dispose;
  DESK_PAGE_CLASS (klass)->focus_first = desk_tickets_page_focus_first;
  DESK_PAGE_CLASS (klass)->focus_filter = desk_tickets_page_focus_filter;

  g_type_ensure (DESK_TYPE_TICKET_FILTERS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-tickets-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskTicketsPage, filters);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketsPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, DeskTicketsPage, table_bin);

  gtk_widget_class_install_action (widget_class, "tickets.move", "i", move_action);
  gtk_widget_class_install_action (widget_class, "tickets.take", NULL, take_action);
  gtk_widget_class_install_action (widget_class, "tickets.clear-filters", NULL, clear_filters_action);
}

static void
desk_tickets_page_init (DeskTicketsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_tickets_page_new:
 * @session: whose desk
 * @filter: which tickets
 *
 * Returns: (transfer floating): a page of tickets
 */
GtkWidget *
desk_tickets_page_new (DeskSession *session, DeskTicketsFilter filter)
{
  DeskTicketsPage *self = g_object_new (DESK_TYPE_TICKETS_PAGE, "session", session, NULL);

  set_up (self, filter);
  return GTK_WIDGET (self);
}

DeskTicketsFilter
desk_tickets_page_get_filter (DeskTicketsPage *self)
{
  g_return_val_if_fail (DESK_IS_TICKETS_PAGE (self), DESK_TICKETS_ALL);

  return self->filter;
}

/**
 * desk_tickets_filter_new_spec:
 * @filter: which tickets
 * @session: whose desk
 *
 * Returns: (transfer full): the list of them as of now
 */
DeskListSpec *
desk_tickets_filter_new_spec (DeskTicketsFilter filter, DeskSession *session)
{
  DeskListSpec *spec = desk_list_spec_new (&desk_ticket_kind);
  DeskAgent *me = desk_session_get_me (session);

  if (filter != DESK_TICKETS_ALL)
    add_open_statuses (spec);
  if (filter == DESK_TICKETS_MINE)
    /* Nobody is signed in as nobody: then the list is empty. */
    desk_list_spec_add_text (spec, DESK_TICKET_ASSIGNED_TO, me != NULL ? desk_entity_get_id (DESK_ENTITY (me)) : "");
  else if (filter == DESK_TICKETS_UNASSIGNED)
    desk_list_spec_add_text (spec, DESK_TICKET_ASSIGNED_TO, NULL);
  else if (filter == DESK_TICKETS_OVERDUE)
    {
      desk_list_spec_set_range (spec, DESK_TICKET_RESOLUTION_DUE_AT, 1, desk_time_now ());
      desk_list_spec_add_text (spec, DESK_TICKET_RESOLUTION_PAUSED_AT, NULL);
    }
  desk_list_spec_set_sort (spec, DESK_TICKET_RESOLUTION_DUE_AT, FALSE);
  return spec;
}
