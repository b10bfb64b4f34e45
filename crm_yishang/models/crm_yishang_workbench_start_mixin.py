from odoo import api, models
from odoo.fields import Domain

from .crm_yishang_receipt_cashier_mixin import CASHIER

ADMINISTRATOR = "crm_yishang.crm_yishang_group_administrator"


class CrmYishangWorkbenchStartMixin(models.AbstractModel):
    """The buttons of the workbench, and what to do first where there is nothing yet."""

    _name = "crm.yishang.workbench.start.mixin"
    _inherit = "crm.yishang.workbench.role.mixin"
    _description = "First Steps on the Workbench"

    @api.model
    def _get_buttons(self):
        """Return what the user enters most, the first of them prominent.

        :return: list of ``{"key", "label", "icon", "action"}``
        """
        sells = self.env["res.partner"]._yishang_user_owns()
        buttons = (
            (
                self.env.user.has_group(CASHIER),
                "confirm",
                self.env._("Confirm Receipts"),
                "fa-check",
                "crm_yishang.crm_yishang_receipt_action_waiting",
            ),
            (
                sells and self.env["crm.yishang.visit"].has_access("create"),
                "record_visit",
                self.env._("Record a Contact"),
                "fa-pencil-square-o",
                "crm_yishang.crm_yishang_visit_action_record",
            ),
            (
                self._is_report_viewer(),
                "reports",
                self.env._("Report Center"),
                "fa-bar-chart",
                "crm_yishang.crm_yishang_report_center_action",
            ),
            (
                self._is_service_role(),
                "new_case",
                self.env._("Take a Call"),
                "fa-phone",
                "crm_yishang.crm_yishang_service_call_action",
            ),
            (
                self._is_marketing(),
                "new_mailing",
                self.env._("New Mailing"),
                "fa-envelope",
                self._get_new_action("mailing.mailing", self.env._("New Mailing")),
            ),
            (
                self._is_marketing(),
                "new_segment",
                self.env._("New Segment"),
                "fa-users",
                self._get_new_action("crm.yishang.segment", self.env._("New Segment")),
            ),
            (
                sells and self.env["res.partner"].has_access("create"),
                "new_customer",
                self.env._("New Customer"),
                "fa-user-plus",
                "crm_yishang.crm_yishang_customer_action_new",
            ),
            (
                sells and self.env["sale.order"].has_access("create"),
                "new_order",
                self.env._("New Order"),
                "fa-shopping-cart",
                self._get_new_action("sale.order", self.env._("New Order")),
            ),
            (
                sells and self.env["crm.yishang.receipt"].has_access("create"),
                "new_receipt",
                self.env._("Register a Receipt"),
                "fa-money",
                self._get_new_action(
                    "crm.yishang.receipt", self.env._("Register a Receipt")
                ),
            ),
        )
        return [
            {"key": key, "label": label, "icon": icon, "action": action}
            for is_shown, key, label, icon, action in buttons
            if is_shown
        ]

    @api.model
    def _get_new_action(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, "form"]],
        }

    @api.model
    def _get_start(self, is_seller):
        """Return what to do first, or None where work is under way.

        :return: ``{"title", "text", "steps": [{"label", "action"}]}``
        """
        partners = self.env["res.partner"]
        customers = Domain("yishang_is_customer", "=", True)
        if self.env.user.has_group(ADMINISTRATOR):
            if not partners.search_count(customers, limit=1):
                return self._get_administrator_start()
        elif is_seller:
            own = Domain("yishang_scope_key", "=", self.env.uid)
            if not partners.search_count(customers & own, limit=1):
                return self._get_seller_start()
        elif self._is_leader() and not self._has_people():
            return self._get_leader_start()
        return None

    @api.model
    def _get_administrator_start(self):
        return {
            "title": self.env._("Set up the CRM"),
            "text": self.env._(
                "There are no customers yet. Check the regions, enter your operators "
                "with their managers and roles, then make customers of the contacts "
                "you have or import them."
            ),
            "steps": [
                self._get_step(self.env._("Regions"), "crm_yishang_region_action"),
                self._get_step(self.env._("Operators"), "res_users_action"),
                self._get_step(
                    self.env._("Adopt contacts"), "crm_yishang_adoption_action"
                ),
                self._get_step(
                    self.env._("Import customers"), "crm_yishang_import_action_customer"
                ),
            ],
        }

    @api.model
    def _get_seller_start(self):
        return {
            "title": self.env._("Begin with your first customer"),
            "text": self.env._(
                "You hold no customers yet. Enter one, or take some from the public "
                "pool; then plan a visit."
            ),
            "steps": [
                self._get_step(
                    self.env._("New Customer"), "crm_yishang_customer_action_new"
                ),
                self._get_step(
                    self.env._("Public pool"), "crm_yishang_customer_action_pool"
                ),
            ],
        }

    @api.model
    def _get_leader_start(self):
        return {
            "title": self.env._("Nobody is below you yet"),
            "text": self.env._(
                "Ask an administrator of the CRM to enter you as the manager of your "
                "people, in the settings of the operators. Until then you work with "
                "your own customers."
            ),
            "steps": [
                self._get_step(
                    self.env._("New Customer"), "crm_yishang_customer_action_new"
                ),
            ],
        }

    @api.model
    def _get_step(self, label, action):
        return {"label": label, "action": f"crm_yishang.{action}"}
