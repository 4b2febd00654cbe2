/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-notifier.h"

#include <glib/gi18n.h>

#include "app/widgets/desk-notification-row.h"

#define SERVICE "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"

/* The button that a press on the note itself stands for, by the specification. */
#define DEFAULT "default"

struct _DeskNotifier
{
  GObject parent_instance;

  DeskSession *session; /* owned */
  GDBusConnection *bus; /* owned, NULL until it is there */
  GCancellable *cancellable;
  gboolean has_markup; /* the service reads the body as markup */
  guint on_action;
  guint on_closed;
  GHashTable *shown;  /* desktop's id (uint) -> DeskNotification */
  GPtrArray *waiting; /* of DeskNotification: came before the bus did */
};

G_DEFINE_FINAL_TYPE (DeskNotifier, desk_notifier, G_TYPE_OBJECT)

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What came, on its way to the desktop. */
typedef struct
{
  DeskNotifier *notifier;
  DeskNotification *notification;
} Note;

static void
note_free (Note *note)
{
  g_object_unref (note->notifier);
  g_object_unref (note->notification);
  g_free (note);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Note, note_free)

static void
call (DeskNotifier *self, const char *method, GVariant *arguments, GAsyncReadyCallback callback, gpointer user_data)
{
  g_dbus_connection_call (self->bus, SERVICE, PATH, SERVICE, method, arguments, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          self->cancellable, callback, user_data);
}

/* The ticket or the chat that it is about, where the cache has it. */
static DeskEntity *
dup_about (DeskNotifier *self, DeskNotification *notification)
{
  const char *id = desk_entity_get_string (notification, DESK_NOTIFICATION_ABOUT_ID);
  DeskSubject subject = desk_entity_get_enum (notification, DESK_NOTIFICATION_ABOUT_KIND);

  if (id == NULL || (subject != DESK_SUBJECT_TICKET && subject != DESK_SUBJECT_CHAT))
    return NULL;
  return desk_session_dup_entity (self->session, subject == DESK_SUBJECT_TICKET ? &desk_ticket_kind : &desk_chat_kind,
                                  id);
}

/* The ticket's number and subject, or who writes in the chat and what, where the cache has them; else what the server
 * wrote. */
static char *
dup_plain_body (DeskNotifier *self, DeskNotification *notification, DeskEntity *about)
{
  const char *written = desk_entity_get_string (notification, DESK_NOTIFICATION_BODY);

  if (DESK_IS_TICKET (about) && desk_entity_get_string (about, DESK_TICKET_SUBJECT) != NULL)
    return g_strdup_printf ("%s · %s", desk_entity_get_string (about, DESK_TICKET_NUMBER),
                            desk_entity_get_string (about, DESK_TICKET_SUBJECT));
  if (DESK_IS_CHAT (about) && desk_entity_get_string (about, DESK_CHAT_LAST_MESSAGE) != NULL)
    return g_strdup_printf ("%s · %s",
                            desk_session_get_name (self->session, &desk_customer_kind,
                                                   desk_entity_get_string (about, DESK_CHAT_CUSTOMER_ID)),
                            desk_entity_get_string (about, DESK_CHAT_LAST_MESSAGE));
  return g_strdup (written != NULL ? written : "");
}

static char *
dup_body (DeskNotifier *self, DeskNotification *notification, DeskEntity *about)
{
  g_autofree char *body = dup_plain_body (self, notification, about);

  return self->has_markup ? g_markup_escape_text (body, -1) : g_steal_pointer (&body);
}

/* What the button says that makes it one's own; NULL when it can't be. */
static const char *
find_take_label (DeskNotifier *self, DeskEntity *about)
{
  if (DESK_IS_TICKET (about) && !desk_entity_is_set (about, DESK_TICKET_ASSIGNED_TO)
      && desk_session_may (self->session, DESK_PERMISSION_TICKETS_TAKE))
    return _ ("Take");
  if (DESK_IS_CHAT (about) && desk_entity_get_enum (about, DESK_CHAT_STATUS) == DESK_CHAT_STATUS_WAITING
      && desk_session_may (self->session, DESK_PERMISSION_CHATS_SERVE))
    return _ ("Accept");
  return NULL;
}

static void
on_shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Note) note = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  guint id;

  if (answer == NULL)
    {
      g_debug ("The desktop shows no notifications: %s", error->message);
      return;
    }
  g_variant_get (answer, "(u)", &id);
  g_hash_table_insert (note->notifier->shown, GUINT_TO_POINTER (id), g_object_ref (note->notification));
}

