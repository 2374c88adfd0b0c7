"""A mistake in a definition file."""

from desktop.refusal import Refusal

__all__ = ["DefinitionError", "Refusal"]


class DefinitionError(Refusal):
    """A mistake in a definition file: names the file, the key and the remedy."""

    def __init__(self, file: str, key: str, problem: str, remedy: str) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"定义文件 {file} 的 {key}：{problem}。{remedy}。")
