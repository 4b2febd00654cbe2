/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* A question that is asked often, and its answer, for everybody to read. The counts are those of its votes. */
#define DESK_FAQ_FIELDS(FIELD)                                                                                         \
  FIELD (DESK_FAQ_QUESTION, "question", STRING, NULL, 500,                                                             \
         DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_SEARCH | DESK_FIELD_SORT)                                  \
  FIELD (DESK_FAQ_ANSWER, "answer", TEXT, NULL, 20000, DESK_FIELD_EDIT | DESK_FIELD_REQUIRED | DESK_FIELD_SEARCH)      \
  FIELD (DESK_FAQ_CATEGORY, "category", STRING, NULL, 100, DESK_FIELD_EDIT | DESK_FIELD_FILTER)                        \
  FIELD (DESK_FAQ_LANGUAGE, "language", STRING, NULL, 35, DESK_FIELD_EDIT | DESK_FIELD_FILTER)                         \
  FIELD (DESK_FAQ_IS_ACTIVE, "is_active", FLAG, NULL, 0, DESK_FIELD_EDIT | DESK_FIELD_FILTER)                          \
  FIELD (DESK_FAQ_HELPFUL_COUNT, "helpful_count", INTEGER, NULL, 0, DESK_FIELD_SORT)                                   \
  FIELD (DESK_FAQ_UNHELPFUL_COUNT, "unhelpful_count", INTEGER, NULL, 0, DESK_FIELD_SORT)

#define DESK_TYPE_FAQ (desk_faq_get_type ())
DESK_DECLARE_ENTITY (DeskFaq, desk_faq, FAQ, DESK_FAQ_FIELDS)

G_END_DECLS
