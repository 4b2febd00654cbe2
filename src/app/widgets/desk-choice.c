/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-choice.h"

struct _DeskChoice
{
  GObject parent_instance;

  char *id;
  char *label;
  char *detail;
  char *icon_name;
  DeskTone tone;
  gboolean has_avatar;
  gboolean chosen;
  gboolean sensitive;
};

G_DEFINE_FINAL_TYPE (DeskChoice, desk_choice, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_CHOSEN,
  PROP_SENSITIVE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
desk_choice_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskChoice *self = DESK_CHOICE (object);

  switch (property_id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;
    case PROP_SENSITIVE:
      g_value_set_boolean (value, self->sensitive);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_choice_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskChoice *self = DESK_CHOICE (object);

  switch (property_id)
    {
    case PROP_CHOSEN:
      desk_choice_set_chosen (self, g_value_get_boolean (value));
      break;
    case PROP_SENSITIVE:
      desk_choice_set_sensitive (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_choice_finalize (GObject *object)
{
  DeskChoice *self = DESK_CHOICE (object);

  g_free (self->id);
  g_free (self->label);
  g_free (self->detail);
  g_free (self->icon_name);

  G_OBJECT_CLASS (desk_choice_parent_class)->finalize (object);
}

static void
desk_choice_class_init (DeskChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = desk_choice_finalize;
  object_class->get_property = desk_choice_get_property;
  object_class->set_property = desk_choice_set_property;

  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SENSITIVE] =
      g_param_spec_boolean ("sensitive", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_choice_init (DeskChoice *self)
{
  self->sensitive = TRUE;
}

/**
 * desk_choice_new:
 * @id: what stands for it in code
 * @label: what people read
 * @detail: (nullable): a second, dim line
 * @icon_name: (nullable): a symbol
 * @tone: the symbol's colour
 *
 * Returns: (transfer full): a choice
 */
DeskChoice *
desk_choice_new (const char *id, const char *label, const char *detail, const char *icon_name, DeskTone tone)
{
  DeskChoice *self = g_object_new (DESK_TYPE_CHOICE, NULL);

  self->id = g_strdup (id);
  self->label = g_strdup (label);
  self->detail = g_strdup (detail);
  self->icon_name = g_strdup (icon_name);
  self->tone = tone;

  return self;
}

/**
 * desk_choice_new_person:
 * @id: an agent's or customer's id
 * @name: whose initials stand before it
 * @detail: (nullable): a second, dim line
 *
 * Returns: (transfer full): a choice
 */
DeskChoice *
desk_choice_new_person (const char *id, const char *name, const char *detail)
{
  DeskChoice *self = desk_choice_new (id, name, detail, NULL, DESK_TONE_NONE);

  self->has_avatar = TRUE;

  return self;
}

/**
 * desk_choice_new_enum:
 * @info: an enum
 * @value: one of its values
 *
 * Returns: (transfer full): a choice with the value's word, symbol and tone; its id is the wire word
 */
DeskChoice *
desk_choice_new_enum (const DeskEnum *info, int value)
{
  const DeskLook *look = desk_look (info, value);

  return desk_choice_new (desk_enum_to_wire (info, value), desk_enum_label (info, value), NULL, look->icon_name,
                          look->tone);
}

const char *
desk_choice_get_id (DeskChoice *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE (self), NULL);

  return self->id;
}

const char *
desk_choice_get_label (DeskChoice *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE (self), NULL);

  return self->label;
}

const char *
desk_choice_get_detail (DeskChoice *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE (self), NULL);

  return self->detail;
}

const char *
desk_choice_get_icon_name (DeskChoice *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE (self), NULL);

  return self->icon_name;
}

DeskTone
desk_choice_get_tone (DeskChoice *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE (self), DESK_TONE_NONE);

  return self->tone;
}

gboolean
desk_choice_has_avatar (DeskChoice *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE (self), FALSE);

  return self->has_avatar;
}

gboolean
desk_choice_get_chosen (DeskChoice *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE (self), FALSE);

  return self->chosen;
}

void
desk_choice_set_chosen (DeskChoice *self, gboolean chosen)
{
  g_return_if_fail (DESK_IS_CHOICE (self));

  if (self->chosen == chosen)
    return;

  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

gboolean
desk_choice_get_sensitive (DeskChoice *self)
{
  g_return_val_if_fail (DESK_IS_CHOICE (self), FALSE);

  return self->sensitive;
}

void
desk_choice_set_sensitive (DeskChoice *self, gboolean sensitive)
{
  g_return_if_fail (DESK_IS_CHOICE (self));

  if (self->sensitive == sensitive)
    return;

  self->sensitive = sensitive;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENSITIVE]);
}
