/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-composer.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _DeskComposer
{
  GtkWidget parent_instance;

  GtkBox *box;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkLabel *placeholder_label;
  GtkBox *modes;
  GtkToggleButton *reply;
  GtkToggleButton *note;
  GtkLabel *state;
  GtkBox *tools;
  AdwSplitButton *send;

  char *draft;
  char *placeholder;
  gboolean note_mode;
  gboolean can_reply;
  gboolean can_note;
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (DeskComposer, desk_composer, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_DRAFT,
  PROP_NOTE_MODE,
  PROP_PLACEHOLDER,
  PROP_STATE_TEXT,
  PROP_SEND_MENU,
  PROP_CAN_REPLY,
  PROP_CAN_NOTE,
  N_PROPS
};

enum
{
  SEND,
  DRAFT_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static gboolean
has_text (DeskComposer *self)
{
  g_autofree char *stripped = g_strstrip (g_strdup (self->draft));

  return *stripped != '\0';
}

static void
update (DeskComposer *self)
{
  const char *words = self->note_mode             ? _ ("Write a note for the team …")
                      : self->placeholder != NULL ? self->placeholder
                                                  : _ ("Write a reply …");
  gboolean allowed = self->note_mode ? self->can_note : self->can_reply;

  gtk_label_set_label (self->placeholder_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder_label), *self->draft == '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->note_mode ? _ ("Internal note") : _ ("Reply"),
                                  GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, words, -1);
  adw_split_button_set_label (self->send, self->note_mode ? _ ("Add Note") : _ ("Send"));
  gtk_widget_set_visible (GTK_WIDGET (self->modes), self->can_note);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reply), self->can_reply);
  gtk_text_view_set_editable (self->view, allowed);

  if (self->note_mode)
    gtk_widget_add_css_class (GTK_WIDGET (self->box), "note");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->box), "note");

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send", allowed && has_text (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.clear", *self->draft != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.toggle-note", self->can_note && self->can_reply);
}

static void
on_buffer_changed_cb (DeskComposer *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  g_free (self->draft);
  self->draft = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  update (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DRAFT]);
  if (!self->setting)
    g_signal_emit (self, signals[DRAFT_CHANGED], 0);
}

static void
on_note_toggled_cb (DeskComposer *self)
{
  gboolean note_mode = gtk_toggle_button_get_active (self->note);

  if (self->note_mode == note_mode)
    return;

  desk_composer_set_note_mode (self, note_mode);
  desk_composer_grab_text_focus (self);
  g_signal_emit (self, signals[DRAFT_CHANGED], 0);
}

static void
on_emoji_picked_cb (DeskComposer *self, const char *emoji)
{
  desk_composer_insert (self, emoji);
}

static void
on_send_activated_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  desk_composer_submit (DESK_COMPOSER (widget));
}

static void
on_toggle_note_activated_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DeskComposer *self = DESK_COMPOSER (widget);

  gtk_toggle_button_set_active (self->note_mode ? self->reply : self->note, TRUE);
}

static void
on_clear_activated_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DeskComposer *self = DESK_COMPOSER (widget);

  gtk_text_buffer_set_text (self->buffer, "", -1);
  desk_composer_grab_text_focus (self);
}

static gboolean
desk_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DESK_COMPOSER (widget)->view));
}

