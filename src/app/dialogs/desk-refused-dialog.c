/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-refused-dialog.h"

#include <glib/gi18n.h>

#define DISCARD "discard"
#define RETRY "retry"
#define OPEN "open"

typedef struct
{
  DeskSession *session;
  DeskOutboxItem *item;
} Review;

static void
review_free (gpointer data, GClosure *closure)
{
  Review *review = data;

  g_object_unref (review->session);
  g_object_unref (review->item);
  g_free (review);
}

/* The action that opens what the command was about; NULL when it is not there. */
static const char *
find_action (Review *review)
{
  const char *id = desk_outbox_item_get_target_id (review->item);
  static const struct
  {
    const DeskKind *kind;
    const char *action;
  } kinds[] = {
    { &desk_ticket_kind, "win.open-ticket" },
    { &desk_query_kind, "win.open-query" },
    { &desk_customer_kind, "win.open-customer" },
  };

  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DeskEntity) entity = desk_session_dup_entity (review->session, kinds[i].kind, id);

      if (entity != NULL)
        return kinds[i].action;
    }
  return NULL;
}

static void
on_response_cb (AdwMessageDialog *dialog, const char *response, Review *review)
{
  GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (dialog)));
  const char *id = desk_outbox_item_get_id (review->item);

  gtk_widget_activate_action (parent, "win.scrim", "b", FALSE);
  if (g_str_equal (response, DISCARD))
    desk_session_take_back (review->session, id);
  else if (g_str_equal (response, RETRY))
    desk_session_retry (review->session, id);
  else if (g_str_equal (response, OPEN))
    gtk_widget_activate_action (parent, find_action (review), "s", desk_outbox_item_get_target_id (review->item));
}

GtkWindow *
desk_refused_dialog_present (GtkWindow *parent, DeskSession *session, DeskOutboxItem *item)
{
  const char *problem = desk_outbox_item_get_problem (item);
  GtkWidget *dialog = adw_message_dialog_new (parent, NULL, NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  Review *review = g_new0 (Review, 1);

  review->session = g_object_ref (session);
  review->item = g_object_ref (item);
  /* Translators: %s is what was done: "Resolve TKT-2026-00417" */
  adw_message_dialog_format_heading (message, _ ("Refused: %s"), desk_outbox_item_get_title (item));
  adw_message_dialog_set_body (message, problem != NULL ? problem : _ ("The server gave no reason."));
  adw_message_dialog_add_responses (message, DISCARD, _ ("_Discard"), NULL);
  if (find_action (review) != NULL)
    adw_message_dialog_add_responses (message, OPEN, _ ("_Look at It"), NULL);
  adw_message_dialog_add_responses (message, RETRY, _ ("_Try Again"), NULL);
  adw_message_dialog_set_response_appearance (message, DISCARD, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (message, RETRY, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, RETRY);
  adw_message_dialog_set_close_response (message, "close");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response_cb), review, review_free, 0);
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.scrim", "b", TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
  return GTK_WINDOW (dialog);
}
