/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-queries-page.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/dialogs/desk-escalate-dialog.h"
#include "app/pages/desk-query-bulk.h"
#include "app/pages/desk-query-columns.h"
#include "app/pages/desk-query-filters.h"
#include "app/pages/desk-query-pane.h"
#include "app/pages/desk-query-stats.h"
#include "app/widgets/desk-empty-state.h"
#include "core/desk-workflow.h"

/* How much of the page's height the list has while a query is open below it. */
#define LIST_SHARE .47

struct _DeskQueriesPage
{
  DeskPage parent_instance;

  DeskQueryStats *stats;
  DeskQueryFilters *filters;
  GtkLabel *count_label;
  GtkPaned *paned;
  AdwBin *table_bin;
  DeskQueryBulk *bulk;
  DeskQueryPane *pane;

  DeskTable *table;      /* in table_bin */
  DeskEmptyState *empty; /* in the table */
  DeskListModel *all;    /* owned: every query there is, for "38 of 1,204"; NULL until something is filtered */
  guint n_all;
  gboolean has_rows;
  GHashTable *checked; /* of ids */
  DeskQueryStat stat;
};

G_DEFINE_FINAL_TYPE (DeskQueriesPage, desk_queries_page, DESK_TYPE_PAGE)

static DeskSession *
get_session (DeskQueriesPage *self)
{
  return desk_page_get_session (DESK_PAGE (self));
}

static DeskQuery *
dup_query (DeskQueriesPage *self, const char *id)
{
  return (DeskQuery *) desk_session_dup_entity (get_session (self), &desk_query_kind, id);
}

static void
update_actions (DeskQueriesPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  DeskSession *session = get_session (self);
  DeskQuery *query = desk_query_pane_get_query (self->pane);
  gboolean may_update = desk_session_may (session, DESK_PERMISSION_QUERIES_UPDATE);
  gboolean may_reply = desk_session_may (session, DESK_PERMISSION_QUERIES_REPLY);
  gboolean may_escalate = desk_session_may (session, DESK_PERMISSION_QUERIES_ESCALATE);
  gboolean escalated = query != NULL && desk_entity_get_flag (query, DESK_QUERY_IS_ESCALATED);

  gtk_widget_action_set_enabled (widget, "query.reply", query != NULL && may_reply);
  gtk_widget_action_set_enabled (widget, "query.note", query != NULL && may_reply);
  gtk_widget_action_set_enabled (widget, "query.take", query != NULL && may_update);
  gtk_widget_action_set_enabled (widget, "query.status", query != NULL && may_update && !escalated);
  gtk_widget_action_set_enabled (widget, "query.choose-status", query != NULL && may_update && !escalated);
  gtk_widget_action_set_enabled (widget, "query.escalate", query != NULL && may_escalate && !escalated);
  gtk_widget_action_set_enabled (widget, "query.open-ticket", escalated);
  gtk_widget_action_set_enabled (widget, "query.escalate-id", may_escalate);
  gtk_widget_action_set_enabled (widget, "query.open-customer", query != NULL);
}

/* --- what the list shows --- */

static gboolean
is_filtered (DeskQueriesPage *self)
{
  return self->stat != DESK_QUERY_STAT_NONE || desk_query_filters_is_set (self->filters);
}

static void
update_empty (DeskQueriesPage *self)
{
  g_clear_object (&self->empty);
  self->empty = g_object_ref_sink (DESK_EMPTY_STATE (
      is_filtered (self)
          ? desk_empty_state_new (DESK_TONE_GREY, "edit-find-symbolic", _ ("No Query Matches"),
                                  _ ("Nothing is like this filter. Queries that do not match are hidden, not gone."))
          : desk_empty_state_new (DESK_TONE_GREEN, "desk-status-resolved-symbolic", _ ("No Queries"),
                                  _ ("What customers write or say on the phone appears here."))));
  if (is_filtered (self))
    desk_empty_state_add_button (self->empty, _ ("Clear Filters"), "query.clear-filters", TRUE);
  else
    desk_empty_state_add_button (self->empty, _ ("Add Query"), "win.add-query", TRUE);
  desk_table_set_empty (self->table, GTK_WIDGET (self->empty));
}

/* Without a filter the table shows all that there are, and nobody else has to count. */
static guint
count_all (DeskQueriesPage *self)
{
  if (self->all != NULL && !desk_list_model_get_loading (self->all))
    self->n_all = g_list_model_get_n_items (G_LIST_MODEL (self->all));
  else if (!is_filtered (self))
    self->n_all = desk_table_get_count (self->table);
  return self->n_all;
}

