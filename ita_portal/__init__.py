"""The wiring: settings, addresses, the worker. Imports every app and is imported by none, except `lib`.

The worker's application is not imported here but when the apps are ready: children that only read a document need none of it.
"""
