/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

int desk_call_answer (void);
