"""Superuser rights are explained where they are taken."""

import ast
import re

from . import paths
from .console import say


def is_explained():
    """Name each ``sudo()`` of the addon whose function says nowhere why."""
    bare = [
        f"{path.relative_to(paths.ROOT)}:{line}"
        for path in sorted(paths.ADDON_DIR.rglob("*.py"))
        if "tests" not in path.parts
        for line in find_bare(path.read_text())
    ]
    for place in bare:
        say(f"{place}: say in a comment above why superuser rights are needed")
    return not bare


def find_bare(source):
    """Return the lines with a ``sudo()`` that no comment or docstring explains.

    :param str source: of a module; the words between the head of the function and the
        end of the call count, and so does a docstring that says ``sudo``
    """
    tree, lines = ast.parse(source), source.splitlines()
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    bare = []
    for call in filter(takes_rights, ast.walk(tree)):
        around = [
            one for one in functions if one.lineno <= call.lineno <= one.end_lineno
        ]
        inner = max(around, key=lambda one: one.lineno, default=None)
        first = inner.lineno if inner else 1
        told = "\n".join(lines[first - 1 : call.end_lineno])
        doc = ast.get_docstring(inner) if inner else ""
        if not re.search(r"(^|\s)# ", told) and "sudo" not in (doc or ""):
            bare.append(call.end_lineno)
    return bare


def takes_rights(node):
    """Tell whether a node calls ``sudo()``; ``sudo(False)`` gives rights back."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "sudo"
        and not node.args
    )
