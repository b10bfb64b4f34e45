"""What a spreadsheet cell means, whatever way it was typed.

Pure functions: a raw cell (text, number, date, nothing) becomes the value that is
stored, or a :class:`CellError` says what is wrong with it. Harmless differences
(blanks, full-width characters, numbers where text is meant) are no errors.
"""

import datetime
import re
import unicodedata

from .phone import normalize_phone, normalize_phones
from .tax_id import is_credit_code

# Excel itself holds no more than this in one cell.
CELL_MAX = 32767
# Days between Excel's day 0 and the first and last day taken for a date
# (1950-01-01 and 2099-12-31): other numbers in a date column are no dates.
SERIAL_FIRST, SERIAL_LAST = 18264, 73050
EXCEL_EPOCH = datetime.date(1899, 12, 30)
ERROR_VALUES = {
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!",
}  # fmt: skip

# Full-width digits and letters become plain ones. Full-width punctuation stays:
# 石家庄（集团）公司 is how the name is written.
_HALF_WIDTH = {
    code: code - 0xFEE0
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(first, last + 1)
}
_INVISIBLE = dict.fromkeys(
    [*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F, 0x200B, 0x200C, 0x200D, 0x2060]
    + [0xFEFF, 0x00AD]
)
_TEXT_TABLE = _HALF_WIDTH | _INVISIBLE
_BLANKS = re.compile(r"\s+")
_CARRIAGE_RETURN = re.compile(r"_x000[dD]_")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
    r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_NEARLY_MOBILE = re.compile(r"1[3-9]\d{7,11}")
_EXTENSION_WORDS = re.compile(r"转|分机|ext\.?|x|#", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]")
# What people write where there is nothing to write.
_NOTHING = {"/", "\\", "-", "--", "—", "无", "暂无", "没有", "N/A", "n/a"}
_SEPARATORS = re.compile(r"[,;，；、|\n]+")


class CellError(ValueError):
    """A cell that cannot be understood.

    :param reason: key of the sentence that tells it, see ``import_reasons``
    :param params: what the sentence names
    """

    def __init__(self, reason, **params):
        super().__init__(reason)
        self.reason = reason
        self.params = params


