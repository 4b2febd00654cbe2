/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-customer-lists.h"

#include <gtk/gtk.h>
#include <string.h>

/* A summary that is longer says nothing more. */
#define LONGEST_SUMMARY 80

static int
compare_newest_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 time_a = desk_entity_get_time ((gpointer) a, DESK_ENTITY_CREATED_AT);
  gint64 time_b = desk_entity_get_time ((gpointer) b, DESK_ENTITY_CREATED_AT);

  return (time_a < time_b) - (time_a > time_b);
}

static GListModel *
list_of_customer (DeskSession *session, const DeskKind *kind, guint customer_field, const char *id, guint sort_field)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (kind);

  desk_list_spec_add_text (spec, customer_field, id);
  desk_list_spec_set_sort (spec, sort_field, TRUE);
  return G_LIST_MODEL (desk_session_list (session, spec));
}

/**
 * desk_customer_lists_new_orders:
 * @session: a session
 * @customer_id: whose
 *
 * Returns: (transfer full): all orders of the customer, newest first
 */
GListModel *
desk_customer_lists_new_orders (DeskSession *session, const char *customer_id)
{
  return list_of_customer (session, &desk_order_kind, DESK_ORDER_CUSTOMER_ID, customer_id, DESK_ORDER_PLACED_AT);
}

/**
 * desk_customer_lists_new_entries:
 * @session: a session
 * @customer_id: whose
 *
 * Returns: (transfer full): all queries and tickets of the customer, newest first
 */
GListModel *
desk_customer_lists_new_entries (DeskSession *session, const char *customer_id)
{
  GListStore *lists = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GListModel) queries =
      list_of_customer (session, &desk_query_kind, DESK_QUERY_CUSTOMER_ID, customer_id, DESK_ENTITY_CREATED_AT);
  g_autoptr (GListModel) tickets =
      list_of_customer (session, &desk_ticket_kind, DESK_TICKET_CUSTOMER_ID, customer_id, DESK_ENTITY_CREATED_AT);
  GtkFlattenListModel *all;

  g_list_store_append (lists, queries);
  g_list_store_append (lists, tickets);
  all = gtk_flatten_list_model_new (G_LIST_MODEL (lists));
  return G_LIST_MODEL (gtk_sort_list_model_new (G_LIST_MODEL (all),
                                                GTK_SORTER (gtk_custom_sorter_new (compare_newest_first, NULL, NULL))));
}

/**
 * desk_text_dup_summary:
 * @text: (nullable): what somebody wrote
 *
 * Returns: (transfer full): its first sentence
 */
char *
desk_text_dup_summary (const char *text)
{
  g_autofree char *line = NULL;
  gsize length;

  if (text == NULL)
    return g_strdup ("");
  while (g_ascii_isspace (*text))
    text++;
  length = strcspn (text, "\n");
  for (gsize i = 1; i < length; i++)
    if (g_ascii_isspace (text[i]) && strchr (".!?", text[i - 1]) != NULL && i > 24)
      {
        length = text[i - 1] == '.' ? i - 1 : i;
        break;
      }
  line = g_strndup (text, length);
  if (g_utf8_validate (line, -1, NULL) && g_utf8_strlen (line, -1) > LONGEST_SUMMARY)
    {
      g_autofree char *cut = g_utf8_substring (line, 0, LONGEST_SUMMARY);

      return g_strconcat (cut, "…", NULL);
    }
  return g_steal_pointer (&line);
}

/**
 * desk_entry_dup_summary:
 * @entry: a query or a ticket
 *
 * Returns: (transfer full): a ticket's subject; of a query the first sentence of its message
 */
char *
desk_entry_dup_summary (DeskEntity *entry)
{
  g_return_val_if_fail (DESK_IS_ENTITY (entry), NULL);

  if (DESK_IS_TICKET (entry))
    return g_strdup (desk_entity_get_string (entry, DESK_TICKET_SUBJECT));
  return desk_text_dup_summary (desk_entity_get_string (entry, DESK_QUERY_MESSAGE));
}
