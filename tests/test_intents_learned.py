"""What a question asks for, told by weights that were fitted on other wordings."""

from __future__ import annotations

import pytest

from qa.intents.learned import Intent, intent_of


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Give me all the resolutions of the March committee", Intent.DECISIONS),
        ("To-dos from the Monday huddle: who, what, until when", Intent.ACTIONS),
        ("Who came along to the planning evening?", Intent.PRESENT),
        ("Who sent regrets for May 8?", Intent.ABSENT),
        ("who put their name to the emergency deal for Nightjar?", Intent.SIGNERS),
        ("when did Dervla e-sign the flour deal", Intent.SIGNED_WHEN),
        ("boil the hire agreement down for me", Intent.SUMMARY),
        ("does the baker want more notice than the florist", Intent.COMPARE),
        ("which of our agreements roll over by themselves", Intent.EVERY_DOCUMENT),
        ("list every charge Brushwell could bill us for", Intent.EVERYTHING),
        ("how many times is the word gate used", Intent.COUNT),
        ("what was decided about the boiler", Intent.ONE_FACT),
        ("was Ms Holm there", Intent.ONE_FACT),
        ("how much is the deposit for the hall", Intent.ONE_FACT),
    ],
)
def test_what_a_question_asks_for_is_told_however_it_is_worded(question: str, intent: Intent):
    told, chance = intent_of(question)
    assert told is intent
    assert 0.4 < chance <= 1
