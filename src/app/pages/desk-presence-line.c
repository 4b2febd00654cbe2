/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-presence-line.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/pages/desk-thread.h"
#include "app/widgets/desk-avatar.h"

struct _DeskPresenceLine
{
  AdwBin parent_instance;

  DeskAvatar *avatar;
  GtkLabel *label;

  DeskSession *session; /* owned */
  char *thread_id;      /* owned */
  char *customer_id;    /* owned: who is no colleague */
};

G_DEFINE_FINAL_TYPE (DeskPresenceLine, desk_presence_line, ADW_TYPE_BIN)

static char *
make_words (char **viewers, const char *typing)
{
  guint others = viewers != NULL ? g_strv_length (viewers) : 0;

  if (typing != NULL)
    /* Translators: %s is a colleague's name */
    return g_strdup_printf (_ ("%s is writing …"), typing);
  if (others == 1)
    return g_strdup_printf (_ ("%s is looking at this"), viewers[0]);
  return g_strdup_printf (ngettext ("%s and %u other are looking at this", "%s and %u others are looking at this",
                                    others - 1),
                          viewers[0], others - 1);
}

static void
show_freshness (DeskPresenceLine *self)
{
  gint64 last_sync = 0;
  g_autofree char *clock = NULL;
  g_autofree char *words = NULL;

  g_object_get (self->session, "last-sync", &last_sync, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), last_sync != 0);
  if (last_sync == 0)
    return;
  clock = desk_format_when (last_sync, 0);
  words = g_strdup_printf (_ ("As of %s"), clock);
  gtk_label_set_label (self->label, words);
}

static void
update (DeskPresenceLine *self)
{
  g_auto (GStrv) viewers = NULL;
  g_autofree char *typing = NULL;
  g_autofree char *words = NULL;

  if (self->session == NULL || self->thread_id == NULL)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  if (desk_session_get_state (self->session) == DESK_SESSION_OFFLINE)
    {
      show_freshness (self);
      return;
    }
  viewers = desk_session_dup_viewers (self->session, self->thread_id);
  if (!desk_session_is_typing (self->session, self->thread_id, self->customer_id))
    typing = desk_session_dup_typing (self->session, self->thread_id);
  gtk_widget_set_visible (GTK_WIDGET (self), typing != NULL || (viewers != NULL && viewers[0] != NULL));
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  words = make_words (viewers, typing);
  gtk_label_set_label (self->label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), TRUE);
  desk_avatar_set_name (self->avatar, typing != NULL ? typing : viewers[0]);
}

static void
on_presence_cb (DeskPresenceLine *self, const char *thread_id)
{
  if (g_strcmp0 (thread_id, self->thread_id) == 0)
    update (self);
}

static void
desk_presence_line_dispose (GObject *object)
{
  DeskPresenceLine *self = DESK_PRESENCE_LINE (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->thread_id, g_free);
  g_clear_pointer (&self->customer_id, g_free);
  G_OBJECT_CLASS (desk_presence_line_parent_class)->dispose (object);
}

static void
desk_presence_line_class_init (DeskPresenceLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_presence_line_dispose;
  g_type_ensure (DESK_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-presence-line.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPresenceLine, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskPresenceLine, label);
}

static void
desk_presence_line_init (DeskPresenceLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_presence_line_set_thread:
 * @self: a line
 * @session: a session
 * @thread: (nullable): the query, ticket or chat it is about
 */
void
desk_presence_line_set_thread (DeskPresenceLine *self, DeskSession *session, DeskEntity *thread)
{
  g_return_if_fail (DESK_IS_PRESENCE_LINE (self) && DESK_IS_SESSION (session));

  if (g_set_object (&self->session, session))
    {
      g_signal_connect_object (session, "presence", G_CALLBACK (on_presence_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    }
  g_free (self->thread_id);
  self->thread_id = thread != NULL ? g_strdup (desk_entity_get_id (thread)) : NULL;
  g_free (self->customer_id);
  self->customer_id = thread != NULL ? g_strdup (desk_thread_get_customer_id (thread)) : NULL;
  update (self);
}
