/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-chat-words.h"

#include <string.h>

DeskListModel *
desk_chat_words_list (DeskSession *session, const char *chat_id)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_message_kind);

  desk_list_spec_add_text (spec, DESK_MESSAGE_THREAD_ID, chat_id);
  desk_list_spec_add_enum (spec, DESK_MESSAGE_SENDER_TYPE, DESK_SENDER_TYPE_CUSTOMER);
  desk_list_spec_set_sort (spec, DESK_ENTITY_CREATED_AT, FALSE);
  return desk_session_list (session, spec);
}

char *
desk_chat_words_join (DeskListModel *words)
{
  GListModel *messages = G_LIST_MODEL (words);
  gsize max = desk_query_kind.fields[DESK_QUERY_MESSAGE].max;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (DeskEntity) message = g_list_model_get_item (messages, i);
      const char *body = desk_entity_get_string (message, DESK_MESSAGE_BODY);

      /* What does not fit is left out, and so is what comes behind it: the desk does the same. */
      if (body == NULL || text->len + 1 + strlen (body) > max)
        break;
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", body);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
