"""The loaded city: its tables, and the snapshot of them that everybody reads."""

from laksa.city.models.agencies import Agency, Unit
from laksa.city.models.areas import Area
from laksa.city.models.book import Book, book, forget_book, loaded_city, recall_book
from laksa.city.models.calendar import CalendarDay
from laksa.city.models.categories import Category, Sop
from laksa.city.models.city import City
from laksa.city.models.ladders import Rung
from laksa.city.models.places import Place, PlaceRule, Road
from laksa.city.models.powers import Power
from laksa.city.models.reference import Reference
from laksa.city.models.texts import Page, Phrase, ReplyTemplate, Service
from laksa.city.models.where import (
    Located,
    city_drawing,
    find_places,
    locate,
    locate_many,
    mentioned_places,
    outline_paths,
    outlines,
)
from laksa.city.rules.facts import Drawing, OutlinePath
from laksa.city.rules.gazetteer import Found

__all__ = [
    "Agency",
    "Area",
    "Book",
    "CalendarDay",
    "Category",
    "City",
    "Drawing",
    "Found",
    "Located",
    "OutlinePath",
    "Page",
    "Phrase",
    "Place",
    "PlaceRule",
    "Power",
    "Reference",
    "ReplyTemplate",
    "Road",
    "Rung",
    "Service",
    "Sop",
    "Unit",
    "book",
    "city_drawing",
    "find_places",
    "forget_book",
    "loaded_city",
    "locate",
    "locate_many",
    "mentioned_places",
    "outline_paths",
    "outlines",
    "recall_book",
]
