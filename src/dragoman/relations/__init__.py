"""What facts of many reports come to together: issues, positions and their changes, conditions, proposals.

Works on facts alone, whether they come out of a store or straight from the reader.
"""
