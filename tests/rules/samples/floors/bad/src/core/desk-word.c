/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-word.h"

#include "client/desk-cache.h"
