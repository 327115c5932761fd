# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every write to a thread. One verb, one function, one transaction; the words are entries of its case."""
