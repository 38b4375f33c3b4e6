"""The desk: takes what the page sends, has the visit or the library do it, and hands back what to show."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from index import CitedQAError
from qa.app.export import Format
from qa.app.html import Html, tag
from qa.app.library import Added, Library, upload_of
from qa.app.shelf import render_failure, render_notice, render_step
from qa.app.transcript import LINKED_QUESTIONS
from qa.app.visit import FAILURE, Visit
from qa.feedback import Rating

# What an event brings: the conversation, the source, the scope, a notice, the visit.
Update: TypeAlias = tuple[Any, Any, Any, Any, Visit]

logger = logging.getLogger("cited_qa")


class Desk:
    """Answers the page's events, for all visitors.

    Args:
        library: the documents.
        skip: makes what stands for "leave this as it is" in an update.
        uploads: where the server puts the files it is sent.

    """

    def __init__(self, library: Library, skip: Callable[[], Any], uploads: Path) -> None:
        self._library = library
        self._skip = skip
        self._uploads = uploads
        self._serial = itertools.count(1)

    def ask(self, typed: str, sent: str, visited: Visit | None) -> Iterator[Update]:
        """Show the question at once, then its answer; what the page sent goes before what was typed."""
        order = json.loads(sent or "{}")
        question = " ".join((order.get("question") or typed).split())
        visit = visited or Visit(self._library)
        if not question:
            yield self._unchanged(visit)
            return
        visit.begin(question, literal=bool(order.get("literal")))
        yield self._shown(visit, pane=False)
        visit.finish()
        yield self._shown(visit)

    def restore(self, sent: str, visited: Visit | None) -> Update:
        """The conversation that the address holds, asked anew."""
        if visited is not None:
            return self._shown(visited)
        linked = json.loads(sent or "{}")
        turns = linked.get("turns", [])
        left_out = int(linked.get("left_out") or 0) + max(0, len(turns) - LINKED_QUESTIONS)
        visit = Visit(self._library, str(linked.get("visitor", "")), left_out)
        for turn in turns[-LINKED_QUESTIONS:]:
            visit.choose(turn.get("in") or None)
            visit.begin(str(turn["question"]), literal=bool(turn.get("literal")))
            visit.finish()
        visit.choose(linked.get("scope") or None)
        try:
            visit.recall()
        except CitedQAError as error:
            return self._shown(visit, notice=self._notice(render_failure(str(error)), lasting=True))
        return self._shown(visit, notice=self._notice(opens=visit.scope) if visit.scope else None)

    def act(self, sent: str, visited: Visit | None) -> Update:
        """Choose or remove a document, judge or keep an answer, export the conversation."""
        order = json.loads(sent or "{}")
        visit = visited or Visit(self._library)
        try:
            return self._done(order, visit)
        except CitedQAError as error:
            failed = str(error)
        except Exception:
            logger.exception("An order of the page could not be carried out: %s", order.get("do"))
            failed = FAILURE
        return self._unchanged(visit, self._notice(render_failure(failed), lasting=True))

    def add(self, sent: str, visited: Visit | None) -> Iterator[Update]:
        """Index uploaded files one after another, and tell how far that is."""
        order = json.loads(sent or "{}")
        visit = visited or Visit(self._library)
        files = order.get("files", [])
        # What the page itself refused to send is said with the rest.
        told = [render_failure(str(sentence)) for sentence in order.get("refused", [])]
        has_failed, last = bool(told), None
        for number, file in enumerate(files, start=1):
            name, of = str(file["name"]), f"{number} of {len(files)}" if len(files) > 1 else ""
            try:
                upload = upload_of(str(file["token"]), self._uploads)
                for step in self._library.add(upload, name, replace=bool(order.get("replace"))):
                    said = render_step(step, name, of, in_memory=self._library.folder is None)
                    if isinstance(step, Added):
                        told.append(said)
                        last = step.name
                    else:
                        yield self._unchanged(visit, self._notice(*told, said, lasting=True, busy="1"))
            except CitedQAError as error:
                has_failed = True
                told.append(render_failure(str(error)))
            except Exception:
                logger.exception("A document could not be added.")
                has_failed = True
                told.append(render_failure(f"{name}: it could not be added; the server’s log says why."))
        if last is not None:
            visit.welcome(last)
        yield self._shown(visit, notice=self._notice(*told, lasting=has_failed, opens=last, listing="1"))

    def _done(self, order: Mapping[str, Any], visit: Visit) -> Update:
        match order.get("do"):
            case "choose":
                visit.choose(order.get("name") or None)
                return self._shown(visit, notice=self._notice(opens=visit.scope))
            case "remove":
                said = self._remove(str(order["name"]), visit)
                return self._shown(visit, notice=self._notice(said, listing="1"))
            case "rate":
                visit.rate(int(order["turn"]), Rating(order["rating"]))
                return self._shown(visit, pane=False)
            case "save":
                kept = visit.save(int(order["turn"]), str(order.get("right", "")))
                if isinstance(kept, Html):
                    return self._unchanged(visit, self._notice(tag("template", kept)))
                return self._shown(visit, pane=False, notice=self._notice(tag("p", kept)))
            case "export":
                file = visit.export(Format(order["format"]))
                return self._unchanged(visit, self._notice(download=file.name, content=file.content))
        raise ValueError("the page sent an order that nobody knows")

    def _remove(self, name: str, visit: Visit) -> Html:
        aside = self._library.remove(name)
        if visit.scope == name:
            visit.choose(None)
        kept = "1 test question" if aside == 1 else f"{aside} test questions"
        also = f" {kept} on it went to questions-set-aside.jsonl." if aside else ""
        return tag("p", tag("bdi", name), " was removed.", also)

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
