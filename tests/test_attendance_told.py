"""Attendance told: who was there and who was not, where minutes say it in sentences or lists."""

from __future__ import annotations

import pytest

from index import Index
from qa import ask

TOLD = [
    (
        """Minutes of the parish meeting
Held on 4 May 2025 in the vestry.

Ada Berg chaired. Bo Dorn, Cleo Vale and Dan Hale came; Eve Lind was ill.

1. Roof
Dan Hale attended the fair. Bo was missing figures.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind",
    ),
    (
        """Notes of the staff meeting on 3 June

In attendance were Ada Berg (Head), Bo Dorn and Cleo Vale. The meeting was chaired by Dan Hale.
Absent were Eve Lind and Flo Oak.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind, Flo Oak",
    ),
    (
        """Minutes of the board meeting

The meeting was attended by the chair, Ada Berg, the treasurer, Bo Dorn, and the members Cleo Vale
and Dan Hale. Gus Pell, who is abroad, was unable to attend. Ida Rook joined by video.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale, Ida Rook",
        "Gus Pell",
    ),
    (
        """Minutes of the family council meeting

Ada presided. Round the table sat Bo, Cleo and Dan. Eve could not come, and Flo had sent word that
she was away.
""",
        "Ada, Bo, Cleo, Dan",
        "Eve, Flo",
    ),
    (
        """Minutes of the school board meeting

Present were Mrs Berg, Mr Dorn and, for the parents, Ms Vale. As a guest Sergeant Flo Oak of the
town police took part. Ms Lind was excused, Mr Pell was absent without excuse.
""",
        "Mrs Berg, Mr Dorn, Ms Vale, Sergeant Flo Oak",
        "Ms Lind, Mr Pell",
    ),
    (
        """Minutes of the tenants' meeting

With Ada Berg in the chair, the meeting began at 7 p.m. Forty-one tenants came. For the landlord
there were Bo Dorn and Cleo Vale. Missing were Dan Hale and Eve Lind.
""",
        "Ada Berg, Bo Dorn, Cleo Vale",
        "Dan Hale, Eve Lind",
    ),
    (
        """Record of the meeting of 6 May

We were three: Ada Berg, Bo Dorn and Mr Ibsen of Ibsen & Sons. Besides, apologies were received from
Cleo Vale; Gus Pell sent his regrets.
""",
        "Ada Berg, Bo Dorn, Mr Ibsen",
        "Cleo Vale, Gus Pell",
    ),
    (
        """Meeting notes, 12 March

The following were present:

1. Ada Berg, Acme
2. Bo Dorn

The following sent apologies: Dan Hale and Eve Lind.

Work

Bo Dorn sweeps.
""",
        "Ada Berg, Bo Dorn",
        "Dan Hale, Eve Lind",
    ),
    (
        """Minutes of the allotment meeting

Attendees
Ada Berg
Bo Dorn, treasurer

Absent
Dan Hale

Water
The tap drips.
""",
        "Ada Berg, Bo Dorn",
        "Dan Hale",
    ),
    (
        """Team meeting 4 April

**Who was there**

* Ada Berg
* Bo Dorn

**Who was missing**

* Dan Hale – on leave

**What we decided**

* The van is sold.
""",
        "Ada Berg, Bo Dorn",
        "Dan Hale",
    ),
    (
        """Minutes of the meeting

1 Present

Ada Berg (chair, presiding), Bo Dorn (treasurer), Cleo Vale and the head, Dan Hale, attended.

2 Roof

Apologies came from Eve Lind.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind",
    ),
    (
        """Minutes of the meeting

Present

Ada Berg (chair), Bo Dorn, Cleo Vale and Dan Hale

Apologies

Eve Lind, Head of Estates

Roof

It leaks.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind",
    ),
    (
        """Notes of the project meeting, 4 May

The chairman, Mr Berg, welcomed those present: Mrs Dorn and Ms Vale. Mr Hale had sent word that he would be
late and came at 8.15. Miss Oak did not appear.
""",
        "Mr Berg, Mrs Dorn, Ms Vale, Mr Hale",
        "Miss Oak",
    ),
    (
        """Notes of the project meeting, 4 May

We had five at the table: Ada Berg in the chair, Bo Dorn, Cleo Vale, and from the town Dan Hale. We missed Eve
Lind, who is on leave, and Flo Oak.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind, Flo Oak",
    ),
    (
        """Notes of the project meeting, 4 May

Those attending were as follows:

• Ada Berg (Head)
• Bo Dorn

Eve Lind had to cancel at short notice.
""",
        "Ada Berg, Bo Dorn",
        "Eve Lind",
    ),
    (
        """Minutes of the project meeting, 4 May

Chair: Ada Berg. Members: Bo Dorn, Cleo Vale. Cannot attend: Dan Hale.
""",
        "Ada Berg, Bo Dorn, Cleo Vale",
        "Dan Hale",
    ),
    (
        """Record of the board meeting, 4 May

Ms Berg took the chair; Bo Dorn kept the minutes; as a guest: Mr Cleo Vale of Vale Courts. Present were
furthermore Dan Hale and Flo Oak. Excused: Eve Lind.
""",
        "Ms Berg, Bo Dorn, Cleo Vale, Dan Hale, Flo Oak",
        "Eve Lind",
    ),
    (
        """Practice meeting, 4 May

Dr Ada Berg took the chair; Bo Dorn kept the minutes. Also at the table: Cleo Vale. As a guest: Dan Hale of
Hale & Sons. Dr Eve Lind had sent her apologies, and Flo Oak was on leave.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind, Flo Oak",
    ),
    (
        """Minutes of the council, 4 May

In the Chair: Cllr Ada Berg
Councillors: Bo Dorn, Cleo Vale
Clerk: Mrs Dan Hale
Members of the public: 4
Venue: Elm Hall
Apologies were received from Cllr Eve Lind.

Copies to: Gil Moor
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind",
    ),
    (
        """Meeting of 4 May

Moderation: Ada Berg | Protocol: Bo Dorn | Also there: Cleo Vale | Dialled in: Dan Hale | Away: Eve Lind
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind",
    ),
    (
        """Notes of our get-together, 4 May

Who came: Ada Berg (she chaired), Bo Dorn, Cleo Oak. Young Dan Oak wrote this down.
Sorry not to be there: Eve Lind.
""",
        "Ada Berg, Bo Dorn, Cleo Oak, Dan Oak",
        "Eve Lind",
    ),
    (
        """Meeting of 4 May

Ada Berg (in the chair), Bo Dorn, Cleo Vale, Dan Hale (guest)
Apologies for absence: Eve Lind
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind",
    ),
    (
        """Leadership team, minutes
4 May

Chair: A. Berg
Members: B. Dorn, C. Vale
In attendance: D. Hale (item 2)
Apologies: E. Lind
""",
        "A. Berg, B. Dorn, C. Vale, D. Hale",
        "E. Lind",
    ),
    (
        """Trustees of the trust, by video on 4 May

Joining the call were Ada Berg (chairing), Bo Dorn and Cleo Vale. Dan Hale, the warden, joined for
the first item. Regrets: Eve Lind.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind",
    ),
    (
        """Committee meeting on 4 May

It was a small round this time: Ada Berg, who chaired, Bo Dorn and Cleo Vale. Eve Lind had a cold and
stayed away. Our guest was Mr Dan Hale from the chapel.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind",
    ),
    (
        """Meeting of 4 May

Under the chairmanship of Ada Berg there met Bo Dorn and Cleo Vale. Dan Hale acted as secretary.
Eve Lind was ill.
""",
        "Ada Berg, Bo Dorn, Cleo Vale, Dan Hale",
        "Eve Lind",
    ),
]


