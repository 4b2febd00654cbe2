/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-enum.h"

DEFINE_ENUM (desk_ticket_status, "ticket status",
             { "open", N_ ("Open") },
             { "in_progress", N_ ("In progress") });

DEFINE_ENUM (desk_query_source, "query source",
             { "email", N_ ("E-mail") });
