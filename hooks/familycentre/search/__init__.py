"""Search: text → terms, records → documents → an index that a browser reads in parts."""
