/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const column = "in_progress";

int
desk_board_is_open (const char *word)
{
  return g_str_equal (word, "open");
}
