"""Files that leave the portal: workbooks, CSV, JSON, and the assignment sheet for Word and Excel."""

from reports.exporters.excel import sheet_excel
from reports.exporters.tables import XLSX, safe_text, table_csv, table_workbook, year_csv, year_json, year_workbook
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
