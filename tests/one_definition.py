#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two classes with the same name and namespace link silently, and one gets the other's destructor. Prints each type
that is defined in two places outside unnamed namespaces; exit status 1 if there is one."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# clang-format does not indent inside namespaces, and names a namespace where it ends.
OPENED = re.compile(r"^(?:inline )?namespace\s*([\w:]*)\s*\{\s*$")
CLOSED = re.compile(r"^\}\s*// namespace")
DEFINED = re.compile(r"^(?:class|struct|union|enum(?: class)?)\s+(?:alignas\([^)]*\)\s+)?(\w+)(?:\s+final)?\s*(?:\{|:(?!:))")


def definitions(text):
    """(namespace::name, line) of each type that other files could also define."""
    spaces = []
    for number, line in enumerate(text.splitlines(), 1):
        if opened := OPENED.match(line):
            spaces.append(opened.group(1))
        elif CLOSED.match(line) and spaces:
            spaces.pop()
        elif (defined := DEFINED.match(line)) and "" not in spaces:
            yield "::".join(spaces + [defined.group(1)]), number


def doubles(texts):
    """texts: {path: text}. One sentence for each repeated definition."""
    first = {}
    for path, text in texts.items():
        for name, number in definitions(text):
            if name in first:
                yield f"{path}:{number}: {name} is also defined in {first[name]}"
            first.setdefault(name, f"{path}:{number}")


def self_check():
    """`wrong` must be reported and `right` must not: a check that never reports anything is useless."""
    in_latent = "namespace latent {{\n{}\n}} // namespace latent\n".format
    table, other = in_latent("class Table {\n};"), in_latent("struct Table : Base {\n};")
    hidden = in_latent("namespace {\nstruct Table {\n};\n} // namespace")
    declared, nested = in_latent("class Table;"), in_latent("struct Other {\n    struct Table {};\n};\nstruct Table::Row {\n};")
    elsewhere = in_latent("namespace style {\nenum class Table { A };\n} // namespace style")
    wrong = [(table, other), (other, elsewhere + table), (hidden + table, table)]
    right = [(table, hidden), (hidden, hidden), (table, declared), (table, nested), (table, elsewhere)]
    blind = [pair for pair in wrong if len(list(doubles(dict(enumerate(pair))))) != 1]
    strict = [pair for pair in right if list(doubles(dict(enumerate(pair))))]
    for pair in blind + strict:
        print(f"self-check: misjudged: {pair}")
    return not blind and not strict


def main():
    if not self_check():
        return 1
    # Each test is a separate program: only definitions in their headers can clash.
    files = [path for top in ("core", "ui", "app") for path in sorted((ROOT / top).rglob("*"))
             if path.suffix in (".h", ".cpp")] + sorted((ROOT / "tests").rglob("*.h"))
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    if not any(True for text in texts.values() for _ in definitions(text)):
        print(f"{ROOT}: no types found")
        return 1
    found = list(doubles(texts))
    print("\n".join(found) if found else f"{len(files)} files define each type once")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
