/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/desk/desk-assign.h"

#include "server/http/desk-call.h"
