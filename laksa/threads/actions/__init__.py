# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every write to a thread. One verb, one function, one transaction; the words are entries of its case."""

from laksa.threads.actions.answering import (
    answer_thread,
    ask_again,
    close_thread,
    finish_task,
    mark_read,
    pass_thread,
    refuse_thread,
    say_in_thread,
    take_thread,
    withdraw_thread,
)
from laksa.threads.actions.asking import Question, ask_inside, faults_of_question, give_task
from laksa.threads.actions.deciding import (
    DecisionRequest,
    ask_back,
    delegate_decision,
    request_decision,
    take_decision,
    withdraw_decision,
)
from laksa.threads.actions.ending import end_orphans
from laksa.threads.actions.outside import refer_outside, renew_outside_link
from laksa.threads.actions.outside_answers import answer_by_link, call_off_outside, write_down_answer

__all__ = [
    "DecisionRequest",
    "Question",
    "answer_by_link",
    "answer_thread",
    "ask_again",
    "ask_back",
    "ask_inside",
    "call_off_outside",
    "close_thread",
    "delegate_decision",
    "end_orphans",
    "faults_of_question",
    "finish_task",
    "give_task",
    "mark_read",
    "pass_thread",
    "refer_outside",
    "refuse_thread",
    "renew_outside_link",
    "request_decision",
    "say_in_thread",
    "take_decision",
    "take_thread",
    "withdraw_decision",
    "withdraw_thread",
    "write_down_answer",
]
