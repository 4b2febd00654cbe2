/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pages/desk-board.h"

#include "client/desk-cache.h"

int
desk_board_show (void)
{
  return desk_cache_open ();
}
