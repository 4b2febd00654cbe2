/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/desk/desk-assign.h"

#include "core/desk-word.h"
#include "server/store/desk-rows.h"

int
desk_assign (void)
{
  return desk_rows_read () + desk_word_count ();
}
