/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/entities/desk-affected-item.h"
#include "core/entities/desk-agent.h"
#include "core/entities/desk-attachment.h"
#include "core/entities/desk-change.h"
#include "core/entities/desk-chat.h"
#include "core/entities/desk-customer.h"
#include "core/entities/desk-delivery.h"
#include "core/entities/desk-department.h"
#include "core/entities/desk-faq.h"
#include "core/entities/desk-feedback.h"
#include "core/entities/desk-history.h"
#include "core/entities/desk-identity.h"
#include "core/entities/desk-message.h"
#include "core/entities/desk-notification.h"
#include "core/entities/desk-order.h"
#include "core/entities/desk-order-item.h"
#include "core/entities/desk-query.h"
#include "core/entities/desk-ticket.h"

G_BEGIN_DECLS

/* Every stored kind, ended by NULL; those that others point to come first. */
extern const DeskKind *const desk_kinds[];

const DeskKind *desk_kind_by_name (const char *name);
const DeskKind *desk_kind_of_subject (DeskSubject subject);

G_END_DECLS
