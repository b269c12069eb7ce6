"""Files that leave the portal: workbooks, CSV, JSON, and the assignment sheet for Word and Excel."""

from ita_portal.lib.workbook import XLSX, safe_text
from reports.exporters.excel import sheet_excel
from reports.exporters.tables import table_csv, table_workbook, year_csv, year_json, year_workbook
from reports.exporters.word import DOCX, sheet_word

__all__ = [
    "DOCX",
    "XLSX",
    "safe_text",
    "sheet_excel",
    "sheet_word",
    "table_csv",
    "table_workbook",
    "year_csv",
    "year_json",
    "year_workbook",
]
