from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.phone_validation.tools.phone_validation import phone_format

from .common import YishangCommon

CHINA = 86
# Each record has its own.
OWN = {"id", "create_date", "write_date", "yishang_code"}


@tagged("post_install", "-at_install")
class TestBulk(YishangCommon):
    def _get_vals_list(self):
        return [
            {
                "name": name,
                "is_company": True,
                "yishang_is_customer": True,
                "user_id": self.sales_sjz1.id,
                "phone": "13800138000",
                "email": "a@example.com",
                "country_id": self.env.ref("base.cn").id,
            }
            for name in ("甲公司", "乙公司")
        ]

    @freeze_time("2026-03-02 01:00:00")
    def test_many_at_a_time_are_as_one_by_one(self):
        partners = self.env["res.partner"]
        vals_list = self._get_vals_list()
        many = partners._yishang_create_many(vals_list, {})
        single = partners.union(*(partners.create(vals) for vals in vals_list))
        self.env.flush_all()
        self.env.invalidate_all()
        names = [
            name
            for name, field in partners._fields.items()
            if field.store
            and name not in OWN
            and field.comodel_name not in ("mail.message", "mail.followers")
            # Those name the record itself.
            and name not in ("commercial_partner_id", "yishang_customer_id")
        ]
        for one, other in zip(many, single, strict=True):
            for name in names:
                with self.subTest(field=name):
                    self.assertEqual(one[name], other[name])
            self.assertEqual(one.commercial_partner_id, one)
            self.assertEqual(one.yishang_customer_id, one)
        self.assertTrue(all(many.mapped("yishang_code")))

    def test_defaults_are_asked_for_once(self):
        partners = self.env["res.partner"]
        model = self.env.registry["res.partner"]
        vals_list = self._get_vals_list() * 5
        with patch.object(
            model, "default_get", autospec=True, side_effect=model.default_get
        ) as asked:
            partners._yishang_create_many(vals_list, {})
        self.assertEqual(asked.call_count, 1)

    def test_a_browser_cannot_leave_out_defaults(self):
        partners = self.env["res.partner"].with_context(yishang_complete=True)
        self.assertTrue(partners.create({"name": "丙公司"}).lang)

    def test_records_of_another_company_are_refused_among_many(self):
        other = self.env["res.company"].create({"name": "别的公司"})
        term = self.env["account.payment.term"].create(
            {"name": "别的公司的条款", "company_id": other.id}
        )
        partners = self.env["res.partner"]
        wrong = {"property_payment_term_id": term.id}
        before = partners.search_count([])
        with self.assertRaises(UserError) as caught:
            partners.create([*self._get_vals_list(), {"name": "丁公司", **wrong}])
        self.assertIn("别的公司的条款", str(caught.exception))
        many = partners.create(self._get_vals_list())
        with self.assertRaises(UserError) as caught:
            many.write(wrong)
        self.assertIn("别的公司的条款", str(caught.exception))
        self.assertEqual(partners.search_count([]), before + len(many))

    def test_mobile_numbers_are_formatted_as_the_host_formats_them(self):
        china = self.env.ref("base.cn")
        partners = self.env["res.partner"]
        for start in range(130, 200):
            number = f"{start}00138000"
            expected = phone_format(number, "CN", CHINA, "E164", False)
            with self.subTest(number=number):
                found = partners._phone_format_number(number, china)
                self.assertEqual(found or number, expected)
        for country in (self.env.ref("base.us"), china):
            for style in ("NATIONAL", "INTERNATIONAL"):
                number = "13800138000"
                expected = phone_format(number, country.code, CHINA, style, False)
                found = partners._phone_format_number(number, country, style)
                self.assertEqual(found or number, expected)
