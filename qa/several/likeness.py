"""Likeness: whether a name sounds like a person's, a firm's or neither's, by the names it is closest to.

The embedding model has read of many of each. The examples are invented; they stand for what offices write of.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from index import Index


class Bearer(StrEnum):
    """What bears a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    OTHER = "other"


_EXAMPLES = {
    Bearer.PERSON: """
        Maria Schmidt, John Baker, Aisha Khan, Peter Wood, Olga Petrova, Wei Zhang, Fatima Ali, Thomas Hill,
        Emma Clarke, Kwame Mensah, Luis Garcia, Hannah Fox, David Stone, Astrid Larsen, Tom Field,
        Grace Miles, Rachel Brooks, Samantha Price, Yuko Sato, Patrick O'Brien, Elena Rossi, Mark Bell,
        Sophie Martin, Arjun Patel, Joan Rivers, Henry Ford, Ivy Winters, Jan Kowalski, Nia Evans,
        Omar Hassan, Rosa Beck, Pearl Lane
    """,
    Bearer.ORGANISATION: """
        Northern Couriers, Bright Tutors, Summit Elevators, Riverside Motors, Meadow Catering, Swift Balances,
        Harbour Boats, City Assurance, Oak Holidays, Clear Window Services, Metro Transport, Prime Security,
        Nordic Education, Vale Earthworks, Star Telecom, Royal Insurance, Alpine Foods, Eagle Electric,
        Coastal Fisheries, Central Garage, Kent Roofing, Delta Systems, Atlas Removals, Crown Press,
        Beacon Energy, Apple Nurseries, Union Bank, Abbey School, Peak Water, Fenland Cars, Ash Consulting,
        Wheel Repairs
    """,
    Bearer.OTHER: """
        Annual Report, Inflation Rate, Basic Pay, Closing Day, Team Leader, Project Manager, Opening Hours,
        Safety Policy, Garden Street, Bird House, Conference Room, Holiday Weeks, Head Office,
        General Conditions, Data Protection, Account Number, South Crescent, Oak Building, Green Valley,
        Help Desk, Late Shift, Summer Party, Bank Holiday, Training Course, Purchase Order, Chief Officer,
        Sales Representative, First Aid, Safety Drill, Delivery Note, Dark Roast, Upper Village
    """,
}
# Where between the examples of persons and all others a name is a person's: chosen by eye, so that hardly a
# person is lost.
_PERSONAL = 0.3
# How much closer to firms than to neither a name is that is a firm's.
_FIRMER = 0.03


def sounds_like(names: Sequence[str], index: Index) -> list[Bearer]:
    """What each name is most like the name of, by the embedding model of an index."""
    if not names:
        return []
    every = {bearer: [name.strip() for name in said.split(",")] for bearer, said in _EXAMPLES.items()}
    vectors = {bearer: index.vectors(examples) for bearer, examples in every.items()}
    middles = np.stack([vectors[bearer].mean(axis=0) for bearer in Bearer])
    persons, others = (
        float(_leads(some, middles).mean())
        for some in (
            vectors[Bearer.PERSON],
            np.concatenate([vectors[Bearer.ORGANISATION], vectors[Bearer.OTHER]]),
        )
    )
    found = index.vectors(list(names))
    least = others + _PERSONAL * (persons - others)
    firm, other = (found @ middles[place] for place in (1, 2))
    return [
        Bearer.PERSON
        if lead >= least
        else Bearer.ORGANISATION
        if firm[at] - other[at] >= _FIRMER
        else Bearer.OTHER
        for at, lead in enumerate(_leads(found, middles))
    ]


def _leads(vectors: np.ndarray, middles: np.ndarray) -> np.ndarray:
    """By how much closer each vector is to persons than to the nearest of the others."""
    close = vectors @ middles.T
    return np.asarray(close[:, 0] - close[:, 1:].max(axis=1))
