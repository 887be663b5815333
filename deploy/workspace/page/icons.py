"""Line icons as inline SVG, so that nothing is fetched and no font has to have them."""

_PATHS = {
    "bolt": "M13 3L5 14h6l-1 7 8-11h-6z",
    "back": "M15 5l-7 7 7 7",
    "clip": "M20 11l-8 8a5 5 0 01-7-7l8-8a3.3 3.3 0 015 5l-8 8a1.6 1.6 0 01-2.5-2l7-7",
    "close": "M6 6l12 12M18 6L6 18",
    "code": "M9 7l-5 5 5 5M15 7l5 5-5 5",
    "dots": "M5 12h.01M12 12h.01M19 12h.01",
    "lock": "M7 11V8a5 5 0 0110 0v3M6 11h12v9H6z",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "pause": "M9 6v12M15 6v12",
    "play": "M8 5l11 7-11 7z",
    "pencil": "M4 20l1-4L16 5l3 3L8 19z",
    "plus": "M12 5v14M5 12h14",
    "reply": "M4 5h16v11H11l-5 4v-4H4z",
    "send": "M4 12l16-7-6 15-3-6z",
    "trash": "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
    "theme": "M12 4a8 8 0 100 16 8 8 0 000-16zM12 4v16",
    "eye": "M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6zM12 10a2 2 0 100 4 2 2 0 000-4z",
    "window": "M13 5h6v6M19 5l-9 9M17 14v5H5V7h5",
}


def icon(name: str) -> str:
    """Draw an icon that says nothing to a screen reader; its button has a name."""
    return (
        f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{_PATHS[name]}"/></svg>'
    )
