# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every write to a thread. One verb, one function, one transaction; the words are entries of its case."""

from laksa.threads.actions.outside import refer_outside, remind_outside, renew_outside_link
from laksa.threads.actions.outside_answers import answer_by_link, call_off_outside, write_down_answer

__all__ = [
    "answer_by_link",
    "call_off_outside",
    "refer_outside",
    "remind_outside",
    "renew_outside_link",
    "write_down_answer",
]
