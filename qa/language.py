"""Language: whether a question is written in another language than the documents it is put to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from index.words import words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Fewer words, or less certainty, tell nothing: names and numbers look alike everywhere.
FEWEST_WORDS = 3
SURE = 0.75
SAMPLE_CHARS = 2_000
LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sv": "Swedish",
    "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
_ASKED_IN_ENGLISH = frozenset(
    """
    who whom whose what when where which why how is are was were does did do the of
    """.split()
)


def languages_apart(question: str, text: str) -> tuple[str, str] | None:
    """The names of the question's language and of a text's, where both are known and differ."""
    asked = {word.casefold() for word in words(question)}
    if asked & _ASKED_IN_ENGLISH or (len(asked) < FEWEST_WORDS and question.isascii()):
        return None
    ours, theirs = _language(question), _language(text[:SAMPLE_CHARS])
    return (LANGUAGES[ours], LANGUAGES[theirs]) if ours and theirs and ours != theirs else None


def _language(text: str) -> str | None:
    found, probability = _identifier().classify(text)
    return str(found) if probability >= SURE else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  (for refusals alone)

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier
