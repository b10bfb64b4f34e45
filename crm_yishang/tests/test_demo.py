from lxml import etree
from stdnum.cn import uscc

from odoo.modules import Manifest
from odoo.tests import BaseCase, tagged
from odoo.tools import file_open

LOGINS = {
    "director",
    "manager_north",
    "leader_sjz",
    "leader_bd",
    "sales_sjz1",
    "sales_sjz2",
    "sales_bd1",
    "servicem1",
    "service1",
    "cashier1",
    "market1",
    "report1",
    "crmadmin",
    # A customer in the portal.
    "customer1",
}
STAGES = {"potential", "visited", "member", "dormant", "lost"}


@tagged("post_install", "-at_install")
class TestDemo(BaseCase):
    """The files of the demonstration company say what the guides promise.

    They are read, not loaded: tests run without demo data.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {}
        for path in Manifest.for_addon("crm_yishang")["demo"]:
            with file_open(f"crm_yishang/{path}", "rb") as source:
                for node in etree.parse(source).iter("record"):
                    values = {field.get("name"): field for field in node}
                    cls.records.setdefault(node.get("id"), {}).update(values)
                    cls.records[node.get("id")]["model"] = node.get("model")

    def _get_texts(self, model, name):
        return [
            values[name].text
            for values in self.records.values()
            if values["model"] == model and name in values
        ]

    def _get_customers(self):
        return {
            id_: values
            for id_, values in self.records.items()
            if values["model"] == "res.partner" and "yishang_is_customer" in values
        }

    def test_everybody_logs_in_with_the_login_as_password(self):
        logins = self._get_texts("res.users", "login")
        self.assertEqual(len(logins), 14)
        self.assertEqual(set(logins), LOGINS)
        self.assertEqual(logins, self._get_texts("res.users", "password"))
        self.assertEqual(set(self._get_texts("res.users", "lang")), {"zh_CN"})
        self.assertEqual(set(self._get_texts("res.users", "tz")), {"Asia/Shanghai"})

    def test_four_levels_stand_above_each_other(self):
        chain = ["sales_sjz1", "leader_sjz", "manager_north", "director"]
        for below, above in zip(chain, [*chain[1:], None], strict=True):
            boss = self.records[f"hr_employee_{below}_demo"].get("parent_id")
            expected = above and f"hr_employee_{above}_demo"
            self.assertEqual(boss.get("ref") if boss is not None else None, expected)

    def test_who_sells_is_in_a_sales_team(self):
        teams = [v for v in self.records.values() if v["model"] == "crm.team"]
        members = "".join(values["member_ids"].get("eval") for values in teams)
        for login in LOGINS:
            is_seller = login.startswith(("director", "manager", "leader", "sales"))
            with self.subTest(login=login):
                self.assertEqual(f"res_users_{login}_demo" in members, is_seller)

    def test_customers_in_all_stages_some_in_the_pool(self):
        customers = self._get_customers()
        self.assertEqual(len(customers), 62)
        stages = {values["yishang_lifecycle"].text for values in customers.values()}
        self.assertEqual(stages, STAGES)
        pool = [v for v in customers.values() if v["user_id"].get("ref") is None]
        self.assertEqual(len(pool), 11)

    def test_tax_ids_are_valid_and_no_two_customers_share_one(self):
        tax_ids = self._get_texts("res.partner", "vat")
        self.assertGreater(len(tax_ids), 50)
        self.assertEqual(len(tax_ids), len(set(tax_ids)))
        self.assertEqual([vat for vat in tax_ids if not uscc.is_valid(vat)], [])

    def test_no_two_partners_share_a_phone_or_a_name(self):
        for name in ("phone", "name"):
            texts = self._get_texts("res.partner", name)
            self.assertEqual(len(texts), len(set(texts)), name)