static void
update_count (DeskQueriesPage *self)
{
  g_autofree char *shown = desk_format_count (desk_table_get_count (self->table));
  g_autofree char *all = desk_format_count (count_all (self));
  /* Translators: how many queries the list shows, of how many there are: "38 of 1,204" */
  g_autofree char *words = g_strdup_printf (_ ("%s of %s"), shown, all);

  gtk_label_set_label (self->count_label, words);
  desk_query_bulk_set_matching (self->bulk, desk_table_get_count (self->table));
  desk_page_focus_late (DESK_PAGE (self));
}

static void
list_all (DeskQueriesPage *self)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_query_kind);

  self->all = desk_session_list (get_session (self), spec);
  g_signal_connect_object (self->all, "items-changed", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
}

static void
update_list (DeskQueriesPage *self)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_query_kind);

  desk_query_filters_add_to_spec (self->filters, spec);
  if (!desk_query_filters_has_status (self->filters))
    desk_query_stat_add_to_spec (self->stat, spec);
  if (self->all == NULL && is_filtered (self))
    list_all (self);
  update_empty (self);
  desk_table_set_spec (self->table, spec);
}

/* A card of one status is the same as the chip set to it, and says so in both places. */
static void
on_stat_chosen_cb (DeskQueriesPage *self, int stat)
{
  static const DeskQueryStatus statuses[] = {
    [DESK_QUERY_STAT_OPEN] = DESK_QUERY_STATUS_OPEN,
    [DESK_QUERY_STAT_IN_PROGRESS] = DESK_QUERY_STATUS_IN_PROGRESS,
    [DESK_QUERY_STAT_ESCALATED] = DESK_QUERY_STATUS_ESCALATED,
    [DESK_QUERY_STAT_FIRST_REPLY] = DESK_QUERY_STATUS_UNKNOWN,
  };

  self->stat = stat;
  desk_query_filters_set_only_status (self->filters, statuses[stat]);
  if (stat != DESK_QUERY_STAT_NONE)
    desk_query_filters_set_days (self->filters, stat == DESK_QUERY_STAT_ESCALATED ? "7" : NULL);
  update_list (self);
}

static void
on_filter_changed_cb (DeskQueriesPage *self)
{
  DeskQueryStatus only = desk_query_filters_get_only_status (self->filters);

  if (desk_query_filters_has_status (self->filters))
    self->stat = only == DESK_QUERY_STATUS_OPEN          ? DESK_QUERY_STAT_OPEN
                 : only == DESK_QUERY_STATUS_IN_PROGRESS ? DESK_QUERY_STAT_IN_PROGRESS
                 : only == DESK_QUERY_STATUS_ESCALATED   ? DESK_QUERY_STAT_ESCALATED
                                                         : DESK_QUERY_STAT_NONE;
  else if (self->stat < DESK_QUERY_STAT_RESOLVED_TODAY)
    self->stat = DESK_QUERY_STAT_NONE;
  desk_query_stats_set_chosen (self->stats, self->stat);
  update_list (self);
}

/* --- the query below the list --- */

static void
show_pane (DeskQueriesPage *self, DeskQuery *query)
{
  gboolean was_visible = gtk_widget_get_visible (GTK_WIDGET (self->pane));
  DeskQuery *before = desk_query_pane_get_query (self->pane);

  if (before != NULL)
    g_signal_handlers_disconnect_by_func (before, update_actions, self);
  if (query != NULL)
    g_signal_connect_object (query, "notify", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  desk_query_pane_set_query (self->pane, query);
  gtk_widget_set_visible (GTK_WIDGET (self->pane), query != NULL);
  if (query != NULL && !was_visible && gtk_widget_get_height (GTK_WIDGET (self->paned)) > 0)
    gtk_paned_set_position (self->paned, gtk_widget_get_height (GTK_WIDGET (self->paned)) * LIST_SHARE);
  update_actions (self);
}

static void
on_table_selected_cb (DeskQueriesPage *self, DeskEntity *entity)
{
  /* A filter that hides the query one is working on does not take the conversation away. */
  if (entity != NULL)
    show_pane (self, DESK_QUERY (entity));
}

static void
on_table_activated_cb (DeskQueriesPage *self, DeskEntity *entity)
{
  show_pane (self, DESK_QUERY (entity));
  desk_query_pane_reply (self->pane);
}

static void
open_customer_of (DeskQueriesPage *self, DeskQuery *query)
{
  const char *id = desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID);

  if (id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-customer", "s", id);
  else
    desk_page_toast (DESK_PAGE (self), _ ("The customer is known once this query has been sent"));
}

static void
escalate (DeskQueriesPage *self, DeskQuery *query)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  desk_escalate_dialog_present (GTK_WINDOW (root), get_session (self), DESK_ENTITY (query));
}

