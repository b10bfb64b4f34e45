"""What is known of a partner before it is merged into another one and gone."""

from typing import NamedTuple


class Legacy(NamedTuple):
    """What one merged partner leaves behind beside what hung on it.

    :param code: customer code, or a false value
    :param owner: name of who held it, or a false value
    :param region: name of its region, or a false value
    :param stage: of its lifecycle
    :param values: ``{field name: value as written}``, without empty ones
    """

    name: str
    code: str
    owner: str
    region: str
    stage: str
    values: dict

    def get_title(self):
        """Return code and name, as histories tell them."""
        return f"{self.code} {self.name}" if self.code else self.name
