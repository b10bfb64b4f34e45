from odoo import api, models
from odoo.fields import Command


class CrmYishangHandoverStaffMixin(models.AbstractModel):
    """Subordinates, regions in charge and sales teams of whoever hands over."""

    _name = "crm.yishang.handover.staff.mixin"
    _description = "People, Regions and Teams of a Handover"

    @api.model
    def _get_staff_models(self):
        return ("crm.team", "crm.team.member", "crm.yishang.region", "hr.employee")

    def _count_staff(self):
        """Return what there is: ``{model: number}``."""
        counts = {
            records._name: len(records)
            for records in (
                *((self._get_staff()) if self.staff_user_id else ()),
                self._get_memberships(),
            )
        }
        return {name: count for name, count in counts.items() if count}

    def _get_staff(self):
        """Return subordinates, regions in charge and teams led, archived ones too."""
        # sudo: they go on, whoever may see them.
        env = self.sudo().with_context(active_test=False).env
        user_id = self.user_id.id
        return (
            env["hr.employee"].search([("parent_id.user_id", "=", user_id)]),
            env["crm.yishang.region"].search([("manager_ids", "in", [user_id])]),
            env["crm.team"].search([("user_id", "=", user_id)]),
        )

    def _get_memberships(self):
        """Return the memberships in sales teams that end."""
        # sudo: see _get_staff.
        members = self.env["crm.team.member"].sudo()
        if self.kind == "leave":
            return members
        return members.search([("user_id", "=", self.user_id.id)])

    def _move_staff(self, move, plan):
        """Give them to whoever was chosen, remembering each of them.

        :param plan: ``{customer id: user id or False}``
        """
        items = self._move_memberships({user_id for user_id in plan.values()})
        if self.staff_user_id:
            subordinates, regions, teams = self._get_staff()
            items += self._move_subordinates(subordinates)
            items += self._move_regions(regions)
            items += [(team, self.user_id, self.staff_user_id) for team in teams]
            teams.write({"user_id": self.staff_user_id.id})
        self.env["crm.yishang.ownership.item"].create(
            [
                {
                    "move_id": move.id,
                    "res_model": record._name,
                    "res_id": record.id,
                    "old_user_id": old.id,
                    "new_user_id": new.id,
                }
                for record, old, new in items
            ]
        )

    def _move_memberships(self, user_ids):
        """End the leaver's; successors without a team come into it."""
        ending = self._get_memberships()
        team = ending[:1].crm_team_id
        if not ending:
            return []
        # sudo: see _get_staff.
        users = self.env["res.users"].sudo().browse(id_ for id_ in user_ids if id_)
        ending.action_archive()
        begun = ending.create(
            [
                {"crm_team_id": team.id, "user_id": user.id}
                for user in users
                if not user.crm_team_member_ids
            ]
        )
        nobody = self.env["res.users"]
        return [(member, member.user_id, nobody) for member in ending] + [
            (member, nobody, member.user_id) for member in begun
        ]

    def _move_subordinates(self, subordinates):
        """Put subordinates below the successor, who comes below the superior."""
        items = []
        # sudo: employees are read by leaders without rights of the staff app.
        successors = self.staff_user_id.sudo().employee_ids.grouped("company_id")
        for employee in subordinates:
            manager = successors.get(employee.company_id)
            if not manager or employee.user_id == self.staff_user_id:
                manager = employee.parent_id.parent_id
            employee.parent_id = manager[:1]
            items.append((employee, self.user_id, manager[:1].user_id))
        subordinates._yishang_check_manager_loop()
        return items

    def _move_regions(self, regions):
        items = []
        nobody = self.env["res.users"]
        for region in regions:
            is_new = self.staff_user_id not in region.manager_ids
            # Who was in charge before stays so when it is undone.
            new = self.staff_user_id if is_new else nobody
            items.append((region, self.user_id, new))
            region.manager_ids = [
                Command.unlink(self.user_id.id),
                Command.link(self.staff_user_id.id),
            ]
        return items

    def _restore_staff(self, moves):
        """Give them back as far as they are where the handover brought them."""
        # sudo: see _get_staff.
        items = moves.sudo().item_ids
        # sudo: the company's own memberships and people, whoever may see them.
        env = self.sudo().with_context(active_test=False).env
        for item in items.filtered(
            lambda item: item.res_model in self._get_staff_models()
        ):
            record = env[item.res_model].browse(item.res_id).exists()
            restore = {
                "crm.team": self._restore_team,
                "crm.team.member": self._restore_membership,
                "crm.yishang.region": self._restore_region,
                "hr.employee": self._restore_subordinate,
            }[item.res_model]
            if record:
                restore(record, item)

    @api.model
    def _restore_team(self, team, item):
        if team.user_id == item.new_user_id:
            team.user_id = item.old_user_id

    @api.model
    def _restore_membership(self, member, item):
        if item.old_user_id:
            member.action_unarchive()
        else:
            member.action_archive()

    @api.model
    def _restore_region(self, region, item):
        if not item.new_user_id or item.new_user_id in region.manager_ids:
            region.manager_ids = [
                Command.unlink(item.new_user_id.id),
                Command.link(item.old_user_id.id),
            ]

    @api.model
    def _restore_subordinate(self, employee, item):
        if employee.parent_id.user_id == item.new_user_id:
            employee.parent_id = item.old_user_id.employee_ids.filtered(
                lambda boss: boss.company_id == employee.company_id
            )[:1]
