"""Tables of the heart: the case, its chained entries, its people, its photos."""

from laksa.cases.models.case import Case, CaseQuerySet, Involvement
from laksa.cases.models.entry import GENESIS, Entry
from laksa.cases.models.holding import loads_of, turns_in, turns_of
from laksa.cases.models.participant import Participant
from laksa.cases.models.photo import Photo
from laksa.cases.models.priority import PriorityCap
from laksa.cases.models.sight import Sight

__all__ = [
    "GENESIS",
    "Case",
    "CaseQuerySet",
    "Entry",
    "Involvement",
    "Participant",
    "Photo",
    "PriorityCap",
    "Sight",
    "loads_of",
    "turns_in",
    "turns_of",
]