static gboolean
update_query (DeskQueriesPage *self, const char *id, const char *field, const char *value, GError **error)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *command = NULL;

  g_variant_dict_insert (&arguments, field, "s", value);
  command =
      desk_session_do (get_session (self), DESK_COMMAND_QUERY_UPDATE, id, g_variant_dict_end (&arguments), NULL, error);
  return command != NULL;
}

static void
update_shown_query (DeskQueriesPage *self, const char *field, const char *value)
{
  DeskQuery *query = desk_query_pane_get_query (self->pane);
  g_autoptr (GError) error = NULL;

  if (query != NULL && !update_query (self, desk_entity_get_id (DESK_ENTITY (query)), field, value, &error))
    desk_page_toast (DESK_PAGE (self), error->message);
}

/* --- several at once --- */

static void
update_checked (DeskQueriesPage *self)
{
  desk_query_bulk_set_count (self->bulk, g_hash_table_size (self->checked));
  desk_query_columns_set_checked (self->table, self->checked);
}

/* Each succeeds or fails by itself; what could not be done is counted with the first reason. */
static void
update_all_checked (DeskQueriesPage *self, const char *field, const char *value)
{
  GHashTableIter iter;
  gpointer id;
  guint done = 0, failed = 0;
  g_autofree char *reason = NULL;
  g_autofree char *words = NULL;

  g_hash_table_iter_init (&iter, self->checked);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (GError) error = NULL;

      if (update_query (self, id, field, value, &error))
        done++;
      else if (failed++ == 0)
        reason = g_strdup (error->message);
    }
  words = g_strdup_printf (ngettext ("%u query changed", "%u queries changed", done), done);
  if (failed > 0)
    {
      /* Translators: "3 queries changed, 1 not: ..." */
      g_autofree char *all_words = g_strdup_printf (_ ("%s, %u not: %s"), words, failed, reason);

      desk_page_toast (DESK_PAGE (self), all_words);
    }
  else
    desk_page_toast (DESK_PAGE (self), words);
  g_hash_table_remove_all (self->checked);
  update_checked (self);
}

/* --- actions --- */

static void
reply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_query_pane_reply (DESK_QUERIES_PAGE (widget)->pane);
}

static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_query_pane_write_note (DESK_QUERIES_PAGE (widget)->pane);
}

static void
take_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);
  DeskAgent *me = desk_session_get_me (get_session (self));

  if (me != NULL)
    update_shown_query (self, "assigned_to", desk_entity_get_id (DESK_ENTITY (me)));
}

static void
status_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  update_shown_query (DESK_QUERIES_PAGE (widget), "status", g_variant_get_string (parameter, NULL));
}

static void
choose_status_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_query_pane_choose_status (DESK_QUERIES_PAGE (widget)->pane);
}

static void
escalate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);

  escalate (self, desk_query_pane_get_query (self->pane));
}

static void
escalate_id_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);
  g_autoptr (DeskQuery) query = dup_query (self, g_variant_get_string (parameter, NULL));

  if (query != NULL)
    escalate (self, query);
}

static void
open_ticket_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQuery *query = desk_query_pane_get_query (DESK_QUERIES_PAGE (widget)->pane);
  const char *id = desk_entity_get_string (query, DESK_QUERY_ESCALATED_TICKET_ID);

  if (id != NULL)
    gtk_widget_activate_action (widget, "win.open-ticket", "s", id);
}

static void
open_customer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);

  open_customer_of (self, desk_query_pane_get_query (self->pane));
}

static void
open_customer_of_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);
  g_autoptr (DeskQuery) query = dup_query (self, g_variant_get_string (parameter, NULL));

  if (query != NULL)
    open_customer_of (self, query);
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_queries_page_open (DESK_QUERIES_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
converse_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_action (widget, name, parameter);
  desk_query_pane_reply (DESK_QUERIES_PAGE (widget)->pane);
}

static void
check_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  if (!g_hash_table_remove (self->checked, id))
    g_hash_table_add (self->checked, g_strdup (id));
  update_checked (self);
}

static void
check_selected_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskEntity *selected = desk_table_get_selected (DESK_QUERIES_PAGE (widget)->table);

  if (selected != NULL)
    gtk_widget_activate_action (widget, "query.check", "s", desk_entity_get_id (selected));
}

