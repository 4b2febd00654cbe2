/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-dialog.h"

#include <glib/gi18n.h>

#include "app/widgets/desk-text-card.h"
#include "core/desk-error.h"

/* A problem longer than this has more than one line. */
#define PROBLEM_CHARS 34

typedef struct
{
  AdwWindowTitle *window_title;
  AdwBin *body_bin;
  GtkButton *cancel_button;
  GtkButton *accept_button;
  GtkWidget *notice;
  GtkLabel *notice_label;

  GHashTable *fields; /* field name -> widget, borrowed */
  char *discard_title;
  GtkWindow *scrimmed; /* borrowed, weak */
  gboolean closing;
} DeskDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DeskDialog, desk_dialog, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_HEADING,
  PROP_SUBHEADING,
  PROP_ACCEPT_LABEL,
  PROP_BODY,
  PROP_DISCARD_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static DeskDialogPrivate *
get_priv (DeskDialog *self)
{
  return desk_dialog_get_instance_private (self);
}

static void
set_scrim (DeskDialog *self, gboolean visible)
{
  DeskDialogPrivate *priv = get_priv (self);

  if (priv->scrimmed != NULL)
    gtk_widget_activate_action (GTK_WIDGET (priv->scrimmed), "win.scrim", "b", visible);
  if (!visible)
    g_clear_weak_pointer (&priv->scrimmed);
}

static void
set_accept_label (DeskDialog *self, const char *label)
{
  DeskDialogPrivate *priv = get_priv (self);

  gtk_button_set_label (priv->accept_button, label != NULL ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (priv->accept_button), label != NULL);
  gtk_widget_set_visible (GTK_WIDGET (priv->cancel_button), label != NULL);
}

/* A row of a list has no place for an error of its own in libadwaita 1.2: a label at its end takes it. */
static GtkLabel *
ensure_row_error (GtkWidget *row)
{
  GtkLabel *label = g_object_get_data (G_OBJECT (row), "desk-error");

  if (label != NULL)
    return label;
  label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_xalign (label, 1);
  gtk_label_set_max_width_chars (label, PROBLEM_CHARS);
  gtk_widget_add_css_class (GTK_WIDGET (label), "desk-field-hint");
  gtk_widget_add_css_class (GTK_WIDGET (label), "error");
  if (ADW_IS_ENTRY_ROW (row))
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), GTK_WIDGET (label));
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (label));
  g_object_set_data (G_OBJECT (row), "desk-error", label);
  return label;
}

