/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-permissions.h"

G_BEGIN_DECLS

/**
 * DeskCommandKind:
 *
 * What a user can do. One table says for each: the permission, its route, what it takes, how it is worded and how it
 * looks in the cache before the server has answered. Arguments are a GVariant of type a{sv} with the API's field names:
 * texts "s", flags "b", numbers "x", money "(xs)" (minor units, currency), lists of words "as".
 */
typedef enum
{
  DESK_COMMAND_NONE,
  DESK_COMMAND_QUERY_CREATE,   /* source, name, mobile, email, order_number, priority, message, remarks */
  DESK_COMMAND_QUERY_UPDATE,   /* any field of a query that an edit may change */
  DESK_COMMAND_QUERY_REPLY,    /* body, is_internal, base_seq, force */
  DESK_COMMAND_QUERY_ESCALATE, /* subject, category, priority, assigned_to or department_id, description */
  DESK_COMMAND_TICKET_CREATE,  /* customer_id, order_id, subject, description, category, priority, department_id */
  DESK_COMMAND_TICKET_UPDATE,  /* any field of a ticket that an edit may change, status among them */
  DESK_COMMAND_TICKET_REPLY,   /* body, is_internal, base_seq, force */
  DESK_COMMAND_TICKET_ASSIGN,  /* agent_id, or nothing for the desk to choose */
  DESK_COMMAND_TICKET_TAKE,
  DESK_COMMAND_TICKET_ESCALATE, /* agent_id or department_id, reason */
  DESK_COMMAND_TICKET_RESOLVE,  /* resolution_type, resolution, refund */
  DESK_COMMAND_TICKET_CLOSE,
  DESK_COMMAND_TICKET_REOPEN,
  DESK_COMMAND_CHAT_REPLY,  /* body, is_internal, base_seq, force */
  DESK_COMMAND_CHAT_ACCEPT, /* of a chat that waits */
  DESK_COMMAND_CHAT_END,
  DESK_COMMAND_CHAT_READ,      /* up_to, a message's id, or nothing for all */
  DESK_COMMAND_CHAT_TO_QUERY,  /* order_number, priority, message, remarks */
  DESK_COMMAND_CHAT_TO_TICKET, /* as to escalate a query, and order_id */
  DESK_COMMAND_CUSTOMER_UPDATE,
  DESK_COMMAND_AVAILABILITY_SET,   /* availability */
  DESK_COMMAND_NOTIFICATIONS_READ, /* ids */
  DESK_N_COMMANDS,
} DeskCommandKind;

DeskPermission desk_command_get_permission (DeskCommandKind kind);

G_END_DECLS