static GVariant *
build_hints (DeskNotification *notification)
{
  GVariantBuilder hints;
  gboolean is_urgent = desk_entity_get_enum (notification, DESK_NOTIFICATION_KIND) == DESK_NOTIFICATION_KIND_SLA_BREACH;

  g_variant_builder_init (&hints, G_VARIANT_TYPE ("a{sv}"));
  g_variant_builder_add (&hints, "{sv}", "urgency", g_variant_new_byte (is_urgent ? 2 : 1));
  g_variant_builder_add (&hints, "{sv}", "category", g_variant_new_string ("im.received"));
  g_variant_builder_add (&hints, "{sv}", "desktop-entry", g_variant_new_string ("org.deskbell.Deskbell"));
  g_variant_builder_add (&hints, "{sv}", "sound-name", g_variant_new_string ("message-new-instant"));
  return g_variant_builder_end (&hints);
}

static GVariant *
build_buttons (const char *take_label)
{
  GVariantBuilder buttons;

  g_variant_builder_init (&buttons, G_VARIANT_TYPE_STRING_ARRAY);
  g_variant_builder_add (&buttons, "s", DEFAULT);
  g_variant_builder_add (&buttons, "s", _ ("Open"));
  g_variant_builder_add (&buttons, "s", DESK_NOTIFIER_OPEN);
  g_variant_builder_add (&buttons, "s", _ ("Open"));
  if (take_label != NULL)
    {
      g_variant_builder_add (&buttons, "s", DESK_NOTIFIER_TAKE);
      g_variant_builder_add (&buttons, "s", take_label);
    }
  return g_variant_builder_end (&buttons);
}

/* One note for each thing: a new one about the same ticket takes the place of the old. */
static guint
find_shown_about (DeskNotifier *self, DeskNotification *notification)
{
  const char *about = desk_entity_get_string (notification, DESK_NOTIFICATION_ABOUT_ID);
  GHashTableIter iter;
  gpointer id, shown;

  g_hash_table_iter_init (&iter, self->shown);
  while (about != NULL && g_hash_table_iter_next (&iter, &id, &shown))
    if (g_strcmp0 (desk_entity_get_string (shown, DESK_NOTIFICATION_ABOUT_ID), about) == 0)
      return GPOINTER_TO_UINT (id);
  return 0;
}

static void
show (DeskNotifier *self, DeskNotification *notification)
{
  g_autoptr (DeskEntity) about = dup_about (self, notification);
  g_autofree char *title = desk_notification_dup_title (notification);
  g_autofree char *body = dup_body (self, notification, about);
  Note *note = g_new0 (Note, 1);

  note->notifier = g_object_ref (self);
  note->notification = g_object_ref (notification);
  call (self, "Notify",
        g_variant_new ("(susss@as@a{sv}i)", _ ("Deskbell"), find_shown_about (self, notification),
                       "org.deskbell.Deskbell", title, body, build_buttons (find_take_label (self, about)),
                       build_hints (notification), -1),
        on_shown_cb, note);
}

static void
withdraw (DeskNotifier *self, guint id)
{
  call (self, "CloseNotification", g_variant_new ("(u)", id), NULL, NULL);
}

static gboolean
is_silent (DeskNotifier *self)
{
  DeskAgent *me = desk_session_get_me (self->session);

  return me == NULL || desk_entity_get_enum (me, DESK_AGENT_AVAILABILITY) == DESK_AVAILABILITY_AWAY;
}

static void
on_notified_cb (DeskNotifier *self, DeskNotification *notification)
{
  if (is_silent (self))
    return;
  if (self->bus != NULL)
    show (self, notification);
  else
    g_ptr_array_add (self->waiting, g_object_ref (notification));
}

static void
on_notification_read_cb (DeskNotifier *self, const char *notification_id)
{
  GHashTableIter iter;
  gpointer id, shown;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &id, &shown))
    if (g_strcmp0 (desk_entity_get_id (shown), notification_id) == 0)
      {
        withdraw (self, GPOINTER_TO_UINT (id));
        g_hash_table_iter_remove (&iter);
      }
}

