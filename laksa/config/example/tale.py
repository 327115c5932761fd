# SPDX-License-Identifier: AGPL-3.0-or-later
"""One invented case and everybody in it: each method is one act of one person, through the real actions."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from laksa.cases import actions
from laksa.cases.actions.handling import Owner
from laksa.cases.actions.joining import Supporter
from laksa.cases.models import Case
from laksa.cases.rules import Identity, Kind, State, first_sentence
from laksa.city.models import book
from laksa.config.example.ground import Spot
from laksa.config.example.stories import Story
from laksa.evidence.actions import issue_code
from laksa.evidence.rules import Capture
from laksa.identity.rules import Actor, ActorKind
from laksa.kernel.errors import MoveRefused
from laksa.threads import actions as threads
from laksa.threads.actions import DecisionRequest
from laksa.threads.models import Thread
from laksa.threads.rules import TITLE_LIMIT
from laksa.threads.rules.options import ACT_LIMIT, Option

if TYPE_CHECKING:
    from laksa.config.example.life import Life

# RFC 2606 keeps .invalid free for ever: no letter to such an address can reach anybody.
MAIL_HOST = "contoh.invalid"
GIVEN = "Siti,Nurul,Ahmad,Budi,Dewi,Yanti,Rizky,Hasan,Lilis,Wawan,Teguh,Aisyah,Markus,Mei,Komang,Ucok,Eneng,Yusuf,Rosa,Bagas".split(",")
FAMILY = "Aminah,Hidayah,Fauzi,Santika,Marpaung,Wijayanti,Pratama,Basri,Kurniasih,Suherman,Lim,Ardana,Siregar,Fitriani,Hakim,Utomo".split(
    ","
)
REOPENED_BECAUSE = ("still_broken", "came_back", "partly", "not_done")
ENGLISH_THANKS = "Fixed, thank you."
COSTS = (84_000_000, 18_000_000, 260_000_000, 45_000_000, 140_000_000)
TOLD_WHILE_WAITING = "Biayanya melewati wewenang bidang. Tempatnya tetap kami jaga sambil menunggu keputusan."


class Tale:
    """A story on its way: what was told, where, by whom, and who works on it. Times come from the life it is part of."""

    def __init__(self, life: Life, story: Story, spot: Spot) -> None:
        self.life, self.story, self.spot, self.rng = life, story, spot, life.rng
        self.place = self.rng.randrange(1_000)  # which of the drawn places its photos show
        self.case = Case()
        self.reporter = Actor(kind=ActorKind.REPORTER, label="Pelapor")
        self.hand: Actor | None = None
        self.matter = Thread()

    # --- when ---------------------------------------------------------------------------------------

    def later(self, low: float, high: float) -> datetime:
        """Return a moment so many hours from now, as citizens choose it."""
        return self.life.waking(self.life.clock + timedelta(hours=self.rng.uniform(low, high)))

    def office(self, low: float, high: float) -> datetime:
        """Return a moment in working hours, so many hours from now; an emergency knows no hours."""
        moment = self.life.clock + timedelta(hours=self.rng.uniform(low, high))
        return moment if self.case.is_emergency else self.life.working(moment)

    def by(self, due: datetime | None, low: float, high: float) -> datetime:
        """Return a working moment at a part of the way from the report to a due time, but after now."""
        left = ((due or self.case.received_at + timedelta(days=5)) - self.case.received_at).total_seconds() / 3600
        passed = (self.life.clock - self.case.received_at).total_seconds() / 3600
        hours = max(self.rng.uniform(low, high) * left - passed, self.rng.uniform(0.1, 1.5))
        moment, shifted = self.life.clock + timedelta(hours=hours), self.office(hours, hours)
        # A crew on duty keeps a short promise in the evening, too.
        return self.life.waking(moment) if due is not None and high <= 1 and moment < due < shifted else shifted

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # --- the reporter -------------------------------------------------------------------------------

    def submit(self) -> None:
        """Tell it to the city."""
        story, spot, now = self.story, self.spot, self.life.clock
        category = book().categories[story.category]
        identity = self._identity(is_sealed=category.is_sealed)
        pictured = story.scene and self.chance(0.42)
        photos = (self.life.album.take(story.scene, self.place, after=False, at=now),) if pictured else ()
        submission = actions.Submission(
            text=self.words(story.told),
            kind=Kind(story.kind or category.kind),
            category=category.slug if self.chance(0.4) or story.language != "id" else "",
            hashtags=(category.hashtag,) if self.chance(0.3) else (),
            lat=spot.lat,
            lon=spot.lon,
            village=spot.village,
            place_text=spot.words,
            place_source=spot.source,
            identity=identity,
            contact=self._contact(identity),
            language=story.language,
            photos=photos,
            is_example=True,
        )
        channel = self.rng.choices(["web", "api", "open311"], [84, 9, 7])[0]
        self.case = actions.submit(submission, channel=channel, at=now, idempotency_key=secrets.token_hex(16))
        person = self.case.participants.get()
        self.reporter = Actor(kind=ActorKind.REPORTER, label="Pelapor", participant_id=person.pk)

    def words(self, template: str) -> str:
        from laksa.config.example.stories import fill

        return fill(template, self.rng, self.spot.slots)

    def _identity(self, *, is_sealed: bool) -> Identity:
        weights = [5, 60, 35] if is_sealed else [45, 18, 37]
        return Identity(self.rng.choices([Identity.NAMED, Identity.HIDDEN, Identity.ANONYMOUS], weights)[0])

    def _contact(self, identity: Identity) -> actions.Contact:
        if identity is Identity.ANONYMOUS:
            return actions.Contact()
        given, family = self.rng.choice(GIVEN), self.rng.choice(FAMILY)
        address = f"{given}.{family}{self.rng.randint(1, 999)}@{MAIL_HOST}".lower() if self.chance(0.55) else ""
        return actions.Contact(name=f"{given} {family}", email=address)

    def add_words(self, words: str) -> None:
        self.case = actions.add_words(self.case.pk, words, actor=self.reporter, at=self.life.clock)

    def confirm(self) -> None:
        thanks = self.story.say("thanks", self.rng, self.spot.slots) if self.story.language == "id" else ENGLISH_THANKS
        words = thanks if self.chance(0.7) else ""
        self.case = actions.confirm_case(self.case.pk, actor=self.reporter, at=self.life.clock, words=words)

    def rate(self) -> None:
        stars = self.rng.choices([5, 4, 3, 2, 1], [46, 30, 12, 7, 5])[0]
        self.case = actions.rate_case(self.case.pk, stars, actor=self.reporter, at=self.life.clock)

    def reopen(self) -> None:
        words = self.story.say("still", self.rng, self.spot.slots)
        reason = self.rng.choice(REOPENED_BECAUSE)
        self.case = actions.reopen_case(self.case.pk, reason=reason, words=words, actor=self.reporter, at=self.life.clock)

    def withdraw(self, reason: str) -> None:
        self.case = actions.withdraw_case(self.case.pk, reason=reason, actor=self.reporter, at=self.life.clock)

    def object(self, words: str) -> None:
        self.case = actions.object_to_refusal(self.case.pk, words, actor=self.reporter, at=self.life.clock)

    def be_joined(self) -> None:
        """Let one more person say that they have the same trouble."""
        identity = Identity.NAMED if self.chance(0.4) else Identity.ANONYMOUS
        contact = self._contact(identity)
        who = Supporter(name=contact.name, email=contact.email, identity=identity)
        words = self.words(self.rng.choice(ME_TOO)) if self.chance(0.3) else ""
        actions.join_case(self.case.pk, who, words=words, at=self.life.clock)
        self.look()

    # --- the office ---------------------------------------------------------------------------------

    def look(self) -> Case:
        """Read the case anew: others may have moved it."""
        self.case.refresh_from_db()
        return self.case

    @property
    def worker(self) -> Actor:
        """Who works on it: the one who took it or was on duty, else somebody of the office it lies with."""
        if self.hand is None and self.case.holder_id is not None:
            self.hand = self.life.staff.person(self.case.holder_id)
            if self.hand is None:
                raise MoveRefused("somebody real is on duty there: the story goes their way")
        if self.hand is None:
            found = self.life.staff.worker_of(self.case.agency_id, self.case.unit_id, self.rng)
            assert found is not None, self.case.agency_id
            self.hand = found
        return self.hand

    def put_right(self) -> None:
        """Let the desk send it to the office that owns what the story is about."""
        category = book().categories[self.story.category]
        owner = Owner(category.agency_id, unit=category.unit_id, category=category.slug)
        who = self.life.staff.coordinator if self.case.needs_coordinator else self.life.staff.desk
        reason = "Diperiksa meja kota." if self.chance(0.5) else ""
        self.case = actions.assign_case(self.case.pk, owner, actor=who, at=self.life.clock, reason=reason)
        self.hand = None

    def hand_out(self) -> None:
        """Let the agency's chief name who shall do it, where the agency has one."""
        chief = self.life.staff.chief_of(self.case.agency_id)
        if chief is None or self.worker == chief:
            return
        owner = Owner(self.case.agency_id, unit=self.case.unit_id, holder_id=self.worker.user_id)
        self.case = actions.assign_case(self.case.pk, owner, actor=chief, at=self.life.clock)

    def give_back(self) -> None:
        words = self.story.say("return", self.rng, self.spot.slots)
        self.case = actions.return_case(self.case.pk, reason=words, actor=self.worker, at=self.life.clock)
        self.hand = None

    def accept(self) -> None:
        self.case = actions.accept_case(self.case.pk, actor=self.worker, at=self.life.clock)

    def reply(self, words: str = "") -> None:
        said = words or self.story.say("first", self.rng, self.spot.slots)
        self.case = actions.reply_to_case(self.case.pk, said, actor=self.worker, at=self.life.clock)

    def note(self) -> None:
        words = self.story.say("note", self.rng, self.spot.slots)
        self.case = actions.write_note(self.case.pk, words, actor=self.worker, at=self.life.clock)

    def plan(self, day: datetime) -> None:
        words = self.story.say("plan", self.rng, self.spot.slots)
        self.case = actions.plan_case(self.case.pk, promised_on=day.date(), words=words, actor=self.worker, at=self.life.clock)

    def start(self) -> None:
        words = self.story.say("start", self.rng, self.spot.slots) if self.chance(0.7) else ""
        self.case = actions.start_case(self.case.pk, words=words, actor=self.worker, at=self.life.clock)

    def ask(self) -> str:
        """Ask the reporter, return what they would answer."""
        exchange = self.story.pick("ask", self.rng, self.spot.slots)
        self.case = actions.ask_reporter(self.case.pk, exchange["question"], actor=self.worker, at=self.life.clock)
        return exchange["answer"]

    def refer(self, *, due_at: datetime) -> str:
        """Wait for somebody outside, return what they will say."""
        party = self.story.pick("outside", self.rng, self.spot.slots)
        self.case = actions.refer_outside(
            self.case.pk, party["words"], to=party["to"], due_at=due_at, actor=self.worker, at=self.life.clock
        )
        return party["heard"]

    def hear_outside(self, words: str) -> None:
        self.case = actions.hear_outside(self.case.pk, words, actor=self.worker, at=self.life.clock)

    def request_decision(self, *, due_at: datetime) -> str:
        """Ask the leader, return what will be decided."""
        matter = self.story.pick("decision", self.rng, self.spot.slots)
        cost = COSTS[self.case.pk % len(COSTS)]
        options = (
            Option(shortened(matter["decided"], ACT_LIMIT), "Warga di tempat ini terbantu tahun ini juga", cost, working_days=(15,)),
            Option("Tunda ke tahun anggaran depan", "Keadaannya tetap seperti sekarang", nothing=True),
        )
        request = DecisionRequest(
            question=shortened(matter["question"], TITLE_LIMIT),
            options=options,
            decider_id=self.life.staff.leader.user_id or 0,
            due_at=due_at,
            advised=1,
            advice=matter["question"],
            told=TOLD_WHILE_WAITING,
        )
        self.matter = threads.request_decision(self.case.pk, request, actor=self.worker, at=self.life.clock)
        self.case.refresh_from_db()
        return matter["decided"]

    def decide(self, words: str) -> None:
        threads.take_decision(self.matter.pk, 1, words=words, actor=self.life.staff.leader, at=self.life.clock)
        self.case.refresh_from_db()

    def resolve(self, *, is_careful: bool = False) -> None:
        """Say that it is done, with a photo where the category asks for one or the story has a scene."""
        words = self.story.say("done", self.rng, self.spot.slots)
        needs_photo = book().categories[self.case.category_id].evidence == "photo"
        scene = self.story.scene or self.rng.choice(ANY_SCENE)
        taken = needs_photo or (self.story.scene and self.chance(0.4))
        photos = (self.life.album.take(scene, self.place, after=True, at=self.life.clock),) if taken else ()
        given = self.evidence(is_careful=is_careful)
        self.case = actions.resolve_case(self.case.pk, words, photos=photos, evidence=given, actor=self.worker, at=self.life.clock)

    def evidence(self, *, is_careful: bool) -> actions.Evidence:
        """Return what comes with the photo: mostly a code and the place; some send one from their gallery, or from afar."""
        document = f"BA-{self.rng.randint(11, 480)}/{self.life.clock.year}" if self._wants("document") else ""
        word = 0.5 if is_careful else self.rng.random()
        now = self.life.clock
        if not self._wants("photo") or word > 0.94:
            return actions.Evidence(document=document)
        area = book().areas.get(self.case.village_id or "")
        lat, lon = (self.case.lat, self.case.lon) if self.case.lat is not None else (area.lat, area.lon) if area else (None, None)
        off = 0.004 if word > 0.91 else 0.0003
        code = issue_code(self.worker.user_id or 0, self.case.code, at=now - timedelta(minutes=self.rng.randint(1, 9))).code
        return actions.Evidence(
            Capture(
                code=code,
                lat=None if lat is None else lat + self.rng.uniform(0.6, 1) * off,
                lon=None if lon is None else lon + self.rng.uniform(-1, 1) * off,
                accuracy_m=self.rng.randint(4, 30),
                taken_at=now,
                phone_at=now,
            ),
            document=document,
        )

    def _wants(self, evidence: str) -> bool:
        return bool(book().categories[self.case.category_id].evidence == evidence)

    def sign(self) -> None:
        """Let whoever leads vouch for a repair whose photo proves nothing."""
        reason = self.rng.choice(SIGNED_BECAUSE)
        looked = "Saya lihat sendiri, pekerjaannya ada." if self.chance(0.4) else ""
        self.case = actions.sign_proof(self.case.pk, reason, looked=looked, actor=self._signer(), at=self.life.clock)

    def send_back(self) -> None:
        self.case = actions.send_back_proof(self.case.pk, self.rng.choice(ANOTHER_PHOTO), actor=self._signer(), at=self.life.clock)

    def _signer(self) -> Actor:
        staff = self.life.staff
        return next((one for one in staff.by_name.values() if one.user_id == self.case.signer_id), staff.coordinator)

    def answer(self) -> None:
        words = self.story.say("answered", self.rng, self.spot.slots)
        who = self.life.staff.desk if self.case.state == State.TRIAGE else self.worker
        self.case = actions.answer_case(self.case.pk, words, actor=who, at=self.life.clock)

    def reject(self) -> None:
        why = self.story.pick("reject", self.rng, self.spot.slots)
        who = self.life.staff.desk if self.case.state == State.TRIAGE else self.worker
        self.case = actions.reject_case(self.case.pk, reason=why["reason"], where_to=why["where"], actor=who, at=self.life.clock)

    def merge_into(self, main: Tale) -> None:
        reason = self.rng.choice(SAME_TROUBLE)
        actions.merge_cases(main.case.pk, self.case.pk, actor=self.life.staff.desk, at=self.life.clock, reason=reason)
        self.look()

    def split(self) -> None:
        reason = "Setelah ditinjau ternyata titiknya berbeda, jadi laporan ini berjalan sendiri lagi."
        self.case = actions.split_case(self.case.pk, actor=self.life.staff.desk, at=self.life.clock, reason=reason)


