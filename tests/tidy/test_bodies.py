"""What a body may hold: code that speaks for itself. Theory stands in the module's docstring."""

import ast
import io
import tokenize

DIRECTIVES = ("# noqa", "# fmt:", "# type:", "# pragma:", "# hadolint")
WAITS = {"sleep", "wait_for_timeout"}


def test_bodies_are_bare_of_comments(python, refuse):
    findings = [f"  {source.name}:{line} {comment}" for source in python for line, comment in _comments_inside(source)]
    mend = "A function's body holds no comment: name the thing instead, or tell its theory in the module's docstring."
    refuse(findings, mend)


def test_an_init_module_is_only_a_docstring(python, refuse):
    rooms = [source for source in python if source.path.name == "__init__.py"]
    findings = [f"  {source.name}:{node.lineno}" for source in rooms for node in _beyond_the_docstring(source)]
    mend = (
        "An __init__.py says what lives here and where to begin reading, and nothing else (the package's: __version__)."
    )
    refuse(findings, mend)


def test_every_room_says_what_lives_in_it(product, refuse):
    rooms = [source for source in product if source.path.name == "__init__.py"]
    assert rooms
    refuse([f"  {room.name}" for room in rooms if not ast.get_docstring(room.tree)], "These rooms lack a docstring:")


def test_tests_never_sleep(python, refuse):
    tests = [source for source in python if source.path.name.startswith("test_") or source.path.name == "conftest.py"]
    findings = [f"  {source.name}:{call.lineno}" for source in tests for call in _waits(source)]
    refuse(
        findings, "A test waits for a fact, not for a time. Move the simulator's clock, or wait for what shall appear:"
    )


def _comments_inside(source):
    bodies = [(function.lineno, function.end_lineno) for function in source.functions()]
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith(DIRECTIVES):
            line = token.start[0]
            if any(first < line <= last for first, last in bodies):
                yield line, token.string


def _beyond_the_docstring(source):
    for node in source.tree.body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_version = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__version__"
        if not is_docstring and not (is_version and source.name == "simulator/__init__.py"):
            yield node


def _waits(source):
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in WAITS:
                yield node
