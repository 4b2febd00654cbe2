/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-feedback.h"
#include "server/desk/desk-knowledge.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

#define LONGEST_KEY 200

static gboolean
list_faqs (DeskCall *call, GError **error)
{
  return desk_routes_answer_list (call, &desk_faq_kind, "question", NULL, NULL, error);
}

static gboolean
add_faq (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) faq = desk_entity_new (&desk_faq_kind);
  g_autoptr (GError) field_error = NULL;

  desk_entity_set_flag (faq, DESK_FAQ_IS_ACTIVE, TRUE);
  desk_entity_read_input (faq, desk_call_get_body (call), DESK_FIELD_CREATE, &field_error);
  if (!desk_knowledge_create (desk_call_get_transaction (call), faq, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  desk_call_answer_created (call, faq);
  return TRUE;
}

static gboolean
view_faq (DeskCall *call, GError **error)
{
  return desk_routes_answer_one (call, &desk_faq_kind, error);
}

static gboolean
edit_faq (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) before = NULL;
  g_autoptr (DeskEntity) after = NULL;
  g_autoptr (GError) field_error = NULL;

  if (!desk_routes_begin_edit (call, &desk_faq_kind, &before, &after, &field_error, error))
    return FALSE;
  if (!desk_knowledge_edit (desk_call_get_transaction (call), before, after, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  return desk_routes_answer (call, after);
}

static gboolean
delete_faq (DeskCall *call, GError **error)
{
  return desk_knowledge_remove (desk_call_get_transaction (call), desk_call_get_path (call, "id"),
                                desk_call_get_if_match (call), error);
}

static gboolean
vote (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (GError) field_error = NULL;
  g_autofree char *key = desk_input_take_text (input, "key", LONGEST_KEY, &field_error);
  gboolean is_given = json_object_has_member (input, "helpful");
  gboolean is_helpful = desk_input_take_flag (input, "helpful", &field_error);
  DeskVoter voter = { .key = key, .address = desk_call_get_address (call) };
  g_autoptr (DeskEntity) faq = NULL;

  if (!is_given)
    desk_error_add_field (&field_error, "helpful", "true or false was expected");
  desk_input_check_empty (input, &field_error);
  if (desk_input_failed (&field_error, error))
    return FALSE;
  faq = desk_knowledge_vote (desk_call_get_transaction (call), desk_call_get_path (call, "id"), &voter, is_helpful,
                             error);
  return desk_routes_answer (call, faq);
}

static gboolean
give_feedback (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) feedback = desk_entity_new (&desk_feedback_kind);
  g_autoptr (GError) field_error = NULL;

  desk_entity_read_input (feedback, desk_call_get_body (call), DESK_FIELD_CREATE, &field_error);
  if (!desk_feedback_give (desk_call_get_transaction (call), desk_call_get_path (call, "id"), feedback, &field_error))
    {
      desk_input_failed (&field_error, error);
      return FALSE;
    }
  desk_call_answer_created (call, feedback);
  return TRUE;
}

static gboolean
view_feedback (DeskCall *call, GError **error)
{
  g_autoptr (DeskEntity) feedback =
      desk_feedback_find (desk_call_get_transaction (call), desk_call_get_path (call, "id"), error);

  return desk_routes_answer (call, feedback);
}

const DeskRoute desk_routes_knowledge[] = {
  { "GET", "/support/faqs", DESK_PERMISSION_PUBLIC, DESK_DB_READ, list_faqs, DESK_ROUTE_OPEN,
    DESK_PARAMETERS_LIST " search category language is_active" },
  { "POST", "/support/faqs", DESK_PERMISSION_FAQ_EDIT, DESK_DB_WRITE, add_faq },
  { "GET", "/support/faqs/{id}", DESK_PERMISSION_PUBLIC, DESK_DB_READ, view_faq, DESK_ROUTE_OPEN },
  { "PATCH", "/support/faqs/{id}", DESK_PERMISSION_FAQ_EDIT, DESK_DB_WRITE, edit_faq, DESK_ROUTE_IF_MATCH },
  { "DELETE", "/support/faqs/{id}", DESK_PERMISSION_FAQ_EDIT, DESK_DB_WRITE, delete_faq, DESK_ROUTE_IF_MATCH },
  { "POST", "/support/faqs/{id}/vote", DESK_PERMISSION_PUBLIC, DESK_DB_WRITE, vote, DESK_ROUTE_OPEN },
  { "GET", "/support/tickets/{id}/feedback", DESK_PERMISSION_TICKETS_SEE, DESK_DB_READ, view_feedback },
  { "POST", "/support/tickets/{id}/feedback", DESK_PERMISSION_FEEDBACK_GIVE, DESK_DB_WRITE, give_feedback },
  { NULL },
};
