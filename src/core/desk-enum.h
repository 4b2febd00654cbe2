/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeskEnumValue:
 * @wire: the word in JSON and SQL, lower snake case
 * @label: what people read, untranslated (marked for gettext)
 *
 * One value of an enum. Its number is its place in the table, plus one: zero is always "unknown".
 */
typedef struct
{
  const char *wire;
  const char *label;
} DeskEnumValue;

/**
 * DeskEnum:
 * @name: the enum's name in errors and in the API description
 * @values: the values, ended by a %NULL wire word
 *
 * One enum of the desk, said once. See DOMAIN: "Words on the wire".
 */
typedef struct
{
  const char *name;
  const DeskEnumValue *values;
} DeskEnum;

typedef enum
{
  DESK_QUERY_SOURCE_UNKNOWN,
  DESK_QUERY_SOURCE_EMAIL,
  DESK_QUERY_SOURCE_WHATSAPP,
  DESK_QUERY_SOURCE_PHONE,
  DESK_QUERY_SOURCE_CHAT,
} DeskQuerySource;

typedef enum
{
  DESK_QUERY_STATUS_UNKNOWN,
  DESK_QUERY_STATUS_OPEN,
  DESK_QUERY_STATUS_IN_PROGRESS,
  DESK_QUERY_STATUS_RESOLVED,
  DESK_QUERY_STATUS_CLOSED,
  DESK_QUERY_STATUS_ESCALATED,
} DeskQueryStatus;

typedef enum
{
  DESK_TICKET_STATUS_UNKNOWN,
  DESK_TICKET_STATUS_NEW,
  DESK_TICKET_STATUS_ASSIGNED,
  DESK_TICKET_STATUS_IN_PROGRESS,
  DESK_TICKET_STATUS_PENDING_CUSTOMER,
  DESK_TICKET_STATUS_PENDING_INTERNAL,
  DESK_TICKET_STATUS_ESCALATED,
  DESK_TICKET_STATUS_RESOLVED,
  DESK_TICKET_STATUS_CLOSED,
} DeskTicketStatus;

typedef enum
{
  DESK_CHAT_STATUS_UNKNOWN,
  DESK_CHAT_STATUS_WAITING,
  DESK_CHAT_STATUS_ACTIVE,
  DESK_CHAT_STATUS_ENDED,
} DeskChatStatus;

typedef enum
{
  DESK_PRIORITY_UNKNOWN,
  DESK_PRIORITY_LOW,
  DESK_PRIORITY_MEDIUM,
  DESK_PRIORITY_HIGH,
  DESK_PRIORITY_CRITICAL,
} DeskPriority;

typedef enum
{
  DESK_ROLE_UNKNOWN,
  DESK_ROLE_CUSTOMER,
  DESK_ROLE_EXECUTIVE,
  DESK_ROLE_AGENT,
  DESK_ROLE_MANAGER,
  DESK_ROLE_ADMIN,
} DeskRole;

typedef enum
{
  DESK_AVAILABILITY_UNKNOWN,
  DESK_AVAILABILITY_AVAILABLE,
  DESK_AVAILABILITY_BUSY,
  DESK_AVAILABILITY_AWAY,
} DeskAvailability;

typedef enum
{
  DESK_SENDER_TYPE_UNKNOWN,
  DESK_SENDER_TYPE_CUSTOMER,
  DESK_SENDER_TYPE_AGENT,
  DESK_SENDER_TYPE_SYSTEM,
} DeskSenderType;

typedef enum
{
  DESK_RESOLUTION_TYPE_UNKNOWN,
  DESK_RESOLUTION_TYPE_FULL_REFUND,
  DESK_RESOLUTION_TYPE_PARTIAL_REFUND,
  DESK_RESOLUTION_TYPE_REPLACEMENT,
  DESK_RESOLUTION_TYPE_STORE_CREDIT,
  DESK_RESOLUTION_TYPE_NO_ACTION,
  DESK_RESOLUTION_TYPE_OTHER,
} DeskResolutionType;

typedef enum
{
  DESK_ORDER_STATUS_UNKNOWN,
  DESK_ORDER_STATUS_PROCESSING,
  DESK_ORDER_STATUS_SHIPPED,
  DESK_ORDER_STATUS_DELIVERED,
  DESK_ORDER_STATUS_CANCELLED,
  DESK_ORDER_STATUS_RETURNED,
} DeskOrderStatus;

