/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-chat-row.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-count-badge.h"
#include "core/desk-time.h"

struct _DeskChatRow
{
  GtkBox parent_instance;

  GtkWidget *heading_line;
  GtkLabel *heading;
  GtkLabel *heading_count;
  DeskAvatar *avatar;
  GtkLabel *name;
  GtkLabel *wait;
  GtkLabel *words;
  GtkImage *pending;
  GtkLabel *time;
  GtkLabel *became;
  DeskCountBadge *unread;
  GtkWidget *accept;

  DeskChat *chat; /* owned, or NULL */
  char *customer;
  char *agent;
  gint64 late_after;
};

G_DEFINE_FINAL_TYPE (DeskChatRow, desk_chat_row, GTK_TYPE_BOX)

static gboolean
is_waiting (DeskChatRow *self)
{
  return self->chat != NULL && desk_entity_get_enum (self->chat, DESK_CHAT_STATUS) == DESK_CHAT_STATUS_WAITING;
}

static gint64
get_wait (DeskChatRow *self)
{
  guint since = desk_entity_is_set (DESK_ENTITY (self->chat), DESK_CHAT_WAITING_SINCE)
                    ? (guint) DESK_CHAT_WAITING_SINCE
                    : (guint) DESK_CHAT_LAST_MESSAGE_AT;

  return MAX (desk_time_now () - desk_entity_get_time (self->chat, since), 0);
}

/* "1:40", as long as seconds matter. */
static char *
dup_wait (gint64 wait)
{
  gint64 seconds = wait / DESK_TIME_SECOND;

  if (wait >= DESK_TIME_HOUR)
    return desk_format_duration (seconds);
  /* Translators: minutes and seconds that somebody has waited */
  return g_strdup_printf (_ ("%d:%02d"), (int) (seconds / 60), (int) (seconds % 60));
}

static void
set_class (gpointer widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/* What was said last, in one line, and by whom when it was not the customer. */
static char *
dup_last_words (DeskChatRow *self, const DeskChatRowLook *look)
{
  const char *last = desk_entity_get_string (self->chat, DESK_CHAT_LAST_MESSAGE);
  g_autofree char *line = g_strdelimit (g_strdup (last != NULL ? last : ""), "\n\r\t", ' ');
  gboolean is_ended = desk_entity_get_enum (self->chat, DESK_CHAT_STATUS) == DESK_CHAT_STATUS_ENDED;

  if (look->is_typing)
    return g_strdup (_ ("is typing …"));
  if (look->is_mine && !is_ended && !desk_entity_is_set (DESK_ENTITY (self->chat), DESK_CHAT_WAITING_SINCE))
    /* Translators: what the person who reads this has said last */
    return g_strdup_printf (_ ("You: %s"), line);
  return g_steal_pointer (&line);
}

static void
show_heading (DeskChatRow *self, const DeskChatRowLook *look)
{
  g_autofree char *count = desk_format_count (look->count);

  gtk_widget_set_visible (self->heading_line, look->heading != NULL);
  gtk_label_set_label (self->heading, look->heading != NULL ? look->heading : "");
  gtk_label_set_label (self->heading_count, count);
}

static void
desk_chat_row_dispose (GObject *object)
{
  DeskChatRow *self = DESK_CHAT_ROW (object);

  g_clear_object (&self->chat);
  g_clear_pointer (&self->customer, g_free);
  g_clear_pointer (&self->agent, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CHAT_ROW);

  G_OBJECT_CLASS (desk_chat_row_parent_class)->dispose (object);
}

static void
desk_chat_row_class_init (DeskChatRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_chat_row_dispose;

  g_type_ensure (DESK_TYPE_AVATAR);
  g_type_ensure (DESK_TYPE_COUNT_BADGE);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-chat-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, heading_line);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, heading);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, heading_count);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, name);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, wait);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, words);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, pending);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, time);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, became);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, unread);
  gtk_widget_class_bind_template_child (widget_class, DeskChatRow, accept);
}

