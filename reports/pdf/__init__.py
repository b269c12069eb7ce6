"""The document engine: typeface, rendering, sealing, verifying. Knows bytes and HTML; knows no rows."""
