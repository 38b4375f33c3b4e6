"""The shelf: what says which documents are asked, the dialog to choose and change them, and notices."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index import NO_TEXT, READABLE, UNKNOWN_KIND, Limits, too_large
from qa.app.html import Html, render
from qa.keeping.adding import Added, Step
from qa.saying import counted
from qa.wire import Listed

# More rows than this are narrowed by typing.
SHOWN_ENTRIES = 500
# So many can be asked together, by name; the address holds them.
MOST_CHOSEN = 50


def render_scope(scope: Sequence[str], count: int) -> Html:
    """Below the question: which documents it is put to, and the way to add one."""
    return render("shelf.scope", scope, count)


def render_library(limits: Limits, in_memory: bool) -> Html:
    """The dialogs of the page, closed; the list of documents is asked for when it is opened."""
    large = str(too_large("{size}", limits.max_bytes))
    said = {"large": large, "kind": f"{UNKNOWN_KIND}.", "empty": f"{NO_TEXT}."}
    return render("shelf.library", READABLE, MOST_CHOSEN, in_memory, limits.max_bytes, said)


def render_listing(entries: Sequence[Listed], query: str = "", scope: Collection[str] = ()) -> Html:
    """The documents that a query finds in name or title, all of them for none, with "All documents" first."""
    wanted = query.casefold().split()
    found = [
        entry for entry in entries if all(word in f"{entry.name} {entry.title}".casefold() for word in wanted)
    ]
    return render("shelf.listing", entries, found, bool(wanted), scope, SHOWN_ENTRIES)


def render_clash(names: Sequence[str], new: int = 0) -> Html:
    """What to do with files whose names the index knows already, sent together with so many `new` ones."""
    return render("shelf.clash", names, new)


def render_step(step: Step, name: str, of: str = "") -> Html:
    """How far the adding of a document is, in a sentence; `of` is its place among several, "2 of 5"."""
    return render("shelf.step", type(step).__name__, step, name, of)


def render_added(some: Sequence[Added], in_memory: bool = False) -> Html:
    """One sentence on the documents that were added or replaced, and that they can be asked."""
    return render("shelf.added", some, in_memory)


def render_besides(step: Added) -> Html:
    """What else there is to say of a document: that it was there already, or which example stepped aside."""
    return render("shelf.besides", step)


def render_gone(names: Sequence[str], scope: Sequence[str]) -> Html:
    """A sentence on chosen documents that are no longer there, and which are asked instead."""
    return render("shelf.gone", names, scope)


def render_failure(sentence: str) -> Html:
    """A sentence on what could not be done, and what helps."""
    return render("shelf.failure", sentence)


def render_notice(*words: Html, serial: int, lasting: bool = False, **data: str | None) -> Html:
    """A notice over the page; it goes by itself unless it is `lasting`. Data tell the script what to do."""
    return render("shelf.notice", Html().join(words), serial, lasting, data)


def render_left(count: int) -> Html:
    """A sentence on files that were not begun."""
    return render_failure(f"{counted(count, 'file')} after it {'was' if count == 1 else 'were'} not added.")
