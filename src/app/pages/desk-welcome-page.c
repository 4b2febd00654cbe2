/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-welcome-page.h"

#include <glib/gi18n.h>

#include "app/dialogs/desk-sign-in-form.h"

struct _DeskWelcomePage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *waiting;
  GtkLabel *problem;
  DeskSignInForm *form;
};

G_DEFINE_FINAL_TYPE (DeskWelcomePage, desk_welcome_page, ADW_TYPE_BIN)

static void
desk_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (desk_welcome_page_parent_class)->dispose (object);
}

static gboolean
desk_welcome_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DESK_WELCOME_PAGE (widget)->form));
}

static void
desk_welcome_page_class_init (DeskWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_welcome_page_dispose;
  widget_class->grab_focus = desk_welcome_page_grab_focus;

  g_type_ensure (DESK_TYPE_SIGN_IN_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomePage, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomePage, waiting);
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomePage, problem);
  gtk_widget_class_bind_template_child (widget_class, DeskWelcomePage, form);
}

static void
desk_welcome_page_init (DeskWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_welcome_page_new (void)
{
  return g_object_new (DESK_TYPE_WELCOME_PAGE, NULL);
}

void
desk_welcome_page_set_session (DeskWelcomePage *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_WELCOME_PAGE (self));

  desk_sign_in_form_set_session (self->form, session);
}

/* What the form begins with, so that only the password is left to type. */
void
desk_welcome_page_set_server_url (DeskWelcomePage *self, const char *url)
{
  g_return_if_fail (DESK_IS_WELCOME_PAGE (self));

  desk_sign_in_form_set_server_url (self->form, url);
}

void
desk_welcome_page_set_email (DeskWelcomePage *self, const char *email)
{
  g_return_if_fail (DESK_IS_WELCOME_PAGE (self));

  desk_sign_in_form_set_email (self->form, email);
}

/* While something is made ready: says what, instead of asking anything. NULL: asks again. */
void
desk_welcome_page_set_waiting (DeskWelcomePage *self, const char *words)
{
  g_return_if_fail (DESK_IS_WELCOME_PAGE (self));

  gtk_label_set_label (self->waiting, words != NULL ? words : "");
  gtk_stack_set_visible_child_name (self->stack, words != NULL ? "waiting" : "choices");
}

/* What went wrong, above the choices; NULL for nothing. */
void
desk_welcome_page_set_problem (DeskWelcomePage *self, const char *words)
{
  g_return_if_fail (DESK_IS_WELCOME_PAGE (self));

  gtk_label_set_label (self->problem, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), words != NULL && *words != '\0');
}
