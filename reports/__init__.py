"""Everything that leaves the system: papers, workbooks, public pages, the API."""
