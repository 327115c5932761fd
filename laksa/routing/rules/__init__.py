"""Text, place and hashtag to category and owner: pure, compiled once per version of the city."""

from laksa.routing.rules.decision import Candidate, Decision, Reason, Report, Suggestion
from laksa.routing.rules.evaluation import Evaluation, evaluate
from laksa.routing.rules.rulebook import Rulebook, Source

__all__ = ["Candidate", "Decision", "Evaluation", "Reason", "Report", "Rulebook", "Source", "Suggestion", "evaluate"]
