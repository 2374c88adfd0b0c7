"""What of a passage can be said: sentences without a false, empty or idle number.

A clause is left out where one of its figures is not known (no value; a zero of a ledger that is not kept; a word that
is not proved), and where all its figures are zero. A part in brackets is left out by the same rule, by itself; it
hangs on its clause, so that it does not keep one whose own figures are all zero. Parts can make a list: the first
that is said drops the 、 or ， that would join it to one before. Where nothing that states a figure is left, the
passage's other wording takes its place, in which a zero may stand.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.catalogue.wordings import Clause, Fact, Optional, Paragraph, Passage, Reference
from desktop.report.text.saying import Said, Sayings, Worth


@dataclass(frozen=True)
class Token:
    """A figure that stands in a text."""

    reference: Reference
    said: Said


Run = str | Token


class Composer:
    """Turns passages into runs of text and figures."""

    def __init__(self, sayings: Sayings, facts: Mapping[str, str]) -> None:
        self._sayings, self._facts = sayings, facts

    def paragraph(self, paragraph: Paragraph) -> list[Run]:
        """The passages of a paragraph that can be stated now, run on."""
        return list(_joined(run for passage in paragraph.passages for run in self.compose(passage)))

    def compose(self, passage: Passage) -> list[Run]:
        """The passage as it can be stated now; empty where nothing of it can be said."""
        said = self._clauses(passage.clauses, zero=False)
        if passage.otherwise and not any(isinstance(run, Token) for run in said):
            return self._clauses(passage.otherwise, zero=True) or said
        return said

    def runs(self, pieces: Iterable[str | Reference]) -> list[Run]:
        """Written text with its figures, whatever they are worth."""
        return [piece if isinstance(piece, str) else Token(piece, self._sayings.say(piece)) for piece in pieces]

    def filled(self, text: str) -> str:
        """A line such as the title, with its facts."""
        return text.format_map({**self._facts})

    def _clauses(self, clauses: Iterable[Clause], *, zero: bool) -> list[Run]:
        """The clauses that can be stated; the last one of a sentence ends it, whichever is left."""
        runs: list[Run] = []
        held = False
        for clause, said in self._judged(clauses, zero):
            if said:
                runs += ["；", *said] if held else said
                held = True
            if clause.ends_sentence and held:
                runs += [] if _introduces(runs[-1]) else ["。"]
                held = False
        return list(_joined([*runs, "。"] if held else runs))

    def _judged(self, clauses: Iterable[Clause], zero: bool) -> Iterator[tuple[Clause, list[Run]]]:
        """Each clause with what it says; a sentence whose figures all fall away goes with its plain clauses."""
        sentence: list[tuple[Clause, list[Run]]] = []
        for clause in clauses:
            sentence.append((clause, self._clause(clause, zero)))
            if clause.ends_sentence:
                yield from _kept(sentence)
                sentence = []
        yield from _kept(sentence)

    def _clause(self, clause: Clause, zero: bool) -> list[Run]:
        runs: list[Run] = []
        own: list[Worth] = []
        parts: list[Worth] = []
        for piece in clause.pieces:
            match piece:
                case Optional(pieces=pieces):
                    part = self._part(pieces, zero)
                    if any(isinstance(one, Reference) for one in pieces):
                        parts.append(Worth.SAYS if part else Worth.ZERO)
                    runs += part if any(isinstance(run, Token) for run in runs) else _as_first(part)
                case Reference():
                    token = Token(piece, self._sayings.say(piece))
                    own.append(token.said.worth)
                    runs.append(token)
                case Fact(name=name):
                    runs.append(self._facts[name])
                case str():
                    runs.append(piece)
        return runs if _worth_saying(own, zero) and (own or _worth_saying(parts, False)) else []

    def _part(self, pieces: Iterable[str | Reference | Fact], zero: bool) -> list[Run]:
        runs: list[Run] = []
        worths: list[Worth] = []
        for piece in pieces:
            if isinstance(piece, Reference):
                token = Token(piece, self._sayings.say(piece))
                worths.append(token.said.worth)
                runs.append(token)
            elif isinstance(piece, Fact):
                worths += [] if self._facts[piece.name] else [Worth.UNKNOWN]
                runs.append(self._facts[piece.name])
            else:
                runs.append(piece)
        return runs if _worth_saying(worths, zero) else []


def _worth_saying(worths: list[Worth], zero: bool) -> bool:
    if Worth.UNKNOWN in worths:
        return False
    return zero or not worths or Worth.SAYS in worths


def _as_first(part: list[Run]) -> list[Run]:
    """A part before which its clause states no figure: nothing is there to be joined to."""
    return [part[0].lstrip("、，"), *part[1:]] if part and isinstance(part[0], str) else part


def _introduces(run: Run) -> bool:
    """Whether a sentence ends with the colon that leads to what follows, as 报告如下： does."""
    return isinstance(run, str) and run.endswith("：")


def _kept(sentence: list[tuple[Clause, list[Run]]]) -> list[tuple[Clause, list[Run]]]:
    """A plain clause beside figures that all fell away would introduce nothing."""
    states = any(any(True for _ in clause.references()) for clause, _ in sentence)
    says = any(isinstance(run, Token) for _, said in sentence for run in said)
    return [(clause, []) for clause, _ in sentence] if states and not says else sentence


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbouring texts as one."""
    held = ""
    for run in runs:
        if isinstance(run, str):
            held += run
            continue
        if held:
            yield held
        held = ""
        yield run
    if held:
        yield held
