/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-test-window.h"

#include "app/widgets/desk-widgets.h"

static DeskTestServer *server;

static void
on_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DeskTestWindow *self = user_data;
  gboolean has_text = parameter != NULL && g_variant_is_of_type (parameter, G_VARIANT_TYPE_STRING);

  g_string_append_printf (self->actions, "%s %s\n", g_action_get_name (G_ACTION (action)),
                          has_text ? g_variant_get_string (parameter, NULL) : "");
}

DeskTestServer *
desk_test_window_get_server (void)
{
  return server;
}

DeskTestWindow *
desk_test_window_new (const char *who)
{
  static const GActionEntry entries[] = {
    { "open-ticket", on_action_cb, "s" }, { "open-query", on_action_cb, "s" },
    { "open-chat", on_action_cb, "s" },   { "open-customer", on_action_cb, "s" },
    { "show-page", on_action_cb, "s" },   { "toast", on_action_cb, "s" },
    { "add-query", on_action_cb },        { "back", on_action_cb },
    { "scrim", on_action_cb, "b" },
  };
  DeskTestWindow *self = g_new0 (DeskTestWindow, 1);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  self->folder = desk_test_make_folder ();
  self->session = desk_test_sign_in (server, who, NULL, self->folder);
  self->actions = g_string_new (NULL);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 1216, 780);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->window), "win", G_ACTION_GROUP (group));
  return self;
}

void
desk_test_window_free (DeskTestWindow *self)
{
  gtk_window_destroy (self->window);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (self->session);
  g_string_free (self->actions, TRUE);
  desk_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

void
desk_test_window_show (DeskTestWindow *self, GtkWidget *page)
{
  gtk_window_set_child (self->window, page);
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static GtkWidget *
find (GtkWidget *root, GType type, guint *index)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (*index)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, index);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gpointer
desk_test_find (gpointer root, GType type, guint index)
{
  return find (root, type, &index);
}

static gboolean
has_label (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (root)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

GtkWidget *
desk_test_find_text (gpointer root, GType type, const char *text)
{
  GtkWidget *widget;

  for (guint i = 0; (widget = desk_test_find (root, type, i)) != NULL; i++)
    if (has_label (widget, text))
      return widget;
  return NULL;
}

gboolean
desk_test_has_class_below (gpointer root, const char *css_class)
{
  if (gtk_widget_has_css_class (root, css_class) && gtk_widget_get_mapped (root))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (desk_test_has_class_below (child, css_class))
      return TRUE;
  return FALSE;
}

gpointer
desk_test_first (DeskSession *session, DeskListSpec *spec)
{
  g_autoptr (DeskListModel) model = desk_test_list (session, spec);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), >, 0);
  return g_list_model_get_item (G_LIST_MODEL (model), 0);
}

static DeskEntity *
make (DeskSession *session, const DeskKind *kind, DeskCommandKind command, const char *target, GVariantDict *arguments)
{
  int number = desk_kind_find_field (kind, "number");
  g_autofree char *id = NULL;
  g_autofree char *done = NULL;
  DeskEntity *entity = NULL;
  GError *error = NULL;

  done = desk_session_do (session, command, target, g_variant_dict_end (arguments), &id, &error);
  g_assert_no_error (error);
  g_assert_nonnull (done);
  desk_test_wait_for ((entity = desk_session_dup_entity (session, kind, id)) != NULL);
  desk_test_wait_for (desk_entity_get_string (entity, number) != NULL && !desk_session_is_pending (session, id));
  return entity;
}

DeskQuery *
desk_test_make_query (DeskSession *session, const char *message)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_order_kind);
  g_autoptr (DeskEntity) order = desk_test_first (session, spec);
  g_autoptr (DeskEntity) customer =
      desk_session_dup_entity (session, &desk_customer_kind, desk_entity_get_string (order, DESK_ORDER_CUSTOMER_ID));

  g_variant_dict_insert (&arguments, "source", "s",
                         desk_enum_to_wire (&desk_query_source_enum, DESK_QUERY_SOURCE_PHONE));
  g_variant_dict_insert (&arguments, "name", "s", desk_entity_get_string (customer, DESK_CUSTOMER_NAME));
  g_variant_dict_insert (&arguments, "mobile", "s", desk_entity_get_string (customer, DESK_CUSTOMER_MOBILE));
  g_variant_dict_insert (&arguments, "order_number", "s", desk_entity_get_string (order, DESK_ORDER_NUMBER));
  g_variant_dict_insert (&arguments, "message", "s", message);
  return DESK_QUERY (make (session, &desk_query_kind, DESK_COMMAND_QUERY_CREATE, NULL, &arguments));
}

DeskTicket *
desk_test_make_ticket (DeskSession *session, const char *subject)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (DeskQuery) query = desk_test_make_query (session, subject);

  g_variant_dict_insert (&arguments, "subject", "s", subject);
  return DESK_TICKET (make (session, &desk_ticket_kind, DESK_COMMAND_QUERY_ESCALATE,
                            desk_entity_get_id (DESK_ENTITY (query)), &arguments));
}

int
desk_test_window_main (int argc, char *argv[], void (*add_tests) (void))
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  desk_widgets_init ();
  server = desk_test_server_new (80);
  add_tests ();
  result = g_test_run ();
  desk_test_server_free (server);
  return result;
}
