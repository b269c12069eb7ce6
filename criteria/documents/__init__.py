"""Reading what agencies really have: assignment sheets and criteria lists as Word, Excel, CSV, PDF or pasted text. No database."""