ME_TOO = (
    "Saya juga kena, rumah saya {patokan}.",
    "Betul, sudah lama begini. Mohon segera.",
    "Ikut, tetangga saya juga mengeluh.",
    "Tadi malam saya lewat situ, memang parah.",
    "Sama, di {rt} juga.",
)
# What an office shows where nothing can be drawn of the trouble itself.
ANY_SCENE = ("parking", "billboard", "sidewalk", "building")
SIGNED_BECAUSE = (
    "Ponsel petugas rusak kameranya; saya hadir saat pekerjaannya selesai.",
    "Sinyal lokasi tidak terbaca di gang sempit. Ketua RT menyaksikan dan menandatangani berita acara.",
    "Foto dikirim dari ponsel warga. Hasilnya sudah saya periksa di tempat.",
)
ANOTHER_PHOTO = (
    "Mohon foto ulang di tempat lewat halaman foto, dari sudut yang sama dengan foto pelapor.",
    "Nyalakan lokasi di ponsel, lalu ambil sekali lagi di tempat.",
)
SAME_TROUBLE = (
    "Tempat dan masalahnya sama dengan laporan yang lebih dulu.",
    "Satu titik yang sama, digabung supaya dikerjakan sekali jalan.",
)


def shortened(text: str, limit: int) -> str:
    """Return the first sentence of a text, cut at a word where it is still too long."""
    sentence = first_sentence(text)
    return sentence if len(sentence) <= limit else sentence[:limit].rsplit(" ", 1)[0]