typedef enum
{
  DESK_DELIVERY_STATUS_UNKNOWN,
  DESK_DELIVERY_STATUS_SCHEDULED,
  DESK_DELIVERY_STATUS_IN_TRANSIT,
  DESK_DELIVERY_STATUS_OUT_FOR_DELIVERY,
  DESK_DELIVERY_STATUS_DELIVERED,
  DESK_DELIVERY_STATUS_DELAYED,
  DESK_DELIVERY_STATUS_FAILED,
  DESK_DELIVERY_STATUS_RETURNED,
  DESK_DELIVERY_STATUS_CANCELLED,
} DeskDeliveryStatus;

typedef enum
{
  DESK_CUSTOMER_KIND_UNKNOWN,
  DESK_CUSTOMER_KIND_CUSTOMER,
  DESK_CUSTOMER_KIND_PROVIDER,
} DeskCustomerKind;

typedef enum
{
  DESK_IDENTITY_KIND_UNKNOWN,
  DESK_IDENTITY_KIND_PHONE,
  DESK_IDENTITY_KIND_EMAIL,
  DESK_IDENTITY_KIND_WHATSAPP_USER,
  DESK_IDENTITY_KIND_USERNAME,
} DeskIdentityKind;

/* How far a message of ours came, as its channel says; each further than the one before, but the last. */
typedef enum
{
  DESK_RECEIPT_UNKNOWN,
  DESK_RECEIPT_SENT,
  DESK_RECEIPT_DELIVERED,
  DESK_RECEIPT_READ,
  DESK_RECEIPT_FAILED,
} DeskReceipt;

/* What a message, a history row or a notification is about. */
typedef enum
{
  DESK_SUBJECT_UNKNOWN,
  DESK_SUBJECT_QUERY,
  DESK_SUBJECT_TICKET,
  DESK_SUBJECT_CHAT,
  DESK_SUBJECT_CUSTOMER,
  DESK_SUBJECT_ORDER,
  DESK_SUBJECT_AGENT,
  DESK_SUBJECT_DEPARTMENT,
} DeskSubject;

typedef enum
{
  DESK_ACTION_UNKNOWN,
  DESK_ACTION_CREATED,
  DESK_ACTION_UPDATED,
  DESK_ACTION_ASSIGNED,
  DESK_ACTION_STATUS_CHANGED,
  DESK_ACTION_ESCALATED,
  DESK_ACTION_REPLIED,
  DESK_ACTION_NOTED,
  DESK_ACTION_CUSTOMER_WROTE,
  DESK_ACTION_RESOLVED,
  DESK_ACTION_CLOSED,
  DESK_ACTION_REOPENED,
  DESK_ACTION_DELETED,
  DESK_ACTION_MERGED,
  DESK_ACTION_UNMERGED,
  DESK_ACTION_SPLIT,
  DESK_ACTION_NOTIFIED,
  DESK_ACTION_UNDONE,
} DeskAction;

typedef enum
{
  DESK_NOTIFICATION_KIND_UNKNOWN,
  DESK_NOTIFICATION_KIND_QUERY_ARRIVED,
  DESK_NOTIFICATION_KIND_TICKET_CREATED,
  DESK_NOTIFICATION_KIND_TICKET_ASSIGNED,
  DESK_NOTIFICATION_KIND_TICKET_ESCALATED,
  DESK_NOTIFICATION_KIND_STATUS_CHANGED,
  DESK_NOTIFICATION_KIND_AGENT_REPLIED,
  DESK_NOTIFICATION_KIND_CUSTOMER_WROTE,
  DESK_NOTIFICATION_KIND_RESOLVED,
  DESK_NOTIFICATION_KIND_CLOSED,
  DESK_NOTIFICATION_KIND_MENTIONED,
  DESK_NOTIFICATION_KIND_SLA_WARNING,
  DESK_NOTIFICATION_KIND_SLA_BREACH,
  DESK_NOTIFICATION_KIND_AGENT_REGISTERED,
  DESK_NOTIFICATION_KIND_AGENT_APPROVED,
  DESK_NOTIFICATION_KIND_AGENT_REJECTED,
  DESK_NOTIFICATION_KIND_FEEDBACK_GIVEN,
  DESK_NOTIFICATION_KIND_CHAT_WAITING,
  DESK_NOTIFICATION_KIND_TICKET_MERGED,
  DESK_NOTIFICATION_KIND_NOTICE,
} DeskNotificationKind;

