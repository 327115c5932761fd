"""The loaded city: its tables, and the snapshot of them that everybody reads."""

from laksa.city.models.agencies import Agency, Unit
from laksa.city.models.areas import Area
from laksa.city.models.book import Book, book, forget_book
from laksa.city.models.calendar import CalendarDay
from laksa.city.models.categories import Category, Sop
from laksa.city.models.city import City
from laksa.city.models.places import Place, PlaceRule, Road
from laksa.city.models.reference import Reference
from laksa.city.models.texts import Page, Phrase, ReplyTemplate, Service

__all__ = [
    "Agency",
    "Area",
    "Book",
    "CalendarDay",
    "Category",
    "City",
    "Page",
    "Phrase",
    "Place",
    "PlaceRule",
    "Reference",
    "ReplyTemplate",
    "Road",
    "Service",
    "Sop",
    "Unit",
    "book",
    "forget_book",
]
