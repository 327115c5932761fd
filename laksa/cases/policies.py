"""Who may do what to a case. Each question is asked inside its action, so that no channel can forget it."""

from __future__ import annotations

from laksa.cases.models import Case, Participant
from laksa.cases.rules import IN_HAND, Identity, Kind, Proof, State, Visibility
from laksa.city.models import book
from laksa.identity.rules import CITY_WIDE, Actor, ActorKind, Role

DESK_ROLES = (Role.DESK, Role.COORDINATOR)
CHIEFS = (Role.AGENCY_ADMIN, Role.TEAM_LEAD, Role.DIVISION_HEAD, Role.AGENCY_HEAD)
WORKERS = (Role.OFFICER, *CHIEFS, Role.VILLAGE_HEAD)


def may_triage(actor: Actor, case: Case) -> bool:
    """The city desk, also for offices outside the city that nobody signs in for."""
    return actor.holds(*DESK_ROLES)


def may_manage(actor: Actor, case: Case) -> bool:
    """Whoever hands out an agency's work, and the city desk for offices outside the city."""
    if actor.holds_in(case.agency_id, *CHIEFS):
        return True
    return actor.holds(*DESK_ROLES) and is_represented_by_desk(case)


def may_handle(actor: Actor, case: Case) -> bool:
    """The one who holds it or stands in for them, or who leads them; anybody of the agency while nobody holds it.

    Never somebody who reported it themselves.
    """
    if actor.kind is not ActorKind.STAFF or is_own_report(actor, case):
        return False
    if case.holder_id is not None and (case.holder_id == actor.user_id or case.holder_id in actor.stands_for):
        return True
    if may_manage(actor, case):
        return True
    return case.holder_id is None and actor.holds_in(case.agency_id, *WORKERS)


def may_assign(actor: Actor, case: Case) -> bool:
    """In triage the city desk; afterwards the desk and the agency's own chiefs."""
    return may_triage(actor, case) or (case.state != State.TRIAGE and may_manage(actor, case))


def may_accept(actor: Actor, case: Case) -> bool:
    """Somebody of the agency, while nobody else holds it."""
    return may_handle(actor, case)


def may_return(actor: Actor, case: Case) -> bool:
    """Whoever may handle it: "not ours" is said by the office itself."""
    return may_handle(actor, case)


def may_hand_over(actor: Actor, case: Case) -> bool:
    return may_handle(actor, case)


def may_plan(actor: Actor, case: Case) -> bool:
    return may_handle(actor, case)


def may_start(actor: Actor, case: Case) -> bool:
    return may_handle(actor, case)


def may_ask(actor: Actor, case: Case) -> bool:
    """In triage the desk, afterwards whoever handles it."""
    return may_triage(actor, case) if case.state == State.TRIAGE else may_handle(actor, case)


def may_request_decision(actor: Actor, case: Case) -> bool:
    return may_handle(actor, case)


def may_decide(actor: Actor, case: Case) -> bool:
    """A leader of the agency or of the city, not the one who asked."""
    if actor.user_id is not None and actor.user_id == case.holder_id:
        return False
    return actor.holds(Role.LEADER, Role.SECRETARIAT, Role.COORDINATOR) or actor.holds_in(
        case.agency_id, Role.AGENCY_HEAD, Role.DIVISION_HEAD
    )


def may_refer_outside(actor: Actor, case: Case) -> bool:
    return may_handle(actor, case)


def may_hear_outside(actor: Actor, case: Case) -> bool:
    """Whoever handles it, until the outside party answers by its own link."""
    return may_handle(actor, case)


def may_resolve(actor: Actor, case: Case) -> bool:
    """Whoever handles it; a question is answered, not repaired."""
    return case.kind != Kind.QUESTION and may_handle(actor, case)


