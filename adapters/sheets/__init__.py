"""Google Sheets, over gspread and google-auth."""

from adapters.sheets.client import SheetsClient
from adapters.sheets.connect import connect
from adapters.sheets.table import SheetTable

__all__ = ["SheetTable", "SheetsClient", "connect"]
