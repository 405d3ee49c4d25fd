"""Every pair of text and ground in the design tokens, in both themes (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "web" / "assets" / "css"
STATES = ("ok", "warn", "late", "hold")
TEXT = [
    *(
        (text, ground)
        for text in ("text", "text-2", "text-3")
        for ground in ("surface", "surface-2", "bg", "hover", "selected")
    ),
    *(("brand", ground) for ground in ("surface", "surface-2", "brand-weak", "selected", "bg", "hover")),
    ("text-2", "surface-3"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("nav-text", "nav"),
    ("nav-text", "nav-line"),
    ("nav-text-2", "nav"),
    ("nav-text", "nav-active"),
    ("bpmn-label", "bpmn-fill"),
    ("bpmn-label", "bpmn-live"),
    ("bpmn-label", "bpmn-done"),
    *((state, f"{state}-bg") for state in STATES),
    *((state, "surface") for state in STATES),
    *((state, "selected") for state in STATES),
    *((f"on-{state}", f"{state}-solid") for state in STATES),
]
SHAPES = [
    ("control", "surface"),
    ("focus", "surface"),
    ("focus", "bg"),
    ("bpmn-stroke", "surface"),
    *((f"{state}-solid", "surface") for state in STATES),
]


def colours(name):
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", (CSS / name).read_text()))


LIGHT = colours("tokens.css")
THEMES = {"light": LIGHT, "dark": {**LIGHT, **colours("dark.css")}}


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_readable_on_its_ground(theme):
    tokens = THEMES[theme]
    assert [pair for pair in TEXT if contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_stand_out(theme):
    tokens = THEMES[theme]
    assert [pair for pair in SHAPES if contrast(tokens[pair[0]], tokens[pair[1]]) < 3] == []


def test_nothing_is_smaller_than_twelve_pixels():
    sizes = [
        int(size)
        for file in CSS.glob("*.css")
        for size in re.findall(r"(?:font-size:|font:[^;]*?)\s*(\d+)px", file.read_text())
    ]
    assert min(sizes) >= 12
