/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-sign-in-form.h"

#include <glib/gi18n.h>

#include "core/desk-error.h"

struct _DeskSignInForm
{
  AdwBin parent_instance;

  AdwEntryRow *server;
  GtkLabel *server_error;
  AdwEntryRow *email;
  GtkLabel *email_error;
  AdwPasswordEntryRow *password;
  GtkLabel *password_error;
  GtkImage *lock;
  GtkLabel *safety;
  GtkLabel *problem;
  GtkButton *button;
  GtkStack *button_stack;

  DeskSession *session; /* owned */
  GCancellable *cancellable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (DeskSignInForm, desk_sign_in_form, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
dup_text (gpointer row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

/* Beside the field: red edge and words; NULL takes both away. */
static void
set_field_error (gpointer row, GtkLabel *label, const char *words)
{
  gtk_label_set_label (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL);
  if (words != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               words != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
clear_errors (DeskSignInForm *self)
{
  set_field_error (self->server, self->server_error, NULL);
  set_field_error (self->email, self->email_error, NULL);
  set_field_error (self->password, self->password_error, NULL);
  desk_sign_in_form_set_problem (self, NULL);
}

/* Whether the password will travel encrypted, from the address alone. */
static void
update_safety (DeskSignInForm *self)
{
  g_autofree char *address = dup_text (self->server);
  g_autofree char *url = *address != '\0' ? desk_sign_in_dup_url (address, NULL) : NULL;
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  GtkWidget *line = gtk_widget_get_parent (GTK_WIDGET (self->safety));
  DeskSafety safety;
  g_autofree char *words = NULL;

  gtk_widget_set_opacity (line, uri != NULL ? 1 : 0);
  if (uri == NULL)
    return;
  safety = desk_sign_in_judge (uri);
  if (safety == DESK_SAFETY_ENCRYPTED)
    words = g_strdup_printf (_ ("%s, secure connection"), g_uri_get_host (uri));
  else if (safety == DESK_SAFETY_LOCAL)
    words = g_strdup_printf (_ ("%s, on this computer"), g_uri_get_host (uri));
  else
    words = g_strdup_printf (_ ("%s, connection without encryption"), g_uri_get_host (uri));
  gtk_label_set_label (self->safety, words);
  gtk_image_set_from_icon_name (self->lock,
                                safety == DESK_SAFETY_NONE ? "dialog-warning-symbolic" : "changes-prevent-symbolic");
  gtk_widget_set_css_classes (line, (const char *[]){
                                        safety == DESK_SAFETY_NONE ? "tone-orange-text" : "tone-green-text", NULL });
}

static void
on_server_changed_cb (DeskSignInForm *self)
{
  set_field_error (self->server, self->server_error, NULL);
  update_safety (self);
}

static void
on_email_changed_cb (DeskSignInForm *self)
{
  set_field_error (self->email, self->email_error, NULL);
}

static void
on_password_changed_cb (DeskSignInForm *self)
{
  set_field_error (self->password, self->password_error, NULL);
}

static void
set_busy (DeskSignInForm *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !busy);
  gtk_stack_set_visible_child_name (self->button_stack, busy ? "busy" : "ready");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
show_error (DeskSignInForm *self, const GError *error)
{
  g_autofree char *address = dup_text (self->server);
  g_autofree char *words = desk_sign_in_dup_problem (error, address);
  const GPtrArray *fields = desk_error_get_fields (error);
  gboolean is_said = FALSE;

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    {
      const DeskFieldError *field = g_ptr_array_index (fields, i);

      if (g_str_equal (field->field, desk_agent_kind.fields[DESK_AGENT_EMAIL].name))
        set_field_error (self->email, self->email_error, field->detail);
      else if (g_str_equal (field->field, "password"))
        set_field_error (self->password, self->password_error, field->detail);
      else
        continue;
      is_said = TRUE;
    }
  if (!is_said)
    desk_sign_in_form_set_problem (self, words);
  if (g_error_matches (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED))
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskSignInForm) self = user_data;
  g_autoptr (GError) error = NULL;

  if (desk_session_sign_in_finish (DESK_SESSION (source), result, &error))
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  set_busy (self, FALSE);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
}

static gboolean
check_fields (DeskSignInForm *self, const char *email, const char *password, const GError *address_error)
{
  gpointer first = NULL;

  clear_errors (self);
  if (*password == '\0')
    {
      first = self->password;
      set_field_error (self->password, self->password_error, _ ("Type your password"));
    }
  if (strchr (email, '@') == NULL)
    {
      first = self->email;
      set_field_error (self->email, self->email_error, _ ("Type the e-mail address of your account"));
    }
  if (address_error != NULL)
    {
      first = self->server;
      set_field_error (self->server, self->server_error, address_error->message);
    }
  if (first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));
  return first == NULL;
}

static void
on_sign_in_cb (DeskSignInForm *self)
{
  g_autofree char *address = dup_text (self->server);
  g_autofree char *email = dup_text (self->email);
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));
  g_autoptr (GError) address_error = NULL;
  g_autofree char *url = desk_sign_in_dup_url (address, &address_error);

  if (self->busy || self->session == NULL || !check_fields (self, email, password, address_error))
    return;
  set_busy (self, TRUE);
  desk_session_sign_in_async (self->session, url, email, password, self->cancellable, on_signed_in_cb,
                              g_object_ref (self));
}

static void
desk_sign_in_form_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_BUSY)
    g_value_set_boolean (value, DESK_SIGN_IN_FORM (object)->busy);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static gboolean
