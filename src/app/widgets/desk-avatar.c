/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-tooltip.h"

#include <glib/gi18n.h>

struct _DeskAvatar
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwAvatar *avatar;
  GtkImage *nobody;

  gboolean invites;
};

G_DEFINE_FINAL_TYPE (DeskAvatar, desk_avatar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_NAME,
  PROP_SIZE,
  PROP_INVITES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update (DeskAvatar *self)
{
  const char *name = desk_avatar_get_name (self);
  gboolean nobody = name == NULL || *name == '\0';
  const char *words = nobody ? _ ("Nobody") : name;

  gtk_stack_set_visible_child (self->stack,
                               nobody && self->invites ? GTK_WIDGET (self->nobody) : GTK_WIDGET (self->avatar));
  desk_tooltip_set (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
desk_avatar_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskAvatar *self = DESK_AVATAR (object);

  switch (property_id)
    {
    case PROP_NAME:
      g_value_set_string (value, desk_avatar_get_name (self));
      break;
    case PROP_SIZE:
      g_value_set_int (value, adw_avatar_get_size (self->avatar));
      break;
    case PROP_INVITES:
      g_value_set_boolean (value, self->invites);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_avatar_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskAvatar *self = DESK_AVATAR (object);

  switch (property_id)
    {
    case PROP_NAME:
      desk_avatar_set_name (self, g_value_get_string (value));
      break;
    case PROP_SIZE:
      desk_avatar_set_size (self, g_value_get_int (value));
      break;
    case PROP_INVITES:
      self->invites = g_value_get_boolean (value);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_avatar_dispose (GObject *object)
{
  /* The bin lets go of its child itself; clearing the template would leave it with a child that is gone. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (desk_avatar_parent_class)->dispose (object);
}

static void
desk_avatar_class_init (DeskAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_avatar_dispose;
  object_class->get_property = desk_avatar_get_property;
  object_class->set_property = desk_avatar_set_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 8, 256, 28, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INVITES] =
      g_param_spec_boolean ("invites", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-avatar.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskAvatar, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskAvatar, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskAvatar, nobody);
}

static void
desk_avatar_init (DeskAvatar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * desk_avatar_new:
 * @size: px
 * @name: (nullable): whose
 *
 * Returns: (transfer floating): an avatar
 */
GtkWidget *
desk_avatar_new (int size, const char *name)
{
  return g_object_new (DESK_TYPE_AVATAR, "size", size, "name", name, NULL);
}

void
desk_avatar_set_name (DeskAvatar *self, const char *name)
{
  g_return_if_fail (DESK_IS_AVATAR (self));

  adw_avatar_set_text (self->avatar, name);
  update (self);
}

const char *
desk_avatar_get_name (DeskAvatar *self)
{
  g_return_val_if_fail (DESK_IS_AVATAR (self), NULL);

  return adw_avatar_get_text (self->avatar);
}

void
desk_avatar_set_size (DeskAvatar *self, int size)
{
  g_return_if_fail (DESK_IS_AVATAR (self));

  adw_avatar_set_size (self->avatar, size);
}
