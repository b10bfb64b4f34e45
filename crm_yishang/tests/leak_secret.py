"""What belongs to one customer alone, to be found again wherever it shows."""

import json
import re
from typing import NamedTuple
from urllib.parse import unquote


class Secret(NamedTuple):
    """The marks of one customer: every text and amount of its records carries one."""

    word: str
    phone: str
    domain: str
    vat: str
    code: str
    account: str
    amount: int

    def get_texts(self):
        """Return the marks that are texts."""
        return {
            self.word,
            self.phone,
            self.domain,
            self.vat,
            self.code,
            self.account,
        }

    def find(self, value):
        """Return the marks that show in what a road brought back, sorted."""
        text = normalize(value)
        marks = self.get_texts() | {str(self.amount)}
        return sorted(mark for mark in marks if mark in text)


def normalize(value):
    """Return any data as one string without the ways marks may be written."""
    if not isinstance(value, str):
        value = json.dumps(value, default=str, ensure_ascii=False)
    # Names of files are quoted, phones and amounts written in groups.
    return re.sub(r"(?<=\d)[ ,\u00a0-](?=\d)", "", unquote(value))


HIDDEN = Secret(
    "机密甲公司XYZ",
    "13977778888",
    "geheim.example",
    "91440101MA5GEHEM1D",
    "KHGEHEIM",
    "6222777788889999",
    7654321,
)
SEEN = Secret(
    "公开乙公司ABC",
    "13866665555",
    "offen.example",
    "91130102MA07BEKANJ",
    "KHOFFEN",
    "6222333344445555",
    1234567,
)