def to_text(value):
    """Return the cell as the text its author sees, or an empty string.

    >>> to_text(13800000000.0), to_text(130607), to_text(1.5), to_text(None)
    ('13800000000', '130607', '1.5', '')
    >>> to_text(datetime.datetime(2024, 9, 8)), to_text(True)
    ('2024-09-08', 'TRUE')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)


def check_length(text, limit):
    """Return the text if it is short enough.

    :raise CellError: if it has more than ``limit`` characters
    """
    if len(text) > limit:
        raise CellError("too_long", length=len(text), limit=limit)
    return text


def clean_line(value, limit=128):
    """Return the cell as one line of text, or None when nothing stands in it.

    >>> clean_line("  河北\u3000ＡＢＣ１２３ （集团）公司\xa0")
    '河北 ABC123 （集团）公司'
    >>> clean_line("\u3000 \t"), clean_line(42)
    (None, '42')
    """
    # Beyond any limit there is no point in cleaning first, only time to lose.
    text = check_length(to_text(value), CELL_MAX)
    if text in ERROR_VALUES:
        raise CellError("error_value", value=text)
    text = _CARRIAGE_RETURN.sub(" ", text).translate(_TEXT_TABLE)
    return check_length(_BLANKS.sub(" ", text).strip(), limit) or None


def clean_lines(value, limit=5000):
    r"""Return the cell as text of several lines, or None.

    >>> clean_lines(" 一 \r\n\u3000二_x000D_\n\n")
    '一\n二'
    """
    text = check_length(to_text(value), CELL_MAX)
    if text in ERROR_VALUES:
        raise CellError("error_value", value=text)
    lines = _CARRIAGE_RETURN.sub("", text).translate(_TEXT_TABLE).splitlines()
    text = "\n".join(re.sub(r"\s+", " ", line).strip() for line in lines)
    return check_length(text.strip(), limit) or None


def clean_code(value, limit=64):
    """Return a code without blanks, in plain characters, or None.

    >>> clean_code(" Ｋ００１ "), clean_code(130607.0), clean_code("'0012")
    ('K001', '130607', '0012')
    """
    text = clean_line(value, limit=CELL_MAX)
    if text is None:
        return None
    text = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lstrip("'")
    return check_length(text, limit) or None


def clean_email(value, limit=254):
    """Return an e-mail address, or None.

    >>> clean_email("ＬＩ@Example.com "), clean_email("无")
    ('LI@Example.com', None)
    >>> clean_email("nobody")
    Traceback (most recent call last):
    crm_yishang.tools.cells.CellError: email
    """
    text = clean_code(value, limit)
    if text in _NOTHING:
        return None
    if text and not _EMAIL.fullmatch(text):
        raise CellError("email")
    return text


def clean_phone(value, limit=64):
    """Return one or several phone numbers as they are dialled, or None.

    Mobile numbers lose country code and signs; others keep how they are written,
    since the dash of 0311-88888888 helps the reader.

    >>> clean_phone("+86 134-4662-5835"), clean_phone("１３２５６６７３９９６")
    ('13446625835', '13256673996')
    >>> clean_phone(13230052998.0), clean_phone("0311-25482486 转 801")
    ('13230052998', '0311-25482486 转 801')
    >>> clean_phone("13800138000/0311-88888888")
    '13800138000/0311-88888888'
    >>> clean_phone("1380013800"), clean_phone("见名片")
    Traceback (most recent call last):
    crm_yishang.tools.cells.CellError: phone
    """
    text = clean_line(value, CELL_MAX)
    if text is None or text in _NOTHING:
        return None
    text = check_length(unicodedata.normalize("NFKC", text).lstrip("'"), limit)
    numbers = normalize_phones(text)
    if _WORDS.search(_EXTENSION_WORDS.sub("", text)) or not numbers:
        raise CellError("phone")
    if not all(map(_is_phone, numbers)):
        raise CellError("phone")
    single = normalize_phone(text)
    return single if _MOBILE.fullmatch(single) else text


def _is_phone(number):
    """Whether a normalized number has a length and shape that can be dialled."""
    digits = number.removeprefix("+").partition("-")[0]
    if not 5 <= len(digits) <= 15 or len(set(digits)) == 1:
        return False
    # A mobile number with a digit missing or too many.
    is_slip = _NEARLY_MOBILE.fullmatch(digits) and not _MOBILE.fullmatch(digits)
    return number[0] == "+" or not is_slip


def clean_tax_id(value):
    """Return a unified social credit code (统一社会信用代码), or None.

    >>> clean_tax_id("91110000600037341l"), clean_tax_id("/")
    ('91110000600037341L', None)
    >>> clean_tax_id("911100006000373410")
    Traceback (most recent call last):
    crm_yishang.tools.cells.CellError: tax_id
    """
    text = clean_code(value)
    if text is None or text in _NOTHING:
        return None
    text = text.replace("-", "").upper()
    if not is_credit_code(text):
        raise CellError("tax_id")
    return text


def clean_date(value):
    """Return a date typed as a date, as one of Excel's day numbers or as text.

    >>> clean_date("2024/9/8") == clean_date("２０２４年9月8日") == clean_date(45543)
    True
    >>> clean_date("2024-09-08 10:30"), clean_date(20240908)
    (datetime.date(2024, 9, 8), datetime.date(2024, 9, 8))
    >>> clean_date("2023年13月45日")
    Traceback (most recent call last):
    crm_yishang.tools.cells.CellError: date_impossible
    >>> clean_date("08/09/2024")
    Traceback (most recent call last):
    crm_yishang.tools.cells.CellError: date_unclear
    """
    if isinstance(value, datetime.datetime):
        return _possible_year(value.date())
    if isinstance(value, datetime.date):
        return _possible_year(value)
    text = clean_line(value)
    if text is None:
        return None
    text = unicodedata.normalize("NFKC", text)
    if text.isdecimal() and SERIAL_FIRST <= int(text) <= SERIAL_LAST:
        return EXCEL_EPOCH + datetime.timedelta(days=int(text))
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if not match:
        raise CellError("date_unclear")
    try:
        return _possible_year(datetime.date(*map(int, match.groups())))
    except ValueError:
        raise CellError("date_impossible") from None


def _possible_year(date):
    """A year outside living memory is a slip of the pen."""
    if not 1900 <= date.year < 2100:
        raise CellError("date_impossible")
    return date


def clean_terms(value, limit=1000):
    """Return the several codes or names of one cell, in order, each once.

    >>> clean_terms("1301，1302、1301; 保定")
    ['1301', '1302', '保定']
    >>> clean_terms(130100)
    ['130100']
    """
    text = clean_lines(value, limit) or ""
    terms = (clean_line(term, limit) for term in _SEPARATORS.split(text))
    return list(dict.fromkeys(filter(None, terms))) or None
