"""What a person can mend, said in one Chinese sentence. It stands below every layer: the command line and the window
catch it before they import anything else.
"""


class Refusal(Exception):
    """A request that cannot be carried out as it stands.

    The message is shown to a bureau as it is: what happened and what to do next, in Chinese. Everything that
    is not a `Refusal` is a bug.
    """
