/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-empty-state.h"

struct _DeskEmptyState
{
  AdwBin parent_instance;

  AdwStatusPage *page;
  GtkBox *buttons;

  DeskTone tone;
};

G_DEFINE_FINAL_TYPE (DeskEmptyState, desk_empty_state, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_TONE,
  PROP_ICON_NAME,
  PROP_TITLE,
  PROP_DESCRIPTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_tone (DeskEmptyState *self, DeskTone tone)
{
  const char *classes[] = { "empty-state", desk_tone_get_css_class (tone), NULL };

  self->tone = tone;
  gtk_widget_set_css_classes (GTK_WIDGET (self->page), classes);
}

static void
desk_empty_state_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskEmptyState *self = DESK_EMPTY_STATE (object);

  switch (property_id)
    {
    case PROP_TONE:
      g_value_set_enum (value, self->tone);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, adw_status_page_get_icon_name (self->page));
      break;
    case PROP_TITLE:
      g_value_set_string (value, adw_status_page_get_title (self->page));
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, adw_status_page_get_description (self->page));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_empty_state_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskEmptyState *self = DESK_EMPTY_STATE (object);

  switch (property_id)
    {
    case PROP_TONE:
      set_tone (self, g_value_get_enum (value));
      break;
    case PROP_ICON_NAME:
      adw_status_page_set_icon_name (self->page, g_value_get_string (value));
      break;
    case PROP_TITLE:
      adw_status_page_set_title (self->page, g_value_get_string (value));
      break;
    case PROP_DESCRIPTION:
      adw_status_page_set_description (self->page, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_empty_state_dispose (GObject *object)
{
  /* The bin lets go of its child itself; clearing the template would leave it with a child that is gone. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (desk_empty_state_parent_class)->dispose (object);
}

static void
desk_empty_state_class_init (DeskEmptyStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_empty_state_dispose;
  object_class->get_property = desk_empty_state_get_property;
  object_class->set_property = desk_empty_state_set_property;

  properties[PROP_TONE] = g_param_spec_enum ("tone", NULL, NULL, DESK_TYPE_TONE, DESK_TONE_NONE,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME] =
      g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DESCRIPTION] =
      g_param_spec_string ("description", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-empty-state.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskEmptyState, page);
  gtk_widget_class_bind_template_child (widget_class, DeskEmptyState, buttons);
}

static void
desk_empty_state_init (DeskEmptyState *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_empty_state_new:
 * @tone: the symbol's colour
 * @icon_name: the symbol
 * @title: what there is none of
 * @description: (nullable): why, and what comes next; Pango markup
 *
 * Returns: (transfer floating): an empty state without buttons
 */
GtkWidget *
desk_empty_state_new (DeskTone tone, const char *icon_name, const char *title, const char *description)
{
  GtkWidget *self = g_object_new (DESK_TYPE_EMPTY_STATE, NULL);

  desk_empty_state_set (DESK_EMPTY_STATE (self), tone, icon_name, title, description);

  return self;
}

void
desk_empty_state_set (DeskEmptyState *self,
                      DeskTone tone,
                      const char *icon_name,
                      const char *title,
                      const char *description)
{
  g_return_if_fail (DESK_IS_EMPTY_STATE (self));

  set_tone (self, tone);
  adw_status_page_set_icon_name (self->page, icon_name);
  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, description);
}

/**
 * desk_empty_state_add_button:
 * @self: an empty state
 * @label: what it does
 * @detailed_action: the action, as in gtk_actionable_set_detailed_action_name()
 * @suggested: whether it is the one loud thing
 */
void
desk_empty_state_add_button (DeskEmptyState *self, const char *label, const char *detailed_action, gboolean suggested)
{
  GtkWidget *button;

  g_return_if_fail (DESK_IS_EMPTY_STATE (self));

  /* With a mnemonic GTK 4.8 tells a screen reader the name twice. */
  button = gtk_button_new_with_label (label);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), detailed_action);
  gtk_widget_add_css_class (button, "pill");
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (self->buttons, button);
}
