/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-connection-foot.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/widgets/desk-looks.h"
#include "app/widgets/desk-outbox-row.h"

struct _DeskConnectionFoot
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkBox *dot;
  GtkLabel *state;
  GtkLabel *detail;
  GtkImage *arrow;
  GtkPopover *popover;
  GtkLabel *heading;
  GtkLabel *explanation;
  GtkButton *try_now;
  GtkScrolledWindow *scroller;
  GtkListBox *list;
  GtkBox *kept;

  DeskSession *session; /* owned */
  guint tick;
};

G_DEFINE_FINAL_TYPE (DeskConnectionFoot, desk_connection_foot, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What the session says of itself, taken out at once. */
typedef struct
{
  DeskSessionState state;
  gint64 offline_since;
  gint64 next_try_at;
  gint64 last_sync;
  double progress;
  guint n_waiting;
  guint n_refused;
} Standing;

static Standing
read_standing (DeskSession *session)
{
  Standing standing = { 0 };
  int state = DESK_SESSION_SIGNED_OUT;

  g_object_get (session, "state", &state, "offline-since", &standing.offline_since, "next-try-at",
                &standing.next_try_at, "last-sync", &standing.last_sync, "sync-progress", &standing.progress,
                "outbox-waiting", &standing.n_waiting, "outbox-refused", &standing.n_refused, NULL);
  standing.state = state;
  return standing;
}

static char *
dup_state_words (const Standing *standing)
{
  g_autofree char *clock = NULL;

  switch (standing->state)
    {
    case DESK_SESSION_LIVE:
      return g_strdup (_ ("Live"));
    case DESK_SESSION_CONNECTING:
      return g_strdup (_ ("Connecting …"));
    case DESK_SESSION_RECONNECTING:
      return g_strdup (_ ("Reconnecting …"));
    case DESK_SESSION_OFFLINE:
      if (standing->offline_since == 0)
        return g_strdup (_ ("Offline"));
      clock = desk_format_when (standing->offline_since, 0);
      /* Translators: %s is a time, "17:33" */
      return g_strdup_printf (_ ("Offline since %s"), clock);
    case DESK_SESSION_SIGNED_OUT:
    default:
      return g_strdup (_ ("Signed out"));
    }
}

static char *
dup_outbox_words (const Standing *standing)
{
  g_autofree char *waiting =
      g_strdup_printf (ngettext ("%u waiting", "%u waiting", standing->n_waiting), standing->n_waiting);
  g_autofree char *refused =
      g_strdup_printf (ngettext ("%u needs you", "%u need you", standing->n_refused), standing->n_refused);

  if (standing->n_waiting == 0)
    return g_steal_pointer (&refused);
  if (standing->n_refused == 0)
    return g_steal_pointer (&waiting);
  return g_strdup_printf ("%s · %s", waiting, refused);
}

static char *
dup_detail_words (const Standing *standing)
{
  g_autofree char *clock = NULL;

  if (standing->n_waiting + standing->n_refused > 0)
    return dup_outbox_words (standing);
  if (standing->state == DESK_SESSION_LIVE && standing->progress < 1.0)
    return g_strdup_printf (_ ("Catching up · %d %%"), (int) (standing->progress * 100));
  if (standing->state == DESK_SESSION_OFFLINE || standing->state == DESK_SESSION_RECONNECTING)
    return g_strdup (_ ("What you do is kept here"));
  if (standing->last_sync == 0)
    return g_strdup (_ ("Fetching the desk …"));
  if (standing->state == DESK_SESSION_CONNECTING)
    return g_strdup (_ ("Showing what is kept here"));
  clock = desk_format_when (standing->last_sync, 0);
  /* Translators: %s is a time, "10:42" */
  return g_strdup_printf (_ ("All changes saved · %s"), clock);
}

static DeskTone
find_tone (const Standing *standing)
{
  if (standing->state == DESK_SESSION_OFFLINE || standing->n_refused > 0)
    return DESK_TONE_ORANGE;
  if (standing->state == DESK_SESSION_LIVE)
    return DESK_TONE_GREEN;
  return standing->state == DESK_SESSION_RECONNECTING ? DESK_TONE_YELLOW : DESK_TONE_GREY;
}

static char *
dup_explanation (const Standing *standing)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 seconds = (standing->next_try_at - g_get_real_time ()) / G_USEC_PER_SEC;

  if (standing->last_sync != 0)
    {
      g_autofree char *clock = desk_format_when (standing->last_sync, 0);

      /* Translators: %s is a time, "17:32" */
      g_string_append_printf (text, _ ("Last in step with the server at %s."), clock);
    }
  if (standing->state != DESK_SESSION_LIVE && standing->next_try_at != 0)
    {
      if (text->len > 0)
        g_string_append_c (text, ' ');
      if (seconds > 0)
        g_string_append_printf (text, _ ("Next try in %d s."), (int) seconds);
      else
        g_string_append (text, _ ("Trying now …"));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_popover (DeskConnectionFoot *self, const Standing *standing, const char *heading)
{
  g_autofree char *explanation = dup_explanation (standing);
  gboolean has_items = standing->n_waiting + standing->n_refused > 0;

  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->explanation, explanation);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), *explanation != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->try_now),
                          standing->state == DESK_SESSION_OFFLINE || standing->state == DESK_SESSION_RECONNECTING);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), has_items);
  gtk_widget_set_visible (GTK_WIDGET (self->kept), has_items || standing->state == DESK_SESSION_OFFLINE);
  gtk_list_box_invalidate_headers (self->list);
}

