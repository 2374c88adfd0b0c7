"""What a person can mend, said in one Chinese sentence."""


class Refusal(Exception):
    """A request that cannot be carried out as it stands.

    The message is shown to a bureau as it is: what happened and what to do next, in Chinese. Everything that
    is not a `Refusal` is a bug.
    """


class DefinitionError(Refusal):
    """A mistake in a definition file: names the file, the key and the remedy."""

    def __init__(self, file: str, key: str, problem: str, remedy: str) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"定义文件 {file} 的 {key}：{problem}。{remedy}。")
