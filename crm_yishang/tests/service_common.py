from odoo import fields
from odoo.fields import Command

from .common import RefusalCase, YishangCommon


class ServiceCommon(YishangCommon, RefusalCase):
    """A service team of two agents and a leader, at noon of 4 March 2026 in Beijing.

    Wednesday. Hours are those of the Chinese office: 9 to 12 and 13 to 18.
    """

    now = fields.Datetime.to_datetime("2026-03-04 04:00:00")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.service_agent
        cls.agent2 = cls._create_operator("agent2", "service_agent")
        cls.stranger = cls._create_operator("agent3", "service_agent")
        cls.team_leader = cls._create_operator("team_leader", "service_agent")
        cls.calendar = cls._create_calendar("Asia/Shanghai")
        cls.team = cls.env["crm.yishang.service.team"].create(
            {
                "name": "售后组",
                "sequence": 1,
                "leader_id": cls.team_leader.id,
                "member_ids": [Command.set((cls.agent | cls.agent2).ids)],
                "calendar_id": cls.calendar.id,
            }
        )
        cls.repair = cls.env.ref("crm_yishang.crm_yishang_service_type_repair")
        cls.complaint = cls.env.ref("crm_yishang.crm_yishang_service_type_complaint")

    @classmethod
    def _create_calendar(cls, tz):
        return cls.env["resource.calendar"].create(
            {
                "name": f"办公 {tz}",
                "tz": tz,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": f"{day} {begin}",
                            "dayofweek": str(day),
                            "hour_from": begin,
                            "hour_to": end,
                            "day_period": period,
                        }
                    )
                    for day in range(5)
                    for begin, end, period in (
                        (9, 12, "morning"),
                        (13, 18, "afternoon"),
                    )
                ],
            }
        )

    @classmethod
    def _create_policy(cls, **values):
        return cls.env["crm.yishang.service.policy"].create(
            {
                "name": "时限",
                "sequence": 1,
                "response_hours": 2,
                "solution_hours": 10,
                **values,
            }
        )

    def _create_case(self, user, customer, **values):
        """Create a case as ``user``, returned for that user."""
        return (
            self.env["crm.yishang.service.case"]
            .with_user(user)
            .create(
                {
                    "partner_id": customer and customer.id,
                    "subject": "空调不制冷",
                    "type_id": self.repair.id,
                    **values,
                }
            )
        )
