/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-enum.h"
#include "core/desk-permissions.h"

G_BEGIN_DECLS

gboolean desk_ticket_status_may_follow (DeskTicketStatus from, DeskTicketStatus to);
gboolean desk_query_status_may_follow (DeskQueryStatus from, DeskQueryStatus to);
char *desk_ticket_status_dup_allowed (DeskTicketStatus from);
char *desk_query_status_dup_allowed (DeskQueryStatus from);
DeskPermission desk_ticket_status_permission (DeskTicketStatus from, DeskTicketStatus to);
gboolean desk_ticket_status_is_open (DeskTicketStatus status);
gboolean desk_resolution_type_is_refund (DeskResolutionType type);

G_END_DECLS
