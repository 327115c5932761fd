# SPDX-License-Identifier: AGPL-3.0-or-later
"""A million invented cases in minutes: rows with true chains, codes and links, written without the actions, for benches."""