/* What is measured of a ticket. See SLA-AND-METRICS: "Clocks". */
typedef enum
{
  DESK_CLOCK_KIND_UNKNOWN,
  DESK_CLOCK_KIND_FIRST_RESPONSE,
  DESK_CLOCK_KIND_NEXT_RESPONSE,
  DESK_CLOCK_KIND_RESOLUTION,
} DeskClockKind;

typedef enum
{
  DESK_CLOCK_STATE_UNKNOWN,
  DESK_CLOCK_STATE_RUNNING,
  DESK_CLOCK_STATE_PAUSED,
  DESK_CLOCK_STATE_MET,
  DESK_CLOCK_STATE_MISSED,
  DESK_CLOCK_STATE_STOPPED, /* settled before there was an answer */
  DESK_CLOCK_STATE_ESCALATED,
} DeskClockState;

/* What starts, holds and ends clocks. */
typedef enum
{
  DESK_CLOCK_EVENT_UNKNOWN,
  DESK_CLOCK_EVENT_CREATED,
  DESK_CLOCK_EVENT_OPENED, /* created by an agent: their first public words begin a conversation, and answer nothing */
  DESK_CLOCK_EVENT_PRIORITY_CHANGED,
  DESK_CLOCK_EVENT_STATUS_CHANGED,
  DESK_CLOCK_EVENT_REPLIED, /* in public, by a human agent */
  DESK_CLOCK_EVENT_CUSTOMER_WROTE,
  DESK_CLOCK_EVENT_ESCALATED,
} DeskClockEventType;

/* Who of those that have to do with a ticket is told something. */
typedef enum
{
  DESK_RECIPIENT_UNKNOWN,
  DESK_RECIPIENT_ASSIGNEE,
  DESK_RECIPIENT_DEPARTMENT,
  DESK_RECIPIENT_CUSTOMER,
} DeskRecipient;

/* What is done to many tickets at once. */
typedef enum
{
  DESK_BULK_ACTION_UNKNOWN,
  DESK_BULK_ACTION_ASSIGN,
  DESK_BULK_ACTION_STATUS,
  DESK_BULK_ACTION_RESOLVE,
  DESK_BULK_ACTION_ESCALATE,
  DESK_BULK_ACTION_NOTIFY,
  DESK_BULK_ACTION_TAG,
  DESK_BULK_ACTION_UNDO,
} DeskBulkAction;

typedef enum
{
  DESK_BULK_STATUS_UNKNOWN,
  DESK_BULK_STATUS_RUNNING,
  DESK_BULK_STATUS_DONE,
} DeskBulkStatus;

extern const DeskEnum desk_query_source_enum;
extern const DeskEnum desk_query_status_enum;
extern const DeskEnum desk_ticket_status_enum;
extern const DeskEnum desk_chat_status_enum;
extern const DeskEnum desk_priority_enum;
extern const DeskEnum desk_role_enum;
extern const DeskEnum desk_availability_enum;
extern const DeskEnum desk_sender_type_enum;
extern const DeskEnum desk_resolution_type_enum;
extern const DeskEnum desk_order_status_enum;
extern const DeskEnum desk_delivery_status_enum;
extern const DeskEnum desk_customer_kind_enum;
extern const DeskEnum desk_identity_kind_enum;
extern const DeskEnum desk_receipt_enum;
extern const DeskEnum desk_subject_enum;
extern const DeskEnum desk_action_enum;
extern const DeskEnum desk_notification_kind_enum;
extern const DeskEnum desk_clock_kind_enum;
extern const DeskEnum desk_clock_state_enum;
extern const DeskEnum desk_clock_event_enum;
extern const DeskEnum desk_recipient_enum;
extern const DeskEnum desk_bulk_action_enum;
extern const DeskEnum desk_bulk_status_enum;

/* All of them, ended by NULL: for tests and for the API description. */
extern const DeskEnum *const desk_enums[];

guint desk_enum_n_values (const DeskEnum *info);
const char *desk_enum_to_wire (const DeskEnum *info, int value);
int desk_enum_from_wire (const DeskEnum *info, const char *wire);
const char *desk_enum_label (const DeskEnum *info, int value);
char *desk_enum_dup_choices (const DeskEnum *info);

G_END_DECLS
