"""Every write to a case. One verb, one function, one transaction, one audit line."""

from laksa.cases.actions.answering import answer_case, ask_reporter, hear_reporter, reply_to_case, write_note
from laksa.cases.actions.citizen import (
    add_words,
    claim_case,
    mute_participant,
    object_to_owner,
    object_to_refusal,
    rate_case,
    withdraw_case,
)
from laksa.cases.actions.closing import confirm_case, lapse_questions, lapse_unconfirmed, reject_case, reopen_case, resolve_case
from laksa.cases.actions.dissolving import release_dissolved
from laksa.cases.actions.handling import (
    accept_case,
    assign_case,
    change_severity,
    correct_place,
    hand_over_case,
    plan_case,
    return_case,
    start_case,
)
from laksa.cases.actions.intake import Contact, Preview, Submission, preview, submit
from laksa.cases.actions.joining import join_case, merge_cases, similar_cases, split_case
from laksa.cases.actions.photos import (
    CheckedPhoto,
    add_photos,
    check_photo,
    delete_loose_photos,
    hide_photo,
    process_photo,
    store_photo,
    sweep_waiting_photos,
)
from laksa.cases.actions.previewing import Letter, preview_letter
from laksa.cases.actions.proving import Evidence, doubt_of, remember_old_photos, send_back_proof, sign_proof
from laksa.cases.actions.recomputing import recompute_due_dates
from laksa.cases.actions.reminding import remind_unconfirmed
from laksa.cases.actions.sighting import has_unseen, note_sight
from laksa.cases.actions.verifying import Broken, verify_log, verify_story
from laksa.cases.actions.waiting import decide_case, hear_outside, refer_outside

__all__ = [
    "Broken",
    "CheckedPhoto",
    "Contact",
    "Evidence",
    "Letter",
    "Preview",
    "Submission",
    "accept_case",
    "add_photos",
    "add_words",
    "answer_case",
    "ask_reporter",
    "assign_case",
    "change_severity",
    "check_photo",
    "claim_case",
    "confirm_case",
    "correct_place",
    "decide_case",
    "delete_loose_photos",
    "doubt_of",
    "hand_over_case",
    "has_unseen",
    "hear_outside",
    "hear_reporter",
    "hide_photo",
    "join_case",
    "lapse_questions",
    "lapse_unconfirmed",
    "merge_cases",
    "mute_participant",
    "note_sight",
    "object_to_owner",
    "object_to_refusal",
    "plan_case",
    "preview",
    "preview_letter",
    "process_photo",
    "rate_case",
    "recompute_due_dates",
    "refer_outside",
    "reject_case",
    "release_dissolved",
    "remember_old_photos",
    "remind_unconfirmed",
    "reopen_case",
    "reply_to_case",
    "resolve_case",
    "return_case",
    "send_back_proof",
    "sign_proof",
    "similar_cases",
    "split_case",
    "start_case",
    "store_photo",
    "submit",
    "sweep_waiting_photos",
    "verify_log",
    "verify_story",
    "withdraw_case",
    "write_note",
]
