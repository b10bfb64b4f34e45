import doctest

from odoo.tests import BaseCase, tagged

from ..tools import (
    chinese_amount,
    company_name,
    duplicate_keys,
    phone,
    pinyin,
    search_text,
    secret_text,
    text,
)


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    def test_the_examples_in_the_documentation(self):
        for module in (
            chinese_amount,
            company_name,
            duplicate_keys,
            phone,
            pinyin,
            search_text,
            secret_text,
            text,
        ):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertEqual(result.failed, 0)
                self.assertGreater(result.attempted, 0)
