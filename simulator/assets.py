"""Where the browser code and the templates are: inside the installed wheel, or beside the package in the repository.

The wheel carries `worker_ui/` and `templates/` as `simulator/_assets/…`; in the repository they are top-level folders,
so that an editor's change is served at once.
"""

from pathlib import Path

from simulator import __version__

_PACKAGE = Path(__file__).resolve().parent


def worker_ui() -> Path:
    """Answer the folder of the browser code. Raises FileNotFoundError that names where it was looked for."""
    return _find("worker_ui")


def templates() -> Path:
    """Answer the folder of the page and task templates. Raises FileNotFoundError that names where it was looked for."""
    return _find("templates")


def _find(name: str, package: Path = _PACKAGE) -> Path:
    places = (package / "_assets" / name, package.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(
        f"a2i-simulator {__version__} is incomplete: its folder {name} is neither {places[0]} nor {places[1]}. "
        "Install it again, or run it from a complete checkout."
    )
