"""GeoReport v2: reading requests. Each test is one line of the standard."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from laksa.cases.actions import confirm_case, rate_case, resolve_case, withdraw_case
from laksa.cases.models import Case
from laksa.cases.rules import State
from laksa.conftest import taken_on_site
from laksa.openapi.actions import actor_with

pytestmark = pytest.mark.django_db

FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible", "service_notice",
    "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip


def ids(requests):
    return [request["service_request_id"] for request in requests]


@pytest.fixture
def report(submit_report, now):
    """Send a report some days ago: `report(days=89)`."""
    return lambda days=0.0, **changes: submit_report(at=now - timedelta(days=days), **changes)


@pytest.fixture
def close(now):
    """Bring a case to an end as the tables have it."""

    def end(case, state=State.CONFIRMED, at=None):
        Case.objects.filter(pk=case.pk).update(state=state, is_open=False, ended_at=at or now, updated_at=at or now)
        return case

    return end


def test_R1_a_request_has_the_standards_fields(report, get):
    report()
    [request] = get("requests")

    assert set(request) == FIELDS
    assert all(request[name] for name in ("service_request_id", "status", "service_code", "requested_datetime"))


def test_R2_every_state_is_open_or_closed(report, get):
    case = report()
    for state in State:
        ended = state in {State.CONFIRMED, State.CLOSED, State.ANSWERED}
        if state in {State.REJECTED, State.MERGED, State.WITHDRAWN}:
            continue
        values = {"ended_at": case.received_at, "is_open": False} if ended else {"ended_at": None, "is_open": True}
        Case.objects.filter(pk=case.pk).update(state=state, promised_on=case.received_at.date(), **values)
        assert get(f"requests/{case.code}")[0]["status"] == ("closed" if ended else "open")


def test_R3_the_status_filter_adds_up(report, get, close):
    still, done = report(), close(report())

    assert ids(get("requests", status="open")) == [still.code]
    assert ids(get("requests", status="closed")) == [done.code]
    assert set(ids(get("requests", status="open,closed"))) == {still.code, done.code}


@pytest.mark.parametrize("status", ["offen", "open;closed", "open,resolved", "\x00open'"])
def test_R4_an_invalid_status_is_refused(report, get, status):
    report()
    get("requests", status=status, expect=400)


def test_R5_service_codes_narrow_the_list(report, get):
    lamp = report()
    waste = report(text="Sampah menumpuk belum diangkut", hashtags=("#Sampah",))
    report(text="Jalan berlubang besar", hashtags=("#JalanRusak",))

    assert set(ids(get("requests", service_code="pju,sampah-telat"))) == {lamp.code, waste.code}
    assert get("requests", service_code="nope") == []


def test_R6_ids_override_everything_else(report, get):
    one, two = report(days=200), report()
    report()
    query = {"status": "closed", "service_code": "ktp", "start_date": "not a date", "page": "-1", "page_size": "1"}

    found = get("requests", service_request_id=f"{one.code},{two.code.lower()},CTH-0000-00,x", **query)

    assert set(ids(found)) == {one.code, two.code}


def test_R7_without_dates_the_last_90_days_are_told(report, get):
    report(days=91)
    young = report(days=89)

    assert ids(get("requests")) == [young.code]


def test_R8_dates_bound_when_it_was_requested_in_any_zone(report, get, now):
    report(days=12)
    inside = report(days=10)
    report(days=8)
    start, end = now - timedelta(days=11), now - timedelta(days=9)
    jakarta, pacific = ZoneInfo("Asia/Jakarta"), ZoneInfo("Pacific/Auckland")

    for zone in (jakarta, pacific, UTC):
        dates = {name: at.astimezone(zone).isoformat(timespec="seconds") for name, at in (("start_date", start), ("end_date", end))}
        assert ids(get("requests", **dates)) == [inside.code]
    zulu = {"start_date": f"{start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "end_date": f"{end.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    assert ids(get("requests", **zulu)) == [inside.code]


def test_R8_a_plus_that_became_a_space_is_read_as_meant(report, program, get):
    report()
    start = "2026-01-01T00:00:00+07:00"

    assert program.get(f"/open311/v2/requests.json?start_date={start}").json() == get("requests", start_date=start)


def test_R9_a_span_over_90_days_is_refused(get):
    get("requests", start_date="2026-01-01T00:00:00Z", end_date="2026-05-01T00:00:00Z", expect=400)
    get("requests", start_date="2026-01-01T00:00:00Z", end_date="2026-04-01T00:00:00Z")


def test_R10_one_date_is_90_days_in_its_direction(report, get, now):
    old, middle, young = report(days=150), report(days=100), report(days=1)

    since = get("requests", start_date=(now - timedelta(days=151)).isoformat(timespec="seconds"))
    until = get("requests", end_date=(now - timedelta(days=60)).isoformat(timespec="seconds"))

    assert ids(since) == [middle.code, old.code]
    assert young.code not in ids(until)
    assert middle.code in ids(until)


@pytest.mark.parametrize(
    "date",
    ["2026-11-24", "2026-11-24T00:00:00", "kemarin", "2026-13-45T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "\x00"],
)
@pytest.mark.parametrize("name", ["start_date", "end_date"])
def test_R11_a_date_without_zone_or_no_date_is_refused(get, date, name):
    if date != "\x00":
        assert name in get("requests", expect=400, **{name: date})[0]["description"]


def test_dates_backwards_are_refused(get):
    get("requests", start_date="2026-11-02T00:00:00Z", end_date="2026-11-01T00:00:00Z", expect=400)


def test_R12_at_most_1000_come_at_once(report, get, program, django_assert_num_queries):
    case = report()
    fields = {field.name: getattr(case, field.attname) for field in Case._meta.fields if not field.is_relation and field.name != "id"}
    links = {field.attname: getattr(case, field.attname) for field in Case._meta.fields if field.is_relation}
    copies = [Case(**(fields | links | {"code": f"CTH-{number}", "submission_key": None})) for number in range(1_001)]
    Case.objects.bulk_create(copies)

    assert len(get("requests")) == 1_000
    with django_assert_num_queries(3):
        assert len(get("requests", extensions="true", page_size="5000")) == 1_000


def test_R13_a_closed_requests_update_is_its_closing(held_lamp, siti, budi, as_actor, after_photo, get, now):
    at = now - timedelta(hours=2)
    resolve_case(
        held_lamp.pk,
        "Lampu diganti",
        photos=(after_photo,),
        evidence=taken_on_site(held_lamp, budi, at=at - timedelta(hours=1)),
        actor=as_actor(budi),
        at=at - timedelta(hours=1),
    )
    confirm_case(held_lamp.pk, actor=actor_with(siti), at=at)
    rate_case(held_lamp.pk, 5, actor=actor_with(siti), at=now)

    [request] = get(f"requests/{held_lamp.code}")

    assert request["status"] == "closed"
    assert request["updated_datetime"] == at.astimezone(ZoneInfo("Asia/Jakarta")).isoformat(timespec="seconds")


def test_R14_no_match_is_an_empty_list(get, get_xml):
    assert get("requests") == []
    assert list(get_xml("requests")) == []


def test_R15_what_is_closed_to_the_public_is_not_there(report, get, now):
    hidden = [
        report(text="Petugas minta uang pelicin", hashtags=("#Pungli",)),
        *(report() for _ in range(3)),
    ]
    withdraw_case(hidden[1].pk, actor=actor_with(hidden[1].participants.get()), at=now)
    Case.objects.filter(pk=hidden[2].pk).update(state=State.REJECTED, is_open=False, ended_at=now)
    Case.objects.filter(pk=hidden[3].pk).update(state=State.MERGED, is_open=False, ended_at=now, merged_into=hidden[0].pk)

    assert get("requests") == []
    assert get("requests", service_request_id=",".join(case.code for case in hidden)) == []
    for case in hidden:
        get(f"requests/{case.code}", expect=404)


def test_R15_an_anonymous_report_is_shown_without_anybody(report, get):
    case = report(text="Lampu mati. Nama saya Siti Aminah, telepon 0812 3456 7890")

    shown = str(get(f"requests/{case.code}", extensions="true"))

    assert "Siti" not in shown
    assert "7890" not in shown


def test_R16_pages_do_not_overlap_and_add_up(report, get):
    codes = [report(days=days).code for days in range(7)]

    pages = [ids(get("requests", page=page, page_size=3)) for page in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [code for page in pages for code in page] == codes
    assert ids(get("requests", page=1, page_size=9_999)) == codes


@pytest.mark.parametrize("query", [{"page": "0"}, {"page": "-1"}, {"page_size": "x"}, {"page": "9" * 30}, {"page_size": "1.5"}])
def test_R16_a_page_that_is_none_is_refused(get, query):
    get("requests", expect=400, **query)


def test_R17_R18_extensions_add_more_and_only_when_asked(held_lamp, budi, as_actor, after_photo, get, get_xml, now):
    from laksa.cases.actions import process_photo

    resolve_case(
        held_lamp.pk,
        "Lampu diganti baru",
        photos=(after_photo,),
        evidence=taken_on_site(held_lamp, budi, at=now),
        actor=as_actor(budi),
        at=now,
    )
    process_photo(held_lamp.photos.get().pk, at=now)

    [plain] = get("requests", service_request_id=held_lamp.code)
    [more] = get("requests", service_request_id=held_lamp.code, extensions="true")

    assert set(more) - set(plain) == {"extended_attributes", "notes"}
    assert more["extended_attributes"]["stage"] == "selesai"
    assert more["extended_attributes"]["photos"][0]["url"] == more["media_url"]
    assert ("resolved", "Lampu diganti baru") in [(note["type"], note["description"]) for note in more["notes"]]
    assert all(note["datetime"] for note in more["notes"])
    assert get_xml("requests", service_request_id=held_lamp.code, extensions="true").findtext("request/notes/note/type") == "routed"


def test_O1_one_request_is_a_list_of_one(report, get, get_xml):
    case = report()

    assert ids(get(f"requests/{case.code}")) == [case.code]
    assert [child.tag for child in get_xml(f"requests/{case.code}")] == ["request"]


@pytest.mark.parametrize("code", ["does-not-exist", "%00", "CTH-0000-00", "1'--"])
def test_O2_an_unknown_request_does_not_exist(get_xml, code):
    assert get_xml(f"requests/{code}", expect=404).findtext("error/description")


def test_O3_an_old_request_is_still_found_by_its_id(report, get):
    case = report(days=400)

    assert ids(get(f"requests/{case.code}")) == [case.code]


def test_O4_a_new_request_is_found_at_once(post, get):
    code = post()[0]["service_request_id"]

    assert ids(get(f"requests/{code}")) == [code]
