"""Whoever writes a pack is told file, line and field of every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from laksa.city.actions import check_pack

# file, what stands there, what somebody wrote instead, where the fault is, field, words of the message
MISTAKES = [
    ("categories.csv", "#PJU,Lampu jalan padam,Street light out,penerangan,dishub", "#PJU,Lampu jalan padam,Street light out,penerangan,dinas-x", "categories.csv:5", "agency_slug", "'dinas-x' is not in agencies"),
    ("categories.csv", "Street light out,penerangan,dishub", "Street light out,penerangan,", "categories.csv:5", "agency_slug", "is empty"),
    ("categories.csv", ",tim-pju,", ",tim-angkut-melati,", "categories.csv:5", "unit_slug", "belongs to 'dlh'"),
    ("categories.csv", "#PJU", "#jalanrusak", "categories.csv:5", "hashtag", "stands already at categories.csv:2"),
    ("categories.csv", "#PJU", "PJU!", "categories.csv:5", "hashtag", "write # and letters"),
    ("categories.csv", "lampu jalan mati|", "lampu jalan mati|jalan bolong|", "categories.csv:5", "keywords", "'jalan bolong' stands already"),
    ("categories.csv", "pju,#PJU", "jalan-rusak,#PJU", "categories.csv:5", "slug", "stands already"),
    ("categories.csv", "penerangan,dishub,ringan", "penerangan,dishub,parah", "categories.csv:5", "severity_default", "write one of ringan, sedang, berat"),
    ("categories.csv", "dishub,ringan,yes,no", "dishub,ringan,mungkin,no", "categories.csv:5", "asks_location", "write yes or no"),
    ("categories.csv", "complaint,no,0.7,50", "complaint,no,7,50", "categories.csv:5", "threshold", "between 0 and 1"),
    ("categories.csv", "complaint,no,0.7,50", "complaint,no,0.7,-5", "categories.csv:5", "join_radius_m", "negative"),
    ("categories.csv", '"[{""code"": ""jumlah"",', '"[{""code"" ""jumlah"",', "categories.csv:5", "extra_questions", "is not JSON"),
    ("categories.csv", '""code"": ""jumlah""', '""kode"": ""jumlah""', "categories.csv:5", "extra_questions", "question 1 needs code"),
    ("categories.csv", '""type"": ""integer""', '""type"": ""angka""', "categories.csv:5", "extra_questions", "type is one of"),
    ("categories.csv", '""options"": [""padam"", ""berkedip"", ""menyala siang hari""]', '""options"": []', "categories.csv:5", "extra_questions", "a choice needs options"),
    ("categories.csv", "complaint,no,0.7,50", "complaint,no,0.7,5.5", "categories.csv:5", "join_radius_m", "whole number"),
    ("categories.csv", '"[{""code"": ""jumlah"", ""label_id"": ""Berapa lampu?"", ""type"": ""integer"", ""options"": []}, {""code"": ""nomor_tiang"", ""label_id"": ""Nomor tiang (bila ada)"", ""type"": ""text"", ""options"": []}, {""code"": ""keadaan"", ""label_id"": ""Keadaan"", ""type"": ""choice"", ""options"": [""padam"", ""berkedip"", ""menyala siang hari""]}]"', "{}", "categories.csv:5", "extra_questions", "must be a JSON list"),
    ("sop.csv", "penerangan,sedang,12", "penerangan,luar-biasa,12", "sop.csv", "severity", "gap: group 'penerangan'"),
    ("sop.csv", "penerangan,ringan,12,24,72", "penerangan,ringan,12,24,", "sop.csv", "resolve_hours", "has no time to be solved in"),
    ("sop.csv", "penerangan,ringan,12,24,72", "penerangan,ringan,12,96,72", "sop.csv", "respond_hours", "must not get shorter"),
    ("sop.csv", "penerangan,ringan,12,24,72", "penerangan,ringan,dua belas,24,72", "sop.csv", "verify_hours", "write a number"),
    ("sop.csv", "*,*,,,168", "*x,*,,,168", "sop.csv", "category_group", "no row *,*"),
    ("sop.csv", "penerangan,ringan,12", "penerangan-lama,ringan,12", "sop.csv", "category_group", "the group of no category"),
    ("calendar.csv", "2026-12-25", "2026-13-25", "calendar.csv:83", "date", "write a date"),
    ("calendar.csv", "2026-12-24", "2026-12-25", "calendar.csv:83", "date", "stands already at calendar.csv:82"),
    ("calendar.csv", "libur_nasional", "libur_panjang", "calendar.csv:2", "kind", "write one of"),
    ("areas.csv", "-7.01,110.025", "-7.01,210.025", "areas.csv:5", "lon", "between -180 and 180"),
    ("areas.csv", "-7.01,110.025", "-7.01,nan", "areas.csv:5", "lon", "write a number"),
    ("areas.csv", "-7.01,110.025", "-2.01,110.025", "areas.csv:5", "lat", "km from the city's centre"),
    ("areas.csv", "-7.01,110.025", "-7.01,110.0151", "areas.csv:5", "lat", "overlaps 'Sukamaju'"),
    ("areas.csv", "Mekarjaya,village", "Sukamaju,village", "areas.csv:5", "name", "overlaps the area of that name"),
    ("areas.csv", "99.01.01.1002,Mekarjaya,village,99.01.01", "99.01.01.1002,Mekarjaya,village,99.01.09", "areas.csv:5", "parent_code", "is not a district"),
    ("areas.csv", "Melati,district,99.01", "Melati,district,98.01", "areas.csv:2", "parent_code", "not the city's code"),
    ("agencies.csv", "dlh,Dinas Lingkungan Hidup Kota Contoh,DLH,dinas,pemkot", "dlh,Dinas Lingkungan Hidup Kota Contoh,DLH,dinas,pemkab", "agencies.csv:6", "parent", "'pemkab' is not in agencies"),
    ("agencies.csv", "Pemkot Contoh,bagian,,", "Pemkot Contoh,bagian,dishub,", "agencies.csv:2", "parent", "ends up above itself"),
    ("agencies.csv", "invented,,always,yes,yes", "invented,,kadang,yes,yes", "agencies.csv:9", "hours", "neither 'always' nor JSON"),
    ("units.csv", "tim,99.01.01,", "tim,99.01.77,", "units.csv:11", "areas", "'99.01.77' is not in areas"),
    ("places.csv", "99.01.01.1001", "99.01.01", "places.csv:2", "village_code", "is a district"),
    ("roads.csv", "kota,pupr", "kota,pu", "roads.csv:3", "agency_slug", "'pu' is not in agencies"),
    ("city.toml", 'emergency_number = "112"', 'emergency_number = ""', "categories.csv:10", "emergency", "needs emergency_number"),
    ("city.toml", "Asia/Jakarta", "Asia/Tangerang", "city.toml:6", "time_zone", "Asia/Jakarta"),
    ("city.toml", "lat = -7.015", "lat = -97.015", "city.toml:11", "lat", "between -90 and 90"),
    ("city.toml", 'slug = "contoh"', 'slug = "contoh', "city.toml:2", "", "is not TOML"),
    ("city.toml", 'mon = [["07:30", "12:00"], ["13:00", "16:00"]]', 'mon = [["12:30", "12:00"]]', "city.toml:18", "hours", "pairs of times in order"),
    ("city.toml", 'name = "Kota Contoh"', 'name = " "', "city.toml:4", "name", "is empty"),
    ("city.toml", 'name = "Kota Contoh"', "name = 5", "city.toml:4", "name", "write a text in quotes"),
    ("city.toml", "sat = []", 'sat = ["08:00"]', "city.toml:18", "hours", "sat: write pairs"),
    ("city.toml", "sat = []", "", "city.toml:18", "hours", "exactly the days"),
    ("city.toml", "from = 2026-02-19", "", "city.toml:18", "hours", "ramadan: 'from'"),
    ("city.toml", "[[-6.95, 110.03]]", "[[-6.95]]", "city.toml:39", "neighbours", "a point is a pair"),
    ("city.toml", "[[-6.95, 110.03]]", "[]", "city.toml:39", "neighbours", "needs points"),
    ("city.toml", 'name = "Laut Contoh"', "", "city.toml:39", "neighbours", "needs a name"),
    ("city.toml", "month_cap = 100", "severity_percent = {hebat = 150}", "city.toml:65", "performance", "severity_percent"),
    ("city.toml", "month_cap = 100", "held_late_percent = 150", "city.toml:65", "performance", "held_late_percent"),
    ("city.toml", "month_cap = 100", 'personnel = "bkd"', "city.toml:65", "performance", "'bkd' is not in agencies"),
    ("city.toml", "month_cap = 100", "personnel = 5", "city.toml:65", "performance", "personnel: write the slug"),
    ("services/ktp.toml", "checked = true", "checked = 5", "services/ktp.toml:12", "checked", "write yes or no"),
    ("city.toml", "to = 2026-03-20", "to = 2026-01-20", "city.toml:18", "hours", "'to' comes before 'from'"),
    ("city.toml", 'agency = "pemkab-tetangga"', 'agency = "pemkab"', "city.toml:39", "neighbours", "'pemkab' is not in agencies"),
    ("services/ktp.toml", 'owner_agency = "disdukcapil"', 'owner_agency = "dukcapil"', "services/ktp.toml:4", "owner_agency", "is not in agencies"),
    ("services/ktp.toml", "who = ", "whom = ", "services/ktp.toml:6", "whom", "is not known here"),
    ("services/ktp.toml", 'slug = "ktp"', 'slug = "kartu"', "services/ktp.toml:1", "slug", "is not the file's name"),
    ("templates/mulai-pju.toml", "{tanggal}", "{tgl}", "templates/mulai-pju.toml:7", "body", "'{tgl}' is unknown"),
    ("templates/mulai-pju.toml", "{tanggal}", "{tanggal", "templates/mulai-pju.toml:7", "body", "unpaired brace"),
    ("knowledge/ktp-hilang.md", 'category = "ktp"', 'category = "sim"', "knowledge/ktp-hilang.md:3", "category", "'sim' is not in categories"),
    ("pages/tentang.md", "+++\ntitle", "title", "pages/tentang.md:1", "", "needs a head of TOML"),
    ("routing/rules.csv", "jalan-nasional,bpjn,2", "jalan-nasional,bpjn,banyak", "routing/rules.csv:2", "weight", "write a number"),
    ("routing/slang.csv", "text,target", "kata,target", "routing/slang.csv:1", "text", "is missing from the header"),
    ("routing/slang.csv", "text,target,weight", "text,target,wait", "routing/slang.csv:1", "wait", "is not a column"),
    ("roads.csv", "*,kota,pupr,every other road,invented,yes", "*,kota,pupr", "roads.csv:3", "", "has 3 cells where the header has 6"),
]  # fmt: skip


def test_the_invented_city_has_no_fault(pack):
    assert check_pack(pack) == []


@pytest.mark.parametrize(("file", "old", "new", "where", "field", "words"), MISTAKES, ids=lambda value: str(value)[:24])
def test_a_mistake_is_named_by_file_line_and_field(pack, edit, file, old, new, where, field, words):
    edit(file, old, new)

    faults = check_pack(pack)

    named = [fault for fault in faults if str(fault).startswith(where) and fault.field == field]
    assert any(words in fault.message for fault in named), [str(fault) for fault in faults]


def test_every_mistake_is_named_at_once(pack, edit):
    edit("categories.csv", "#PJU", "#JalanRusak")
    edit("calendar.csv", "2026-12-25", "natal")
    edit("areas.csv", "110.025", "x")

    assert {fault.file for fault in check_pack(pack)} >= {"categories.csv", "calendar.csv", "areas.csv"}


@pytest.mark.parametrize("name", ["city.toml", "areas.csv", "agencies.csv", "units.csv", "categories.csv", "sop.csv", "calendar.csv"])
def test_a_missing_file_is_named(pack, name):
    (pack / name).unlink()

    assert f"{name}: is missing" in [str(fault) for fault in check_pack(pack)]


def test_a_pack_needs_no_places_and_no_texts(pack):
    for name in ("places.csv", "roads.csv", "routing/rules.csv", "knowledge/ktp-hilang.md"):
        (pack / name).unlink()

    assert check_pack(pack) == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert [fault.message for fault in check_pack(tmp_path / "nowhere")] == ["is not a folder"]


def test_a_file_in_another_encoding_is_named_with_its_line(pack: Path):
    (pack / "roads.csv").write_bytes(b"road,status,agency_slug\nJalan Caf\xe9,kota,pupr\n")

    assert "roads.csv:2: is not UTF-8: save the file in that encoding" in [str(fault) for fault in check_pack(pack)]


def test_a_quote_without_an_end_is_named(pack: Path):
    (pack / "roads.csv").write_text('road,status,agency_slug\n"Jalan,kota,pupr\n')

    assert any(fault.file == "roads.csv" and "is not CSV" in fault.message for fault in check_pack(pack))


def test_a_quoted_cell_over_two_lines_does_not_shift_the_lines_after_it(pack: Path):
    (pack / "roads.csv").write_text('road,status,agency_slug,remark\nJalan A,kota,pupr,"dua\nbaris"\nJalan B,kota,entah,\n')

    assert [str(fault) for fault in check_pack(pack)] == ["roads.csv:4: agency_slug: 'entah' is not in agencies"]


def test_a_file_from_a_spreadsheet_is_read(pack: Path):
    (pack / "roads.csv").write_bytes("\ufeffroad,status,agency_slug\r\nJalan A,kota,pupr\r\n".encode())

    assert check_pack(pack) == []


def test_an_unknown_routing_file_is_named(pack: Path):
    (pack / "routing" / "kata.csv").write_text("text,target\n")

    assert any(fault.file == "routing/kata.csv" and "is not known" in fault.message for fault in check_pack(pack))


@pytest.mark.parametrize("value", ["5", '"x"', "[]", "[5]", '["x"]', "true", "{}", "2026-01-01", "[[1, 2]]", "nan"])
@pytest.mark.parametrize("key", ["slug", "name", "time_zone", "languages", "emergency_number", "centre", "contact", "hours", "neighbours"])
def test_no_value_in_the_city_file_breaks_the_check(pack: Path, key: str, value: str):
    kept = {"slug": '"contoh"', "code": '"99.01"', "name": '"Kota Contoh"', "code_prefix": '"CTH"', key: value}
    (pack / "city.toml").write_text("".join(f"{name} = {text}\n" for name, text in kept.items()))

    assert all(fault.file in {"city.toml", "areas.csv", "categories.csv"} for fault in check_pack(pack))


def test_an_agency_may_have_hours_of_its_own(pack: Path, edit):
    week = ", ".join(f'""{name}"": [[""08:00"", ""20:00""]]' for name in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    edit("agencies.csv", "invented,,always,yes,yes", f'invented,,"{{""weekdays"": {{{week}}}}}",yes,yes')
    assert check_pack(pack) == []

    edit("agencies.csv", "20:00", "07:00")
    assert [fault.field for fault in check_pack(pack)] == ["hours"]
