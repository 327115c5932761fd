# SPDX-License-Identifier: AGPL-3.0-or-later
"""An invented life for the city: people, stories, work and pictures, marked as examples everywhere."""
