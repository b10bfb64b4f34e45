import json
from contextlib import contextmanager, suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .revision_common import NEW_PHONE, OLD_PHONE, RevisionCommon

VAT = "91130102MA0GF3K76L"
REFUSALS = (AccessError, UserError, ValidationError)


@tagged("post_install", "-at_install")
class TestRevisionRoads(RevisionCommon):
    """No road changes a protected field directly, whatever the role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Roles of the host that edit partners, so that the guard itself refuses.
        editors = cls.host_user | cls.accountant | cls.service_manager | cls.cashier
        editors.group_ids += cls.env.ref("base.group_partner_manager")
        cls.admin_model = cls.env["ir.model"]._get("res.partner")
        cls.action = cls.env["ir.actions.server"].create(
            {
                "name": "改电话",
                "model_id": cls.admin_model.id,
                "state": "code",
                "code": f"records.write({{'phone': '{NEW_PHONE}'}})",
            }
        )
        cls.double = cls._create_customer(
            "甲石家庄二", cls.sales_sjz1, cls.changan, phone=NEW_PHONE
        )
        cls.contact = cls.customer.child_ids
        cls.env["crm.lead"].search([]).unlink()
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "商机",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.sales_sjz1.id,
            }
        )
        cls.bank = cls.env["res.partner.bank"].create(
            {"acc_number": "6222001", "partner_id": cls.customer.id}
        )
        cls.env.flush_all()
        cls.before = cls._get_state()
        cls.roads = {
            name.removeprefix("_road_"): name
            for name in dir(cls)
            if name.startswith("_road_")
        }

    @classmethod
    def _get_state(cls):
        cls.env.invalidate_all()
        customer = cls.customer.sudo()
        return {
            **{name: customer[name] for name in cls.protected if name != "bank_ids"},
            "bank_ids": customer.bank_ids.mapped("acc_number"),
            "parent_id": customer.parent_id,
            "is_company": customer.is_company,
            "exists": bool(customer.exists()),
        }

    def _road_write(self, env):
        env["res.partner"].browse(self.customer.id).write({"phone": NEW_PHONE})

    def _road_assignment(self, env):
        env["res.partner"].browse(self.customer.id).street = "新街"

    def _road_mass_edit(self, env):
        both = env["res.partner"].browse([self.customer.id, self.double.id])
        both.web_save({"phone": "0311-9"}, {"phone": {}})

    def _road_mass_edit_of_each(self, env):
        both = env["res.partner"].browse([self.customer.id, self.double.id])
        both.web_save_multi([{"phone": "1"}, {"phone": "2"}], {"phone": {}})

    def _road_import_by_the_host(self, env):
        partners = env["res.partner"].with_context(import_file=True)
        result = partners.load([".id", "phone"], [[str(self.customer.id), NEW_PHONE]])
        if result["ids"] is False:
            raise UserError(result["messages"][0]["message"])

    def _road_server_action(self, env):
        # sudo: who may run actions is not the question here.
        action = env["ir.actions.server"].sudo().browse(self.action.id).sudo(False)
        action.with_context(
            active_model="res.partner",
            active_id=self.customer.id,
            active_ids=self.customer.ids,
        ).run()

    def _road_merge_into_it(self, env):
        wizards = env["base.partner.merge.automatic.wizard"]
        self.env["res.partner"].browse(self.customer.id).phone = False
        self.env.flush_all()
        wizards._merge((self.double | self.customer).ids, self.customer.with_env(env))

    def _road_merge_it_away(self, env):
        wizards = env["base.partner.merge.automatic.wizard"]
        wizards._merge((self.double | self.customer).ids, self.double.with_env(env))

    def _road_tax_id_of_a_contact(self, env):
        env["res.partner"].browse(self.contact.id).write({"vat": VAT})

    def _road_address_of_a_contact(self, env):
        env["res.partner"].browse(self.contact.id).write({"street": "新街"})

    def _road_new_contact(self, env):
        env["res.partner"].create(
            {"name": "新人", "parent_id": self.customer.id, "vat": VAT}
        )

    def _road_contact_through_the_customer(self, env):
        env["res.partner"].browse(self.customer.id).write(
            {"child_ids": [Command.update(self.contact.id, {"street": "新街"})]}
        )

    def _road_opportunity(self, env):
        env["crm.lead"].browse(self.lead.id).write({"phone": "0311-77"})

    def _road_bank_account(self, env):
        env["res.partner.bank"].browse(self.bank.id).write({"acc_number": "999"})

    def _road_new_bank_account(self, env):
        env["res.partner.bank"].create(
            {"acc_number": "999", "partner_id": self.customer.id}
        )

    def _road_no_bank_account(self, env):
        env["res.partner.bank"].browse(self.bank.id).unlink()

    def _road_bank_account_through_the_customer(self, env):
        env["res.partner"].browse(self.customer.id).write(
            {"bank_ids": [Command.update(self.bank.id, {"acc_number": "999"})]}
        )

    def _road_bank_account_of_another(self, env):
        other = self.env["res.partner.bank"].create(
            {"acc_number": "999", "partner_id": self.double.id}
        )
        other.with_env(env).write({"partner_id": self.customer.id})

    def _road_another_company(self, env):
        env["res.partner"].browse(self.customer.id).write({"parent_id": self.double.id})

    def _road_a_person(self, env):
        env["res.partner"].browse(self.customer.id).write({"is_company": False})

    def _road_region(self, env):
        env["res.partner"].browse(self.customer.id).write(
            {"yishang_region_id": self.sjz.id}
        )

    def _road_an_approval_of_the_own_making(self, env):
        customer = env["res.partner"].browse(self.customer.id)
        customer.with_context(yishang_approval={"revision_id": 1}).write({"phone": "1"})

    @contextmanager
    def _walk(self, user):
        """Give the environment of a request of that user; undo what was done in it."""
        env = self.env(user=user, su=False)
        with self._undo(), patch.object(env.transaction, "default_env", env):
            yield env
            env.flush_all()

    @contextmanager
    def _undo(self):
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            self.env.invalidate_all(flush=False)
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    @mute_logger("odoo.sql_db", "odoo.models.unlink")
    def test_every_road_is_closed_for_every_role(self):
        for user in self.staff - self.crm_admin:
            for name, method in self.roads.items():
                if name == "region" and self._may_decide(user):
                    continue
                with self.subTest(role=user.login, road=name):
                    with suppress(*REFUSALS), self._walk(user) as env:
                        getattr(self, method)(env)
                        self.assertEqual(self._get_state(), self.before)
                    self.assertEqual(self._get_state(), self.before)

    def _may_decide(self, user):
        revisions = self.env["crm.yishang.revision"].with_user(user)
        return revisions._may_decide_on(self.customer)

    @mute_logger("odoo.sql_db", "odoo.models.unlink")
    def test_the_refusal_names_customer_field_and_way_out(self):
        """For the owner, who may write everything else; leaders alone merge."""
        words = {
            "assignment": "Street",
            "address_of_a_contact": "Street",
            "contact_through_the_customer": "Street",
            "tax_id_of_a_contact": "Tax ID",
            "new_contact": "Tax ID",
            "merge_into_it": "Name",
            "another_company": "Related Company",
            "a_person": "Is a Company",
            "region": "Region",
        }
        for name, method in self.roads.items():
            word = words.get(name, "Bank" if "bank" in name else "Phone")
            user = self.leader_sjz if "merge" in name else self.sales_sjz1
            with self.subTest(road=name):
                try:
                    with self._walk(user) as env:
                        getattr(self, method)(env)
                    message = "passed"
                except UserError as error:
                    message = str(error)
                self.assertIn("甲石家庄", message)
                self.assertIn(word, message)
                self.assertIn("superior", message)

    @mute_logger("odoo.sql_db", "odoo.models.unlink")
    def test_the_administrator_is_remembered_on_every_road(self):
        before = self.entries.search([])
        for name, method in self.roads.items():
            if name in ("region", "merge_it_away"):
                continue
            with self.subTest(road=name), self._walk(self.crm_admin) as env:
                getattr(self, method)(env)
                env.flush_all()
                self.assertTrue(self.entries.search([]) - before)

    def test_the_system_is_remembered(self):
        self.customer.with_user(self.sales_sjz1).sudo().write({"phone": NEW_PHONE})
        entry = self.entries.search([("customer_id", "=", self.customer.id)], limit=1)
        self.assertEqual(
            (entry.road, entry.user_id, entry.old_text, entry.new_text),
            ("system", self.sales_sjz1, OLD_PHONE, NEW_PHONE),
        )

    def test_nothing_is_protected_unless_the_company_says_so(self):
        self._protect()
        before = self.entries.search([])
        self.customer.with_user(self.sales_sjz1).write({"phone": NEW_PHONE})
        self.assertEqual(self.customer.phone, NEW_PHONE)
        self.assertEqual(self.entries.search([]), before)


@tagged("post_install", "-at_install")
class TestRevisionPrograms(RevisionCommon, HttpCase):
    """Programs are refused over the wire, and the message comes through."""

    def test_rpc_and_json(self):
        self.sales_sjz1.password = self.sales_sjz1.login
        self.authenticate(self.sales_sjz1.login, self.sales_sjz1.login)
        answer = self.url_open(
            "/web/dataset/call_kw/res.partner/write",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": "res.partner",
                        "method": "write",
                        "args": [self.customer.ids, {"phone": NEW_PHONE}],
                        "kwargs": {},
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        self.assertIn("甲石家庄: Phone", answer["error"]["data"]["message"])
        self.assertEqual(self.customer.phone, OLD_PHONE)
