"""A network as GraphML and GEXF, by the writers of networkx: the same network gives the same bytes.

GraphML: Brandes and others 2002; GEXF 1.2 as Gephi reads it.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from dragoman.relations.network import Network, to_graph

if TYPE_CHECKING:
    import networkx

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 can't hold, in whatever form."""
STAMP = re.compile(rb'(<meta) lastmodifieddate="[^"]*"')


def to_graphml(network: Network) -> bytes:
    """The network as GraphML in UTF-8; attributes as :func:`to_graph` has them."""
    import networkx as nx

    written = io.BytesIO()
    # Not write_graphml: that takes lxml where it is installed, and then writes other bytes.
    nx.write_graphml_xml(_plain(to_graph(network)), written)
    return written.getvalue()


def to_gexf(network: Network) -> bytes:
    """The network as GEXF 1.2 in UTF-8, without the day of writing.

    An edge's mean is its ``weight`` and also an attribute ``mean``; where it is nought there is no weight, for Gephi
    fails at a weight of 0.
    """
    import networkx as nx

    graph = _plain(to_graph(network))
    for _, _, data in graph.edges(data=True):
        data["mean"] = data["weight"]
        if not data["weight"]:
            del data["weight"]
    written = io.BytesIO()
    nx.write_gexf(graph, written, version="1.2draft")
    return STAMP.sub(rb"\1", written.getvalue(), count=1)


def _plain(graph: networkx.Graph) -> networkx.Graph:
    """The same graph with text that XML can hold; ids that become alike by that are told apart by a number."""
    plain = graph.__class__(**{key: _clean(value) for key, value in graph.graph.items()})
    ids: dict[str, str] = {}
    for key, data in graph.nodes(data=True):
        name, number = _clean(key), 2
        while name in plain:
            name, number = f"{_clean(key)} ({number})", number + 1
        ids[key] = name
        plain.add_node(name, **{field: _clean(value) for field, value in data.items()})
    plain.add_edges_from((ids[one], ids[other], data) for one, other, data in graph.edges(data=True))
    return plain


def _clean(value: Any) -> Any:
    return NOT_IN_XML.sub("\ufffd", value) if isinstance(value, str) else value
