from math import asin, cos, radians, sin, sqrt
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

EARTH_RADIUS = 6_371_000  # mean, in metres


class CrmYishangVisitPlaceMixin(models.AbstractModel):
    """Where a visit took place, as the device of the employee tells."""

    _name = "crm.yishang.visit.place.mixin"
    _description = "Check-in and Check-out"

    check_in_latitude = fields.Float(
        digits=(10, 7), readonly=True, copy=False, aggregator=None
    )
    check_in_longitude = fields.Float(
        digits=(10, 7), readonly=True, copy=False, aggregator=None
    )
    check_in_accuracy = fields.Float(
        readonly=True,
        copy=False,
        aggregator=None,
        help="Radius of the location, in metres.",
    )
    check_in_device_time = fields.Datetime(
        string="Device Time at Check-in", readonly=True, copy=False
    )
    check_in_status = fields.Selection(
        [
            ("located", "Located"),
            ("denied", "Location Refused"),
            ("unavailable", "No Location"),
        ],
        string="Location",
        readonly=True,
        copy=False,
        help="Whether the browser told where the employee was at check-in.",
    )
    check_in_place = fields.Char(
        string="Place",
        copy=False,
        help="Where it was, if the device did not tell.",
    )
    check_in_photo = fields.Image(
        string="Photo on Site", max_width=1920, max_height=1920, copy=False
    )
    check_in_distance = fields.Float(
        string="Distance to the Address",
        readonly=True,
        copy=False,
        digits=(12, 0),
        aggregator="avg",
        help="Metres between the check-in and the address of the customer, if its "
        "coordinates are known.",
    )
    check_out_latitude = fields.Float(
        digits=(10, 7), readonly=True, copy=False, aggregator=None
    )
    check_out_longitude = fields.Float(
        digits=(10, 7), readonly=True, copy=False, aggregator=None
    )
    check_out_accuracy = fields.Float(readonly=True, copy=False, aggregator=None)
    check_out_device_time = fields.Datetime(
        string="Device Time at Check-out", readonly=True, copy=False
    )
    check_in_map_url = fields.Char(
        string="Check-in on the Map", compute="_compute_check_in_map_url"
    )
    customer_map_url = fields.Char(
        string="Way to the Customer", compute="_compute_way_to_customer"
    )
    phone = fields.Char(compute="_compute_way_to_customer")

    @api.depends("check_in_status", "check_in_latitude", "check_in_longitude")
    def _compute_check_in_map_url(self):
        for visit in self:
            visit.check_in_map_url = False
            if visit.check_in_status == "located":
                position = f"{visit.check_in_longitude},{visit.check_in_latitude}"
                # Devices tell WGS 84, maps of the mainland are shifted against it.
                query = urlencode({"position": position, "coordinate": "wgs84"})
                visit.check_in_map_url = f"https://uri.amap.com/marker?{query}"

    @api.depends("contact_id.phone", "partner_id.phone", "partner_id.yishang_map_url")
    def _compute_way_to_customer(self):
        for visit in self:
            visit.customer_map_url = visit.partner_id.yishang_map_url
            visit.phone = visit.contact_id.phone or visit.partner_id.phone

    def action_check_in(self, place=None):
        """Begin the visit here and now.

        :param place: what the device tells: ``{"latitude", "longitude"`` in degrees,
            ``"accuracy"`` in metres, ``"device_time"`` in UTC``}``, or ``{"error":
            "denied" or "unavailable"}``
        :raise UserError: if the visit has begun or ended already, or the user is at
            another customer
        """
        self.ensure_one()
        self.check_access("write")
        self._check_author({"date_start": None})
        if self.state != "planned":
            raise UserError(
                self.env._(
                    "%(visit)s has begun already: nobody checks in twice.",
                    visit=self.display_name,
                )
            )
        self._check_nowhere_else()
        vals = self._get_place_vals("check_in", place or {"error": "unavailable"})
        status = "located" if vals.get("check_in_accuracy") is not None else None
        vals["check_in_status"] = status or self._get_status(place)
        # sudo: where and when is not written by hand.
        self.sudo().write(
            {
                **vals,
                "state": "in_progress",
                "date_start": fields.Datetime.now(),
                "check_in_distance": self._get_distance(vals),
            }
        )

    def action_check_out(self, place=None):
        """End the visit here and now, and its record if it is written.

        :param place: see ``action_check_in``
        :raise UserError: if nobody checked in before
        """
        self.ensure_one()
        self.check_access("write")
        self._check_author({"date_end": None})
        if self.state != "in_progress" or self.date_end:
            raise UserError(
                self.env._(
                    "%(visit)s is not under way: check in before you check out.",
                    visit=self.display_name,
                )
            )
        vals = self._get_place_vals("check_out", place or {"error": "unavailable"})
        # sudo: see action_check_in.
        self.sudo().write({**vals, "date_end": fields.Datetime.now()})
        if not self._get_missing_labels():
            self.action_done()

    def _check_nowhere_else(self):
        other = self.search(
            [
                ("user_id", "=", self.env.uid),
                ("state", "=", "in_progress"),
                ("date_end", "=", False),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "You are at %(customer)s already (%(visit)s). Check out there "
                    "before you check in here.",
                    customer=other.partner_id.display_name,
                    visit=other.name,
                )
            )

    def _get_place_vals(self, prefix, place):
        """Return the values of the fields ``prefix``, cleaned.

        :raise ValidationError: if the device tells what cannot be
        """
        vals = {f"{prefix}_device_time": self._parse_time(place.get("device_time"))}
        if place.get("error"):
            return vals
        try:
            latitude, longitude, accuracy = (
                float(place[name]) for name in ("latitude", "longitude", "accuracy")
            )
        except (KeyError, TypeError, ValueError):
            return vals
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and accuracy >= 0):
            raise ValidationError(
                self.env._(
                    "The device tells a place that does not exist: %(latitude)s, "
                    "%(longitude)s.",
                    latitude=latitude,
                    longitude=longitude,
                )
            )
        return {
            **vals,
            f"{prefix}_latitude": latitude,
            f"{prefix}_longitude": longitude,
            f"{prefix}_accuracy": accuracy,
        }

    def _parse_time(self, text):
        try:
            return fields.Datetime.to_datetime(text)
        except ValueError:
            return False

    def _get_status(self, place):
        return "denied" if (place or {}).get("error") == "denied" else "unavailable"

    def _get_distance(self, vals):
        """Return the metres to the customer, 0 if one of both places is unknown."""
        customer = self.partner_id
        here = vals.get("check_in_latitude"), vals.get("check_in_longitude")
        there = customer.partner_latitude, customer.partner_longitude
        if here == (None, None) or not any(there):
            return 0
        return get_distance(here, there)


def get_distance(here, there):
    """Return the metres between two (latitude, longitude), by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(radians, (*here, *there))
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(min(1, half)))
