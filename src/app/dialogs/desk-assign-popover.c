/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-assign-popover.h"

#include <glib/gi18n.h>

#include "app/dialogs/desk-choices.h"
#include "app/widgets/desk-choice-list.h"

/* The id of letting the desk choose. */
#define AUTOMATIC "auto"

typedef struct
{
  GtkWidget *popover; /* borrowed; it owns this */
  DeskSession *session;
  DeskTicket *ticket;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_object_unref (question->session);
  g_object_unref (question->ticket);
  g_free (question);
}

static void
on_choice_activated_cb (Question *question, DeskChoice *choice)
{
  GtkWidget *anchor = gtk_widget_get_parent (question->popover);

  gtk_popover_popdown (GTK_POPOVER (question->popover));
  desk_assign (anchor, question->session, question->ticket, desk_choice_get_id (choice));
}

static gboolean
unparent_cb (gpointer data)
{
  gtk_widget_unparent (data);
  return G_SOURCE_REMOVE;
}

static void
on_popover_closed_cb (GtkWidget *popover)
{
  /* What is being activated is inside it still. */
  g_idle_add (unparent_cb, popover);
}

GPtrArray *
desk_assign_make_choices (DeskSession *session)
{
  GPtrArray *choices = desk_choices_of_agents (session);

  g_ptr_array_insert (choices, 0,
                      desk_choice_new (AUTOMATIC, _ ("Whoever is free"), _ ("by load, in the department"),
                                       "desk-group-symbolic", DESK_TONE_NONE));
  return choices;
}

void
desk_assign (GtkWidget *widget, DeskSession *session, DeskTicket *ticket, const char *choice_id)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  gboolean may_assign = desk_session_may_on_ticket (session, DESK_PERMISSION_TICKETS_ASSIGN, ticket);
  DeskCommandKind kind = may_assign ? DESK_COMMAND_TICKET_ASSIGN : DESK_COMMAND_TICKET_TAKE;
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;

  if (may_assign && !g_str_equal (choice_id, AUTOMATIC))
    g_variant_dict_insert (&arguments, "agent_id", "s", choice_id);
  command = desk_session_do (session, kind, desk_entity_get_id (DESK_ENTITY (ticket)), g_variant_dict_end (&arguments),
                             NULL, &error);
  if (command == NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
}

void
desk_assign_popover_show (GtkWidget *anchor, DeskSession *session, DeskTicket *ticket)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *list = desk_choice_list_new ();
  g_autoptr (GListStore) store = g_list_store_new (DESK_TYPE_CHOICE);
  g_autoptr (GPtrArray) choices = desk_assign_make_choices (session);
  Question *question = g_new0 (Question, 1);
  GdkRectangle area = { gtk_widget_get_width (anchor) / 2, 40, 1, 1 };

  for (guint i = 0; i < choices->len; i++)
    g_list_store_append (store, choices->pdata[i]);
  desk_choice_list_set_choices (DESK_CHOICE_LIST (list), G_LIST_MODEL (store));
  question->popover = popover;
  question->session = g_object_ref (session);
  question->ticket = g_object_ref (ticket);
  g_object_set_data_full (G_OBJECT (popover), "desk-question", question, free_question);
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &area);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Assign to"), -1);
  gtk_widget_set_parent (popover, anchor);
  g_signal_connect_swapped (list, "activated", G_CALLBACK (on_choice_activated_cb), question);
  g_signal_connect (popover, "closed", G_CALLBACK (on_popover_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
  desk_choice_list_start (DESK_CHOICE_LIST (list));
}