def may_sign_proof(actor: Actor, case: Case) -> bool:
    """Whoever was asked to sign or stands in for them, and the heads above; a coordinator where the office has nobody.

    Never somebody who holds the case, or reported it.
    """
    if actor.kind is not ActorKind.STAFF or is_own_report(actor, case) or actor.user_id in {None, case.holder_id}:
        return False
    if case.proof != Proof.DOUBTED or case.entries.filter(kind="proof_doubted", user_id=actor.user_id).exists():
        return False
    if case.signer_id is None:
        return actor.holds(Role.COORDINATOR)
    return case.signer_id == actor.user_id or case.signer_id in actor.stands_for or _leads(actor, case)


def may_send_back_proof(actor: Actor, case: Case) -> bool:
    return may_sign_proof(actor, case)


def _leads(actor: Actor, case: Case) -> bool:
    """Whether the actor heads the office of a case, or one of the units above its team."""
    if actor.holds_in(case.agency_id, Role.AGENCY_HEAD):
        return True
    above = book().units_above(case.unit_id)
    return any(post.unit_id in above and post.role in {Role.TEAM_LEAD, Role.DIVISION_HEAD} for post in actor.posts)


def may_answer(actor: Actor, case: Case) -> bool:
    """Questions, wishes and praise are answered; a fault needs a repair."""
    if case.kind == Kind.COMPLAINT:
        return False
    return may_triage(actor, case) if case.state == State.TRIAGE else may_handle(actor, case)


def may_reject(actor: Actor, case: Case) -> bool:
    """The desk in triage, afterwards whoever handles it; after an objection only a coordinator."""
    if case.needs_coordinator:
        return actor.holds(Role.COORDINATOR)
    return may_triage(actor, case) if case.state == State.TRIAGE else may_handle(actor, case)


def may_merge(actor: Actor, case: Case) -> bool:
    return may_triage(actor, case) or may_handle(actor, case)


def may_split(actor: Actor, case: Case) -> bool:
    return may_merge(actor, case)


def may_reply(actor: Actor, case: Case) -> bool:
    """Whoever handles it, and the desk."""
    return may_triage(actor, case) or may_handle(actor, case)


def may_note(actor: Actor, case: Case) -> bool:
    """Any member of staff who can see the case."""
    return actor.kind is ActorKind.STAFF and case.is_seen_by(actor)


def may_note_sight(actor: Actor, case: Case) -> bool:
    """Somebody of the owner, whatever their office there; the desk for offices outside the city. Never who reported it."""
    if case.state == State.TRIAGE or actor.kind is not ActorKind.STAFF:
        return False
    is_owner = actor.serves(case.agency_id) or (actor.holds(*DESK_ROLES) and is_represented_by_desk(case))
    return is_owner and not is_own_report(actor, case)


def may_change_severity(actor: Actor, case: Case) -> bool:
    return may_triage(actor, case) or may_handle(actor, case)


def may_correct_place(actor: Actor, case: Case) -> bool:
    return may_triage(actor, case) or may_handle(actor, case)


def may_hide_photo(actor: Actor, case: Case) -> bool:
    return may_triage(actor, case) or may_handle(actor, case)


def may_see_identity(actor: Actor, case: Case) -> bool:
    """Named: the desk and whoever handles it. Hidden: the desk only. Anonymous: there is nothing to see."""
    if case.identity == Identity.NAMED:
        return may_triage(actor, case) or may_handle(actor, case)
    return case.identity == Identity.HIDDEN and may_triage(actor, case)


def may_read_names(actor: Actor, case: Case) -> bool:
    """Whether names and numbers inside the reporter's words are shown: a hidden name is the desk's secret there too.

    Whoever was only asked about the case (an office that is not its own) reads the words without them.
    """
    if may_triage(actor, case):
        return True
    return case.identity != Identity.HIDDEN and sees_by_office(actor, case)


def sees_by_office(actor: Actor, case: Case) -> bool:
    """Whether the case is in the actor's lists by an office they hold, and not only opened to them by a question."""
    if actor.kind is not ActorKind.STAFF:
        return actor.participant_id is not None
    if actor.holds(*CITY_WIDE) or actor.serves(case.agency_id):
        return True
    for post in actor.posts:
        if post.role == Role.OPERATOR_112 and case.is_emergency:
            return True
        if post.role == Role.VILLAGE_HEAD and post.area_id == case.village_id and not case.is_sealed:
            return True
    return False


