from datetime import date

import pytest

from dragoman.corpus.feeds import NO_TEXT, read_feed
from dragoman.model.text import Document, DocumentError

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Mirrin Post</title><link>https://example.org/</link><ttl>30</ttl>
<item><title>Velmora &amp;amp; Kestria</title><link>https://example.org/2</link>
<pubDate>Fri, 14 Mar 2031 00:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Velmora <b>rejected</b> the plan.</p><script>evil()</script><p>Talks may follow.</p>]]>
</content:encoded></item>
<item><title>Only a headline</title><link>https://example.org/1</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour News</title>
<entry><title>Grain</title><link href="https://example.org/g"/><updated>2031-03-12T10:00:00Z</updated>
<summary type="html">Prices fell in Ostrel&lt;br&gt;on Friday.</summary></entry></feed>"""


def test_entries_of_rss_are_documents_with_their_own_text() -> None:
    feed = read_feed(RSS.encode(), "https://example.org/feed")
    headline, report = feed.entries
    assert isinstance(report, Document)
    assert report.text == "Velmora rejected the plan.\n\nTalks may follow."
    assert (report.title, report.publisher, report.url) == ("Velmora & Kestria", "Mirrin Post", "https://example.org/2")
    assert report.published == date(2031, 3, 14)
    assert headline == DocumentError(location="https://example.org/1", reason=NO_TEXT)
    assert feed.minutes == 30


def test_entries_of_atom_are_documents() -> None:
    feed = read_feed(ATOM.encode(), "https://example.org/atom")
    (report,) = feed.entries
    assert isinstance(report, Document)
    assert report.text == "Prices fell in Ostrel\n\non Friday."
    assert (report.publisher, report.published, feed.minutes) == ("Harbour News", date(2031, 3, 12), 0)


@pytest.mark.parametrize("data", [b"", b"Not a feed.", b"<html><body>A page</body></html>", b"/etc/hostname"])
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="neither RSS nor Atom"):
        read_feed(data, "https://example.org/feed")
