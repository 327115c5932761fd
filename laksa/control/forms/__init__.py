"""What leaders decide, and what is set of the city's rules."""

from laksa.control.forms.deciding import AskBackForm, DecideForm, DelegateForm
from laksa.control.forms.performance import AnswerForm, ObjectForm
from laksa.control.forms.sop import CellForm, SetForm

__all__ = ["AnswerForm", "AskBackForm", "CellForm", "DecideForm", "DelegateForm", "ObjectForm", "SetForm"]
