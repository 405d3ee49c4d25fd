"""The ledger of a clock for the page and for paper: the days drawn, and a document that goes into the file."""
