"""Colours of charts on paper; the stylesheet has its own for pages, light and dark."""

from django import template

register = template.Library()

PAINT = {
    "sure": "#0f4c75",
    "doubtful": "#8ab6dd",
    "missing": "#c9d2d9",
    "scored": "#14572d",
    "draft": "#aab6bf",
    "returned": "#dfae4d",
    "submitted": "#8ab6dd",
    "accepted": "#79bdb8",
    "contested": "#b99be0",
}


@register.filter
def paint(kind: str) -> str:
    return PAINT.get(kind, "#7b8994")