static void
on_action_invoked_cb (GDBusConnection *bus,
                      const char *sender,
                      const char *path,
                      const char *interface,
                      const char *signal,
                      GVariant *arguments,
                      gpointer user_data)
{
  DeskNotifier *self = user_data;
  g_autoptr (DeskNotification) notification = NULL;
  const char *action;
  guint id;

  if (!g_variant_is_of_type (arguments, G_VARIANT_TYPE ("(us)")))
    return;
  g_variant_get (arguments, "(u&s)", &id, &action);
  notification = g_hash_table_lookup (self->shown, GUINT_TO_POINTER (id));
  if (notification == NULL)
    return;
  g_object_ref (notification);
  g_hash_table_remove (self->shown, GUINT_TO_POINTER (id));
  withdraw (self, id);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0,
                 g_str_equal (action, DESK_NOTIFIER_TAKE) ? DESK_NOTIFIER_TAKE : DESK_NOTIFIER_OPEN, notification);
}

static void
on_closed_cb (GDBusConnection *bus,
              const char *sender,
              const char *path,
              const char *interface,
              const char *signal,
              GVariant *arguments,
              gpointer user_data)
{
  guint id, reason;

  if (!g_variant_is_of_type (arguments, G_VARIANT_TYPE ("(uu)")))
    return;
  g_variant_get (arguments, "(uu)", &id, &reason);
  g_hash_table_remove (DESK_NOTIFIER (user_data)->shown, GUINT_TO_POINTER (id));
}

static void
show_waiting (DeskNotifier *self)
{
  for (guint i = 0; i < self->waiting->len; i++)
    show (self, g_ptr_array_index (self->waiting, i));
  g_ptr_array_set_size (self->waiting, 0);
}

static void
on_capabilities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskNotifier) self = user_data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autofree const char **words = NULL;

  if (answer != NULL && g_variant_is_of_type (answer, G_VARIANT_TYPE ("(as)")))
    {
      g_variant_get (answer, "(^a&s)", &words);
      self->has_markup = g_strv_contains (words, "body-markup");
    }
  if (!g_cancellable_is_cancelled (self->cancellable))
    show_waiting (self);
}

static void
on_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskNotifier) self = user_data;
  g_autoptr (GError) error = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, &error);

  if (bus == NULL)
    {
      g_debug ("No session bus, so no notifications: %s", error->message);
      return;
    }
  self->bus = bus;
  self->on_action = g_dbus_connection_signal_subscribe (bus, SERVICE, SERVICE, "ActionInvoked", PATH, NULL,
                                                        G_DBUS_SIGNAL_FLAGS_NONE, on_action_invoked_cb, self, NULL);
  self->on_closed = g_dbus_connection_signal_subscribe (bus, SERVICE, SERVICE, "NotificationClosed", PATH, NULL,
                                                        G_DBUS_SIGNAL_FLAGS_NONE, on_closed_cb, self, NULL);
  call (self, "GetCapabilities", NULL, on_capabilities_cb, g_object_ref (self));
}

static void
desk_notifier_dispose (GObject *object)
{
  DeskNotifier *self = DESK_NOTIFIER (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_cancellable_cancel (self->cancellable);
  if (self->on_action != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->on_action);
  if (self->on_closed != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->on_closed);
  self->on_action = self->on_closed = 0;
  g_clear_object (&self->bus);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (desk_notifier_parent_class)->dispose (object);
}

static void
desk_notifier_finalize (GObject *object)
{
  DeskNotifier *self = DESK_NOTIFIER (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->shown);
  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (desk_notifier_parent_class)->finalize (object);
}

static void
desk_notifier_class_init (DeskNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_notifier_dispose;
  object_class->finalize = desk_notifier_finalize;

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", DESK_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 2, G_TYPE_STRING, DESK_TYPE_NOTIFICATION);
}

static void
desk_notifier_init (DeskNotifier *self)
{
  self->cancellable = g_cancellable_new ();
  self->shown = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Rings for whoever is signed in to @session. */
DeskNotifier *
desk_notifier_new (DeskSession *session)
{
  DeskNotifier *self = g_object_new (DESK_TYPE_NOTIFIER, NULL);

  g_return_val_if_fail (DESK_IS_SESSION (session), self);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "notified", G_CALLBACK (on_notified_cb), self);
  g_signal_connect_swapped (session, "notification-read", G_CALLBACK (on_notification_read_cb), self);
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, on_bus_cb, g_object_ref (self));
  return self;
}

/* Takes back every note that still stands: whoever they were for has signed out, or the program ends. */
void
desk_notifier_withdraw_all (DeskNotifier *self)
{
  GHashTableIter iter;
  gpointer id;

  g_return_if_fail (DESK_IS_NOTIFIER (self));

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    withdraw (self, GPOINTER_TO_UINT (id));
  g_hash_table_remove_all (self->shown);
}