static void
desk_chat_row_init (DeskChatRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_chat_row_new (void)
{
  return g_object_new (DESK_TYPE_CHAT_ROW, NULL);
}

/**
 * desk_chat_row_show:
 * @self: a row
 * @chat: (nullable): what it shows
 * @look: what belongs to it; not used without a chat
 */
void
desk_chat_row_show (DeskChatRow *self, DeskChat *chat, const DeskChatRowLook *look)
{
  gint64 unread;
  gboolean waits;
  gboolean is_news;
  g_autofree char *words = NULL;
  g_autofree char *time = NULL;
  g_autofree char *accept = NULL;

  g_return_if_fail (DESK_IS_CHAT_ROW (self));

  g_set_object (&self->chat, chat);
  if (chat == NULL)
    return;
  waits = is_waiting (self);
  unread = desk_entity_get_enum (chat, DESK_CHAT_STATUS) == DESK_CHAT_STATUS_ENDED
               ? 0
               : desk_entity_get_integer (chat, DESK_CHAT_UNREAD_BY_AGENT);
  is_news = waits || (unread > 0 && look->is_mine);
  g_free (self->customer);
  self->customer = g_strdup (look->customer);
  g_free (self->agent);
  self->agent = g_strdup (look->agent);
  self->late_after = look->late_after;
  words = dup_last_words (self, look);
  time = desk_format_when (desk_entity_get_time (chat, DESK_CHAT_LAST_MESSAGE_AT), 0);
  show_heading (self, look);
  desk_avatar_set_name (self->avatar, look->customer);
  gtk_label_set_label (self->name, look->customer);
  set_class (self->name, "desk-strong", is_news);
  gtk_label_set_label (self->words, words);
  set_class (self->words, "dim-label", !look->is_typing);
  set_class (self->words, "tone-blue-text", look->is_typing);
  gtk_label_set_label (self->time, time);
  gtk_label_set_label (self->became, look->became != NULL ? look->became : "");
  gtk_widget_set_visible (GTK_WIDGET (self->became), look->became != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->time), !waits);
  gtk_widget_set_visible (GTK_WIDGET (self->pending), look->is_pending);
  gtk_widget_set_visible (GTK_WIDGET (self->wait), waits);
  gtk_widget_set_visible (self->accept, waits && look->may_accept);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->accept), "s", desk_entity_get_id (DESK_ENTITY (chat)));
  /* Translators: %s is a customer's name */
  accept = g_strdup_printf (_ ("Accept the chat with %s"), look->customer);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->accept), GTK_ACCESSIBLE_PROPERTY_LABEL, accept, -1);
  desk_count_badge_set_badge_style (self->unread, look->is_mine ? DESK_BADGE_ACCENT : DESK_BADGE_PLAIN);
  unread = waits ? 0 : MAX (unread, 0);
  desk_count_badge_set_count (self->unread, (guint) unread);
  gtk_widget_set_visible (GTK_WIDGET (self->unread), unread > 0);
  desk_chat_row_tick (self);
}

gboolean
desk_chat_row_tick (DeskChatRow *self)
{
  g_autofree char *wait = NULL;

  g_return_val_if_fail (DESK_IS_CHAT_ROW (self), FALSE);

  if (!is_waiting (self))
    return FALSE;
  wait = dup_wait (get_wait (self));
  gtk_label_set_label (self->wait, wait);
  set_class (self->wait, "tone-orange-text", self->late_after > 0 && get_wait (self) >= self->late_after);
  set_class (self->wait, "desk-strong", self->late_after > 0 && get_wait (self) >= self->late_after);
  return TRUE;
}

/**
 * desk_chat_row_dup_words:
 * @self: a row
 *
 * Returns: (transfer full): how a screen reader says it
 */
char *
desk_chat_row_dup_words (DeskChatRow *self)
{
  guint unread;
  g_autoptr (GString) words = NULL;

  g_return_val_if_fail (DESK_IS_CHAT_ROW (self), NULL);

  if (self->chat == NULL)
    return g_strdup ("");
  words = g_string_new (self->customer);
  if (is_waiting (self))
    {
      g_autofree char *wait = desk_format_duration (get_wait (self) / DESK_TIME_SECOND);

      g_string_append (words, ", ");
      /* Translators: %s is a duration such as "2 min" */
      g_string_append_printf (words, _ ("waiting for %s"), wait);
    }
  else
    g_string_append_printf (words, ", %s",
                            desk_enum_label (&desk_chat_status_enum,
                                             desk_entity_get_enum (self->chat, DESK_CHAT_STATUS)));
  unread = desk_count_badge_get_count (self->unread);
  if (unread > 0)
    g_string_append_printf (words, ngettext (", %u unread", ", %u unread", unread), unread);
  g_string_append_printf (words, ", %s", gtk_label_get_label (self->words));
  if (gtk_widget_get_visible (GTK_WIDGET (self->became)))
    {
      g_string_append (words, ", ");
      /* Translators: %s is the number of the query or ticket that a chat became */
      g_string_append_printf (words, _ ("turned into %s"), gtk_label_get_label (self->became));
    }
  if (self->agent != NULL)
    {
      g_string_append (words, ", ");
      /* Translators: %s is a colleague's name */
      g_string_append_printf (words, _ ("with %s"), self->agent);
    }
  if (!is_waiting (self))
    g_string_append_printf (words, ", %s", gtk_label_get_label (self->time));
  return g_string_free (g_steal_pointer (&words), FALSE);
}
