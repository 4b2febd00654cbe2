/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

struct _DeskKeyring
{
  GObject parent_instance;

  char *problem; /* owned, or NULL */
};

G_DEFINE_FINAL_TYPE (DeskKeyring, desk_keyring, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const SecretSchema schema = {
  "org.deskbell.Deskbell",
  SECRET_SCHEMA_NONE,
  { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "email", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
};

/* Account -> token, for as long as the program runs. UI thread. */
static GHashTable *
get_known (void)
{
  static GHashTable *known;

  if (known == NULL)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return known;
}

static char *
make_account (const char *server, const char *email)
{
  return g_strconcat (server, "\n", email, NULL);
}

static void
set_problem (DeskKeyring *self, const char *problem)
{
  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
tell_failure (DeskKeyring *self, const GError *error)
{
  g_message ("The keyring can't be used: %s", error->message);
  set_problem (self,
               _ ("There is no keyring to keep your sign-in, so the password will be asked for at the next start"));
}

static void
on_stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskKeyring) self = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    set_problem (self, NULL);
  else
    tell_failure (self, error);
}

static void
on_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskKeyring) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!secret_password_clear_finish (result, &error) && error != NULL)
    g_message ("The keyring can't be cleared: %s", error->message);
}

static void
on_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskKeyring *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  char *secret = secret_password_lookup_finish (result, &error);
  char *token = g_strdup (secret);

  secret_password_free (secret);
  if (error != NULL)
    tell_failure (self, error);
  g_task_return_pointer (task, token, g_free);
}

static void
desk_keyring_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, DESK_KEYRING (object)->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_keyring_finalize (GObject *object)
{
  DeskKeyring *self = DESK_KEYRING (object);

  g_free (self->problem);
  G_OBJECT_CLASS (desk_keyring_parent_class)->finalize (object);
}

static void
desk_keyring_class_init (DeskKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = desk_keyring_finalize;
  object_class->get_property = desk_keyring_get_property;

  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_keyring_init (DeskKeyring *self)
{
}

/**
 * desk_keyring_new:
 *
 * Returns: (transfer full): the user's keyring
 */
DeskKeyring *
desk_keyring_new (void)
{
  return g_object_new (DESK_TYPE_KEYRING, NULL);
}

/**
 * desk_keyring_store:
 * @self: a keyring
 * @server: the desk's address
 * @email: whose token it is
 * @token: the refresh token
 */
void
desk_keyring_store (DeskKeyring *self, const char *server, const char *email, const char *token)
{
  g_autofree char *label = g_strdup_printf (_ ("Deskbell: %s at %s"), email, server);

  g_return_if_fail (DESK_IS_KEYRING (self) && server != NULL && email != NULL && token != NULL);

  g_hash_table_insert (get_known (), make_account (server, email), g_strdup (token));
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, token, NULL, on_stored_cb, g_object_ref (self),
                         "server", server, "email", email, NULL);
}

/**
 * desk_keyring_clear:
 * @self: a keyring
 * @server: the desk's address
 * @email: whose token is forgotten
 */
void
desk_keyring_clear (DeskKeyring *self, const char *server, const char *email)
{
  g_autofree char *account = make_account (server, email);

  g_return_if_fail (DESK_IS_KEYRING (self) && server != NULL && email != NULL);

  g_hash_table_remove (get_known (), account);
  secret_password_clear (&schema, NULL, on_cleared_cb, g_object_ref (self), "server", server, "email", email, NULL);
}

/**
 * desk_keyring_look_up_async:
 * @self: a keyring
 * @server: the desk's address
 * @email: whose token is wanted
 * @cancellable: (nullable): to give up
 * @callback: called when the keyring has answered, which may take until the user has unlocked it
 * @user_data: for @callback
 */
void
desk_keyring_look_up_async (DeskKeyring *self,
                            const char *server,
                            const char *email,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autofree char *account = NULL;
  const char *known;
  GTask *task;

  g_return_if_fail (DESK_IS_KEYRING (self) && server != NULL && email != NULL);

  account = make_account (server, email);
  known = g_hash_table_lookup (get_known (), account);
  task = g_task_new (self, cancellable, callback, user_data);
  if (known != NULL)
    {
      g_task_return_pointer (task, g_strdup (known), g_free);
      g_object_unref (task);
      return;
    }
  secret_password_lookup (&schema, cancellable, on_looked_up_cb, task, "server", server, "email", email, NULL);
}

char *
desk_keyring_look_up_finish (DeskKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
desk_keyring_get_problem (DeskKeyring *self)
{
  g_return_val_if_fail (DESK_IS_KEYRING (self), NULL);

  return self->problem;
}
