"""From :class:`Document` to :class:`AnnotatedText`."""