@pytest.mark.parametrize(("minutes", "came", "missing"), TOLD, ids=range(len(TOLD)))
def test_all_who_came_are_told_from_all_who_did_not(minutes: str, came: str, missing: str):
    index = Index.from_texts({"notes.md": minutes})
    for question, names in (
        ("Who was at the meeting?", came),
        ("Who was missing from the meeting?", missing),
    ):
        answer = ask(question, index)
        people = names.split(", ")
        counted = "1 person is" if len(people) == 1 else f"{len(people)} people are"
        assert answer.statement.startswith(f"{counted} named as ")
        assert all(any(one in " ".join(cited.exact.split()) for cited in answer.citations) for one in people)


@pytest.mark.parametrize(
    "question",
    [
        "Who turned up?",
        "Tell me who joined the May meeting",
        "attendance list",
        "List the names of everyone present",
        "Names of those present",
        "Which owners were round the table?",
    ],
)
def test_who_came_is_asked_in_many_words(question: str):
    told = "Minutes of the owners' meeting\n2025-05-06\n\nPresent: Ada Berg, Bo Dorn\n\nApologies: Dan Hale\n"
    assert ask(question, Index.from_texts({"a.txt": told})).statement.startswith(
        "2 people are named as present"
    )


@pytest.mark.parametrize(
    "question",
    [
        "Who did not turn up?",
        "Was anyone missing?",
        "Whose apologies were received?",
        "Who excused themselves?",
    ],
)
def test_who_did_not_come_is_asked_in_many_words(question: str):
    told = "Minutes of the meeting\n\nPresent: Ada Berg\n\nDan Hale had told us that he could not come.\n"
    assert ask(question, Index.from_texts({"a.txt": told})).citations[0].exact == "Dan Hale"
