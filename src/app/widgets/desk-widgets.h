/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-bubble.h"
#include "app/widgets/desk-chat-row.h"
#include "app/widgets/desk-chip.h"
#include "app/widgets/desk-choice-card.h"
#include "app/widgets/desk-choice-cards.h"
#include "app/widgets/desk-choice-list.h"
#include "app/widgets/desk-choice-row.h"
#include "app/widgets/desk-choice.h"
#include "app/widgets/desk-composer.h"
#include "app/widgets/desk-conversation.h"
#include "app/widgets/desk-count-badge.h"
#include "app/widgets/desk-customer-panel.h"
#include "app/widgets/desk-empty-state.h"
#include "app/widgets/desk-entry-row.h"
#include "app/widgets/desk-history-words.h"
#include "app/widgets/desk-keycap.h"
#include "app/widgets/desk-looks.h"
#include "app/widgets/desk-order-row.h"
#include "app/widgets/desk-order-sums.h"
#include "app/widgets/desk-pill.h"
#include "app/widgets/desk-priority-label.h"
#include "app/widgets/desk-property-chip.h"
#include "app/widgets/desk-sla-ring.h"
#include "app/widgets/desk-source-icon.h"
#include "app/widgets/desk-stat-card.h"
#include "app/widgets/desk-text-card.h"
#include "app/widgets/desk-ticket-card.h"
#include "app/widgets/desk-timeline-row.h"
#include "app/widgets/desk-timeline.h"

G_BEGIN_DECLS

/* Registers every widget's type, so that templates can name them. Call once before the first template is used. */
void desk_widgets_init (void);

G_END_DECLS
