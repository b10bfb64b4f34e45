import random
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..tools.chinese_amount import get_chinese_amount

# The first seven are the examples of 正确填写票据和结算凭证的基本规定 itself.
AMOUNTS = {
    "1409.50": "壹仟肆佰零玖元伍角",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元叁角贰分",
    "107000.53": "壹拾万柒仟元伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
    "16409": "壹万陆仟肆佰零玖元整",
    "0": "零元整",
    "0.05": "伍分",
    "0.50": "伍角",
    "0.55": "伍角伍分",
    "1": "壹元整",
    "10": "壹拾元整",
    "10.01": "壹拾元零壹分",
    "1005.06": "壹仟零伍元零陆分",
    "10000.10": "壹万元壹角",
    "10005": "壹万零伍元整",
    "100500": "壹拾万零伍佰元整",
    "1000000": "壹佰万元整",
    "10010010": "壹仟零壹万零壹拾元整",
    "100000000.50": "壹亿元伍角",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "110000000": "壹亿壹仟万元整",
    "1000000000000": "壹万亿元整",
    "1000500000000": "壹万零伍亿元整",
    "9999999999999999.99": (
        "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"
    ),
    "-1234.5": "负壹仟贰佰叁拾肆元伍角",
    "-0.004": "零元整",
    "0.005": "壹分",
    "99.995": "壹佰元整",
}
VALUES = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_number(text):
    """Read a whole number in capitals, by another way than it was written."""
    for name, size in (("亿", 10**8), ("万", 10**4)):
        before, found, behind = text.rpartition(name)
        if found:
            return read_number(before) * size + read_number(behind)
    total = digit = 0
    for character in text:
        if character in PLACES:
            total += digit * PLACES[character]
            digit = 0
        else:
            digit = VALUES[character]
    return total + digit


def read_amount(text):
    sign = -1 if text.startswith("负") else 1
    text = text.removeprefix("负").removesuffix("整")
    whole, found, rest = text.rpartition("元")
    tens, has_tens, ones = rest.rpartition("角")
    cents = 10 * read_number(tens) if has_tens else 0
    cents += read_number(ones.removesuffix("分"))
    return sign * (read_number(whole if found else "") * 100 + cents)


@tagged("post_install", "-at_install")
class TestChineseAmount(BaseCase):
    """Vouchers are refused by the bank if their amount is written wrongly."""

    def test_amounts_of_the_rules_and_of_every_kind_of_zero(self):
        for amount, written in AMOUNTS.items():
            with self.subTest(amount=amount):
                self.assertEqual(get_chinese_amount(amount), written)
                self.assertEqual(get_chinese_amount(Decimal(amount)), written)

    def test_what_is_written_reads_as_the_amount_again(self):
        dice = random.Random(5)
        written = set()
        for _round in range(5000):
            digits = dice.choices("0000123456789", k=dice.randint(1, 18))
            cents = int("".join(digits))
            text = get_chinese_amount(Decimal(cents) / 100)
            self.assertEqual(read_amount(text), cents, text)
            self.assertNotIn("零零", text)
            written.add((cents, text))
        self.assertEqual(len({text for _, text in written}), len(written))

    def test_floats_are_taken_as_they_are_printed(self):
        self.assertEqual(get_chinese_amount(1.005), "壹元零壹分")
        self.assertEqual(get_chinese_amount(0.1 + 0.2), "叁角")
        self.assertEqual(get_chinese_amount(1e7), "壹仟万元整")

    def test_amounts_without_a_name_are_refused(self):
        with self.assertRaises(ValueError):
            get_chinese_amount(10**16)
