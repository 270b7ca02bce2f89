"""From files to :class:`~dragoman.model.text.Document`: reading, cleaning, near duplicates."""

from dragoman.corpus.duplicates import fingerprint, near_duplicates
from dragoman.corpus.readers import ReadOptions, document_from_text, read_documents

__all__ = ["ReadOptions", "document_from_text", "fingerprint", "near_duplicates", "read_documents"]
