from odoo import api, models


class CrmYishangPlaceMapper(models.AbstractModel):
    """Find the region of an address."""

    _name = "crm.yishang.place.mapper"
    _description = "Region of an Address"

    @api.model
    def _map_places(self, places):
        """Return the region of each place, as exact as the address tells.

        A district comes before its city, a city before its province. What lies
        outside of the province of the address is somewhere else and does not count.

        :param places: iterable of ``Place``
        :return: ``{place: region}``, without the places that have none
        """
        places = set(places)
        names = self._get_state_names(places)
        texts = {
            place: place.get_texts(names.get(place.state_id, ())) for place in places
        }
        regions = self.env["crm.yishang.region"]._find_by_names(
            {text for candidates in texts.values() for text in candidates}
            | {name for state in names.values() for name in state}
        )
        found = {
            place: self._choose(
                [regions[text] for text in candidates],
                [regions[name] for name in names.get(place.state_id, ())],
            )
            for place, candidates in texts.items()
        }
        return {place: region for place, region in found.items() if region}

    @api.model
    def _get_state_names(self, places):
        """Return ``{state id: names}``: name and code, unless that is a number."""
        states = self.env["res.country.state"].browse(
            {place.state_id for place in places if place.state_id}
        )
        return {
            state.id: [
                name for name in (state.name, state.code) if not name.isdecimal()
            ]
            for state in states
        }

    @api.model
    def _choose(self, candidates, state_regions):
        """Return the first candidate that is one region inside the state."""
        tops = tuple(region.parent_path for region in state_regions if len(region) == 1)
        for region in candidates:
            if len(region) == 1 and (not tops or region.parent_path.startswith(tops)):
                return region
        return self.env["crm.yishang.region"]
