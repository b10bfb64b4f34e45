"""The words of customer value, and how its parameters are frozen in a run."""

GRADES = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]
# As Pareto ordered: those that bring most, those that bring most of the rest.
CLASSES = [("a", "A"), ("b", "B"), ("c", "C")]
ASPECTS = [
    ("characteristics", "Characteristics"),
    ("transactions", "Transactions"),
    ("finance", "Financial Contribution"),
    ("contact", "Keeping in Touch"),
    ("service", "Service"),
]
ASPECT_NAMES = [name for name, _label in ASPECTS]
WINDOWS = [
    ("now", "Today"),
    ("year", "12 Months"),
    ("years", "24 Months"),
    ("all", "Always"),
]
SCALES = [
    ("fixed", "Fixed Limits"),
    ("quantile", "Place Among Customers"),
    ("linear", "Straight Line"),
]


def get_points(indicator, value):
    """Return the points an indicator of a run gives for a value, None without value.

    The twin of the SQL that gives them to a million customers.

    :param indicator: ``{"scale", "cuts", "points", "zero", "full"}`` of the run

    >>> fixed = {"scale": "fixed", "cuts": [1, 5], "points": [0, 60, 100]}
    >>> [get_points(fixed, value) for value in (None, -3, 1, 4.9, 5)]
    [None, 0, 60, 60, 100]
    >>> get_points({**fixed, "scale": "quantile"}, 5)
    60
    >>> get_points({"scale": "linear", "zero": 90, "full": 30}, 75)
    25
    """
    if value is None:
        return None
    if indicator["scale"] == "linear":
        zero, full = indicator["zero"], indicator["full"]
        part = min(max((value - zero) / (full - zero), 0), 1)
        return int(100 * part + 0.5)
    return indicator["points"][get_band(indicator, value)]


def get_band(indicator, value):
    """Return the place of the band a value is in.

    A band of a fixed scale begins at its limit; one among customers above it, so that
    customers who are alike are in the lower one.
    """
    if indicator["scale"] == "quantile":
        return sum(cut is not None and value > cut for cut in indicator["cuts"])
    return sum(value >= cut for cut in indicator["cuts"])