static void
desk_composer_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskComposer *self = DESK_COMPOSER (object);

  switch (property_id)
    {
    case PROP_DRAFT:
      g_value_set_string (value, self->draft);
      break;
    case PROP_NOTE_MODE:
      g_value_set_boolean (value, self->note_mode);
      break;
    case PROP_PLACEHOLDER:
      g_value_set_string (value, self->placeholder);
      break;
    case PROP_STATE_TEXT:
      g_value_set_string (value, gtk_label_get_label (self->state));
      break;
    case PROP_SEND_MENU:
      g_value_set_object (value, adw_split_button_get_menu_model (self->send));
      break;
    case PROP_CAN_REPLY:
      g_value_set_boolean (value, self->can_reply);
      break;
    case PROP_CAN_NOTE:
      g_value_set_boolean (value, self->can_note);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_composer_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskComposer *self = DESK_COMPOSER (object);

  switch (property_id)
    {
    case PROP_DRAFT:
      desk_composer_set_draft (self, g_value_get_string (value));
      break;
    case PROP_NOTE_MODE:
      desk_composer_set_note_mode (self, g_value_get_boolean (value));
      break;
    case PROP_PLACEHOLDER:
      desk_composer_set_placeholder (self, g_value_get_string (value));
      break;
    case PROP_STATE_TEXT:
      desk_composer_set_state_text (self, g_value_get_string (value));
      break;
    case PROP_SEND_MENU:
      desk_composer_set_send_menu (self, g_value_get_object (value));
      break;
    case PROP_CAN_REPLY:
      self->can_reply = g_value_get_boolean (value);
      if (!self->can_reply && self->can_note)
        desk_composer_set_note_mode (self, TRUE);
      update (self);
      break;
    case PROP_CAN_NOTE:
      self->can_note = g_value_get_boolean (value);
      if (!self->can_note)
        desk_composer_set_note_mode (self, FALSE);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_composer_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_COMPOSER);

  G_OBJECT_CLASS (desk_composer_parent_class)->dispose (object);
}

static void
desk_composer_finalize (GObject *object)
{
  DeskComposer *self = DESK_COMPOSER (object);

  g_free (self->draft);
  g_free (self->placeholder);

  G_OBJECT_CLASS (desk_composer_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_DRAFT] = g_param_spec_string ("draft", NULL, NULL, "",
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NOTE_MODE] =
      g_param_spec_boolean ("note-mode", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PLACEHOLDER] =
      g_param_spec_string ("placeholder", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE_TEXT] =
      g_param_spec_string ("state-text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEND_MENU] =
      g_param_spec_object ("send-menu", NULL, NULL, G_TYPE_MENU_MODEL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_REPLY] =
      g_param_spec_boolean ("can-reply", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_NOTE] =
      g_param_spec_boolean ("can-note", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_composer_class_init (DeskComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_composer_dispose;
  object_class->finalize = desk_composer_finalize;
  object_class->get_property = desk_composer_get_property;
  object_class->set_property = desk_composer_set_property;
  widget_class->grab_focus = desk_composer_grab_focus;

  install_properties (object_class);

  signals[SEND] = g_signal_new ("send", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[DRAFT_CHANGED] =
      g_signal_new ("draft-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send_activated_cb);
  gtk_widget_class_install_action (widget_class, "composer.toggle-note", NULL, on_toggle_note_activated_cb);
  gtk_widget_class_install_action (widget_class, "composer.clear", NULL, on_clear_activated_cb);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, box);
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, view);
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, placeholder_label);
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, modes);
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, reply);
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, note);
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, state);
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, tools);
  gtk_widget_class_bind_template_child (widget_class, DeskComposer, send);
  gtk_widget_class_bind_template_callback (widget_class, on_buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_note_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_emoji_picked_cb);
}

static void
desk_composer_init (DeskComposer *self)
{
  self->draft = g_strdup ("");
  self->can_reply = TRUE;
  self->can_note = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A split button gives its arrow a tooltip but no name. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_last_child (GTK_WIDGET (self->send))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, adw_split_button_get_dropdown_tooltip (self->send),
                                  -1);
  update (self);
}

/**
 * desk_composer_new:
 *
 * Returns: (transfer floating): an empty composer for replies and notes
 */
GtkWidget *
desk_composer_new (void)
{
  return g_object_new (DESK_TYPE_COMPOSER, NULL);
}

/**
 * desk_composer_get_draft:
 * @self: a composer
 *
 * Returns: what is written, borrowed until it changes; never %NULL
 */
