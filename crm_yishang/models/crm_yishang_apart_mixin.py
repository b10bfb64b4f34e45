from odoo import models

APART = "crm_yishang"


class CrmYishangApartMixin(models.AbstractModel):
    """Records of the host that carry many columns of the CRM.

    Whatever code reads one column of a record gets all of them that are prefetched:
    the host looks at a partner three times while it makes an order, and would read
    phone and company with two dozen columns that only the CRM asks for. These are
    prefetched together, once one of them is asked for.
    """

    _name = "crm.yishang.apart.mixin"
    _description = "Columns Read Apart From the Host's"

    # Columns of the CRM that are needed wherever a record is.
    _yishang_prefetched = frozenset()

    def _post_model_setup__(self):
        result = super()._post_model_setup__()
        for name, field in self._fields.items():
            if (
                name.startswith("yishang_")
                and name not in self._yishang_prefetched
                and field.prefetch is True
            ):
                field.prefetch = APART
        return result
