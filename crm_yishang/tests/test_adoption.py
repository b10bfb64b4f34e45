from odoo.exceptions import UserError
from odoo.tests import tagged

from .adoption_common import AdoptionCommon


@tagged("post_install", "-at_install")
class TestAdoptionChoice(AdoptionCommon):
    """Who becomes a customer."""

    def test_nothing_is_adopted_by_itself(self):
        with self.assertRaises(UserError):
            self._adopt(has_orders=False, has_leads=False)

    def test_each_source_names_its_own(self):
        tag = self.env["res.partner.category"].create({"name": "采纳标签"})
        below = self.env["res.partner.category"].create(
            {"name": "下级标签", "parent_id": tag.id}
        )
        ordered, led, tagged_, filtered, alone = (
            self._create_partner(name)
            for name in ("有订单", "有商机", "有标签", "被筛选", "无关")
        )
        self._create_order(ordered)
        self._create_lead(led)
        tagged_.category_id = below
        for values, expected in (
            ({"has_orders": True}, ordered),
            ({"has_leads": True}, led),
            ({"tag_ids": tag.ids}, tagged_),
            (
                {
                    "has_filter": True,
                    "partner_domain": "[('name', '=', '被筛选')]",
                },
                filtered,
            ),
            ({"has_orders": True, "has_leads": True}, ordered | led),
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                self._adopt(**{"has_orders": False, "has_leads": False, **values})
                candidates = ordered | led | tagged_ | filtered | alone
                found = candidates.filtered("yishang_is_customer")
                self.assertEqual(found, expected)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_a_document_of_a_contact_adopts_its_company(self):
        company = self._create_partner("总公司")
        contact = self._create_partner("小王", is_company=False, parent_id=company.id)
        self._create_order(contact)
        counts = self._adopt()
        self.assertEqual((counts["partner"], counts["contact"]), (1, 1))
        self.assertTrue(company.yishang_is_customer)
        self.assertFalse(contact.yishang_is_customer)
        self.assertEqual(contact.yishang_customer_id, company)

    def test_persons_only_if_wanted(self):
        person = self._create_partner("散客", is_company=False)
        self._create_order(person)
        self.assertEqual(self._preview(kind="company")["partner"], 0)
        self.assertEqual(self._adopt(kind="all")["partner"], 1)
        self.assertTrue(person.yishang_is_customer)

    def test_archived_ones_only_if_wanted_and_stay_archived(self):
        partner = self._create_partner("停业")
        self._create_order(partner)
        partner.active = False
        self.assertEqual(self._preview(has_archived=False)["partner"], 0)
        self.assertEqual(self._adopt()["partner"], 1)
        self.assertTrue(partner.yishang_is_customer)
        self.assertFalse(partner.active)

    def test_companies_and_colleagues_are_never_adopted(self):
        employee = self.env["hr.employee"].create(
            {"name": "采纳员工", "company_id": self.company.id}
        )
        partners = (
            self.company.partner_id
            | self.seller.partner_id
            | self.departed.partner_id
            | employee.work_contact_id
            | self.env.ref("base.public_partner")
        )
        self.departed.active = False
        for partner in partners:
            self._create_order(partner)
        counts = self._adopt(
            kind="all",
            has_filter=True,
            partner_domain=f"[('id', 'in', {partners.ids})]",
        )
        self.assertEqual(len(partners), 5)
        self.assertEqual(counts["partner"], 0)
        self.assertFalse(partners.filtered("yishang_is_customer"))
        self.assertEqual(set(partners.mapped("yishang_scope_key")), {0})

    def test_a_portal_user_can_be_a_customer(self):
        portal = self._create_user("portal", "base.group_portal")
        self._create_order(portal.partner_id)
        self._adopt(kind="all")
        self.assertTrue(portal.partner_id.yishang_is_customer)

    def test_documents_of_other_companies_do_not_count(self):
        other = self.env["res.company"].create({"name": "别的公司"})
        partner = self._create_partner("别家客户")
        env = self.env(context={"allowed_company_ids": other.ids})
        self.env.user.company_ids |= other
        env["crm.lead"].create(
            {"name": "别家商机", "partner_id": partner.id, "company_id": other.id}
        )
        self.assertEqual(self._adopt()["partner"], 0)

    def test_adopting_again_adds_only_the_new_ones(self):
        first = self._create_partner("先来")
        self._create_order(first, self.seller)
        self.assertEqual(self._adopt()["partner"], 1)
        before = first.read(["yishang_code", "user_id"])
        second = self._create_partner("后到")
        self._create_order(second, self.colleague)
        self._create_order(first, self.colleague, confirmed=True)
        self.assertEqual(self._adopt()["partner"], 1)
        self.assertEqual(self._adopt()["partner"], 0)
        self.assertTrue(second.yishang_is_customer)
        self.assertEqual(first.read(["yishang_code", "user_id"]), before)
        # Not by being adopted again, by its order.
        self.assertEqual(first.yishang_lifecycle, "member")
        steps = first.yishang_lifecycle_change_ids
        self.assertEqual(steps.mapped("kind"), ["order"])

    def test_what_is_no_customer_is_not_touched(self):
        vendor = self._create_partner("供应商", user_id=self.seller.id)
        self._create_order(self._create_partner("客户"))
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", vendor.ids)
        before = self.env.cr.fetchone()
        self._adopt()
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", vendor.ids)
        self.assertEqual(self.env.cr.fetchone(), before)
