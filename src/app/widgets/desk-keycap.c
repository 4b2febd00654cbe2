/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-keycap.h"

struct _DeskKeycap
{
  AdwBin parent_instance;

  GtkLabel *label;

  char *accelerator;
};

G_DEFINE_FINAL_TYPE (DeskKeycap, desk_keycap, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_ACCELERATOR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The keyboard's own words have a plus between the keys; in a cap a thin space says the same more quietly. */
static char *
make_words (const char *accelerator)
{
  guint key = 0;
  GdkModifierType modifiers = 0;

  if (accelerator == NULL)
    return g_strdup ("");

  if (gtk_accelerator_parse (accelerator, &key, &modifiers) && key != 0)
    {
      g_autofree char *words = gtk_accelerator_get_label (key, modifiers);
      g_auto (GStrv) keys = g_strsplit (words, "+", -1);

      /* Where the key itself is a plus, the split leaves empty words. */
      if (key != GDK_KEY_plus && key != GDK_KEY_KP_Add)
        return g_strjoinv ("\342\200\211", keys);

      return g_steal_pointer (&words);
    }

  return g_strdup (accelerator);
}

static void
desk_keycap_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskKeycap *self = DESK_KEYCAP (object);

  switch (property_id)
    {
    case PROP_ACCELERATOR:
      g_value_set_string (value, self->accelerator);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_keycap_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskKeycap *self = DESK_KEYCAP (object);

  switch (property_id)
    {
    case PROP_ACCELERATOR:
      desk_keycap_set_accelerator (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_keycap_dispose (GObject *object)
{
  /* The bin lets go of its child itself; clearing the template would leave it with a child that is gone. */
  adw_bin_set_child (ADW_BIN (object), NULL);

  G_OBJECT_CLASS (desk_keycap_parent_class)->dispose (object);
}

static void
desk_keycap_finalize (GObject *object)
{
  DeskKeycap *self = DESK_KEYCAP (object);

  g_free (self->accelerator);

  G_OBJECT_CLASS (desk_keycap_parent_class)->finalize (object);
}

static void
desk_keycap_class_init (DeskKeycapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_keycap_dispose;
  object_class->finalize = desk_keycap_finalize;
  object_class->get_property = desk_keycap_get_property;
  object_class->set_property = desk_keycap_set_property;

  properties[PROP_ACCELERATOR] =
      g_param_spec_string ("accelerator", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-keycap.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskKeycap, label);
}

static void
desk_keycap_init (DeskKeycap *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_keycap_new:
 * @accelerator: (nullable): as in gtk_accelerator_parse(), or any text
 *
 * Returns: (transfer floating): a keycap
 */
GtkWidget *
desk_keycap_new (const char *accelerator)
{
  return g_object_new (DESK_TYPE_KEYCAP, "accelerator", accelerator, NULL);
}

void
desk_keycap_set_accelerator (DeskKeycap *self, const char *accelerator)
{
  g_autofree char *words = NULL;

  g_return_if_fail (DESK_IS_KEYCAP (self));

  g_free (self->accelerator);
  self->accelerator = g_strdup (accelerator);
  words = make_words (accelerator);
  gtk_label_set_label (self->label, words);
}
