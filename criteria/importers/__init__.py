"""Editions from files: loaded by the commands, or handed in by the administrator, looked at, and made a draft after a yes."""

from criteria.importers.editions import import_edition, import_requirements

__all__ = ["import_edition", "import_requirements"]
