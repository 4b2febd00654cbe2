/* SPDX-License-Identifier: GPL-3.0-or-later */
/* goto is a word here */
static const char *const text = "goto";