const char *
desk_composer_get_draft (DeskComposer *self)
{
  g_return_val_if_fail (DESK_IS_COMPOSER (self), "");

  return self->draft;
}

/**
 * desk_composer_set_draft:
 * @self: a composer
 * @draft: (nullable): what was written before
 *
 * Sets the text without emitting "draft-changed".
 */
void
desk_composer_set_draft (DeskComposer *self, const char *draft)
{
  g_return_if_fail (DESK_IS_COMPOSER (self));

  if (g_strcmp0 (self->draft, draft != NULL ? draft : "") == 0)
    return;

  self->setting = TRUE;
  gtk_text_buffer_set_text (self->buffer, draft != NULL ? draft : "", -1);
  self->setting = FALSE;
}

gboolean
desk_composer_get_note_mode (DeskComposer *self)
{
  g_return_val_if_fail (DESK_IS_COMPOSER (self), FALSE);

  return self->note_mode;
}

/**
 * desk_composer_set_note_mode:
 * @self: a composer
 * @note_mode: whether what is written is for the team only
 *
 * Changes the mode without emitting "draft-changed".
 */
void
desk_composer_set_note_mode (DeskComposer *self, gboolean note_mode)
{
  g_return_if_fail (DESK_IS_COMPOSER (self));

  if (self->note_mode == note_mode)
    return;

  self->note_mode = note_mode;
  gtk_toggle_button_set_active (note_mode ? self->note : self->reply, TRUE);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE_MODE]);
}

void
desk_composer_set_placeholder (DeskComposer *self, const char *placeholder)
{
  g_return_if_fail (DESK_IS_COMPOSER (self));

  g_free (self->placeholder);
  self->placeholder = g_strdup (placeholder);
  update (self);
}

void
desk_composer_set_state_text (DeskComposer *self, const char *text)
{
  g_return_if_fail (DESK_IS_COMPOSER (self));

  gtk_label_set_label (self->state, text != NULL ? text : "");
}

/**
 * desk_composer_set_send_menu:
 * @self: a composer
 * @menu: what the arrow beside Send offers; it should go on offering "composer.clear"
 */
void
desk_composer_set_send_menu (DeskComposer *self, GMenuModel *menu)
{
  g_return_if_fail (DESK_IS_COMPOSER (self));

  adw_split_button_set_menu_model (self->send, menu);
}

/**
 * desk_composer_add_tool:
 * @self: a composer
 * @tool: a flat button that goes before the emoji button
 */
void
desk_composer_add_tool (DeskComposer *self, GtkWidget *tool)
{
  g_return_if_fail (DESK_IS_COMPOSER (self));

  gtk_box_append (self->tools, tool);
}

/**
 * desk_composer_insert:
 * @self: a composer
 * @text: what goes in at the cursor, as if typed
 */
void
desk_composer_insert (DeskComposer *self, const char *text)
{
  g_return_if_fail (DESK_IS_COMPOSER (self));

  gtk_text_buffer_insert_at_cursor (self->buffer, text, -1);
  desk_composer_grab_text_focus (self);
}

/**
 * desk_composer_submit:
 * @self: a composer
 *
 * Empties the composer and emits "send" with what was in it.
 *
 * Returns: %FALSE when there was nothing to send
 */
gboolean
desk_composer_submit (DeskComposer *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (DESK_IS_COMPOSER (self), FALSE);

  if (!has_text (self) || !(self->note_mode ? self->can_note : self->can_reply))
    return FALSE;

  text = g_strstrip (g_strdup (self->draft));
  desk_composer_set_draft (self, NULL);
  g_signal_emit (self, signals[SEND], 0, text, self->note_mode);

  return TRUE;
}

void
desk_composer_grab_text_focus (DeskComposer *self)
{
  g_return_if_fail (DESK_IS_COMPOSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
