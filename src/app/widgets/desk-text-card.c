/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-text-card.h"

struct _DeskTextCard
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *hint;
  GtkScrolledWindow *card;
  GtkTextView *view;
  GtkTextBuffer *buffer;

  char *hint_text;
  char *text;
  guint lines;
  guint max_length;
};

G_DEFINE_FINAL_TYPE (DeskTextCard, desk_text_card, GTK_TYPE_BOX)

/* A line of text at the usual size, and the space above and below all of them. */
#define LINE_HEIGHT 18
#define PADDING 20

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_HINT,
  PROP_ERROR,
  PROP_TEXT,
  PROP_LINES,
  PROP_MAX_LENGTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
cut_at_maximum (DeskTextCard *self)
{
  GtkTextIter from, to;

  if (self->max_length == 0 || (guint) gtk_text_buffer_get_char_count (self->buffer) <= self->max_length)
    return;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &from, self->max_length);
  gtk_text_buffer_get_end_iter (self->buffer, &to);
  gtk_text_buffer_delete (self->buffer, &from, &to);
}

static void
on_buffer_changed_cb (DeskTextCard *self)
{
  GtkTextIter start, end;

  cut_at_maximum (self);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  g_free (self->text);
  self->text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);

  desk_text_card_set_error (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
desk_text_card_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskTextCard *self = DESK_TEXT_CARD (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title));
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint_text);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_LINES:
      g_value_set_uint (value, self->lines);
      break;
    case PROP_MAX_LENGTH:
      g_value_set_uint (value, self->max_length);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_text_card_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskTextCard *self = DESK_TEXT_CARD (object);
  const char *text = G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;

  switch (property_id)
    {
    case PROP_TITLE:
      gtk_label_set_label (self->title, text != NULL ? text : "");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      break;
    case PROP_HINT:
      g_free (self->hint_text);
      self->hint_text = g_strdup (text);
      desk_text_card_set_error (self, NULL);
      break;
    case PROP_ERROR:
      desk_text_card_set_error (self, text);
      break;
    case PROP_TEXT:
      desk_text_card_set_text (self, text);
      break;
    case PROP_LINES:
      self->lines = g_value_get_uint (value);
      gtk_scrolled_window_set_min_content_height (self->card, self->lines * LINE_HEIGHT + PADDING);
      break;
    case PROP_MAX_LENGTH:
      self->max_length = g_value_get_uint (value);
      cut_at_maximum (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_text_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_TEXT_CARD);

  G_OBJECT_CLASS (desk_text_card_parent_class)->dispose (object);
}

static void
desk_text_card_finalize (GObject *object)
{
  DeskTextCard *self = DESK_TEXT_CARD (object);

  g_free (self->hint_text);
  g_free (self->text);

  G_OBJECT_CLASS (desk_text_card_parent_class)->finalize (object);
}

static void
desk_text_card_class_init (DeskTextCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_text_card_dispose;
  object_class->finalize = desk_text_card_finalize;
  object_class->get_property = desk_text_card_get_property;
  object_class->set_property = desk_text_card_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LINES] =
      g_param_spec_uint ("lines", NULL, NULL, 1, 40, 2, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAX_LENGTH] =
      g_param_spec_uint ("max-length", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-text-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskTextCard, title);
  gtk_widget_class_bind_template_child (widget_class, DeskTextCard, hint);
  gtk_widget_class_bind_template_child (widget_class, DeskTextCard, card);
  gtk_widget_class_bind_template_child (widget_class, DeskTextCard, view);
  gtk_widget_class_bind_template_child (widget_class, DeskTextCard, buffer);
  gtk_widget_class_bind_template_callback (widget_class, on_buffer_changed_cb);
}

static void
desk_text_card_init (DeskTextCard *self)
{
  self->text = g_strdup ("");
  self->lines = 2;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_text_card_new:
 * @title: what is written here
 * @hint: (nullable): small words at the end of the title's line
 *
 * Returns: (transfer floating): an empty card
 */
GtkWidget *
desk_text_card_new (const char *title, const char *hint)
{
  return g_object_new (DESK_TYPE_TEXT_CARD, "title", title, "hint", hint, NULL);
}

const char *
desk_text_card_get_text (DeskTextCard *self)
{
  g_return_val_if_fail (DESK_IS_TEXT_CARD (self), NULL);

  return self->text;
}

void
desk_text_card_set_text (DeskTextCard *self, const char *text)
{
  g_return_if_fail (DESK_IS_TEXT_CARD (self));

  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
}

/**
 * desk_text_card_set_error:
 * @self: a card
 * @error: (nullable): what is wrong with the text; %NULL brings the hint back
 */
void
desk_text_card_set_error (DeskTextCard *self, const char *error)
{
  const char *words = error != NULL ? error : self->hint_text;

  g_return_if_fail (DESK_IS_TEXT_CARD (self));

  gtk_label_set_label (self->hint, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), words != NULL);
  if (error != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->hint), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->card), "error");
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->hint), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->card), "error");
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : "", -1);
}

void
desk_text_card_grab_text_focus (DeskTextCard *self)
{
  g_return_if_fail (DESK_IS_TEXT_CARD (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
