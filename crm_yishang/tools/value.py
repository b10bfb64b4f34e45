"""The words of customer value, and how its parameters are frozen in a run."""

GRADES = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]
# As Pareto ordered: those that bring most, those that bring most of the rest.
CLASSES = [("a", "A"), ("b", "B"), ("c", "C")]
ASPECTS = [
    ("characteristics", "Characteristics"),
    ("transactions", "Transactions"),
    ("finance", "Financial Contribution"),
    ("contact", "Contact"),
    ("service", "Service"),
]
ASPECT_NAMES = [name for name, _label in ASPECTS]
