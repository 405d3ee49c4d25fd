"""Bundles: the files of one procedure, from a folder, packed for the database, and named by their content."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import orjson

from engine.blueprint import Blueprint, Bundle
from engine.orm import dump, pack, unpack
from engine.spiff import load
from engine.spiff.xml import parse_xml

_SUFFIXES = (".bpmn", ".dmn", ".form.json")
_CACHED = 256
_PROCESS = "{http://www.omg.org/spec/BPMN/20100524/MODEL}process"


def read_folder(folder: Path) -> Bundle:
    """The files of a procedure's folder: diagrams, decision tables, forms; the folder's name is the key."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name.endswith(_SUFFIXES))
    return Bundle(folder.name, {path.relative_to(folder).as_posix(): path.read_bytes() for path in found})


def digest(bundle: Bundle) -> str:
    """The name of a bundle's content."""
    parts = [(name, hashlib.sha256(content).hexdigest()) for name, content in bundle.files.items()]
    return hashlib.sha256(dump([bundle.key, sorted(parts)])).hexdigest()


def packed(bundle: Bundle) -> bytes:
    """Write a bundle's files into one compressed value."""
    return pack(dump({name: content.decode("latin-1") for name, content in bundle.files.items()}))


def unpacked(content: bytes) -> Mapping[str, bytes]:
    """Read what `packed` wrote."""
    files: dict[str, str] = orjson.loads(unpack(content))
    return {name: text.encode("latin-1") for name, text in files.items()}


def diagram_of(files: Mapping[str, bytes], process_id: str) -> bytes | None:
    """The diagram in which a process is drawn; None where it is in none of them."""
    for name, content in sorted(files.items()):
        if name.endswith(".bpmn") and _draws(content, process_id):
            return content
    return None


def _draws(content: bytes, process_id: str) -> bool:
    return any(element.get("id") == process_id for element in parse_xml(content).iter(_PROCESS))


@lru_cache(maxsize=_CACHED)
def _blueprint(content: bytes, key: str) -> Blueprint:
    return load(Bundle(key, unpacked(content)))


def blueprint_of(content: bytes, key: str) -> Blueprint:
    """Read a packed bundle that was deployed; the same content gives the same object."""
    return _blueprint(content, key)
