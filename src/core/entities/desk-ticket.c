/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-ticket.h"

#include "core/entities/desk-affected-item.h"
#include "core/entities/desk-agent.h"
#include "core/entities/desk-customer.h"
#include "core/entities/desk-delivery.h"
#include "core/entities/desk-department.h"
#include "core/entities/desk-order.h"
#include "core/entities/desk-query.h"

DESK_DEFINE_ENTITY (DeskTicket, desk_ticket, "ticket", "tickets", DESK_TICKET_FIELDS)
