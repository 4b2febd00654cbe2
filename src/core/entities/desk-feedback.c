/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-feedback.h"

#include "core/entities/desk-agent.h"
#include "core/entities/desk-customer.h"
#include "core/entities/desk-ticket.h"

DESK_DEFINE_ENTITY (DeskFeedback, desk_feedback, "feedback", "feedback", DESK_FEEDBACK_FIELDS)
