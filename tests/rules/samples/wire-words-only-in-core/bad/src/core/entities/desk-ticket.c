/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-enum.h"

static const char *const fields[] = { "email", "status" };
