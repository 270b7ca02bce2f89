"""From files to :class:`~dragoman.model.text.Document`: reading, cleaning, copies of earlier reports."""

from dragoman.corpus.copies import CopyFinder
from dragoman.corpus.duplicates import near_duplicates
from dragoman.corpus.readers import ReadOptions, document_from_text, read_documents

__all__ = ["CopyFinder", "ReadOptions", "document_from_text", "near_duplicates", "read_documents"]
