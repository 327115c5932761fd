# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what to a thread. Each question is asked inside its action."""

from laksa.threads.policies.answering import (
    may_answer_thread,
    may_finish_task,
    may_pass_thread,
    may_read_thread,
    may_refuse_thread,
    may_say_in_thread,
    may_take_thread,
)
from laksa.threads.policies.asking import may_ask_inside, may_give_task, may_request_decision, may_withdraw_thread
from laksa.threads.policies.deciding import cost_of, may_decide_thread, may_delegate

__all__ = [
    "cost_of",
    "may_answer_thread",
    "may_ask_inside",
    "may_decide_thread",
    "may_delegate",
    "may_finish_task",
    "may_give_task",
    "may_pass_thread",
    "may_read_thread",
    "may_refuse_thread",
    "may_request_decision",
    "may_say_in_thread",
    "may_take_thread",
    "may_withdraw_thread",
]
