from odoo import api, models

# From which of five classes on something counts as much.
MUCH = 4


class CrmYishangValueWordsMixin(models.AbstractModel):
    """What an RFM cell means, in words people use."""

    _name = "crm.yishang.value.words.mixin"
    _description = "Words of Customer Value"

    @api.model
    def _get_rfm_words(self, recency, frequency, monetary):
        """Return what to think of a customer whose classes are these, 0 to 5."""
        if not recency:
            return self.env._("No orders yet: find out what it needs")
        words = {
            (True, True, True): self.env._("Important: buys often, much and just now"),
            (True, False, True): self.env._("To develop: buys much, but rarely"),
            (False, True, True): self.env._("To keep: was good and has become silent"),
            (False, False, True): self.env._("To win back: bought much, long ago"),
            (True, True, False): self.env._("Regular: buys often, but little"),
            (True, False, False): self.env._("New or small: bought little, just now"),
            (False, True, False): self.env._("To wake: bought often, but little"),
            (False, False, False): self.env._("Little, rarely and long ago"),
        }
        return words[(recency >= MUCH, frequency >= MUCH, monetary >= MUCH)]