def may_follow(actor: Actor, case: Case) -> bool:
    """Whoever holds a secret link of this case, or of one that was merged into it, as reporter or supporter."""
    if actor.participant_id is None:
        return False
    return Participant.objects.filter(case__in=case.family(), pk=actor.participant_id).exists()


def may_write(actor: Actor, case: Case) -> bool:
    """Answer, add words or photos: reporter and supporters."""
    return may_follow(actor, case)


def may_confirm(actor: Actor, case: Case) -> bool:
    """The person who reported it, or who had the same trouble before it was declared gone; never the office.

    Whoever joins afterwards cannot vouch for a repair: anybody could, also its author without a name. A "no" counts from everybody.
    """
    if not may_follow(actor, case):
        return False
    if case.resolved_at is None or _is_reporter(actor, case):
        return True
    return Participant.objects.filter(pk=actor.participant_id or 0, joined_at__lte=case.resolved_at).exists()


def may_reopen(actor: Actor, case: Case) -> bool:
    return may_follow(actor, case)


def may_rate(actor: Actor, case: Case) -> bool:
    return may_follow(actor, case) and case.state in {State.CONFIRMED, State.CLOSED, State.ANSWERED, State.RESOLVED}


def may_withdraw(actor: Actor, case: Case) -> bool:
    """Only the reporter, and only while nobody else has joined."""
    return _is_reporter(actor, case) and case.supporters == 0


def may_object(actor: Actor, case: Case) -> bool:
    """The reporter, once."""
    return _is_reporter(actor, case) and not case.entries.filter(kind="objected").exists()


def may_object_to_owner(actor: Actor, case: Case) -> bool:
    """The reporter, while the case is on its way; once for each office, then the city desk has decided."""
    if case.state not in {State.ASSIGNED, *IN_HAND} or not _is_reporter(actor, case):
        return False
    said = case.entries.filter(kind="owner_objected").values_list("data", flat=True)
    return case.agency_id not in {data.get("from") for data in said}


def may_forward(actor: Actor, _thing: object = None) -> bool:
    """Any member of staff: people write to whom they know."""
    return actor.kind is ActorKind.STAFF and bool(actor.posts)


def may_set_cap(actor: Actor, _thing: object = None) -> bool:
    """A leader of the city says how often an official may give priority."""
    return actor.holds(Role.LEADER)


def may_read_entry(actor: Actor, visibility: Visibility) -> bool:
    """Internal words are for staff; what is said to reporters is for them and staff."""
    if visibility == Visibility.PUBLIC or actor.kind is ActorKind.STAFF:
        return True
    return visibility == Visibility.REPORTER and actor.participant_id is not None


def is_represented_by_desk(case: Case) -> bool:
    """Whether the owner is outside the city, so that the desk writes for it."""
    return book().agencies[case.agency_id].kind == "outside"


def is_own_report(actor: Actor, case: Case) -> bool:
    """Whether the actor reported or joined this case with their own account."""
    return actor.user_id is not None and actor.user_id in case.account_ids


def _is_reporter(actor: Actor, case: Case) -> bool:
    if actor.participant_id is None:
        return False
    return case.participants.filter(pk=actor.participant_id, role="reporter").exists()


MOVE_POLICIES = {
    "assign": may_assign,
    "accept": may_accept,
    "return": may_return,
    "hand_over": may_hand_over,
    "plan": may_plan,
    "start": may_start,
    "ask": may_ask,
    "hear_reporter": may_reply,
    "request_decision": may_request_decision,
    "decide": may_decide,
    "refer_outside": may_refer_outside,
    "hear_outside": may_hear_outside,
    "resolve": may_resolve,
    "answer": may_answer,
    "reject": may_reject,
    "merge": may_merge,
    "split": may_split,
}
