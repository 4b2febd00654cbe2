/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-look.h"
#include "server/http/desk-route.h"

G_BEGIN_DECLS

/* Query parameters that all lists know. */
#define DESK_PARAMETERS_PAGE "limit cursor sort include"
#define DESK_PARAMETERS_LIST DESK_PARAMETERS_PAGE " created_from created_to updated_from updated_to"
/* What tickets can be filtered by: in their list, and where something is done to all that match. */
#define DESK_PARAMETERS_TICKETS                                                                                        \
  "search number query_id customer_id order_id category issue_type priority status department_id tier assigned_to "    \
  "escalated_to escalated_by resolution_type first_response_breached resolution_breached next_response_breached "      \
  "delivery_id merged_into_id split_from_id merged tag source order_number is_overdue is_waiting has_unread"

/* What most routes do in the same way. */
gboolean desk_routes_answer_list (DeskCall *call,
                                  const DeskKind *kind,
                                  const char *sort,
                                  const char *only,
                                  const char *only_value,
                                  GError **error);
gboolean desk_routes_append_list (DeskCall *call,
                                  const DeskKind *kind,
                                  const char *sort,
                                  const char *only,
                                  const char *only_value,
                                  GString *json,
                                  GError **error);
/* The entity that {id} names, with what is wanted beside it. */
gboolean desk_routes_answer_one (DeskCall *call, const DeskKind *kind, GError **error);
/* Answers with @entity and gives it back; FALSE where it is NULL. */
gboolean desk_routes_answer (DeskCall *call, DeskEntity *entity);
/* The entity that {id} names, locked and of the version that the caller has seen, and a copy with what the body
 * changes. Fields that are wrong are told in @field_error. */
gboolean desk_routes_begin_edit (DeskCall *call,
                                 const DeskKind *kind,
                                 DeskEntity **before,
                                 DeskEntity **after,
                                 GError **field_error,
                                 GError **error);

/* Messages of a query, ticket or chat. */
gboolean desk_routes_list_messages (DeskCall *call, const DeskKind *thread_kind, GError **error);
gboolean desk_routes_send_message (DeskCall *call, const DeskKind *thread_kind, GError **error);
gboolean desk_routes_read_messages (DeskCall *call, const DeskKind *thread_kind, GError **error);
gboolean desk_routes_list_history (DeskCall *call, const DeskKind *kind, GError **error);

G_END_DECLS
