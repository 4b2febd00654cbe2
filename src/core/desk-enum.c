/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-enum.h"

#include <glib/gi18n-lib.h>

#define DEFINE_ENUM(id, enum_name, ...)                                                                                \
  static const DeskEnumValue id##_values[] = { __VA_ARGS__, { NULL, NULL } };                                          \
  const DeskEnum id##_enum = { enum_name, id##_values }

DEFINE_ENUM (desk_query_source,
             "query source",
             { "email", N_ ("E-mail") },
             { "whatsapp", N_ ("WhatsApp") },
             { "phone", N_ ("Phone") },
             { "chat", N_ ("Chat") });

DEFINE_ENUM (desk_query_status,
             "query status",
             { "open", N_ ("Open") },
             { "in_progress", N_ ("In progress") },
             { "resolved", N_ ("Resolved") },
             { "closed", N_ ("Closed") },
             { "escalated", N_ ("Escalated") });

DEFINE_ENUM (desk_ticket_status,
             "ticket status",
             { "new", N_ ("Open") },
             { "assigned", N_ ("Assigned") },
             { "in_progress", N_ ("In progress") },
             { "pending_customer", N_ ("Awaiting customer") },
             { "pending_internal", N_ ("Pending internal") },
             { "escalated", N_ ("Escalated") },
             { "resolved", N_ ("Resolved") },
             { "closed", N_ ("Closed") });

DEFINE_ENUM (desk_chat_status,
             "chat status",
             { "waiting", N_ ("Waiting") },
             { "active", N_ ("Active") },
             { "ended", N_ ("Ended") });

DEFINE_ENUM (desk_priority,
             "priority",
             { "low", N_ ("Low") },
             { "medium", N_ ("Medium") },
             { "high", N_ ("High") },
             { "critical", N_ ("Critical") });

DEFINE_ENUM (desk_role,
             "role",
             { "customer", N_ ("Customer") },
             { "executive", N_ ("Executive") },
             { "agent", N_ ("Agent") },
             { "manager", N_ ("Manager") },
             { "admin", N_ ("Administrator") });

DEFINE_ENUM (desk_availability,
             "availability",
             { "available", N_ ("Available") },
             { "busy", N_ ("Busy") },
             { "away", N_ ("Away") });

DEFINE_ENUM (desk_sender_type,
             "sender type",
             { "customer", N_ ("Customer") },
             { "agent", N_ ("Agent") },
             { "system", N_ ("System") });

DEFINE_ENUM (desk_resolution_type,
             "resolution type",
             { "full_refund", N_ ("Full refund") },
             { "partial_refund", N_ ("Partial refund") },
             { "replacement", N_ ("Replacement") },
             { "store_credit", N_ ("Store credit") },
             { "no_action", N_ ("No action") },
             { "other", N_ ("Other") });

DEFINE_ENUM (desk_order_status,
             "order status",
             { "processing", N_ ("Processing") },
             { "shipped", N_ ("Shipped") },
             { "delivered", N_ ("Delivered") },
             { "cancelled", N_ ("Cancelled") },
             { "returned", N_ ("Returned") });

DEFINE_ENUM (desk_delivery_status,
             "delivery status",
             { "scheduled", N_ ("Scheduled") },
             { "in_transit", N_ ("In transit") },
             { "out_for_delivery", N_ ("Out for delivery") },
             { "delivered", N_ ("Delivered") },
             { "delayed", N_ ("Delayed") },
             { "failed", N_ ("Failed") },
             { "returned", N_ ("Returned") },
             { "cancelled", N_ ("Cancelled") });

DEFINE_ENUM (desk_customer_kind, "customer kind", { "customer", N_ ("Customer") }, { "provider", N_ ("Provider") });

DEFINE_ENUM (desk_identity_kind,
             "identity kind",
             { "phone", N_ ("Phone") },
             { "email", N_ ("E-mail") },
             { "whatsapp_user", N_ ("WhatsApp user") },
             { "username", N_ ("User name") });

DEFINE_ENUM (desk_receipt,
             "receipt",
             { "sent", N_ ("Sent") },
             { "delivered", N_ ("Delivered") },
             { "read", N_ ("Read") },
             { "failed", N_ ("Not delivered") });

DEFINE_ENUM (desk_subject,
             "subject",
             { "query", N_ ("Query") },
             { "ticket", N_ ("Ticket") },
             { "chat", N_ ("Chat") },
             { "customer", N_ ("Customer") },
             { "order", N_ ("Order") },
             { "agent", N_ ("Agent") },
             { "department", N_ ("Department") });

DEFINE_ENUM (desk_action,
             "action",
             { "created", N_ ("Created") },
             { "updated", N_ ("Changed") },
             { "assigned", N_ ("Assigned") },
             { "status_changed", N_ ("Status changed") },
             { "escalated", N_ ("Escalated") },
             { "replied", N_ ("Replied") },
             { "noted", N_ ("Note added") },
             { "customer_wrote", N_ ("Customer wrote") },
             { "resolved", N_ ("Resolved") },
             { "closed", N_ ("Closed") },
             { "reopened", N_ ("Reopened") },
             { "deleted", N_ ("Deleted") },
             { "merged", N_ ("Merged") },
             { "unmerged", N_ ("Merge undone") },
             { "split", N_ ("Split") },
             { "notified", N_ ("Told somebody") },
             { "undone", N_ ("Undone") });

