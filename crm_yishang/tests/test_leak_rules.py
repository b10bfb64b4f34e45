from odoo.tests import tagged
from odoo.tools import mute_logger

from .leak_common import LeakCommon
from .leak_roads import walk_lists, walk_records
from .leak_secret import HIDDEN


@tagged("post_install", "-at_install")
class TestLeakRules(LeakCommon):
    """The walk for leaks fails as soon as one rule is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A hidden partner on a visible document: the document does not hide it.
        partner = cls.hidden["res.partner"][:1]
        message = cls.seen["mail.message"].filtered(
            lambda message: message.model == "res.partner"
        )[:1]
        cls.strangers = {
            "mail.followers": cls.env["mail.followers"].create(
                {
                    "res_model": message.model,
                    "res_id": message.res_id,
                    "partner_id": partner.id,
                }
            ),
            "mail.notification": cls.env["mail.notification"].create(
                {"mail_message_id": message.id, "res_partner_id": partner.id}
            ),
        }

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_every_rule_is_needed(self):
        for rule in self._get_rules():
            name = rule.model_id.model
            with self.subTest(rule=rule.name):
                before = self._find(name)
                rule.active = False
                self.assertNotEqual(self._find(name), before)
                rule.active = True

    def _get_rules(self):
        """Return the rules of this addon that hide records of the walk."""
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "crm_yishang"),
                ("model", "=", "ir.rule"),
                ("name", "=like", "%_rule_visible"),
            ]
        )
        rules = self.env["ir.rule"].browse(data.mapped("res_id"))
        return rules.filtered(lambda rule: rule.model_id.model in self.hidden)

    def _find(self, name):
        """Return what a salesperson with host roles finds of the hidden customer.

        Names are masked as well, so that some rules show in the ids alone.
        """
        self.env.invalidate_all()
        records = self.hidden[name]
        records |= self.strangers.get(name, records)
        # The first of them who reads the model at all.
        for user in (
            self.sales_sjz1,
            self.bookkeeper,
            self.leader_sjz,
            self.marketer,
        ):
            model = self.env[name].with_user(user).with_context(active_test=False)
            if model.has_access("read"):
                break
        found = [model.search([("id", "in", records.ids)]).ids]
        for walk in (walk_lists(model), walk_records(model, records.ids)):
            found += [(road, HIDDEN.find(answer)) for road, answer in walk]
        return found