desk_sign_in_form_grab_focus (GtkWidget *widget)
{
  DeskSignInForm *self = DESK_SIGN_IN_FORM (widget);
  gpointer rows[] = { self->server, self->email, self->password };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (*gtk_editable_get_text (GTK_EDITABLE (rows[i])) == '\0' || i + 1 == G_N_ELEMENTS (rows))
      return gtk_widget_grab_focus (GTK_WIDGET (rows[i]));
  return FALSE;
}

static void
desk_sign_in_form_dispose (GObject *object)
{
  DeskSignInForm *self = DESK_SIGN_IN_FORM (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_SIGN_IN_FORM);

  G_OBJECT_CLASS (desk_sign_in_form_parent_class)->dispose (object);
}

static void
desk_sign_in_form_finalize (GObject *object)
{
  g_object_unref (DESK_SIGN_IN_FORM (object)->cancellable);

  G_OBJECT_CLASS (desk_sign_in_form_parent_class)->finalize (object);
}

static void
desk_sign_in_form_class_init (DeskSignInFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_sign_in_form_get_property;
  object_class->dispose = desk_sign_in_form_dispose;
  object_class->finalize = desk_sign_in_form_finalize;
  widget_class->grab_focus = desk_sign_in_form_grab_focus;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/dialogs/desk-sign-in-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, server);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, server_error);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, email);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, email_error);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, password);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, password_error);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, lock);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, safety);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, problem);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, button);
  gtk_widget_class_bind_template_child (widget_class, DeskSignInForm, button_stack);
  gtk_widget_class_bind_template_callback (widget_class, on_server_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_email_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in_cb);
}

static void
desk_sign_in_form_init (DeskSignInForm *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_safety (self);
}

GtkWidget *
desk_sign_in_form_new (void)
{
  return g_object_new (DESK_TYPE_SIGN_IN_FORM, NULL);
}

void
desk_sign_in_form_set_session (DeskSignInForm *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_SIGN_IN_FORM (self));

  g_set_object (&self->session, session);
}

void
desk_sign_in_form_set_server_url (DeskSignInForm *self, const char *url)
{
  g_return_if_fail (DESK_IS_SIGN_IN_FORM (self));

  gtk_editable_set_text (GTK_EDITABLE (self->server), url != NULL ? url : "");
}

void
desk_sign_in_form_set_email (DeskSignInForm *self, const char *email)
{
  g_return_if_fail (DESK_IS_SIGN_IN_FORM (self));

  gtk_editable_set_text (GTK_EDITABLE (self->email), email != NULL ? email : "");
}

/* What went wrong as a whole, above the button; NULL for nothing. */
void
desk_sign_in_form_set_problem (DeskSignInForm *self, const char *words)
{
  g_return_if_fail (DESK_IS_SIGN_IN_FORM (self));

  gtk_label_set_label (self->problem, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), words != NULL);
}
