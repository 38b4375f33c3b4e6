"""Count the product's code lines: those that hold code, not blank, comment or docstring.

python tests/benchmarks/count_lines.py            # qa and index
python tests/benchmarks/count_lines.py --by-file  # and each file, the largest first
"""

from __future__ import annotations

import argparse
import ast
import io
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NO_CODE = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def main() -> None:
    """Print the count of each package, and their sum."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", nargs="*", type=Path, default=[ROOT / "qa", ROOT / "index"])
    parser.add_argument("--by-file", action="store_true", help="list every file")
    chosen = parser.parse_args()
    total = 0
    for package in chosen.packages:
        counts = {path: count(path.read_text(encoding="utf-8")) for path in package.rglob("*.py")}
        for path in sorted(counts, key=lambda path: -counts[path]) if chosen.by_file else ():
            print(f"{counts[path]:8,}  {path.relative_to(package.parent)}")
        print(f"{sum(counts.values()):8,}  {package.name}")
        total += sum(counts.values())
    print(f"{total:8,}  together")


def count(source: str) -> int:
    """The lines of a source that hold code."""
    held: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NO_CODE:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            docstring = node.body[0]
            held.difference_update(range(docstring.lineno, (docstring.end_lineno or 0) + 1))
    return len(held)


if __name__ == "__main__":
    main()
