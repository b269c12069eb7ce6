"""Writes of the catalogue: the workshop's deeds on drafts, the corrections of what is published."""

from criteria.actions.calendar import AFTER_WINDOWS, StaleWindows, set_windows
from criteria.actions.components import add_component, move_component, remove_component, save_component
from criteria.actions.editions import create_edition, delete_edition, save_edition, save_scoring, step
from criteria.actions.gate import StaleEdit
from criteria.actions.items import add_item, move_item, remove_item, save_item, shift_item
from criteria.actions.structure import (
    add_heading,
    add_indicator,
    move_heading,
    move_indicator,
    remove_heading,
    remove_indicator,
    save_heading,
    save_indicator,
)
from criteria.actions.wording import correct

__all__ = [
    "AFTER_WINDOWS",
    "StaleEdit",
    "StaleWindows",
    "add_component",
    "add_heading",
    "add_indicator",
    "add_item",
    "correct",
    "create_edition",
    "delete_edition",
    "move_component",
    "move_heading",
    "move_indicator",
    "move_item",
    "remove_component",
    "remove_heading",
    "remove_indicator",
    "remove_item",
    "save_component",
    "save_edition",
    "save_heading",
    "save_indicator",
    "save_item",
    "save_scoring",
    "set_windows",
    "shift_item",
    "step",
]
