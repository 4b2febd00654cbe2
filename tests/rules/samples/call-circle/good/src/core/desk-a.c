/* SPDX-License-Identifier: GPL-3.0-or-later */
int desk_b (void);

int
desk_a (void)
{
  return desk_b ();
}
