"""From a document to a year's assignments: staged, looked at, decided row by row, applied after a yes.

`staging` takes a document in · `candidates` says whom a cell names · `review` what each row would change ·
`deciding` keeps what a person said · `applying` does it.
"""
