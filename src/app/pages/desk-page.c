/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-page.h"

#include "app/dialogs/desk-choices.h"

typedef struct
{
  DeskSession *session;     /* owned */
  char *title;              /* owned */
  GtkEventController *keys; /* borrowed */
  GtkWidget *late_focus;    /* weak: where the focus waits while a page has nothing to focus yet */
  gboolean wants_focus;
  guint late_id;
} DeskPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DeskPage, desk_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  char *action;
  GVariant *target;
  gboolean is_letter;
} Key;

static void
free_key (gpointer data)
{
  Key *key = data;

  g_free (key->action);
  g_clear_pointer (&key->target, g_variant_unref);
  g_free (key);
}

/* Letters are for writing where something can be written. */
static gboolean
is_typing (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return GTK_IS_TEXT_VIEW (focus) || GTK_IS_EDITABLE (focus);
}

static gboolean
on_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  const Key *key = user_data;

  return gtk_widget_get_mapped (widget) && !(key->is_letter && is_typing (widget))
         && gtk_widget_activate_action_variant (widget, key->action, key->target);
}

static gboolean
focus_late_cb (gpointer data)
{
  DeskPage *self = data;
  DeskPagePrivate *priv = desk_page_get_instance_private (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  priv->late_id = 0;
  if (!priv->wants_focus || root == NULL)
    return G_SOURCE_REMOVE;
  if (priv->late_focus != NULL && gtk_root_get_focus (root) != priv->late_focus)
    priv->wants_focus = FALSE;
  else if (DESK_PAGE_GET_CLASS (self)->focus_first (self))
    priv->wants_focus = FALSE;
  return G_SOURCE_REMOVE;
}

static gboolean
desk_page_real_focus_first (DeskPage *self)
{
  return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static gboolean
desk_page_real_focus_filter (DeskPage *self)
{
  return FALSE;
}

static gboolean
desk_page_real_toggle_panel (DeskPage *self)
{
  return FALSE;
}

static void
desk_page_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskPage *self = DESK_PAGE (object);

  switch (property_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, desk_page_get_session (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, desk_page_get_title (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_page_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskPage *self = DESK_PAGE (object);
  DeskPagePrivate *priv = desk_page_get_instance_private (self);

  switch (property_id)
    {
    case PROP_SESSION:
      priv->session = g_value_dup_object (value);
      if (priv->session != NULL)
        desk_choices_prepare (priv->session);
      break;
    case PROP_TITLE:
      desk_page_set_title (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_page_dispose (GObject *object)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (DESK_PAGE (object));

  g_clear_handle_id (&priv->late_id, g_source_remove);
  G_OBJECT_CLASS (desk_page_parent_class)->dispose (object);
}

static void
desk_page_finalize (GObject *object)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (DESK_PAGE (object));

  g_clear_weak_pointer (&priv->late_focus);
  g_clear_object (&priv->session);
  g_free (priv->title);
  G_OBJECT_CLASS (desk_page_parent_class)->finalize (object);
}

static void
desk_page_class_init (DeskPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = desk_page_get_property;
  object_class->set_property = desk_page_set_property;
  object_class->dispose = desk_page_dispose;
  object_class->finalize = desk_page_finalize;
  klass->focus_first = desk_page_real_focus_first;
  klass->focus_filter = desk_page_real_focus_filter;
  klass->toggle_panel = desk_page_real_toggle_panel;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, DESK_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_page_init (DeskPage *self)
{
}

/**
 * desk_page_get_session:
 * @self: a page
 *
 * Returns: (transfer none): whose desk it shows
 */
DeskSession *
desk_page_get_session (DeskPage *self)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (self);

  return priv->session;
}

/**
 * desk_page_get_title:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what the header says while the page is shown
 */
const char *
desk_page_get_title (DeskPage *self)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (self);

  return priv->title;
}

/**
 * desk_page_set_title:
 * @self: a page
 * @title: what the header shall say
 */
void
desk_page_set_title (DeskPage *self, const char *title)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (self);

  g_return_if_fail (DESK_IS_PAGE (self));

  if (g_strcmp0 (priv->title, title) == 0)
    return;
  g_free (priv->title);
  priv->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * desk_page_focus_first:
 * @self: a page that has just been shown
 *
 * Moves the keyboard focus to where work begins on it.
 */
void
desk_page_focus_first (DeskPage *self)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_return_if_fail (DESK_IS_PAGE (self));

  g_clear_weak_pointer (&priv->late_focus);
  priv->wants_focus = !DESK_PAGE_GET_CLASS (self)->focus_first (self);
  if (!priv->wants_focus)
    return;
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  if (root != NULL)
    g_set_weak_pointer (&priv->late_focus, gtk_root_get_focus (root));
}

/**
 * desk_page_focus_late:
 * @self: a page whose list has just got its rows
 *
 * Moves the keyboard focus where desk_page_focus_first() could not, unless the user has moved it meanwhile.
 */
void
desk_page_focus_late (DeskPage *self)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (self);
  g_return_if_fail (DESK_IS_PAGE (self));

  /* Rows are made when the list is laid out. */
  if (priv->wants_focus && priv->late_id == 0)
    priv->late_id = g_idle_add_full (G_PRIORITY_LOW, focus_late_cb, self, NULL);
}

/**
 * desk_page_add_key:
 * @self: a page
 * @key: a key
 * @modifiers: what is held with it
 * @action: an action of the page or the window
 * @target: (nullable): its argument; a floating reference is taken
 */
void
desk_page_add_key (DeskPage *self, guint key, GdkModifierType modifiers, const char *action, GVariant *target)
{
  DeskPagePrivate *priv = desk_page_get_instance_private (self);
  Key *data = g_new0 (Key, 1);

  if (priv->keys == NULL)
    {
      priv->keys = gtk_shortcut_controller_new ();
      gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (priv->keys), GTK_SHORTCUT_SCOPE_GLOBAL);
      gtk_widget_add_controller (GTK_WIDGET (self), priv->keys);
    }
  data->action = g_strdup (action);
  data->is_letter = (modifiers & ~GDK_SHIFT_MASK) == 0 && g_unichar_isprint (gdk_keyval_to_unicode (key));
  data->target = target != NULL ? g_variant_ref_sink (target) : NULL;
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (priv->keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (key, modifiers),
                                                          gtk_callback_action_new (on_key_cb, data, free_key)));
}

/**
 * desk_page_focus_filter:
 * @self: a page
 *
 * Moves the keyboard focus into the page's own filter entry.
 *
 * Returns: whether it has one
 */
gboolean
desk_page_focus_filter (DeskPage *self)
{
  g_return_val_if_fail (DESK_IS_PAGE (self), FALSE);

  return DESK_PAGE_GET_CLASS (self)->focus_filter (self);
}

/**
 * desk_page_toggle_panel:
 * @self: a page
 *
 * Folds the panel beside the conversation, or unfolds it.
 *
 * Returns: whether there is one now
 */
gboolean
desk_page_toggle_panel (DeskPage *self)
{
  g_return_val_if_fail (DESK_IS_PAGE (self), FALSE);

  return DESK_PAGE_GET_CLASS (self)->toggle_panel (self);
}

/**
 * desk_page_toast:
 * @self: a page in a window
 * @text: what happened
 */
void
desk_page_toast (DeskPage *self, const char *text)
{
  g_return_if_fail (DESK_IS_PAGE (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}