static void
update (DeskConnectionFoot *self)
{
  Standing standing = read_standing (self->session);
  gboolean is_offline = standing.state == DESK_SESSION_OFFLINE;
  gboolean has_items = standing.n_waiting + standing.n_refused > 0;
  const char *dot_classes[] = { "desk-dot", desk_tone_get_css_class (find_tone (&standing)), NULL };
  g_autofree char *state = dup_state_words (&standing);
  g_autofree char *detail = dup_detail_words (&standing);
  g_autofree char *name = g_strdup_printf ("%s, %s", state, detail);

  gtk_label_set_label (self->state, state);
  gtk_label_set_label (self->detail, detail);
  gtk_widget_set_css_classes (GTK_WIDGET (self->dot), dot_classes);
  gtk_widget_set_visible (GTK_WIDGET (self->arrow), is_offline || has_items);
  if (is_offline)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "offline");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "offline");
  if (standing.n_refused > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "waiting");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "waiting");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  update_popover (self, &standing, state);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return desk_outbox_row_new (DESK_OUTBOX_ITEM (item));
}

static gboolean
is_refused (GtkListBoxRow *row)
{
  return desk_outbox_item_get_state (desk_outbox_row_get_item (DESK_OUTBOX_ROW (row))) == DESK_OUTBOX_REFUSED;
}

/* Over the first refused and the first waiting one. */
static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  DeskConnectionFoot *self = user_data;
  Standing standing = read_standing (self->session);
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (before != NULL && is_refused (before) == is_refused (row))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (is_refused (row))
    text = g_strdup_printf (_ ("Refused, needs you · %u"), standing.n_refused);
  else
    text = g_strdup_printf (_ ("Waiting, in this order · %u"), standing.n_waiting);
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "desk-list-caption");
  gtk_widget_add_css_class (label, is_refused (row) ? "tone-red-text" : "dim-label");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  DeskConnectionFoot *self = user_data;
  Standing standing = read_standing (self->session);
  g_autofree char *explanation = dup_explanation (&standing);

  gtk_label_set_label (self->explanation, explanation);
  return G_SOURCE_CONTINUE;
}

/* The seconds to the next try are counted only while somebody looks. */
static void
on_popover_shown_cb (DeskConnectionFoot *self)
{
  if (self->session == NULL)
    return;
  update (self);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (1, on_tick_cb, self);
}

static void
on_popover_closed_cb (DeskConnectionFoot *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
}

static void
on_try_now_clicked_cb (DeskConnectionFoot *self)
{
  desk_session_reconnect (self->session);
}

static void
take_back (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DeskConnectionFoot *self = DESK_CONNECTION_FOOT (widget);

  if (self->session != NULL)
    desk_session_take_back (self->session, g_variant_get_string (parameter, NULL));
}

static void
forget_session (DeskConnectionFoot *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, update, self);
  g_clear_object (&self->session);
}

static void
desk_connection_foot_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_SESSION)
    g_value_set_object (value, DESK_CONNECTION_FOOT (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
desk_connection_foot_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_SESSION)
    desk_connection_foot_set_session (DESK_CONNECTION_FOOT (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
desk_connection_foot_dispose (GObject *object)
{
  forget_session (DESK_CONNECTION_FOOT (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_CONNECTION_FOOT);

  G_OBJECT_CLASS (desk_connection_foot_parent_class)->dispose (object);
}

static void
desk_connection_foot_class_init (DeskConnectionFootClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_connection_foot_get_property;
  object_class->set_property = desk_connection_foot_set_property;
  object_class->dispose = desk_connection_foot_dispose;

  properties[PROP_SESSION] =
      g_param_spec_object ("session", NULL, NULL, DESK_TYPE_SESSION, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "outbox.take-back", "s", take_back);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/widgets/desk-connection-foot.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, button);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, dot);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, state);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, detail);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, arrow);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, popover);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, heading);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, explanation);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, try_now);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, scroller);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, list);
  gtk_widget_class_bind_template_child (widget_class, DeskConnectionFoot, kept);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_try_now_clicked_cb);
}

static void
desk_connection_foot_init (DeskConnectionFoot *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header, self, NULL);
}

GtkWidget *
desk_connection_foot_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_CONNECTION_FOOT, "session", session, NULL);
}

/**
 * desk_connection_foot_set_session:
 * @self: the foot of the sidebar
 * @session: (nullable): whose connection it shows
 */
void
desk_connection_foot_set_session (DeskConnectionFoot *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_CONNECTION_FOOT (self));

  if (self->session == session)
    return;
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  forget_session (self);
  if (session != NULL)
    {
      self->session = g_object_ref (session);
      g_signal_connect_swapped (session, "notify", G_CALLBACK (update), self);
      gtk_list_box_bind_model (self->list, desk_session_get_outbox (session), create_row, self, NULL);
      update (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

/* Opens the outbox, as a press on it does. */
void
desk_connection_foot_popup (DeskConnectionFoot *self)
{
  g_return_if_fail (DESK_IS_CONNECTION_FOOT (self));

  gtk_menu_button_popup (self->button);
}
