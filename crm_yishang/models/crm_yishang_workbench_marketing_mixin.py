from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_datetime

CAMPAIGN, MAILING = "utm.campaign", "mailing.mailing"
SEGMENT, SIZE = "crm.yishang.segment", "crm.yishang.segment.size"
# Rows of each table.
MARKETING_LIMIT = 6
# A segment is compared with what it was so many days ago.
GROWTH_DAYS = 30
UNSENT = ("draft", "in_queue", "sending")


class CrmYishangWorkbenchMarketingMixin(models.AbstractModel):
    """What marketing works on, in numbers of the customers the user sees."""

    _name = "crm.yishang.workbench.marketing.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.role.mixin",
    ]
    _description = "Marketing on the Workbench"

    @api.model
    def _get_marketing_sections(self):
        """Return the sections of marketing, none for whoever is not in it."""
        if not self._is_marketing():
            return []
        return [
            self._get_campaign_section(),
            self._get_segment_section(),
            self._get_mailing_section(),
            self._get_survey_section(),
        ]

    @api.model
    def _get_campaign_section(self):
        """Return the campaigns under way, and what their mailings came to."""
        domain = Domain("yishang_state", "=", "running")
        domain &= Domain("yishang_kind_id", "!=", False)
        campaigns = self.env[CAMPAIGN].search_fetch(
            domain,
            ["title", "yishang_date_to"],
            order="yishang_date_to, id",
            limit=MARKETING_LIMIT,
        )
        reached = self._fetch_reached("campaign_id", campaigns)
        view = self.env.ref("crm_yishang.utm_campaign_view_form")
        title = self.env._("Running campaigns")
        return self._make_section(
            "campaigns",
            title,
            table=self._make_table(
                [
                    self.env._("Campaign"),
                    self.env._("Ends on"),
                    self.env._("Sent"),
                    self.env._("Opened"),
                    self.env._("Clicked"),
                    self.env._("Answered"),
                ],
                [
                    self._make_row(
                        campaign.id,
                        [
                            campaign.title,
                            str(campaign.yishang_date_to or ""),
                            *reached.get(campaign, ["0"] * 4),
                        ],
                        {
                            **self._get_form_action(campaign),
                            "views": [[view.id, "form"]],
                        },
                    )
                    for campaign in campaigns
                ],
                self.env._("No campaign is running. Plan one, and start it."),
                texts=2,
            ),
            more="crm_yishang.utm_campaign_action",
        )

    @api.model
    def _fetch_reached(self, name, records):
        """Return ``{record: [sent, opened, clicked, answered]}`` as texts, by a field.

        One statement, of recipients the user sees.
        """
        groups = self.env["mailing.trace"]._read_group(
            Domain(name, "in", records.ids)
            & Domain("is_test_trace", "!=", True)
            & Domain("trace_status", "in", ("pending", "sent", "open", "reply")),
            [name],
            [
                "__count",
                "open_datetime:count",
                "links_click_datetime:count",
                "reply_datetime:count",
            ],
        )
        return {
            record: [f"{figure:,}" for figure in figures] for record, *figures in groups
        }

    @api.model
    def _get_segment_section(self):
        """Return the user's segments, how large they are and how they grow."""
        domain = Domain("user_id", "=", self.env.uid)
        segments = self.env[SEGMENT].search_fetch(
            domain, ["name"], order="write_date DESC, id", limit=MARKETING_LIMIT
        )
        sizes = self._fetch_sizes(segments)
        title = self.env._("My segments")
        return self._make_section(
            "segments",
            title,
            table=self._make_table(
                [
                    self.env._("Segment"),
                    self.env._("Customers"),
                    self.env._("In %(days)s days", days=GROWTH_DAYS),
                ],
                [self._get_segment_row(one, sizes.get(one, [])) for one in segments],
                self.env._("No segment yet. Describe whom you want to reach."),
            ),
            more=self._get_action(SEGMENT, domain, title),
        )

    @api.model
    def _fetch_sizes(self, segments):
        """Return ``{segment: [size, first to last]}`` of the last days, in one query.

        What the job of the night has noted: counting anew would take a statement each.
        """
        today = self.env.company._yishang_get_day()
        groups = self.env[SIZE]._read_group(
            Domain("segment_id", "in", segments.ids)
            & Domain("day", ">=", today - timedelta(days=GROWTH_DAYS)),
            ["segment_id", "day:day"],
            ["size:max"],
            order="day:day",
        )
        sizes = {}
        for segment, _day, size in groups:
            sizes.setdefault(segment, []).append(size)
        return sizes

    @api.model
    def _get_segment_row(self, segment, sizes):
        growth = sizes[-1] - sizes[0] if sizes else None
        return self._make_row(
            segment.id,
            [
                segment.name,
                f"{sizes[-1]:,}" if sizes else self.env._("Counted tonight"),
                "" if growth is None else f"{growth:+,}" if growth else "0",
            ],
            self._get_form_action(segment),
        )

    @api.model
    def _get_mailing_section(self):
        """Return the user's mailings that are not sent yet, the next one first."""
        mailings = self.env[MAILING]
        domain = Domain("state", "in", UNSENT) & (
            Domain("user_id", "=", self.env.uid)
            | Domain("yishang_sender_id", "=", self.env.uid)
        )
        found = mailings.search_fetch(
            domain,
            ["subject", "state", "schedule_date", "yishang_segment_id"],
            order="schedule_date, id DESC",
            limit=MARKETING_LIMIT,
        )
        states = dict(mailings._fields["state"]._description_selection(self.env))
        title = self.env._("Mailings to be sent")
        return self._make_section(
            "mailings",
            title,
            table=self._make_table(
                [
                    self.env._("Mailing"),
                    self.env._("Segment"),
                    self.env._("State"),
                    self.env._("Send on"),
                ],
                [
                    self._make_row(
                        mailing.id,
                        [
                            mailing.subject,
                            mailing.yishang_segment_id.display_name or "",
                            states[mailing.state],
                            format_datetime(
                                self.env, mailing.schedule_date, dt_format="MM-dd HH:mm"
                            ),
                        ],
                        self._get_form_action(mailing),
                    )
                    for mailing in found
                ],
                self.env._("Nothing waits to be sent."),
                texts=4,
            ),
            more=self._get_action(MAILING, domain, title),
        )

    @api.model
    def _get_survey_section(self):
        """Return the surveys with answers of customers in sight, the latest first."""
        answers = self.env["survey.user_input"]
        groups = answers._read_group(
            Domain("test_entry", "=", False)
            & Domain("yishang_customer_id", "!=", False),
            ["survey_id", "state"],
            ["__count"],
        )
        counts = {}
        for survey, state, count in groups:
            numbers = counts.setdefault(survey, [0, 0])
            numbers[0] += count
            numbers[1] += count if state == "done" else 0
        surveys = sorted(counts, key=lambda survey: -survey.id)[:MARKETING_LIMIT]
        return self._make_section(
            "surveys",
            self.env._("Surveys"),
            table=self._make_table(
                [
                    self.env._("Survey"),
                    self.env._("Invited"),
                    self.env._("Answered"),
                ],
                [
                    self._make_row(
                        survey.id,
                        [
                            survey.display_name,
                            *(f"{count:,}" for count in counts[survey]),
                        ],
                        self._get_form_action(survey),
                    )
                    for survey in surveys
                ],
                self.env._("No customer was asked yet. Send a survey to a segment."),
            ),
        )
