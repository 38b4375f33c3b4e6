"""Blocks of signatures: who of those that are read one after another signs for whom, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from index import Document, Span
from index.words import stems
from qa.contracts.defined import definitions
from qa.contracts.signatures.lines import ENDS, Dated, dated_by, dates_of, parts_of
from qa.contracts.signatures.names import COMPANY, ROLE, is_short_for, name_end

# Whoever is named farther off from whom they sign for is cited without it.
_BLOCK_CHARS = 300
_CALLED = re.compile(r"(?:The\s)?[^\W\d_a-z][\w’'-]+(?:\s[^\W\d_a-z][\w’'-]+)?")


class Signer(NamedTuple):
    """Who signed, and by what a document says so.

    Attributes:
        lines: the lines that say it.
        name: the name in them.
        party: for whom, "" where that is not said.
        dated: when.
        office: what stands with the name elsewhere in a table, such as "Head of Hire".

    """

    lines: Span
    name: Span
    party: str
    dated: Dated | None = None
    office: str = ""


@dataclass(slots=True)
class _Label:
    """For whom the next one signs, None for nobody. It is alone unless others stand before the names."""

    party: str | None
    start: int
    unit: Span
    is_alone: bool = True
    column: int | None = None
    has_firm: bool = False
    is_of_witness: bool = False


@dataclass(slots=True)
class _Block:
    """Those who sign in one place, and when.

    Attributes:
        row: where the table or line begins that says for whom.
        is_of_witness: whether witnesses alone sign there.
        stated: the date of all who have none of their own.
        over: the dates in the line before it.
        is_beside: whether several sign side by side: all names stand before all dates.
        names: who signs, by the number among all signers.
        dates: the dates there, in their order, that stand with no name.
        parties: for whom is signed in each column, of what stands side by side.

    """

    row: int
    is_of_witness: bool = False
    stated: Dated | None = None
    over: tuple[Dated, ...] = ()
    is_beside: bool = False
    names: list[int] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    parties: dict[int, str] = field(default_factory=dict)

    def date_of(self, signers: Sequence[Signer], at: int) -> Dated | None:
        """When the one signed who is named at some place among the names: the next date, or the only one."""
        if own := signers[self.names[at]].dated:
            return own
        undated = [number for number in self.names if not signers[number].dated]
        if above := self._dates_above([signers[number] for number in undated]):
            return above[undated.index(self.names[at])]
        if len(self.dates) == len(undated):
            return self.dates[undated.index(self.names[at])]
        if self.is_beside and len(self.dates) != 1:
            return self.stated
        after = (one for one in self.dates if one.line.start >= signers[self.names[at]].name.start)
        return next(after, self.dates[-1] if self.dates else self.stated or next(iter(self.over), None))

    def _dates_above(self, signers: Sequence[Signer]) -> Sequence[Dated]:
        """The dates of some signers where each stands under one of its own; else none."""
        dates = [*self.over, *self.dates]
        starts = sorted([*(one.line.start for one in dates), *(one.name.start for one in signers)])
        is_above = starts[::2] == [one.line.start for one in dates]
        return dates if is_above and len(dates) == len(signers) else ()


@dataclass
class BlockReading:
    """What has been read of a document so far."""

    document: Document
    until: int = 0
    before: Span | None = None
    labels: list[_Label] = field(default_factory=list)
    signers: list[Signer] = field(default_factory=list)
    witnesses: list[Signer] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)
    is_in_block: bool = False
    stated: Dated | None = None
    # Whether the last one to be read of is somebody named, and whose office may follow.
    is_named: bool = False
    goes_on: bool = False
    # The firms that stand in lines of their own.
    firms: list[Span] = field(default_factory=list)
    # So many are still to be told for whom is signed.
    awaited: int = 0

    @cached_property
    def _terms(self) -> frozenset[frozenset[str]]:
        return frozenset(one for found in definitions(self.document) for one in (found.term, found.role))

    def is_party(self, words: Span) -> bool:
        """Whether words are no more than what a party is called: "The Tenant:", or a term that is defined."""
        said = self.document.text[slice(*words)].strip(ENDS)
        if not _CALLED.fullmatch(said):
            return False
        is_the = said.startswith("The ") and not ROLE.search(said)
        return is_the or stems(said.removeprefix("The ")) in self._terms

    def end(self) -> None:
        """Nobody signs any more, until another opening."""
        self.until, self.is_named, self.goes_on = 0, False, False
        self.is_in_block, self.stated, self.awaited = False, None, 0
        self.labels.clear()

    def label(self, party: str | None, start: int, unit: Span, column: int | None = None) -> None:
        """Take up for whom is signed, and in which column; what was left of an earlier block is over."""
        if self.is_named and self._is_said_below(party, start):
            return
        if self.is_named:
            self.labels.clear()
        beside = [one for one in self.labels if one.unit != unit]
        if column:
            beside = self.labels
        for one in beside:
            one.is_alone = False
        self.labels.append(_Label(party, start, unit, not beside and not column, column))
        self.is_named = self.goes_on = False
        self.open(unit, is_of_witness=party is None)
        if column is not None and party:
            self.blocks[-1].parties[column] = party

    def witness(self, start: int, unit: Span) -> None:
        """Take up that the next one signs as a witness."""
        self.label(None, start, unit)
        self.labels[-1].is_of_witness = True

    def _is_said_below(self, party: str | None, start: int) -> bool:
        """Whether "for the Client" stands below the name of the one who signs for them."""
        names = self.blocks[-1].names if self.is_in_block else []
        number = next((one for one in names if not self.signers[one].party), None)
        if party is None or number is None or not self.document.text.startswith("for", start):
            return False
        self.signers[number] = self.signers[number]._replace(party=party)
        return True

    def open(self, unit: Span, *, is_of_witness: bool = False) -> None:
        """Begin a block, or go on with the one that is in the same row, or has no name yet."""
        found = self.document.row_at(unit.start)
        row = found[0].rows[0].start if found else unit.start
        last = self.blocks[-1] if self.is_in_block else None
        is_same = last and (last.row == row or not (last.names or last.dates))
        if last and is_same and last.is_of_witness == is_of_witness:
            last.is_beside = True
            return
        over = tuple(dates_of(self.document.text, self.before)) if self.before else ()
        self.blocks.append(_Block(row, is_of_witness, self.stated, over))
        self.is_in_block = True

    def sign(self, words: Span, unit: Span, column: int | None = None) -> None:
        """Take up who signs, for the one whose label stands in the same lines, else for the first left."""
        if self._is_named_in_full(words, unit):
            return
        own = bool(self.labels) and self.labels[-1].unit == unit
        above = (at for at, one in enumerate(self.labels) if column is not None and one.column == column)
        label = self.labels.pop(-1 if own else next(above, 0)) if self.labels else None
        self.goes_on = label is None or own or label.is_alone
        self.is_named = True
        if label and label.party is None:
            self.goes_on = False
            if label.is_of_witness:
                end = name_end(self.document.text, words) or words.end
                self.witnesses.append(
                    Signer(Span(unit.start, max(unit.end, end)), Span(words.start, end), "")
                )
            return
        is_near = label is not None and self.goes_on and words.end - label.start < _BLOCK_CHARS
        start = label.start if label and is_near else words.start
        block = self.blocks[-1] if self.is_in_block else None
        if label is None and block and block.is_beside:
            self.goes_on = False
            if self._is_printed_below(block, words):
                return
        is_with_last = label is None and block and block.names and not block.is_beside
        party = self.signers[-1].party if is_with_last else label.party if label else ""
        if label is None and block and column in block.parties:
            party = block.parties[column]
        self.add(Span(start, words.end), words, party or "", unit)

    def _is_named_in_full(self, words: Span, unit: Span) -> bool:
        """Whether the one who signed last is named in full: "Ada Stone" in a line below "A. Stone"."""
        if not (self.is_named and self.is_in_block and self.blocks[-1].names):
            return False
        text = self.document.text
        last = self.signers[-1]
        name = Span(words.start, name_end(text, words) or words.end)
        if not last.name.end <= unit.start or not is_short_for(text[slice(*last.name)], text[slice(*name)]):
            return False
        is_far = name.end - last.lines.start >= _BLOCK_CHARS
        lines = Span(words.start if is_far else last.lines.start, words.end)
        self.signers[-1] = last._replace(lines=lines, name=name)
        return True

    def _is_printed_below(self, block: _Block, words: Span) -> bool:
        """Whether a name in full stands below the signature of the same one: "Ada Stone" below "A. Stone"."""
        text = self.document.text
        said = text[words.start : name_end(text, words) or words.end]
        for number in block.names:
            signer = self.signers[number]
            if is_short_for(text[slice(*signer.name)], said):
                name = Span(words.start, words.start + len(said))
                self.signers[number] = signer._replace(lines=words, name=name)
                return True
        return False

    def add(self, lines: Span, name: Span, party: str, unit: Span) -> None:
        """Take up a signer."""
        if not self.is_in_block:
            self.open(unit)
        self.blocks[-1].names.append(len(self.signers))
        end = name_end(self.document.text, name) or name.end
        self.signers.append(Signer(lines, Span(name.start, end), party))

    def is_for(self, party: str) -> None:
        """For whom the one named last signs, as is said behind the name."""
        self.signers[-1] = self.signers[-1]._replace(party=party)

    def go_on(self, words: Span) -> None:
        """The office of the one named last."""
        last = self.signers[-1]
        between = self.document.text[last.lines.end : words.start]
        if not any(map(str.isalnum, between)):  # the foot of a page may stand there
            self.signers[-1] = last._replace(lines=Span(last.lines.start, words.end))

    def date(self, dated: Dated) -> None:
        """Take up when is signed; behind a name in the same words, it is of that one alone."""
        last = self.signers[-1] if self.signers else None
        if last and dated.line.start <= last.name.start and last.name.end <= dated.date.start:
            lines = Span(min(last.lines.start, dated.line.start), max(last.lines.end, dated.line.end))
            self.signers[-1] = last._replace(lines=lines, dated=dated)
        elif self.is_in_block:
            self.blocks[-1].dates.append(dated)
        else:
            self.stated = dated

    def end_cell(self, cell: Span, so_many: int) -> None:
        """Give those whom a cell names, behind the first `so_many`, its only date and the firm at its end."""
        text, named = self.document.text, self.signers[so_many:]
        if not named:
            return
        party = "" if self.blocks[-1].parties else self._firm(Span(named[-1].name.end, cell.end))
        dates = [dated for line in parts_of(text, cell) if (dated := dated_by(text, line))]
        only = dates[0] if len(dates) == 1 else None
        above = text[cell.start : named[0].name.start]
        own = {one.party for one in named if one.party and one.party in above}
        self.signers[so_many:] = [
            one._replace(
                lines=cell if only and len(named) == 1 else one.lines,
                party=one.party if not party or one.party in own else party,
                dated=one.dated or only,
            )
            for one in named
        ]
        self.blocks[-1].dates = [one for one in self.blocks[-1].dates if one != only]
        self.stated = None if self.stated == only else self.stated

    def _firm(self, below: Span) -> str:
        """The firm that some words end in, without an office before it; "" where they end in none."""
        said = self.document.text[slice(*below)]
        office = ROLE.search(said)
        firm = said[office.end() if office else 0 :].strip(f"{ENDS}\n")
        return firm if COMPANY.search(firm) else ""

    def under_one_date(self, signers: Sequence[Signer]) -> list[Signer]:
        """The signers of a table, with the date above it where it has none."""
        over = dates_of(self.document.text, self.before) if self.before else iter(())
        stated = self.stated or next(over, None)
        if any(one.dated for one in signers):
            return list(signers)
        return [one._replace(dated=stated) for one in signers]

    def dated_signers(self) -> Iterator[Signer]:
        """All signers, each with when that was."""
        named = [block for block in self.blocks if block.names]
        is_under = all(block.over for block in named) and not (named and named[-1].dates)
        over_all = self._date_over(named)
        for block in named:
            for at, number in enumerate(block.names):
                own = self.signers[number].dated
                under = block.over[min(at, len(block.over) - 1)] if is_under else over_all
                yield self.signers[number]._replace(dated=own or under or block.date_of(self.signers, at))

    def _date_over(self, blocks: Sequence[_Block]) -> Dated | None:
        """The date above the first of several blocks, where it is the only one of them all."""
        dates = [one for block in blocks for one in (*block.over, *block.dates)]
        is_only = len(dates) == 1 and not any(one.dated for one in self.signers)
        return blocks[0].over[0] if is_only and blocks[0].over else None
