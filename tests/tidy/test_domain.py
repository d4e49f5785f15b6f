"""The domain is pure: the same arguments give the same answer, on any machine, at any time."""

import ast

PURE = {
    "simulator.domain", "abc", "base64", "binascii", "bisect", "calendar", "collections", "contextlib",
    "copy", "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions", "functools", "hashlib",
    "heapq", "html", "itertools", "json", "keyword", "math", "numbers", "operator",
    "re", "statistics", "string", "struct", "textwrap", "types", "typing", "unicodedata",
    "urllib.parse",
}  # fmt: skip


def test_the_domain_imports_only_pure_parts_of_the_standard_library(product, refuse):
    domain = [source for source in product if source.name.startswith("simulator/domain/")]
    assert domain
    findings = [
        f"  {source.name}:{line} imports {module}"
        for source in domain
        for line, module in _imports(source.tree)
        if not _is_pure(module)
    ]
    refuse(findings, "The domain takes time, randomness and the world as arguments. Hand these in from above:")


def test_the_domain_never_waits(product, refuse):
    waiting = ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith
    findings = [
        f"  {source.name}:{node.lineno}"
        for source in product
        if source.name.startswith("simulator/domain/")
        for node in ast.walk(source.tree)
        if isinstance(node, waiting)
    ]
    refuse(findings, "The domain decides and never waits; do the waiting in the room that asks it:")


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            whole = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "simulator" else [node.module]
            )
            yield from ((node.lineno, module) for module in whole)


def _is_pure(module):
    return any(module == name or module.startswith(f"{name}.") for name in PURE)
