/* SPDX-License-Identifier: GPL-3.0-or-later */
int desk_a (void);

int
desk_b (void)
{
  return desk_a ();
}
