# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every write to a thread. One verb, one function, one transaction, one line in the story of its case."""
