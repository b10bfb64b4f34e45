"""What an administrator chooses when existing partners become customers."""

from typing import NamedTuple

from odoo.fields import Domain


class Choice(NamedTuple):
    """Which partners are adopted, and with what.

    :param company_id: company whose orders and leads count and whose rule numbers
    :param has_orders: partners with quotations or orders
    :param has_leads: partners with leads or opportunities
    :param tag_ids: partners with one of these tags or of the tags below them
    :param domain: other partners, or ``Domain.FALSE``
    :param has_persons: people without company as well
    :param has_archived: archived partners as well
    :param maps_owner: without salesperson, the one of the latest document
    :param maps_region: without region, the one of the address
    :param defaults: pairs of (many2one of the partner, id) for those without
    """

    company_id: int
    has_orders: bool = False
    has_leads: bool = False
    tag_ids: tuple = ()
    domain: Domain = Domain.FALSE
    has_persons: bool = False
    has_archived: bool = False
    maps_owner: bool = True
    maps_region: bool = True
    defaults: tuple = ()


class Place(NamedTuple):
    """Where a partner is, as far as it matters for the region.

    :param state_id: id of the country state, or 0
    :param city: text of the city, may be empty
    :param street: beginning of the street up to the first district, may be empty
    """

    state_id: int
    city: str
    street: str

    def get_texts(self, state_names):
        """Return what may name the region of this place, the most exact first.

        Numbers are no names: the codes of foreign states are those of provinces here.

        >>> Place(1, "石家庄市", "长安区").get_texts(["河北省", "冀"])[:2]
        ['河北省石家庄市长安区', '河北省长安区']
        """
        texts = []
        for state in (*state_names, ""):
            if self.street:
                texts += [state + self.city + self.street, state + self.street]
            texts.append(state + self.city)
        texts += state_names
        return list(
            dict.fromkeys(text for text in texts if text and not text.isdecimal())
        )
