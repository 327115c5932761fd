# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what to a thread. Each question is asked inside its action."""
