"""The hardened XML door: size bounded, no DOCTYPE, no entities, no network; comments and instructions dropped."""

from lxml import etree

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 200


class XmlRefused(ValueError):
    """The file is not XML that we read; `problem` is one of the codes in `engine.spiff.messages`."""

    def __init__(self, problem: str, detail: str = "", line: int | None = None) -> None:
        super().__init__(problem, detail, line)
        self.problem, self.detail, self.line = problem, detail, line


def parse_xml(content: bytes) -> etree._Element:
    """Parse bytes into a tree, or raise `XmlRefused`."""
    if len(content) > MAX_BYTES:
        raise XmlRefused("too-large", str(len(content)))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefused("not-well-formed", str(error), getattr(error, "lineno", None)) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise XmlRefused("doctype")
    return root