static void
set_row_error (GtkWidget *row, const char *problem)
{
  GtkLabel *label;

  if (problem == NULL && g_object_get_data (G_OBJECT (row), "desk-error") == NULL)
    return;
  label = ensure_row_error (row);
  gtk_label_set_label (label, problem != NULL ? problem : "");
  /* A row gives a label that wraps no more than its longest word, unless it asks for more. */
  gtk_label_set_width_chars (label, problem != NULL ? MIN (g_utf8_strlen (problem, -1), PROBLEM_CHARS) : -1);
  gtk_widget_set_visible (GTK_WIDGET (label), problem != NULL);
  if (problem != NULL)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
set_widget_error (GtkWidget *widget, const char *problem)
{
  if (DESK_IS_TEXT_CARD (widget))
    desk_text_card_set_error (DESK_TEXT_CARD (widget), problem);
  else if (ADW_IS_ENTRY_ROW (widget) || ADW_IS_ACTION_ROW (widget))
    set_row_error (widget, problem);
}

static gboolean
can_show_error (GtkWidget *widget)
{
  return DESK_IS_TEXT_CARD (widget) || ADW_IS_ENTRY_ROW (widget) || ADW_IS_ACTION_ROW (widget);
}

static void
show_notice (DeskDialog *self, const char *text)
{
  DeskDialogPrivate *priv = get_priv (self);

  gtk_label_set_label (priv->notice_label, text != NULL ? text : "");
  gtk_widget_set_visible (priv->notice, text != NULL);
}

static void
focus_field (GtkWidget *widget)
{
  if (DESK_IS_TEXT_CARD (widget))
    desk_text_card_grab_text_focus (DESK_TEXT_CARD (widget));
  else if (gtk_widget_get_focus_child (widget) == NULL && !gtk_widget_grab_focus (widget))
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
on_field_changed_cb (GtkWidget *widget)
{
  set_widget_error (widget, NULL);
}

static void
on_discard_response_cb (DeskDialog *self, const char *response, GtkWindow *question)
{
  gtk_window_set_transient_for (question, NULL); /* it goes later than the dialog it stands over */
  if (!g_str_equal (response, "discard"))
    return;
  get_priv (self)->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask_to_discard (DeskDialog *self)
{
  DeskDialogPrivate *priv = get_priv (self);
  GtkWidget *question = adw_message_dialog_new (GTK_WINDOW (self), NULL, NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (question);

  adw_message_dialog_set_heading (message, priv->discard_title != NULL ? priv->discard_title : _ ("Discard This?"));
  adw_message_dialog_set_body (message, _ ("What you have typed here is not saved yet."));
  adw_message_dialog_add_responses (message, "keep", _ ("_Keep Editing"), "discard", _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (message, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "keep");
  adw_message_dialog_set_close_response (message, "keep");
  g_signal_connect_object (message, "response", G_CALLBACK (on_discard_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_dialog_accept (DESK_DIALOG (widget));
}

static gboolean
desk_dialog_real_is_dirty (DeskDialog *self)
{
  return FALSE;
}

static gboolean
desk_dialog_close_request (GtkWindow *window)
{
  DeskDialog *self = DESK_DIALOG (window);

  if (!get_priv (self)->closing && DESK_DIALOG_GET_CLASS (self)->is_dirty (self))
    {
      ask_to_discard (self);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (desk_dialog_parent_class)->close_request (window);
}

static void
desk_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (desk_dialog_parent_class)->map (widget);
  set_scrim (DESK_DIALOG (widget), TRUE);
}

static void
desk_dialog_unmap (GtkWidget *widget)
{
  set_scrim (DESK_DIALOG (widget), FALSE);
  GTK_WIDGET_CLASS (desk_dialog_parent_class)->unmap (widget);
}

static void
desk_dialog_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskDialogPrivate *priv = get_priv (DESK_DIALOG (object));

  switch (property_id)
    {
    case PROP_HEADING:
      g_value_set_string (value, adw_window_title_get_title (priv->window_title));
      break;
    case PROP_SUBHEADING:
      g_value_set_string (value, adw_window_title_get_subtitle (priv->window_title));
      break;
    case PROP_ACCEPT_LABEL:
      g_value_set_string (value, gtk_button_get_label (priv->accept_button));
      break;
    case PROP_BODY:
      g_value_set_object (value, adw_bin_get_child (priv->body_bin));
      break;
    case PROP_DISCARD_TITLE:
      g_value_set_string (value, priv->discard_title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_dialog_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskDialog *self = DESK_DIALOG (object);
  DeskDialogPrivate *priv = get_priv (self);

  switch (property_id)
    {
    case PROP_HEADING:
      adw_window_title_set_title (priv->window_title, g_value_get_string (value));
      gtk_window_set_title (GTK_WINDOW (self), g_value_get_string (value));
      break;
    case PROP_SUBHEADING:
      adw_window_title_set_subtitle (priv->window_title, g_value_get_string (value));
      break;
    case PROP_ACCEPT_LABEL:
      set_accept_label (self, g_value_get_string (value));
      break;
    case PROP_BODY:
      adw_bin_set_child (priv->body_bin, g_value_get_object (value));
      break;
    case PROP_DISCARD_TITLE:
      g_free (priv->discard_title);
      priv->discard_title = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_dialog_finalize (GObject *object)
{
  DeskDialogPrivate *priv = get_priv (DESK_DIALOG (object));

  g_clear_weak_pointer (&priv->scrimmed);
  g_clear_pointer (&priv->fields, g_hash_table_unref);
  g_free (priv->discard_title);
  G_OBJECT_CLASS (desk_dialog_parent_class)->finalize (object);
}

static void
desk_dialog_class_init (DeskDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = desk_dialog_get_property;
  object_class->set_property = desk_dialog_set_property;
  object_class->finalize = desk_dialog_finalize;
  widget_class->map = desk_dialog_map;
  widget_class->unmap = desk_dialog_unmap;
  GTK_WINDOW_CLASS (klass)->close_request = desk_dialog_close_request;
  klass->is_dirty = desk_dialog_real_is_dirty;

  properties[PROP_HEADING] = g_param_spec_string ("heading", NULL, NULL, NULL, flags);
  properties[PROP_SUBHEADING] = g_param_spec_string ("subheading", NULL, NULL, NULL, flags);
  properties[PROP_ACCEPT_LABEL] = g_param_spec_string ("accept-label", NULL, NULL, NULL, flags);
  properties[PROP_BODY] = g_param_spec_object ("body", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_DISCARD_TITLE] = g_param_spec_string ("discard-title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/dialogs/desk-dialog.ui");
  gtk_widget_class_bind_template_child_private (widget_class, DeskDialog, window_title);
  gtk_widget_class_bind_template_child_private (widget_class, DeskDialog, body_bin);
  gtk_widget_class_bind_template_child_private (widget_class, DeskDialog, cancel_button);
  gtk_widget_class_bind_template_child_private (widget_class, DeskDialog, accept_button);
  gtk_widget_class_bind_template_child_private (widget_class, DeskDialog, notice);
  gtk_widget_class_bind_template_child_private (widget_class, DeskDialog, notice_label);

  gtk_widget_class_install_action (widget_class, "dialog.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.close", NULL);
}

static void
desk_dialog_init (DeskDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_accept_label (self, NULL);
  get_priv (self)->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * desk_dialog_present_over:
 * @self: a dialog
 * @parent: the window it belongs to
 */
void
desk_dialog_present_over (DeskDialog *self, GtkWindow *parent)
{
  g_return_if_fail (DESK_IS_DIALOG (self));

  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  g_set_weak_pointer (&get_priv (self)->scrimmed, parent);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * desk_dialog_accept:
 * @self: a dialog
 *
 * What the button at the end of its header does.
 */
void
desk_dialog_accept (DeskDialog *self)
{
  DeskDialogClass *klass = DESK_DIALOG_GET_CLASS (self);
  DeskDialogPrivate *priv = get_priv (self);

  if (priv->closing || klass->accept == NULL)
    return;
  desk_dialog_clear_errors (self);
  if (!klass->accept (self))
    return;
  priv->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

/**
 * desk_dialog_toast:
 * @self: a dialog
 * @text: what was done
 *
 * Says it in the window that the dialog belongs to.
 */
void
desk_dialog_toast (DeskDialog *self, const char *text)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", text);
}

void
desk_dialog_bind_field (DeskDialog *self, const char *field, GtkWidget *widget)
{
  g_return_if_fail (DESK_IS_DIALOG (self));

  g_hash_table_insert (get_priv (self)->fields, g_strdup (field), widget);
  if (GTK_IS_EDITABLE (widget))
    g_signal_connect (widget, "changed", G_CALLBACK (on_field_changed_cb), NULL);
  else if (ADW_IS_COMBO_ROW (widget))
    g_signal_connect (widget, "notify::selected", G_CALLBACK (on_field_changed_cb), NULL);
}

void
desk_dialog_set_field_error (DeskDialog *self, const char *field, const char *problem)
{
  GtkWidget *widget;

  g_return_if_fail (DESK_IS_DIALOG (self));

  widget = g_hash_table_lookup (get_priv (self)->fields, field);
  if (widget != NULL)
    set_widget_error (widget, problem);
}

void
desk_dialog_clear_errors (DeskDialog *self)
{
  GHashTableIter iter;
  gpointer widget;

  g_return_if_fail (DESK_IS_DIALOG (self));

  g_hash_table_iter_init (&iter, get_priv (self)->fields);
  while (g_hash_table_iter_next (&iter, NULL, &widget))
    set_widget_error (widget, NULL);
  show_notice (self, NULL);
}

void
desk_dialog_show_error (DeskDialog *self, const GError *error)
{
  const GPtrArray *problems;
  g_autoptr (GString) rest = g_string_new (NULL);
  GtkWidget *first = NULL;

  g_return_if_fail (DESK_IS_DIALOG (self) && error != NULL);

  problems = desk_error_get_fields (error);
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const DeskFieldError *problem = problems->pdata[i];
      GtkWidget *widget = g_hash_table_lookup (get_priv (self)->fields, problem->field);

      if (widget != NULL && can_show_error (widget))
        set_widget_error (widget, problem->detail);
      else if (widget != NULL)
        g_string_append_printf (rest, "%s%s", rest->len > 0 ? "\n" : "", problem->detail);
      else
        g_string_append_printf (rest, "%s%s: %s", rest->len > 0 ? "\n" : "", problem->field, problem->detail);
      if (first == NULL)
        first = widget;
    }
  if (problems == NULL || problems->len == 0)
    g_string_assign (rest, error->message);
  show_notice (self, rest->len > 0 ? rest->str : NULL);
  if (first != NULL)
    focus_field (first);
}
