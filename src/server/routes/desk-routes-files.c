/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-attach.h"
#include "server/desk/desk-thumbnail.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-tables.h"

static gboolean
list_files (DeskCall *call, const DeskKind *thread_kind, GError **error)
{
  g_autoptr (DeskEntity) thread =
      desk_transaction_get (desk_call_get_transaction (call), thread_kind, desk_call_get_path (call, "id"), error);

  return thread != NULL
         && desk_routes_answer_list (call, &desk_attachment_kind, "created_at", "thread_id",
                                     desk_entity_get_id (thread), error);
}

static gboolean
add_files (DeskCall *call, const DeskKind *thread_kind, GError **error)
{
  g_autoptr (GPtrArray) attachments =
      desk_attach_add (desk_call_get_transaction (call), thread_kind, desk_call_get_path (call, "id"),
                       desk_call_get_files (call), error);
  GString *json;

  if (attachments == NULL)
    return FALSE;
  json = g_string_new ("{\"data\":[");
  for (guint i = 0; i < attachments->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      desk_entity_append_json (attachments->pdata[i], json, desk_call_get_audience (call));
    }
  g_string_append (json, "]}");
  desk_call_answer_created_json (call, json);
  return TRUE;
}

/* The two functions of each kind of thread. */
#define THREAD(name, kind)                                                                                             \
  static gboolean list_files_of_##name (DeskCall *call, GError **error)                                                \
  {                                                                                                                    \
    return list_files (call, kind, error);                                                                             \
  }                                                                                                                    \
                                                                                                                       \
  static gboolean add_files_to_##name (DeskCall *call, GError **error)                                                 \
  {                                                                                                                    \
    return add_files (call, kind, error);                                                                              \
  }

THREAD (query, &desk_query_kind)
THREAD (ticket, &desk_ticket_kind)
THREAD (chat, &desk_chat_kind)

static gboolean
view_file (DeskCall *call, GError **error)
{
  const char *wanted = desk_call_get_query (call, "size");
  g_autoptr (DeskEntity) attachment = desk_transaction_get (desk_call_get_transaction (call), &desk_attachment_kind,
                                                            desk_call_get_path (call, "id"), error);
  guint64 size = 0;

  if (attachment == NULL)
    return FALSE;
  if (wanted != NULL && !g_ascii_string_to_unsigned (wanted, 10, 1, DESK_THUMBNAIL_BIGGEST, &size, NULL))
    {
      desk_error_add_field (error, "size", "a whole number from 1 to %d was expected", DESK_THUMBNAIL_BIGGEST);
      return FALSE;
    }
  desk_call_answer_file (call, attachment, size > 0 ? desk_thumbnail_round ((guint) size) : 0);
  return TRUE;
}

#define ROWS(name, path, see, write)                                                                                   \
  {                                                                                                                    \
    "GET", path "/{id}/attachments", see, DESK_DB_READ, list_files_of_##name, DESK_ROUTE_DEFAULT, DESK_PARAMETERS_LIST \
  },                                                                                                                   \
  {                                                                                                                    \
    "POST", path "/{id}/attachments", write, DESK_DB_WRITE, add_files_to_##name, DESK_ROUTE_UPLOAD                     \
  }

const DeskRoute desk_routes_files[] = {
  ROWS (query, "/support/queries", DESK_PERMISSION_QUERIES_SEE, DESK_PERMISSION_QUERIES_REPLY),
  ROWS (ticket, "/support/tickets", DESK_PERMISSION_TICKETS_SEE, DESK_PERMISSION_TICKETS_REPLY),
  ROWS (chat, "/support/chats", DESK_PERMISSION_CHATS, DESK_PERMISSION_CHATS),
  { "GET", "/support/attachments/{id}", DESK_PERMISSION_TICKETS_SEE, DESK_DB_READ, view_file, DESK_ROUTE_DEFAULT,
    "size" },
  { NULL },
};
