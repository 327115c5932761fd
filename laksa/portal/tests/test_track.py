"""Finding a report again."""

import re

import pytest

from laksa.cases.models import Case
from laksa.kernel.ids import make_token

FORM_SECRET = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def look(client, typed: str, secret: str = ""):
    return client.post("/lacak/", {"code": typed, "secret": secret})


def test_the_code_as_people_type_it_leads_to_the_report(client, lamp):
    plain = lamp.code.replace("-", "").lower()

    for typed in (lamp.code, lamp.code.lower(), plain, f" {lamp.code} ", lamp.code[4:]):
        assert look(client, typed)["Location"] == f"/laporan/{lamp.code}/"


def test_letter_o_is_read_as_zero(client, lamp):
    assert look(client, lamp.code.replace("0", "O").replace("1", "I"))["Location"] == f"/laporan/{lamp.code}/"


def test_a_pasted_link_opens_the_own_page(client, siti):
    answer = look(client, f"Tautan saya: http://kota.contoh/l/{siti.token}/")

    assert answer["Location"] == f"/l/{siti.token}/"


def test_code_and_secret_open_the_own_page(client, lamp, siti):
    assert look(client, lamp.code, siti.token)["Location"] == f"/l/{siti.token}/"


def test_a_secret_of_another_report_does_not_fit(client, submit_report, siti):
    other = submit_report(text="Sampah menumpuk di depan pasar", hashtags=("#Sampah",))

    answer = look(client, other.code, siti.token)

    assert answer.status_code == 422
    assert "Kunci ini tidak cocok" in answer.content.decode()


def test_a_forged_secret_opens_nothing(client, city):
    answer = look(client, f"/l/{make_token()}/")

    assert answer.status_code == 422
    assert "Salin seluruh tautan" in answer.content.decode()


@pytest.mark.parametrize(("typed", "said"), [("", "Tulis kode laporannya"), ("KTC-1", "kurang panjang"), ("KTC-ZZZZ-ZZ9", "salah ketik")])
def test_a_code_that_is_none_is_explained_and_kept(client, city, typed, said):
    answer = look(client, typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_a_sealed_and_an_unknown_code_get_the_same_answer(client, submit_report, lamp):
    sealed = submit_report(text="Petugas minta uang untuk mengurus surat", category="pungli", hashtags=())
    assert sealed.is_sealed
    known = look(client, sealed.code)
    Case.objects.filter(pk=lamp.pk).update(state="withdrawn", is_open=False, ended_at=lamp.received_at)

    taken_back = look(client, lamp.code)

    words = [FORM_SECRET.sub("", answer.content.decode()) for answer in (known, taken_back)]
    assert known.status_code == taken_back.status_code == 422
    assert "tidak ada di daftar umum" in words[0]
    assert words[0].replace(sealed.code, "") == words[1].replace(lamp.code, "")


def test_the_page_is_drawn_without_a_query_for_cases(client, city, django_assert_max_num_queries):
    client.get("/lacak/")

    with django_assert_max_num_queries(1):
        assert client.get("/lacak/").status_code == 200
