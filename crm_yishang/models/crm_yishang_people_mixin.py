from odoo import api, models
from odoo.fields import Domain


class CrmYishangPeopleMixin(models.AbstractModel):
    """Records about the work of one person: visible to that person and above.

    Superiors and managers of the person's region see them, and whoever sees
    everything; nobody else, whether or not visibility of customers is in force.
    """

    _name = "crm.yishang.people.mixin"
    _description = "Visible as the Person it is About"
    _inherit = "crm.yishang.visible.mixin"

    # Many2one to the user the record is about, and those to others who see it.
    _visible_person = "user_id"
    _visible_besides = ()

    @api.model
    def _get_visible_columns(self):
        return [self._visible_person, *self._visible_besides]

    @api.model
    def _get_visible_domain(self, mode):
        people = self.env["crm.yishang.people"]._get_ids()
        if people is None:
            return Domain.TRUE
        domain = Domain(self._visible_person, "in", sorted(people))
        return Domain.OR(
            [
                domain,
                *(Domain(name, "=", self.env.uid) for name in self._visible_besides),
            ]
        )