static void
check_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);
  GListModel *model = desk_table_get_model (self->table);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DeskEntity) query = g_list_model_get_item (model, i);

      g_hash_table_add (self->checked, g_strdup (desk_entity_get_id (query)));
    }
  update_checked (self);
}

static void
check_none_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);

  g_hash_table_remove_all (self->checked);
  update_checked (self);
}

static void
bulk_status_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  update_all_checked (DESK_QUERIES_PAGE (widget), "status", g_variant_get_string (parameter, NULL));
}

static void
bulk_priority_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  update_all_checked (DESK_QUERIES_PAGE (widget), "priority", g_variant_get_string (parameter, NULL));
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_table_move (DESK_QUERIES_PAGE (widget)->table, g_variant_get_int32 (parameter));
}

static void
clear_filters_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);

  desk_query_filters_clear (self->filters);
  self->stat = DESK_QUERY_STAT_NONE;
  on_filter_changed_cb (self);
}

/* Escape leaves what is being written, which stays a draft; then it lets go of the selection, then of the conversation.
 */
static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  if (GTK_IS_TEXT_VIEW (focus) || GTK_IS_TEXT (focus))
    desk_table_grab_list_focus (self->table);
  else if (g_hash_table_size (self->checked) > 0)
    check_none_action (widget, name, NULL);
  else
    {
      desk_table_grab_list_focus (self->table);
      show_pane (self, NULL);
    }
}

static gboolean
desk_queries_page_focus_first (DeskPage *page)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (page);

  return desk_table_grab_list_focus (self->table);
}

static gboolean
desk_queries_page_focus_filter (DeskPage *page)
{
  return desk_query_filters_focus_text (DESK_QUERIES_PAGE (page)->filters);
}

static gboolean
desk_queries_page_toggle_panel (DeskPage *page)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (page);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->pane)))
    return FALSE;
  desk_query_pane_toggle_side (self->pane);
  return TRUE;
}

static void
add_keys (DeskPage *page)
{
  desk_page_add_key (page, GDK_KEY_j, 0, "query.move", g_variant_new_int32 (1));
  desk_page_add_key (page, GDK_KEY_k, 0, "query.move", g_variant_new_int32 (-1));
  desk_page_add_key (page, GDK_KEY_r, 0, "query.reply", NULL);
  desk_page_add_key (page, GDK_KEY_n, 0, "query.note", NULL);
  desk_page_add_key (page, GDK_KEY_i, 0, "query.take", NULL);
  desk_page_add_key (page, GDK_KEY_s, 0, "query.choose-status", NULL);
  desk_page_add_key (page, GDK_KEY_e, 0, "query.escalate", NULL);
  desk_page_add_key (page, GDK_KEY_c, 0, "query.open-customer", NULL);
  desk_page_add_key (page, GDK_KEY_x, 0, "query.check-selected", NULL);
  desk_page_add_key (page, GDK_KEY_a, GDK_CONTROL_MASK, "query.check-all", NULL);
  desk_page_add_key (page, GDK_KEY_Escape, 0, "query.back", NULL);
}

/* The numbers are counted when the rows have been painted: those are what one waits for. */
static gboolean
on_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (widget);
  gboolean has_rows = self->has_rows;

  self->has_rows = !desk_list_model_get_loading (DESK_LIST_MODEL (desk_table_get_model (self->table)));
  if (!has_rows)
    return G_SOURCE_CONTINUE;
  desk_query_stats_set_session (self->stats, get_session (self));
  return G_SOURCE_REMOVE;
}

static void
desk_queries_page_constructed (GObject *object)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (object);
  DeskSession *session = get_session (self);

  G_OBJECT_CLASS (desk_queries_page_parent_class)->constructed (object);
  desk_page_set_title (DESK_PAGE (self), _ ("Queries"));
  add_keys (DESK_PAGE (self));
  desk_query_filters_set_session (self->filters, session);

  self->table = DESK_TABLE (desk_table_new (session));
  adw_bin_set_child (self->table_bin, GTK_WIDGET (self->table));
  desk_query_columns_install (self->table);
  desk_query_columns_set_checked (self->table, self->checked);
  g_signal_connect_object (self->table, "selected", G_CALLBACK (on_table_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "activated", G_CALLBACK (on_table_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "counted", G_CALLBACK (update_count), self, G_CONNECT_SWAPPED);
  update_list (self);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick_cb, NULL, NULL);
  desk_query_pane_set_session (self->pane, session);
  desk_query_bulk_set_session (self->bulk, session);
  update_count (self);
  update_actions (self);
}

