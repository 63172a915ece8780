from matching.models.choices import Card, Choice
from matching.models.drafts import Draft, DraftMember
from matching.models.forming import Forming, LeftOut, Thermometer
from matching.models.looks import Look
from matching.models.proposals import Answer, Exclusion, Proposal
from matching.models.rules import RuleSet
from matching.models.runs import LeftOver, MatchRun, RunPart, RunPool

__all__ = [
    "Answer",
    "Card",
    "Choice",
    "Draft",
    "DraftMember",
    "Exclusion",
    "Forming",
    "LeftOut",
    "LeftOver",
    "Look",
    "MatchRun",
    "Proposal",
    "RuleSet",
    "RunPart",
    "RunPool",
    "Thermometer",
]
