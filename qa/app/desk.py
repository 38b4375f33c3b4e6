"""The desk: takes what the page sends, has the visit or the service do it, and hands back what to show."""

from __future__ import annotations

import itertools
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

from pydantic import ValidationError

from index import CitedQAError
from qa import bundled
from qa.app.export import Format
from qa.app.html import Html, render
from qa.app.lot import Lot
from qa.app.notes import MOST_NAME_CHARS, MOST_NOTES, Note, export_notes
from qa.app.shelf import MOST_CHOSEN, render_failure, render_gone, render_notice
from qa.app.transcript import KEPT_QUESTIONS, render_lacking
from qa.app.visit import Visit
from qa.keeping.feedback import SET_ASIDE, Rating
from qa.saying import counted
from qa.service import Service

# What an event brings: the conversation, the source, the scope, a notice, the visit.
Update: TypeAlias = tuple[Any, Any, Any, Any, Visit]
# What the script asks for, by the names of its parts.
FOR_NOW = "Noted for this visit alone: this index keeps no files, so nobody reads it later."
Order: TypeAlias = Mapping[str, Any]
MOST_VISITS = 50


class Desk:
    """Answers the page's events, for all visitors.

    Args:
        service: what does it.
        skip: makes what stands for "leave this as it is" in an update.
        uploads: where the server puts the files it is sent.

    """

    def __init__(self, service: Service, skip: Callable[[], Any], uploads: Path) -> None:
        self._service = service
        self._skip = skip
        self._uploads = uploads
        self._serial = itertools.count(1)
        # The files that are being taken, by the token of the first.
        self._lots: WeakValueDictionary[str, Lot] = WeakValueDictionary()
        # The last visits, by their tabs' tokens: a page that is loaded anew goes on with all that it showed.
        self._visits: OrderedDict[str, Visit] = OrderedDict()
        self._orders = {
            "show": lambda _, visit: self._shown(visit),
            "open": self._open,
            "choose": self._choose,
            "rename": self._rename,
            "remove": self._remove,
            "example": self._example,
            "rate": self._rate,
            "save": self._save,
            "export": self._export,
            "pin": self._pin,
            "notes": self._notes,
            "point": self._point,
            "cancel": self._cancel,
        }

    def ask(self, sent: str, visited: Visit | None) -> Update:
        """Show a question, to be answered next."""
        order = json.loads(sent or "{}")
        question = " ".join(str(order.get("question", "")).split())
        visit = visited or Visit(self._service)
        if not question:
            return self._unchanged(visit)
        visit.begin(question, literal=bool(order.get("literal")))
        return self._shown(visit, pane=False)

    def answer(self, visited: Visit | None) -> Update:
        """Answer what was asked last."""
        visit = visited or Visit(self._service)
        visit.finish()
        return self._shown(visit)

    def restore(self, sent: str, visited: Visit | None) -> Update:
        """The conversation that the browser keeps or the address holds, as `Visit.resume` brings it back."""
        if visited is not None:
            return self._shown(visited)
        self._service.prepare_pages()
        linked = json.loads(sent or "{}")
        turns = linked.get("turns", [])
        left_out = int(linked.get("left_out") or 0) + max(0, len(turns) - KEPT_QUESTIONS)
        visitor = str(linked.get("visitor", ""))
        visit = Visit(self._service, visitor, left_out, self._visits.pop(visitor, None))
        for turn in turns[-KEPT_QUESTIONS:]:
            names = [str(name) for name in turn.get("in") or []][:MOST_CHOSEN]
            visit.resume(str(turn["question"]), bool(turn.get("literal")), names, _note(turn.get("note")))
        gone = visit.choose(linked.get("scope") or [])
        alone = visit.scope[0] if len(visit.scope) == 1 else ""
        shown = visit.look_at(str(linked.get("shown") or "")) or visit.look_at(alone)
        self._remember(visitor, visit)
        try:
            visit.recall()
        except CitedQAError as error:
            return self._shown(visit, notice=self._notice(render_failure(str(error)), lasting=True))
        told = [render_lacking(left_out)] if left_out and turns else []
        told += [render_gone(gone, visit.scope)] if gone else []
        notice = self._notice(*told, lasting=bool(gone), opens=shown) if told or shown else None
        return self._shown(visit, notice=notice)

    def act(self, sent: str, visited: Visit | None) -> Update:
        """Do what is ordered of a document, an answer or the conversation, or say why that cannot be."""
        order = json.loads(sent or "{}")
        visit = visited or Visit(self._service)
        try:
            return self._orders[order.get("do")](order, visit)
        except CitedQAError as error:
            return self._unchanged(visit, self._notice(render_failure(str(error)), lasting=True))

    def add(self, sent: str, visited: Visit | None) -> Iterator[Update]:
        """Index uploaded files one after another, and tell how far that is; a closed page ends nothing."""
        order = json.loads(sent or "{}")
        visit = visited or Visit(self._service)
        files, refused = order.get("files", []), [str(sentence) for sentence in order.get("refused", [])]
        key = str(files[0]["token"]) if files else ""
        lot = Lot(self._service, self._uploads, files, order.get("replace", []), refused)
        self._lots[key] = lot
        for _ in lot.watch():
            if lot.now:
                said = (*lot.told, lot.now, render("shelf.cancel", key))
                yield self._unchanged(visit, self._notice(*said, lasting=True, busy="1"))
        if lot.last is not None:
            visit.welcome(lot.last)
        lasting = lot.has_failed or lot.has_choice
        notice = self._notice(*lot.outcome, lasting=lasting, opens=lot.last, listing="1")
        yield self._shown(visit, notice=notice)

    def _remember(self, visitor: str, visit: Visit) -> None:
        visit.settle()
        if visitor:
            self._visits[visitor] = visit
        while len(self._visits) > MOST_VISITS:
            self._visits.popitem(last=False)

    def _cancel(self, order: Order, visit: Visit) -> Update:
        if lot := self._lots.get(order["lot"]):
            lot.cancel()
        return self._unchanged(visit)

    def _choose(self, order: Order, visit: Visit) -> Update:
        visit.choose(order.get("names") or [])
        return self._shown(visit, pane=False)

    def _open(self, order: Order, visit: Visit) -> Update:
        opens = visit.look_at(self._service.document(str(order["name"])).name)
        return self._shown(visit, notice=self._notice(opens=opens))

    def _rename(self, order: Order, visit: Visit) -> Update:
        new = self._service.rename(order["name"], order["to"])
        visit.renamed(order["name"], new)
        said = Html("<p><bdi>{}</bdi> is called <bdi>{}</bdi> now.</p>").format(order["name"], new)
        names = json.dumps([order["name"], new])
        return self._shown(visit, notice=self._notice(said, listing="1", renamed=names))

    def _remove(self, order: Order, visit: Visit) -> Update:
        aside = self._service.remove(order["name"])
        visit.forget(order["name"])
        also = f" {counted(aside, 'test question')} on it went to {SET_ASIDE}." if aside else ""
        said = Html("<p><bdi>{}</bdi> was removed.{}</p>").format(order["name"], also)
        return self._shown(visit, notice=self._notice(said, listing="1"))

    def _example(self, _: Order, visit: Visit) -> Update:
        self._service.bring_example()
        said = Html("<p><bdi>{}</bdi> is among the documents again.</p>").format(bundled.NAME)
        return self._shown(visit, notice=self._notice(said, listing="1"))

    def _rate(self, order: Order, visit: Visit) -> Update:
        given = visit.rate(int(order["turn"]), Rating(order["rating"]))
        lost = given and self._service.in_memory
        return self._shown(
            visit, pane=False, notice=self._notice(Html("<p>{}</p>").format(FOR_NOW)) if lost else None
        )

    def _save(self, order: Order, visit: Visit) -> Update:
        kept = visit.save(int(order["turn"]), order.get("right", ""))
        if isinstance(kept, Html):
            return self._unchanged(visit, self._notice(Html("<template>{}</template>").format(kept)))
        return self._shown(visit, pane=False, notice=self._notice(Html("<p>{}</p>").format(kept)))

    def _export(self, order: Order, visit: Visit) -> Update:
        title = str(order.get("title") or "")[:MOST_NAME_CHARS]
        file = visit.export(Format(order["format"]), title)
        return self._unchanged(visit, self._notice(download=file.name, content=file.content))

    def _pin(self, order: Order, visit: Visit) -> Update:
        note = visit.note(int(order["turn"]))
        return self._unchanged(visit, self._notice(render("page.pinned"), note=note.model_dump_json()))

    def _notes(self, order: Order, visit: Visit) -> Update:
        try:
            notes = [Note.model_validate(one) for one in order["notes"][:MOST_NOTES]]
        except ValidationError:
            raise CitedQAError("A note is not as it was pinned; unpin it, and pin its answer again") from None
        file = export_notes(notes, Format(order["format"]), datetime.now().astimezone())
        return self._unchanged(visit, self._notice(download=file.name, content=file.content))

    def _point(self, order: Order, visit: Visit) -> Update:
        key = f"0-{next(self._serial)}"
        visit.point(key, order["name"], int(order["start"]), int(order["end"]))
        return self._shown(visit, notice=self._notice(points=key))

    def _shown(self, visit: Visit, pane: bool = True, notice: Html | None = None) -> Update:
        return (
            visit.transcript(),
            visit.source() if pane else self._skip(),
            visit.scope_button(),
            self._skip() if notice is None else notice,
            visit,
        )

    def _unchanged(self, visit: Visit, notice: Html | None = None) -> Update:
        return self._skip(), self._skip(), self._skip(), self._skip() if notice is None else notice, visit

    def _notice(self, *parts: Html, lasting: bool = False, **data: str | None) -> Html:
        return render_notice(*parts, serial=next(self._serial), lasting=lasting, **data)


def _note(kept: object) -> Note | None:
    """What the browser keeps of an answer; None where it keeps nothing, or what was not written here."""
    try:
        return Note.model_validate(kept)
    except ValidationError:
        return None
