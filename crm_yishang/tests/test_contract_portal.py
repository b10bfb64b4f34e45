from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .contract_common import ContractCommon
from .ledger_common import LedgerCommon

REPORT = "crm_yishang.crm_yishang_contract_report"


@tagged("post_install", "-at_install")
class TestContractPortal(ContractCommon, HttpCase):
    """Paper and portal say what was agreed on, to both parties and nobody else."""

    _print = LedgerCommon._print
    _get_reports = LedgerCommon._get_reports
    _read_pages = LedgerCommon._read_pages

    @classmethod
    @freeze_time(ContractCommon.now)
    def setUpClass(cls):
        super().setUpClass()
        cls.currency = cls.env.ref("base.CNY")
        cls.currency.active = True
        cls.portal_sjz = cls._create_portal(cls.customer_sjz1)
        cls.portal_gz = cls._create_portal(cls.customer_gz1)
        cls.contract = cls._create_contract(
            cls.sales_sjz1,
            contact_id=cls.contact.id,
            currency_id=cls.currency.id,
            amount=1234.5,
        )
        product = cls.env["product.product"].create(
            {"name": "离心泵", "default_code": "LXB", "list_price": 1234.5}
        )
        line = {"product_id": product.id, "price_unit": 1234.5, "tax_ids": False}
        cls.env["sale.order"].create(
            {
                "partner_id": cls.customer_sjz1.id,
                "user_id": cls.sales_sjz1.id,
                "yishang_contract_id": cls.contract.id,
                "order_line": [Command.create(line)],
            }
        )
        cls.env.flush_all()

    @classmethod
    def _create_portal(cls, customer):
        return new_test_user(
            cls.env,
            login=f"portal{customer.id}",
            groups="base.group_portal",
            partner_id=customer.child_ids[:1].id,
        )

    def _sign(self):
        with freeze_time(self.now):
            self.contract.with_user(self.director).action_approve()
            self.contract.action_sign()
            self.env.flush_all()

    def test_the_printed_contract_says_what_was_agreed_on(self):
        draft = "".join(
            self._read_pages(self._print(self.sales_sjz1, self.contract, REPORT))
        )
        self.assertIn("DRAFT,NOTSIGNED", draft)
        self._sign()
        content = self._print(self.sales_sjz1, self.contract, REPORT)
        text = "".join(self._read_pages(content))
        self.assertNotIn("DRAFT", text)
        # One of them, not one yuan of them.
        self.assertRegex(text, r"Units1\.00")
        for part in (
            self.contract.name,
            "甲石家庄",
            self.company.name.replace(" ", ""),
            "壹仟贰佰叁拾肆元伍角",
            "离心泵",
            "LXB",
            "1,234.50",
            "三十天内交货",
            "2026-03-04–2027-03-03",
            "Page1of",
        ):
            with self.subTest(part=part):
                self.assertIn(part, text)
        with self.assertRaises(AccessError):
            self._print(self.sales_gz1, self.contract, REPORT)

    @mute_logger("odoo.http")
    def test_a_customer_reads_the_own_contracts_alone(self):
        url = f"/my/contracts/{self.contract.id}"
        token = self.contract.sudo()._portal_ensure_token()
        self.env.flush_all()
        self._login(self.portal_sjz)
        # A draft is nobody's business outside.
        self.assertNotIn("水泵供货", self.url_open("/my/contracts").text)
        self.assertNotIn("水泵供货", self.url_open(url).text)
        self.assertNotIn("水泵供货", self.url_open(f"{url}?access_token={token}").text)
        self._sign()
        self.assertIn("水泵供货", self.url_open("/my/contracts").text)
        self.assertIn("三十天内交货", self.url_open(url).text)
        answer = self.url_open(f"{url}?report_type=pdf")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        for user in (self.portal_gz, self.sales_gz1):
            self._login(user)
            self.assertNotIn("水泵供货", self.url_open("/my/contracts").text)
            for suffix in ("", "?access_token=wrong", "?report_type=pdf"):
                answer = self.url_open(url + suffix)
                self.assertNotIn("三十天内交货", answer.text, suffix)
                self.assertNotEqual(answer.headers["Content-Type"], "application/pdf")
        self.authenticate(None, None)
        self.assertNotIn("三十天内交货", self.url_open(url).text)
        self.assertIn("三十天内交货", self.url_open(f"{url}?access_token={token}").text)

    def _login(self, user):
        user.sudo().password = user.login
        self.env.flush_all()
        self.authenticate(user.login, user.login)

    def test_portal_users_have_no_right_on_the_model(self):
        with self.assertRaises(AccessError):
            self.contract.with_user(self.portal_sjz).read(["name"])
