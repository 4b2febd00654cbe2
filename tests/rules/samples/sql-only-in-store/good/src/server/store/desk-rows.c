/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const text = "SELECT id "
                                "FROM ticket";
