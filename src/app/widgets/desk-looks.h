/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/desk-enum.h"

G_BEGIN_DECLS

/**
 * DeskTone:
 *
 * What a colour means. Each has a graphic colour, a tint and a text colour in the style sheet; no colour stands alone,
 * a shape and a word go with it.
 */
typedef enum
{
  DESK_TONE_NONE,
  DESK_TONE_BLUE,
  DESK_TONE_GREEN,
  DESK_TONE_ORANGE,
  DESK_TONE_RED,
  DESK_TONE_PURPLE,
  DESK_TONE_YELLOW,
  DESK_TONE_TEAL,
  DESK_TONE_GREY,
} DeskTone;

#define DESK_TYPE_TONE (desk_tone_get_type ())
GType desk_tone_get_type (void);

/**
 * DeskLook:
 * @tone: its colour
 * @icon_name: its own shape, or %NULL
 *
 * How one value of an enum looks.
 */
typedef struct
{
  DeskTone tone;
  const char *icon_name;
} DeskLook;

const char *desk_tone_get_css_class (DeskTone tone);
const char *desk_tone_get_text_class (DeskTone tone);
const char *desk_tone_get_color_name (DeskTone tone);
const DeskLook *desk_look (const DeskEnum *info, int value);

G_END_DECLS
