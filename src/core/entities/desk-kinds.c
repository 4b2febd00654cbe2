/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-kinds.h"

const DeskKind *const desk_kinds[] = {
  &desk_department_kind,
  &desk_agent_kind,
  &desk_customer_kind,
  &desk_order_kind,
  &desk_delivery_kind,
  &desk_query_kind,
  &desk_ticket_kind,
  &desk_chat_kind,
  &desk_message_kind,
  &desk_history_kind,
  &desk_notification_kind,
  &desk_faq_kind,
  &desk_feedback_kind,
  &desk_attachment_kind,
  NULL,
};

/**
 * desk_kind_by_name:
 * @name: (nullable): a kind's wire name
 *
 * Returns: (nullable): the stored kind of that name
 */
const DeskKind *
desk_kind_by_name (const char *name)
{
  for (guint i = 0; name != NULL && desk_kinds[i] != NULL; i++)
    if (g_str_equal (desk_kinds[i]->name, name))
      return desk_kinds[i];
  return NULL;
}

/**
 * desk_kind_of_subject:
 * @subject: what a message, history row or notification is about
 *
 * Returns: (nullable): its kind
 */
const DeskKind *
desk_kind_of_subject (DeskSubject subject)
{
  return desk_kind_by_name (desk_enum_to_wire (&desk_subject_enum, subject));
}
