/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-enum.h"

static const char *const action = "open";

/* allow wire-words-only-in-core: the name of a picture */
static const char *const picture = "in_progress";

const char *
desk_board_word (int status)
{
  return desk_enum_to_wire (status);
}

int
desk_board_is_email (const char *field)
{
  return g_str_equal (field, "email");
}
