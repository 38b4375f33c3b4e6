"""The shelf: what says which documents are asked, the dialog to choose and change them, and notices."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from index import NO_TEXT, READABLE, UNKNOWN_KIND, Limits, too_large
from qa.app.html import Html, join, tag
from qa.app.icons import icon
from qa.app.sheet import choice, close_button, render_sheet
from qa.service import Added, Indexing, Receiving, Step
from qa.wire import Listed

# More rows than this are narrowed by typing.
SHOWN_ENTRIES = 500
EVERY = "All documents"
# So many can be asked together, by name; the address holds them.
MOST_CHOSEN = 50


def render_scope(scope: Sequence[str], count: int) -> Html:
    """Below the question: which documents it is put to, and the way to add one."""
    counted = tag("span", f"{count:,}", class_="count") if not scope and count > 1 else None
    some = f"{len(scope):,} of {count:,} documents"
    words = tag("bdi", some if len(scope) > 1 else scope[0] if scope else EVERY, class_="name")
    about = tag("span", "Documents to ask: ", class_="aside")
    return join(
        [
            tag(
                "button", icon("files"), about, words, counted, icon("more"),
                type="button", class_="scope",
                data_open="library", data_focus="scope", data_scope=json.dumps(list(scope)),
                aria_haspopup="dialog", title=", ".join(scope) or None,
            ),
            tag(
                "button", icon("plus"), tag("span", "Add"), type="button", class_="add",
                data_pick=True, data_focus="add", aria_label="Add a document",
            ),
        ]
    )  # fmt: skip


def render_library(limits: Limits, in_memory: bool) -> Html:
    """The dialogs of the page, closed; the list of documents is asked for when it is opened."""
    kinds = READABLE
    kept = (
        "They are kept in memory, until the server stops, and seen by everyone who uses this page."
        if in_memory
        else "They are kept in the index, and seen by everyone who uses this page."
    )
    head = tag(
        "header",
        tag("h2", "Documents", id="library-title"),
        close_button(),
    )
    find = tag(
        "input", type="search", id="find", placeholder="Find a document", aria_label="Find a document",
        autocomplete="off", spellcheck="false",
    )  # fmt: skip
    said = f"Tick up to {MOST_CHOSEN} to ask them together; with none ticked, all are asked."
    foot = tag(
        "footer",
        tag("button", "Add a document", type="button", class_="primary", data_pick=True),
        tag("p", f"{said} Drop files anywhere on the page: {', '.join(kinds)}. {kept}"),
    )
    picked = tag(
        "input", type="file", id="files", multiple=True, hidden=True, accept=",".join(kinds),
        tabindex=-1, aria_label="Files to add",
    )  # fmt: skip
    listing = tag("div", class_="listing", tabindex=-1)
    return join(
        [
            tag(
                "dialog",
                head,
                find,
                listing,
                foot,
                id="library",
                aria_labelledby="library-title",
                data_most=MOST_CHOSEN,
            ),
            tag("dialog", id="sheet", aria_labelledby="sheet-title"),
            picked,
            tag("div", tag("p", "Drop to add to the documents"), id="drop", hidden=True),
            _arriving(limits, kinds),
        ]
    )


def render_listing(entries: Sequence[Listed], query: str = "", scope: Sequence[str] = ()) -> Html:
    """The documents that a query finds in name or title, all of them for none, with "All documents" first."""
    wanted = query.casefold().split()
    found = [entry for entry in entries if _fits(entry, wanted)]
    rows = [] if wanted else [_every(entries, not scope)]
    titles = Counter(entry.title for entry in entries)
    rows += [
        _row(number, entry, entry.name in scope, titles[entry.title] > 1)
        for number, entry in enumerate(found[:SHOWN_ENTRIES])
    ]
    more = len(found) - SHOWN_ENTRIES
    if not found:
        said = "No document has these words in its name." if wanted else "There is no document yet."
    else:
        said = f"{more:,} more: type a part of a name to narrow the list." if more > 0 else ""
    counted = f"{len(found):,} of {len(entries):,} documents" if wanted else f"{len(entries):,} documents"
    return join(
        [
            tag("ul", *rows) if rows else None,
            tag("p", said, class_="said") if said else None,
            tag("p", counted, class_="aside", role="status"),
        ]
    )


def render_clash(names: Sequence[str]) -> Html:
    """What to do with files whose names the index knows already."""
    listed = join([join(["“", tag("bdi", name), "”"]) for name in names[:5]], ", ")
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    one = len(names) == 1
    return render_sheet(
        "Replace or keep both?",
        [tag("p", listed, more, " is in the index already." if one else " are in the index already.")],
        [
            choice("Keep both", "keep", primary=True),
            choice("Replace it" if one else "Replace them", "replace"),
            choice("Do not add"),
        ],
    )


def render_step(step: Step, name: str, of: str = "", in_memory: bool = False) -> Html:
    """How far the adding of a document is, in a sentence; `of` is its place among several, "2 of 5"."""
    named = tag("bdi", name if not isinstance(step, Added) else step.name)
    place = f" ({of})" if of else ""
    match step:
        case Receiving():
            return join([tag("p", "Reading ", named, place, " …"), _bar()])
        case Indexing(passages, total):
            done = f"{passages:,} of {total:,}" if total else f"{passages:,}"
            counted = f": {done} {_plural('passage', total or passages)}" if passages else ""
            return join([tag("p", "Indexing ", named, place, counted, " …"), _bar(passages, total)])
        case Added(passages=0):
            return tag("p", named, " is in the index already, with the same words.")
    done = " was added: " if step.is_new else " was replaced: "
    until = " It stays until the server stops." if in_memory else ""
    return tag("p", named, done, f"{step.passages:,} {_plural('passage', step.passages)}.", until)


def render_failure(sentence: str) -> Html:
    """A sentence on what could not be done, and what helps."""
    return tag("p", sentence, class_="failed", role="alert", dir="auto")


def render_notice(*parts: Html, serial: int, lasting: bool = False, **data: str | None) -> Html:
    """A notice over the page; it goes by itself unless it is `lasting`. Data tell the script what to do."""
    close = close_button("Dismiss") if lasting else None
    return tag(
        "div", *parts, close, class_="notice", data_serial=serial, data_lasting=lasting,
        **{f"data_{name}": value for name, value in data.items()},
    )  # fmt: skip


def render_line(line: str, file: str) -> Html:
    """A test question to copy or download, where there is no folder to keep it in."""
    said = (
        f"This index is in memory and keeps no files. Put this line into a {file} of your own, for qa eval."
    )
    shown = tag("pre", line, tabindex=0, role="group", aria_label="The line")
    copied = tag("button", "Copy", type="button", class_="primary", data_copy=line)
    saved = tag("button", "Download", type="button", data_download=file, data_content=line)
    return render_sheet("Test question", [tag("p", said), shown], [copied, saved, choice("Close")])


def render_cancel(lot: str) -> Html:
    """The way to stop the adding of files."""
    return tag("button", "Cancel", type="button", class_="link", data_cancel=lot, data_focus="cancel")


def render_left(count: int) -> Html:
    """A sentence on files that were not begun."""
    files, were = ("1 file", "was") if count == 1 else (f"{count:,} files", "were")
    return render_failure(f"{files} after it {were} not added.")


def _bar(done: int = 0, of: int = 0) -> Html:
    known = {"max": of, "value": done} if of else {}
    return tag("progress", aria_label="Adding the document", **known)


def _arriving(limits: Limits, kinds: Sequence[str]) -> Html:
    """While a file is on its way to the server; its name is filled in by the script."""
    said = {
        "data_large": f"{{name}}: {too_large('{size}', limits.max_bytes)}.",
        "data_kind": f"{{name}}: {UNKNOWN_KIND}.",
        "data_empty": f"{{name}}: {NO_TEXT}.",
        "data_failed": "{name} did not reach the server; try again.",
    }
    return tag(
        "div",
        tag("p", "Sending ", tag("bdi"), " …"),
        tag("progress", max=1, value=0, aria_label="Sending the document"),
        id="arriving", class_="notice", hidden=True,
        data_max_bytes=limits.max_bytes, data_accepts=" ".join(kinds), **said,
    )  # fmt: skip


def _fits(entry: Listed, wanted: Sequence[str]) -> bool:
    shown = f"{entry.name} {entry.title}".casefold()
    return all(word in shown for word in wanted)


def _every(entries: Sequence[Listed], chosen: bool) -> Html:
    words = sum(entry.words for entry in entries)
    return tag("li", _choose("", EVERY, f"{len(entries):,} · {_counted(words)}", chosen), class_="every")


def _row(number: int, entry: Listed, chosen: bool, is_alike: bool = False) -> Html:
    """A document by its title, or by its name where another one has the same title."""
    shown = entry.name if is_alike or not entry.title else entry.title
    other = entry.title if is_alike else entry.name
    below = f"{other} · {_counted(entry.words)}" if entry.title else _counted(entry.words)
    label = f"Remove {entry.name}"
    named = tag("bdi", shown)
    said = " for everyone? Answers already given stay readable."
    question = tag("p", "Remove ", named, said, id=f"sure-{number}")
    return tag(
        "li",
        tag(
            "input", type="checkbox", class_="among", value=entry.name, checked=chosen, tabindex=-1,
            aria_label=f"Ask {entry.name}",
        ),
        _choose(entry.name, shown, below, chosen),
        tag(
            "button", icon("rename"), type="button", class_="rename", data_name=True, tabindex=-1,
            aria_label=f"Rename {entry.name}", title="Rename",
        ),
        tag(
            "button", icon("remove"), type="button", class_="remove", data_sure=True, tabindex=-1,
            aria_label=label, title="Remove",
        ),
        tag(
            "div",
            question,
            tag(
                "button", "Remove", type="button", class_="danger", data_remove=entry.name,
                aria_describedby=f"sure-{number}",
            ),
            tag("button", "Keep", type="button", data_unsure=True),
            class_="sure", hidden=True, role="group", aria_label=label,
        ),
        _naming(entry.name),
    )  # fmt: skip


def _naming(name: str) -> Html:
    label = f"Rename {name}"
    return tag(
        "div",
        tag("input", type="text", class_="to", value=name, aria_label=f"{label} to", autocomplete="off"),
        tag("button", "Rename", type="button", class_="primary", data_renames=name),
        tag("button", "Cancel", type="button", data_unname=True),
        class_="naming", hidden=True, role="group", aria_label=label,
    )  # fmt: skip


def _choose(name: str, title: str, below: str, chosen: bool) -> Html:
    return tag(
        "button", tag("bdi", title, class_="title"), tag("bdi", below, class_="below"),
        type="button", class_="choose", data_choose=name, tabindex=-1,
        aria_current="true" if chosen else None, title=name or None,
    )  # fmt: skip


def _counted(words: int) -> str:
    return f"{words:,} {_plural('word', words)}"


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
