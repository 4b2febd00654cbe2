/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/entities/desk-faq.h"

DESK_DEFINE_ENTITY (DeskFaq, desk_faq, "faq", "faqs", DESK_FAQ_FIELDS)
