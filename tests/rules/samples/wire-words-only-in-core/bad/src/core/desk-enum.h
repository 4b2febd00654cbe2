/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

const char *desk_enum_to_wire (int value);
