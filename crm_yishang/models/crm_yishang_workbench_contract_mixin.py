from odoo import api, models


class CrmYishangWorkbenchContractMixin(models.AbstractModel):
    """What the workbench says about contracts and discounts."""

    _name = "crm.yishang.workbench.contract.mixin"
    _inherit = "crm.yishang.workbench.mixin"
    _description = "Contracts on the Workbench"

    @api.model
    def _get_contract_tiles(self):
        """Return the tiles on what waits for a decision, and on what is about to end.

        Discounts show as soon as one of the companies limits them.
        """
        contracts = self.env["crm.yishang.contract"]
        requests = self.env["crm.yishang.discount.request"]
        tiles = []
        if contracts.has_access("write"):
            mine = contracts._get_ending_domain() & self.env[
                "crm.yishang.people"
            ]._get_domain("user_id")
            tiles = [
                (
                    "contract_judge",
                    self.env._("Contracts to approve"),
                    contracts,
                    contracts._get_waiting_domain(),
                ),
                (
                    "contract_ending",
                    self.env._("Contracts about to end"),
                    contracts,
                    mine,
                ),
            ]
        if self.env.company.yishang_is_discount_limited:
            if requests.has_access("read"):
                domain = requests._get_waiting_domain()
                label = self.env._("Discounts to approve")
                tiles.append(("discount_judge", label, requests, domain))
        return [
            self._get_count_tile(key, label, model._name, domain, True)
            for key, label, model, domain in tiles
            if not domain.is_false()
        ]
