from odoo.tests import tagged

from .leak_common import LeakCommon
from .leak_roads import (
    POLYMORPHIC,
    walk_export,
    walk_groups,
    walk_guesses,
    walk_lists,
    walk_records,
)
from .leak_secret import HIDDEN, SEEN

ADMINISTRATORS = (
    "base.group_system",
    "base.group_erp_manager",
    "crm_yishang.crm_yishang_group_administrator",
)
# What leads to these leads to no customer: files and messages stand for themselves,
# segments are conditions.
NO_WAY = (
    "crm.yishang.segment",
    "crm.yishang.target",
    "ir.attachment",
    "mail.message",
    "product.document",
    "quotation.document",
    "res.users",
)

# Walked on all roads by every role; the other models by the roles that read most.
DOCUMENTS = (
    "account.move",
    "calendar.event",
    "crm.lead",
    "mail.message",
    "res.partner",
    "sale.order",
    "sale.report",
)
CURIOUS = ("former salesperson", "no role", "salesperson with host roles")

# Models that lead to a customer and have no rule of their own, with the reason.
COLLEAGUES = "about colleagues and their work places; the name of a customer is masked"
CONVERSATION = "whoever takes part knows with whom; the name is masked otherwise"
DELEGATED = "hidden with the file it consists of"
PURCHASES = "what the company buys is not narrowed; the name of the vendor is masked"
SETTINGS = "set up by accountants; the name of a customer is masked"
EXCEPTIONS = {
    "account.analytic.distribution.model": SETTINGS,
    "account.journal": SETTINGS,
    "account.reconcile.model": SETTINGS,
    "account.reconcile.model.line": SETTINGS,
    "calendar.filters": "whose calendar a user looks at; the name is masked",
    "calendar.recurrence": "times alone; the meeting is masked",
    "discuss.channel.member": CONVERSATION,
    "hr.employee": COLLEAGUES,
    "hr.employee.public": COLLEAGUES,
    "hr.version": COLLEAGUES,
    "hr.work.location": COLLEAGUES,
    "ir.ui.menu": "leads to actions, not to records",
    "mailing.list": "a name; the contacts on it are filtered",
    "mail.scheduled.message": "hidden by the host with its document",
    "product.document": DELEGATED,
    "product.supplierinfo": PURCHASES,
    "quotation.document": DELEGATED,
    "res.company": "partners of companies are never narrowed",
    "res.partner.category": "a tag; the customers that carry it are filtered",
    "res.users.settings.volumes": CONVERSATION,
}


@tagged("post_install", "-at_install")
class TestLeak(LeakCommon):
    """Nothing that hangs on a hidden customer reaches anybody, on any road."""

    def test_every_model_that_leads_to_a_customer_is_ruled(self):
        rules = self.env["ir.rule"].with_user(self.bookkeeper)
        unruled = {
            name
            for name in self._get_leading_models()
            if "yishang_is_visible" not in repr(rules._compute_domain(name))
            and not hasattr(self.env[name], "_get_document")
        }
        self.assertEqual(unruled, set(EXCEPTIONS))

    def test_every_model_that_leads_to_a_customer_is_walked(self):
        expected = set(self._get_leading_models()) - set(EXCEPTIONS)
        self.assertEqual(expected - set(self.hidden), set())

    def test_whoever_sees_the_customer_finds_the_marks(self):
        """Otherwise the roads would lead nowhere."""
        silent = set()
        for name in self.hidden:
            # Other apps show accountants every customer, but not the work on them.
            is_ours = name.startswith("crm.yishang.")
            model = self._get_model(name, self.director if is_ours else self.accountant)
            answers = [answer for _road, answer in walk_lists(model)]
            if not HIDDEN.find(answers) or not SEEN.find(answers):
                silent.add(name)
        self.assertEqual(silent, set())

    def test_everything_has_a_name(self):
        """Lists, calendars and links would show "model,id" instead."""
        unnamed = {
            name
            for name, records in self.seen.items()
            if name.startswith("crm.yishang.")
            and records[:1].display_name.startswith(name)
        }
        self.assertEqual(unnamed, set())

    def test_no_road_betrays_a_hidden_customer(self):
        for role, user in self.narrowed.items():
            for name, records in self.hidden.items():
                model = self._get_model(name, user)
                if not model.has_access("read"):
                    continue
                with self.subTest(role=role, model=name):
                    roads = [walk_lists(model), walk_records(model, records.ids)]
                    if role in CURIOUS or name in DOCUMENTS:
                        roads += self._get_more_roads(model)
                    self.assertEqual(self._find_leaks(roads), [])

    def _get_model(self, name, user):
        return self.env[name].with_user(user).with_context(active_test=False)

    def _get_more_roads(self, model):
        return [
            walk_groups(model),
            walk_export(model),
            walk_guesses(model, HIDDEN.get_texts()),
        ]

    def _find_leaks(self, roads):
        """Return (road, marks) wherever the hidden customer shows."""
        return [
            (road, marks)
            for walk in roads
            for road, answer in walk
            if (marks := HIDDEN.find(answer))
        ]

    def _get_leading_models(self):
        """Return the names of the models with a stored way to a customer.

        Left out is what administrators alone may read.
        """
        policy = self.env["crm.yishang.policy"]
        return {
            name
            for name in self._get_readable_models()
            if any(
                field.type in POLYMORPHIC
                or (
                    field.type in ("many2many", "many2one")
                    and (field.store or not self.env[name]._auto)
                    and field.comodel_name not in NO_WAY
                    and policy._is_ruled(field.comodel_name)
                )
                for field in self.env[name]._fields.values()
            )
        }

    def _get_readable_models(self):
        groups = self.env["res.groups"].union(*map(self.env.ref, ADMINISTRATORS))
        lines = self.env["ir.model.access"].search(
            [("perm_read", "=", True), ("group_id", "not in", groups.ids)]
        )
        return {
            name
            for name in lines.model_id.mapped("model")
            if name in self.env
            and not self.env[name]._abstract
            and not self.env[name]._transient
        }
