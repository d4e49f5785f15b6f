"""The sizes are a ratchet: they may be tightened, never loosened.

A function's length is that of its code, from `def` to its last line; a docstring costs nothing.
"""

import ast

LONGEST_FUNCTION = 40
MOST_FUNCTIONS_UNDER = 25
SHARE_OF_SHORT_FUNCTIONS = 0.9
LONGEST_MODULE = 400


def test_no_function_is_longer_than_the_limit(product, refuse):
    long = [(length, where) for length, where in _lengths(product) if length > LONGEST_FUNCTION]
    mend = f"Functions have at most {LONGEST_FUNCTION} lines. Give a part of each of these its own name:"
    refuse([f"  {where}: {length} lines" for length, where in sorted(long, reverse=True)], mend)


def test_nine_functions_of_ten_are_short(product, refuse):
    lengths = sorted(_lengths(product), reverse=True)
    medium = [(length, where) for length, where in lengths if length >= MOST_FUNCTIONS_UNDER]
    share = 1 - len(medium) / len(lengths)
    mend = f"{share:.0%} of the functions have under {MOST_FUNCTIONS_UNDER} lines; nine of ten should. The others:"
    findings = [f"  {where}: {length} lines" for length, where in medium]
    refuse(findings if share < SHARE_OF_SHORT_FUNCTIONS else [], mend)


def test_no_module_is_longer_than_the_limit(files, refuse):
    modules = [file for file in files if _is_ours(file.name)]
    assert modules
    long = [(file.text.count("\n"), file.name) for file in modules]
    findings = [f"  {name}: {lines} lines" for lines, name in sorted(long, reverse=True) if lines >= LONGEST_MODULE]
    refuse(findings, f"Modules have under {LONGEST_MODULE} lines. Split each of these along a seam of its theory:")


def _is_ours(name):
    python = name.startswith("simulator/") and name.endswith(".py")
    script = name.startswith("worker_ui/") and name.endswith((".js", ".mjs", ".css")) and "/vendor/" not in name
    return python or script


def _lengths(sources):
    for source in sources:
        for function in source.functions():
            yield _length(function), f"{source.name}:{function.lineno} {function.name}"


def _length(function):
    first = function.body[0]
    documented = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring
