"""Our own properties in an XMP packet: put in, read out; what else stands in it is left alone."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr, unescape

#: The namespace of our properties; they say nothing about the person or the place.
NAMESPACE = "urn:sr-studio:xmp:1.0/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_OURS = re.compile(
    rb"<rdf:Description [^<>]*"
    + re.escape(b'xmlns:srstudio="' + NAMESPACE.encode())
    + rb'"[^<>]*/>'
)
_PROPERTY = re.compile(r"""srstudio:(\w+)=("[^"]*"|'[^']*')""")
_END = re.compile(rb"</\w+:RDF\s*>")
_NEW = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f'<rdf:RDF xmlns:rdf="{_RDF}"></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
).encode()
_ENTITIES = {"&quot;": '"', "&apos;": "'", "&#10;": "\n", "&#13;": "\r", "&#9;": "\t"}


def with_properties(xmp: bytes | None, properties: dict[str, str]) -> bytes:
    """The packet, or a new one, with these properties of ours in the place of any it had.

    A packet that is not in UTF-8, or no packet at all, is given back as it is: it is somebody
    else's and worth more than ours.
    """
    packet = _NEW if xmp is None else _OURS.sub(b"", xmp)
    ends = list(_END.finditer(packet))
    if not ends:
        return packet
    told = " ".join(f"srstudio:{name}={quoteattr(text)}" for name, text in properties.items())
    ours = f'<rdf:Description rdf:about="" xmlns:rdf="{_RDF}" xmlns:srstudio="{NAMESPACE}" {told}/>'
    at = ends[-1].start()
    return packet[:at] + ours.encode() + packet[at:]


def properties_of(xmp: bytes | None) -> dict[str, str]:
    """Our properties in a packet; empty if it has none."""
    found = _OURS.search(xmp or b"")
    if found is None:
        return {}
    text = found[0].decode("utf-8", "replace")
    return {name: unescape(quoted[1:-1], _ENTITIES) for name, quoted in _PROPERTY.findall(text)}
