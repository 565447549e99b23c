"""Which module imports which, and which room; ``measure_house.py`` says how it is counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx as nx


def package(root: Path, folder: str, name: str) -> str:
    """The folder that is the package, in the new layout or the old."""
    return f"{folder}/{name}" if (root / folder / name).is_dir() else folder


class House:
    """The Python modules of one state of the repository, and who imports whom."""

    def __init__(self, root: Path, files: list[str]) -> None:
        self.root, self.files = root, files
        self.sim = package(root, "sim", "joinedup")
        self.experiments = package(root, "experiments", "joinedup_experiments")
        self.text = {f: (root / f).read_text("utf-8") for f in files if f.endswith(".py")}
        self.trees = {f: ast.parse(text) for f, text in self.text.items()}
        self.module = {self._module(f): f for f in self.text if self._room(f)}
        self.rooms = {self._room(f) for f in files if self._room(f)}

    def _module(self, file: str) -> str:
        for folder in (self.sim, self.experiments):
            if file.startswith(f"{folder}/"):
                file = file.removeprefix(f"{Path(folder).parent.as_posix()}/")
        return ".".join(Path(file).with_suffix("").parts).removesuffix(".__init__")

    def _room(self, file: str) -> str:
        """The room of a file, or nothing."""
        if file.startswith((f"{self.sim}/", "scenarios/")):
            return file.partition("/")[0] if file.endswith((".py", ".yaml")) else ""
        if not file.startswith(f"{self.experiments}/") or not file.endswith(".py"):
            return ""
        inside = file.removeprefix(f"{self.experiments}/")
        return "" if inside == "__init__.py" else inside.partition("/")[0].removesuffix(".py")

    def imports(self, types: bool) -> nx.DiGraph:
        """Module to module, with or without what only the type checker imports."""
        graph = nx.DiGraph()
        graph.add_nodes_from(self.module)
        for module, file in self.module.items():
            here = module if file.endswith("__init__.py") else module.rpartition(".")[0]
            for node in imports_in(self.trees[file], types):
                for other in self._imported(node, here):
                    if other != module:
                        graph.add_edge(module, other)
        return graph

    def _imported(self, node: ast.Import | ast.ImportFrom, here: str) -> Iterator[str]:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            up = here.split(".")[: len(here.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, *filter(None, [node.module])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        for name in names:
            if name in self.module:
                yield name
            elif isinstance(node, ast.ImportFrom) and name.rpartition(".")[0] in self.module:
                yield name.rpartition(".")[0]

    def between_rooms(self, graph: nx.DiGraph) -> nx.DiGraph:
        """Room to room."""
        room = {module: self._room(file) for module, file in self.module.items()}
        rooms = nx.DiGraph((room[a], room[b]) for a, b in graph.edges if room[a] != room[b])
        rooms.add_nodes_from(self.rooms)
        return rooms


def imports_in(tree: ast.AST, types: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import below a node."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not types and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for other in node.orelse:
                yield from imports_in(ast.Module([other], []), types)
        else:
            yield from imports_in(node, types)


def circles(graph: nx.DiGraph) -> list[list[str]]:
    """The members of each circle."""
    knots = nx.strongly_connected_components(graph)
    return sorted(sorted(knot) for knot in knots if len(knot) > 1)


def floors(rooms: nx.DiGraph) -> int:
    """The longest way down, a circle counted as one floor."""
    return int(nx.dag_longest_path_length(nx.condensation(rooms))) + 1