static void
desk_queries_page_dispose (GObject *object)
{
  DeskQueriesPage *self = DESK_QUERIES_PAGE (object);

  g_clear_object (&self->all);
  g_clear_object (&self->empty);
  G_OBJECT_CLASS (desk_queries_page_parent_class)->dispose (object);
}

static void
desk_queries_page_finalize (GObject *object)
{
  g_hash_table_unref (DESK_QUERIES_PAGE (object)->checked);
  G_OBJECT_CLASS (desk_queries_page_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "query.reply", NULL, reply_action);
  gtk_widget_class_install_action (widget_class, "query.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "query.take", NULL, take_action);
  gtk_widget_class_install_action (widget_class, "query.status", "s", status_action);
  gtk_widget_class_install_action (widget_class, "query.choose-status", NULL, choose_status_action);
  gtk_widget_class_install_action (widget_class, "query.escalate", NULL, escalate_action);
  gtk_widget_class_install_action (widget_class, "query.escalate-id", "s", escalate_id_action);
  gtk_widget_class_install_action (widget_class, "query.open-ticket", NULL, open_ticket_action);
  gtk_widget_class_install_action (widget_class, "query.open-customer", NULL, open_customer_action);
  gtk_widget_class_install_action (widget_class, "query.open-customer-of", "s", open_customer_of_action);
  gtk_widget_class_install_action (widget_class, "query.show", "s", show_action);
  gtk_widget_class_install_action (widget_class, "query.converse", "s", converse_action);
  gtk_widget_class_install_action (widget_class, "query.check", "s", check_action);
  gtk_widget_class_install_action (widget_class, "query.check-selected", NULL, check_selected_action);
  gtk_widget_class_install_action (widget_class, "query.check-all", NULL, check_all_action);
  gtk_widget_class_install_action (widget_class, "query.check-none", NULL, check_none_action);
  gtk_widget_class_install_action (widget_class, "query.bulk-status", "s", bulk_status_action);
  gtk_widget_class_install_action (widget_class, "query.bulk-priority", "s", bulk_priority_action);
  gtk_widget_class_install_action (widget_class, "query.move", "i", move_action);
  gtk_widget_class_install_action (widget_class, "query.clear-filters", NULL, clear_filters_action);
  gtk_widget_class_install_action (widget_class, "query.back", NULL, back_action);
}

static void
desk_queries_page_class_init (DeskQueriesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = desk_queries_page_constructed;
  object_class->dispose = desk_queries_page_dispose;
  object_class->finalize = desk_queries_page_finalize;
  DESK_PAGE_CLASS (klass)->focus_first = desk_queries_page_focus_first;
  DESK_PAGE_CLASS (klass)->focus_filter = desk_queries_page_focus_filter;
  DESK_PAGE_CLASS (klass)->toggle_panel = desk_queries_page_toggle_panel;

  g_type_ensure (DESK_TYPE_QUERY_STATS);
  g_type_ensure (DESK_TYPE_QUERY_PANE);
  g_type_ensure (DESK_TYPE_QUERY_BULK);
  g_type_ensure (DESK_TYPE_QUERY_FILTERS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-queries-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskQueriesPage, stats);
  gtk_widget_class_bind_template_child (widget_class, DeskQueriesPage, filters);
  gtk_widget_class_bind_template_child (widget_class, DeskQueriesPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, DeskQueriesPage, paned);
  gtk_widget_class_bind_template_child (widget_class, DeskQueriesPage, table_bin);
  gtk_widget_class_bind_template_child (widget_class, DeskQueriesPage, bulk);
  gtk_widget_class_bind_template_child (widget_class, DeskQueriesPage, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_stat_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  install_actions (widget_class);
}

static void
desk_queries_page_init (DeskQueriesPage *self)
{
  self->checked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_queries_page_new:
 * @session: whose desk
 *
 * Returns: (transfer floating): the page of queries
 */
GtkWidget *
desk_queries_page_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_QUERIES_PAGE, "session", session, NULL);
}

/**
 * desk_queries_page_open:
 * @self: the page
 * @query_id: a query
 *
 * Shows its conversation below the list, and selects it there when the filter lets it through.
 */
void
desk_queries_page_open (DeskQueriesPage *self, const char *query_id)
{
  g_autoptr (DeskQuery) query = NULL;

  g_return_if_fail (DESK_IS_QUERIES_PAGE (self) && query_id != NULL);

  query = dup_query (self, query_id);
  if (query != NULL)
    show_pane (self, query);
  desk_table_select (self->table, query_id);
}
