from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .leak_common import LeakCommon

# What is harmless to change in each ruled model.
CHANGES = {
    "account.move": {"ref": "changed"},
    "account.move.line": {"name": "changed"},
    "account.payment": {"memo": "changed"},
    "calendar.event": {"location": "changed"},
    "crm.lead": {"description": "<p>changed</p>"},
    "crm.yishang.contract": {"clauses": "<p>changed</p>"},
    "crm.yishang.decision.maker": {"remark": "changed"},
    "crm.yishang.grant": {"date_end": "2099-12-31"},
    "crm.yishang.instalment": {"note": "changed"},
    "crm.yishang.receipt": {"remark": "changed"},
    "crm.yishang.receipt.line": {"amount": 1},
    "crm.yishang.risk": {"note": "changed"},
    "crm.yishang.service.case": {"remark": "changed"},
    "crm.yishang.service.share": {"date_end": "2099-12-31"},
    "crm.yishang.visit": {"date_planned_end": "2026-03-05 09:00:00"},
    "crm.yishang.visit.answer": {"text": "changed"},
    "res.partner": {"comment": "<p>changed</p>"},
    "res.partner.bank": {"acc_holder_name": "changed"},
    "sale.order": {"client_order_ref": "changed"},
    "sale.order.line": {"name": "changed"},
}
# Hidden with the person they are about, not with a customer; see their own tests.
ABOUT_PEOPLE = {
    "crm.yishang.handover",
    "crm.yishang.handover.line",
    "crm.yishang.segment",
    "crm.yishang.target",
    "crm.yishang.work.report",
}
# What a cashier corrects before confirming it, and what service managers work on.
RECEIPTS = ("crm.yishang.receipt", "crm.yishang.receipt.line")
CASES = ("crm.yishang.service.case", "crm.yishang.service.share")
# A change of one of these changes the others, which are refused, too.
ENTRIES = ("account.move", "account.move.line", "account.payment")
# A browser may send any context.
CONTEXTS = (
    {},
    {"active_test": False},
    {"uid": 1, "su": True, "sudo": True},
    {"bypass_access": True, "yishang_ownership": True, "install_mode": True},
    {"default_user_id": 2, "default_yishang_is_customer": False},
    {"tz": "Pacific/Kiritimati"},
)


class UndoneError(Exception):
    """The change went through and is undone."""


@tagged("post_install", "-at_install")
class TestWriteRules(LeakCommon):
    """Nobody changes what hangs on a customer that is hidden or merely readable."""

    def _get_rules(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "crm_yishang"),
                ("model", "=", "ir.rule"),
                ("name", "=like", "%_rule_editable"),
            ]
        )
        return self.env["ir.rule"].browse(data.mapped("res_id"))

    def _open_for_reading(self):
        self.env["crm.yishang.grant"].create(
            {
                "user_id": self.bookkeeper.id,
                "customer_id": self.hidden["res.partner"][0].id,
                "access_right": "read",
            }
        )

    def _make_author(self):
        """Have the reader be the author of the visit, who has lost the customer."""
        done = self.hidden["crm.yishang.visit"].filtered(lambda v: v.state == "done")
        done.sudo().write({"user_id": self.bookkeeper.id, "date_lock": False})

    def _is_changed(self, record, values):
        """Try to change a record and undo it; return whether it went through."""
        try:
            with self.env.cr.savepoint():
                record.write(values)
                self.env.flush_all()
                raise UndoneError
        except UndoneError:
            return True
        except AccessError:
            return False

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_every_rule_for_changes_is_needed(self):
        self._open_for_reading()
        self._make_author()
        rules = self._get_rules().filtered(
            lambda rule: rule.model_id.model not in ABOUT_PEOPLE
        )
        self.assertEqual(set(rules.model_id.mapped("model")), set(CHANGES))
        for rule in rules:
            name = rule.model_id.model
            with self.subTest(rule=rule.name):
                record = self.hidden[name][:1].with_user(self.bookkeeper)
                others = rules.filtered(
                    lambda other, name=name: name in ENTRIES
                    and other.model_id.model in ENTRIES
                )
                others -= rule
                self._switch(others, False)
                self.assertTrue(record.has_access("read"))
                self.assertFalse(self._is_changed(record, CHANGES[name]))
                self._switch(rule, False)
                self.assertTrue(self._is_changed(record, CHANGES[name]))
                self._switch(rule | others, True)

    def _switch(self, rules, active):
        rules.active = active
        self.env.invalidate_all()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_changes_what_is_hidden(self):
        for role, user in self.narrowed.items():
            self._check_refused(role, user)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_read_only_roles_change_nothing(self):
        self._open_for_reading()
        self._check_refused("reading collaborator", self.bookkeeper)
        self._check_refused("cashier", self.cashier, RECEIPTS)
        self._check_refused("service manager", self.service_manager, CASES)

    def _check_refused(self, role, user, own=()):
        """Try to change everything but what is the role's ``own``."""
        for name, values in CHANGES.items():
            if name in own:
                continue
            records = self.hidden[name]
            before = records.read(list(values))
            for context in CONTEXTS:
                with self.subTest(role=role, model=name, context=context):
                    tried = records[:1].with_user(user).with_context(**context)
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        tried.write(values)
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        tried.unlink()
            self.env.invalidate_all()
            self.assertEqual(records.exists(), records)
            self.assertEqual(records.read(list(values)), before)
