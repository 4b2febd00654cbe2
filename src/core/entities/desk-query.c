/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-query.h"

#include "core/entities/desk-agent.h"
#include "core/entities/desk-customer.h"
#include "core/entities/desk-order.h"
#include "core/entities/desk-ticket.h"

DESK_DEFINE_ENTITY (DeskQuery, desk_query, "query", "queries", DESK_QUERY_FIELDS)
