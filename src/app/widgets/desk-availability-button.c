/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-availability-button.h"

#include <glib/gi18n.h>

#include "app/widgets/desk-looks.h"

struct _DeskAvailabilityButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkBox *dot;
  GtkLabel *word;
  GtkLabel *who;
  GtkBox *choices;

  DeskSession *session; /* owned */
  DeskAgent *me;        /* owned */
  GtkWidget *checks[DESK_AVAILABILITY_AWAY + 1];
};

G_DEFINE_FINAL_TYPE (DeskAvailabilityButton, desk_availability_button, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_dot (GtkWidget *dot, int availability)
{
  const DeskLook *look = desk_look (&desk_availability_enum, availability);
  const char *classes[] = { "desk-dot", look != NULL ? desk_tone_get_css_class (look->tone) : "grey", NULL };

  gtk_widget_set_css_classes (dot, classes);
}

static void
update (DeskAvailabilityButton *self)
{
  int now = desk_entity_get_enum (self->me, DESK_AGENT_AVAILABILITY);
  const char *word = desk_enum_label (&desk_availability_enum, now);
  const char *name = desk_entity_get_string (self->me, DESK_AGENT_NAME);
  g_autofree char *label = g_strdup_printf (_ ("Availability: %s"), word);
  g_autofree char *who = NULL;

  set_dot (GTK_WIDGET (self->dot), now);
  gtk_label_set_label (self->word, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  who = g_strdup_printf ("%s · %s", name != NULL ? name : "",
                         desk_enum_label (&desk_role_enum, desk_entity_get_enum (self->me, DESK_AGENT_ROLE)));
  gtk_label_set_label (self->who, who);
  for (int i = DESK_AVAILABILITY_AVAILABLE; i <= DESK_AVAILABILITY_AWAY; i++)
    gtk_widget_set_opacity (self->checks[i], i == now ? 1 : 0);
}

static void
set_availability (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DeskAvailabilityButton *self = DESK_AVAILABILITY_BUTTON (widget);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;
  GVariantDict arguments;

  gtk_menu_button_popdown (self->button);
  if (self->session == NULL)
    return;
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "availability", "s",
                         desk_enum_to_wire (&desk_availability_enum, g_variant_get_int32 (parameter)));
  command = desk_session_do (self->session, DESK_COMMAND_AVAILABILITY_SET, desk_entity_get_id (DESK_ENTITY (self->me)),
                             g_variant_dict_end (&arguments), NULL, &error);
  if (command == NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
}

static GtkWidget *
create_choice (DeskAvailabilityButton *self, int availability)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (desk_enum_label (&desk_availability_enum, availability));

  set_dot (dot, availability);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  self->checks[availability] = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->checks[availability]);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "desk-menu-row");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "availability.set");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", availability);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  desk_enum_label (&desk_availability_enum, availability), -1);
  return button;
}

static void
forget_session (DeskAvailabilityButton *self)
{
  if (self->me != NULL)
    g_signal_handlers_disconnect_by_func (self->me, update, self);
  g_clear_object (&self->me);
  g_clear_object (&self->session);
}

static void
desk_availability_button_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_SESSION)
    g_value_set_object (value, DESK_AVAILABILITY_BUTTON (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
desk_availability_button_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_SESSION)
    desk_availability_button_set_session (DESK_AVAILABILITY_BUTTON (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
desk_availability_button_dispose (GObject *object)
{
  forget_session (DESK_AVAILABILITY_BUTTON (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_AVAILABILITY_BUTTON);

  G_OBJECT_CLASS (desk_availability_button_parent_class)->dispose (object);
}

static void
desk_availability_button_class_init (DeskAvailabilityButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_availability_button_get_property;
  object_class->set_property = desk_availability_button_set_property;
  object_class->dispose = desk_availability_button_dispose;

  properties[PROP_SESSION] =
      g_param_spec_object ("session", NULL, NULL, DESK_TYPE_SESSION, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "availability.set", "i", set_availability);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/widgets/desk-availability-button.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskAvailabilityButton, button);
  gtk_widget_class_bind_template_child (widget_class, DeskAvailabilityButton, dot);
  gtk_widget_class_bind_template_child (widget_class, DeskAvailabilityButton, word);
  gtk_widget_class_bind_template_child (widget_class, DeskAvailabilityButton, who);
  gtk_widget_class_bind_template_child (widget_class, DeskAvailabilityButton, choices);
}

static void
desk_availability_button_init (DeskAvailabilityButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = DESK_AVAILABILITY_AVAILABLE; i <= DESK_AVAILABILITY_AWAY; i++)
    gtk_box_append (self->choices, create_choice (self, i));
}

GtkWidget *
desk_availability_button_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_AVAILABILITY_BUTTON, "session", session, NULL);
}

/**
 * desk_availability_button_set_session:
 * @self: the button
 * @session: (nullable): who is signed in
 */
void
desk_availability_button_set_session (DeskAvailabilityButton *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_AVAILABILITY_BUTTON (self));

  if (self->session == session && (session == NULL || self->me == desk_session_get_me (session)))
    return;
  forget_session (self);
  if (session != NULL && desk_session_get_me (session) != NULL)
    {
      self->session = g_object_ref (session);
      self->me = g_object_ref (desk_session_get_me (session));
      g_signal_connect_swapped (self->me, "notify", G_CALLBACK (update), self);
      update (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}