DEFINE_ENUM (desk_notification_kind,
             "notification kind",
             { "query_arrived", N_ ("Query arrived") },
             { "ticket_created", N_ ("Ticket created") },
             { "ticket_assigned", N_ ("Ticket assigned") },
             { "ticket_escalated", N_ ("Ticket escalated") },
             { "status_changed", N_ ("Status changed") },
             { "agent_replied", N_ ("Agent replied") },
             { "customer_wrote", N_ ("Customer wrote") },
             { "resolved", N_ ("Resolved") },
             { "closed", N_ ("Closed") },
             { "mentioned", N_ ("You were mentioned") },
             { "sla_warning", N_ ("Deadline near") },
             { "sla_breach", N_ ("Deadline missed") },
             { "agent_registered", N_ ("Agent registered") },
             { "agent_approved", N_ ("Agent approved") },
             { "agent_rejected", N_ ("Agent rejected") },
             { "feedback_given", N_ ("Feedback given") },
             { "chat_waiting", N_ ("Chat waiting") },
             { "ticket_merged", N_ ("Ticket merged") },
             { "notice", N_ ("Notice") });

DEFINE_ENUM (desk_clock_kind,
             "clock kind",
             { "first_response", N_ ("First response") },
             { "next_response", N_ ("Next response") },
             { "resolution", N_ ("Resolution") });

DEFINE_ENUM (desk_clock_state,
             "clock state",
             { "running", N_ ("Running") },
             { "paused", N_ ("Paused") },
             { "met", N_ ("Met") },
             { "missed", N_ ("Missed") },
             { "stopped", N_ ("Stopped") },
             { "escalated", N_ ("Escalated") });

DEFINE_ENUM (desk_clock_event,
             "clock event",
             { "created", N_ ("Created") },
             { "opened", N_ ("Opened by the desk") },
             { "priority_changed", N_ ("Priority changed") },
             { "status_changed", N_ ("Status changed") },
             { "replied", N_ ("Replied") },
             { "customer_wrote", N_ ("Customer wrote") },
             { "escalated", N_ ("Escalated") });

DEFINE_ENUM (desk_recipient,
             "recipient",
             { "assignee", N_ ("Assignee") },
             { "department", N_ ("Department") },
             { "customer", N_ ("Customer") });

DEFINE_ENUM (desk_bulk_action,
             "bulk action",
             { "assign", N_ ("Assign") },
             { "status", N_ ("Set status") },
             { "resolve", N_ ("Resolve") },
             { "escalate", N_ ("Escalate") },
             { "notify", N_ ("Notify") },
             { "tag", N_ ("Tag") },
             { "undo", N_ ("Undo") });

DEFINE_ENUM (desk_bulk_status, "bulk status", { "running", N_ ("Running") }, { "done", N_ ("Done") });

const DeskEnum *const desk_enums[] = {
  &desk_query_source_enum,      &desk_query_status_enum, &desk_ticket_status_enum,   &desk_chat_status_enum,
  &desk_priority_enum,          &desk_role_enum,         &desk_availability_enum,    &desk_sender_type_enum,
  &desk_resolution_type_enum,   &desk_order_status_enum, &desk_delivery_status_enum, &desk_customer_kind_enum,
  &desk_identity_kind_enum,     &desk_receipt_enum,      &desk_subject_enum,         &desk_action_enum,
  &desk_notification_kind_enum, &desk_clock_kind_enum,   &desk_clock_state_enum,     &desk_clock_event_enum,
  &desk_recipient_enum,         &desk_bulk_action_enum,  &desk_bulk_status_enum,     NULL,
};

/**
 * desk_enum_n_values:
 * @info: an enum
 *
 * Returns: how many values it has; they are numbered from 1
 */
guint
desk_enum_n_values (const DeskEnum *info)
{
  guint n = 0;

  g_return_val_if_fail (info != NULL, 0);

  while (info->values[n].wire != NULL)
    n++;
  return n;
}

/**
 * desk_enum_to_wire:
 * @info: an enum
 * @value: one of its values
 *
 * Returns: (nullable): the word for JSON and SQL, or %NULL for unknown
 */
const char *
desk_enum_to_wire (const DeskEnum *info, int value)
{
  g_return_val_if_fail (info != NULL, NULL);

  return value >= 1 && (guint) value <= desk_enum_n_values (info) ? info->values[value - 1].wire : NULL;
}

/**
 * desk_enum_from_wire:
 * @info: an enum
 * @wire: (nullable): a word
 *
 * Returns: the value of that word, or 0 (unknown)
 */
int
desk_enum_from_wire (const DeskEnum *info, const char *wire)
{
  g_return_val_if_fail (info != NULL, 0);

  for (guint i = 0; wire != NULL && info->values[i].wire != NULL; i++)
    if (g_str_equal (info->values[i].wire, wire))
      return i + 1;
  return 0;
}

/**
 * desk_enum_label:
 * @info: an enum
 * @value: one of its values
 *
 * Returns: what people read, translated; "" for unknown
 */
const char *
desk_enum_label (const DeskEnum *info, int value)
{
  g_return_val_if_fail (info != NULL, "");

  return value >= 1 && (guint) value <= desk_enum_n_values (info) ? _ (info->values[value - 1].label) : "";
}

/**
 * desk_enum_dup_choices:
 * @info: an enum
 *
 * Returns: (transfer full): its words joined as "a, b or c", for errors that say what was expected
 */
char *
desk_enum_dup_choices (const DeskEnum *info)
{
  g_autoptr (GString) choices = g_string_new (NULL);
  guint n = desk_enum_n_values (info);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (choices, i + 1 == n ? " or " : ", ");
      g_string_append (choices, info->values[i].wire);
    }
  return g_string_free (g_steal_pointer (&choices), FALSE);
}
