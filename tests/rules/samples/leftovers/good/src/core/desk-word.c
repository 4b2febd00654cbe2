/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const path = "/api/v1/tickets";
