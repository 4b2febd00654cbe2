/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-sla-ring.h"

#include "app/widgets/desk-looks.h"
#include "app/widgets/desk-tooltip.h"

#include <glib/gi18n.h>
#include <math.h>

/* From this share of the target on the ring warns. See DOMAIN: "SLA". */
#define WARNING_SHARE 0.8

#define SMALL_SIZE 18
#define SMALL_LINE 3.0
#define LARGE_LINE 3.5
#define TRACK_ALPHA 0.13

struct _DeskSlaRing
{
  GtkWidget parent_instance;

  DeskSlaState state;
  double used;
  int size;
  char *words;
};

G_DEFINE_ENUM_TYPE (DeskSlaState,
                    desk_sla_state,
                    G_DEFINE_ENUM_VALUE (DESK_SLA_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (DESK_SLA_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (DESK_SLA_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (DESK_SLA_BREACHED, "breached"),
                    G_DEFINE_ENUM_VALUE (DESK_SLA_MET, "met"),
                    G_DEFINE_ENUM_VALUE (DESK_SLA_DONE, "done"))

G_DEFINE_FINAL_TYPE (DeskSlaRing, desk_sla_ring, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_USED,
  PROP_SIZE,
  PROP_WORDS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
make_words (DeskSlaRing *self)
{
  if (self->words != NULL)
    return g_strdup (self->words);

  switch (self->state)
    {
    case DESK_SLA_RUNNING:
      return g_strdup_printf (_ ("%d %% of the time used"), (int) floor (self->used * 100));
    case DESK_SLA_PAUSED:
      return g_strdup (_ ("The clock is paused"));
    case DESK_SLA_BREACHED:
      return g_strdup (_ ("Deadline missed"));
    case DESK_SLA_MET:
      return g_strdup (_ ("Target met"));
    case DESK_SLA_DONE:
      return g_strdup (_ ("Done"));
    case DESK_SLA_NONE:
    default:
      return g_strdup ("");
    }
}

static void
update (DeskSlaRing *self)
{
  g_autofree char *words = make_words (self);

  desk_tooltip_set (GTK_WIDGET (self), *words != '\0' ? words : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static DeskTone
choose_tone (DeskSlaRing *self)
{
  switch (self->state)
    {
    case DESK_SLA_BREACHED:
      return DESK_TONE_RED;
    case DESK_SLA_RUNNING:
      return self->used >= 1.0 ? DESK_TONE_RED : self->used >= WARNING_SHARE ? DESK_TONE_ORANGE : DESK_TONE_GREEN;
    case DESK_SLA_MET:
    case DESK_SLA_DONE:
    case DESK_SLA_PAUSED:
    case DESK_SLA_NONE:
    default:
      return DESK_TONE_GREEN;
    }
}

static void
look_up_color (DeskSlaRing *self, const char *name, GdkRGBA *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  if (!gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

static void
draw_ring (DeskSlaRing *self, cairo_t *cr, double share)
{
  double line = self->size > SMALL_SIZE ? LARGE_LINE : SMALL_LINE;
  double radius = (self->size - line) / 2.0 - 0.5;
  double centre = self->size / 2.0;
  double sweep = CLAMP (share, 0.0, 1.0) * 2 * G_PI;
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GdkRGBA color;

  cairo_set_line_width (cr, line);
  look_up_color (self, "desk_text", &color);
  color.alpha *= TRACK_ALPHA;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_arc (cr, centre, centre, radius, 0, 2 * G_PI);
  cairo_stroke (cr);

  if (sweep <= 0)
    return;

  look_up_color (self, desk_tone_get_color_name (choose_tone (self)), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_cap (cr, sweep < 2 * G_PI - 0.01 ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  if (rtl)
    cairo_arc_negative (cr, centre, centre, radius, -G_PI_2, -G_PI_2 - sweep);
  else
    cairo_arc (cr, centre, centre, radius, -G_PI_2, -G_PI_2 + sweep);
  cairo_stroke (cr);
}

static void
draw_pause (DeskSlaRing *self, cairo_t *cr)
{
  double width = self->size * 0.2;
  double height = self->size * 0.62;
  double top = (self->size - height) / 2;
  double gap = self->size * 0.14;
  GdkRGBA color;

  look_up_color (self, "desk_dim", &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, self->size / 2.0 - gap / 2 - width, top, width, height);
  cairo_rectangle (cr, self->size / 2.0 + gap / 2, top, width, height);
  cairo_fill (cr);
}

static void
draw_check (DeskSlaRing *self, cairo_t *cr)
{
  double unit = self->size / 18.0;
  GdkRGBA color;

  look_up_color (self, "desk_green_fg", &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_arc (cr, 9 * unit, 9 * unit, 8 * unit, 0, 2 * G_PI);
  cairo_fill (cr);

  look_up_color (self, "desk_card", &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 2 * unit);
  cairo_move_to (cr, 5.4 * unit, 9.2 * unit);
  cairo_line_to (cr, 8 * unit, 11.8 * unit);
  cairo_line_to (cr, 12.8 * unit, 6.6 * unit);
  cairo_stroke (cr);
}

static void
desk_sla_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DeskSlaRing *self = DESK_SLA_RING (widget);
  float x = (gtk_widget_get_width (widget) - self->size) / 2.0f;
  float y = (gtk_widget_get_height (widget) - self->size) / 2.0f;
  cairo_t *cr;

  if (self->state == DESK_SLA_NONE)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, self->size, self->size));
  cairo_translate (cr, x, y);

  if (self->state == DESK_SLA_PAUSED)
    draw_pause (self, cr);
  else if (self->state == DESK_SLA_DONE)
    draw_check (self, cr);
  else
    draw_ring (self, cr, self->state == DESK_SLA_RUNNING ? self->used : 1.0);

  cairo_destroy (cr);
}

static void
desk_sla_ring_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = DESK_SLA_RING (widget)->size;
}

static void
desk_sla_ring_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskSlaRing *self = DESK_SLA_RING (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_USED:
      g_value_set_double (value, self->used);
      break;
    case PROP_SIZE:
      g_value_set_int (value, self->size);
      break;
    case PROP_WORDS:
      g_value_set_string (value, self->words);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_sla_ring_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskSlaRing *self = DESK_SLA_RING (object);

  switch (property_id)
    {
    case PROP_STATE:
      self->state = g_value_get_enum (value);
      break;
    case PROP_USED:
      self->used = g_value_get_double (value);
      break;
    case PROP_SIZE:
      self->size = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_WORDS:
      g_free (self->words);
      self->words = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
  update (self);
}

static void
desk_sla_ring_finalize (GObject *object)
{
  DeskSlaRing *self = DESK_SLA_RING (object);

  g_free (self->words);

  G_OBJECT_CLASS (desk_sla_ring_parent_class)->finalize (object);
}

static void
desk_sla_ring_class_init (DeskSlaRingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = desk_sla_ring_finalize;
  object_class->get_property = desk_sla_ring_get_property;
  object_class->set_property = desk_sla_ring_set_property;
  widget_class->measure = desk_sla_ring_measure;
  widget_class->snapshot = desk_sla_ring_snapshot;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, DESK_TYPE_SLA_STATE, DESK_SLA_NONE,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_USED] =
      g_param_spec_double ("used", NULL, NULL, 0, G_MAXDOUBLE, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE] =
      g_param_spec_int ("size", NULL, NULL, 8, 256, SMALL_SIZE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORDS] = g_param_spec_string ("words", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "slaring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
desk_sla_ring_init (DeskSlaRing *self)
{
  self->size = SMALL_SIZE;
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/**
 * desk_sla_ring_new:
 * @size: px: 18 on cards, 30 in panels
 *
 * Returns: (transfer floating): a ring without a target, which draws nothing yet
 */
GtkWidget *
desk_sla_ring_new (int size)
{
  return g_object_new (DESK_TYPE_SLA_RING, "size", size, NULL);
}

/**
 * desk_sla_ring_set:
 * @self: a ring
 * @state: how the clock stands
 * @used: share of the target that is used, 0 to 1 and beyond
 * @words: (nullable): the same in words, or %NULL for plain ones
 *
 * Sets all of it.
 */
void
desk_sla_ring_set (DeskSlaRing *self, DeskSlaState state, double used, const char *words)
{
  g_return_if_fail (DESK_IS_SLA_RING (self));

  self->state = state;
  self->used = MAX (used, 0);
  g_free (self->words);
  self->words = g_strdup (words);
  update (self);
}

DeskSlaState
desk_sla_ring_get_state (DeskSlaRing *self)
{
  g_return_val_if_fail (DESK_IS_SLA_RING (self), DESK_SLA_NONE);

  return self->state;
}

double
desk_sla_ring_get_used (DeskSlaRing *self)
{
  g_return_val_if_fail (DESK_IS_SLA_RING (self), 0);

  return self->used;
}
