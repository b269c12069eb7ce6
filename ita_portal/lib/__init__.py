"""Helpers that know nothing of the portal's apps."""
