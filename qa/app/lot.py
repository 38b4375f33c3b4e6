"""A lot: files that are taken into the index one after another, whether or not anybody watches."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from index import CitedQAError
from qa.app.html import Html
from qa.app.shelf import render_added, render_besides, render_failure, render_left, render_step
from qa.app.uploads import uploaded
from qa.keeping.adding import Added, Receiving, Step
from qa.service import Service


class Lot:
    """Files that were sent together; made, they begin to be taken.

    Args:
        service: what takes them.
        uploads: where the server put them.
        files: their names and the tokens of their uploads.
        replace: the names of those that replace the document of that name; others are kept beside it.
        refused: sentences on files that the page did not send.

    Attributes:
        told: what else there is to say of the files so far than that they were added.
        now: what is happening to the file at work, None once all are done.
        last: the name of the last document that was added.
        has_failed: whether some file was not added.
        has_choice: whether what was told leaves something to decide.

    """

    def __init__(
        self,
        service: Service,
        uploads: Path,
        files: Sequence[Mapping[str, Any]],
        replace: Collection[str] = (),
        refused: Sequence[str] = (),
    ) -> None:
        self.told = [render_failure(sentence) for sentence in refused]
        self.now: Html | None = None
        self.last: str | None = None
        self.has_failed, self.has_choice = bool(refused), False
        self._added: list[Added] = []
        self._service, self._uploads, self._files, self._replace = service, uploads, files, replace
        if files:
            self.now = self._step(Receiving(), str(files[0]["name"]), 1)
        self._stopping = threading.Event()
        self._changed = threading.Condition()
        self._serial, self._is_done = 1, False
        # Of a page that is closed nothing is left that could end it.
        threading.Thread(target=self._take, name="qa-lot", daemon=True).start()

    @property
    def outcome(self) -> list[Html]:
        """What became of the files, to be said at the end."""
        added = [render_added(self._added, self._service.in_memory)] if self._added else []
        return [*added, *self.told]

    def watch(self) -> Iterator[None]:
        """Go on with each change, until all files are done."""
        seen = 0
        while not self._is_done:
            with self._changed:
                while self._serial == seen and not self._is_done:
                    self._changed.wait()
                seen = self._serial
            yield

    def cancel(self) -> None:
        """Stop: the file at work is not added, and none after it."""
        self._stopping.set()

    def _take(self) -> None:
        try:
            for number, file in enumerate(self._files, start=1):
                if self._stopping.is_set():
                    self._fail(render_left(len(self._files) - number + 1))
                    break
                self._take_one(str(file["name"]), str(file["token"]), number)
        finally:
            with self._changed:
                self.now, self._is_done = None, True
                self._changed.notify_all()

    def _take_one(self, name: str, token: str, number: int) -> None:
        try:
            with uploaded(token, self._uploads) as content:
                replaces = name in self._replace
                for step in self._service.add(name, content, replaces, self._stopping.is_set):
                    if isinstance(step, Added):
                        self._note(step)
                    else:
                        self._tell(self._step(step, name, number))
        except CitedQAError as error:
            self._fail(render_failure(str(error)))

    def _step(self, step: Step, name: str, number: int) -> Html:
        of = f"{number} of {len(self._files)}" if len(self._files) > 1 else ""
        return render_step(step, name, of)

    def _note(self, step: Added) -> None:
        if step.passages:
            self._added.append(step)
        if not step.passages or step.aside:
            self.told.append(render_besides(step))
        self.last = step.name
        self.has_choice |= bool(step.aside)

    def _fail(self, said: Html) -> None:
        self.has_failed = True
        self.told.append(said)

    def _tell(self, said: Html) -> None:
        with self._changed:
            self.now = said
            self._serial += 1
            self._changed.notify_all()
