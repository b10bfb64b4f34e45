from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.crm_yishang.models.crm_yishang_import_customer import QUIET

from .common import YishangCommon

# A person, a customer without region, one with a region and a number of no country.
VALUES = (
    {"name": "丁一", "email": "丁一 <Ding@Example.com>", "phone": "13800138000"},
    {"name": " 甲公司 ", "is_company": True, "yishang_is_customer": True},
    {
        "name": "乙公司",
        "is_company": True,
        "yishang_is_customer": True,
        "phone": "123",
        "email": "nobody",
    },
)


@tagged("post_install", "-at_install")
class TestForeseen(YishangCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].with_context(**QUIET)

    def _create_many(self):
        """Return new partners as an import makes them, the last one a contact."""
        importer, model = self.env["crm.yishang.import.customer"], self.partners
        vals_list = [{"user_id": False, **vals} for vals in VALUES]
        vals_list[2]["yishang_region_id"] = self.sjz.id
        partners = model._yishang_create_many(vals_list, {})
        contact = {"parent_id": partners[2].id, "name": "丙二"}
        partners += importer._create_contacts(model, [contact], partners)
        self.env.flush_all()
        return partners

    def _count_updates(self, statements):
        return sum(
            one.lstrip().startswith('UPDATE "res_partner"') for one in statements
        )

    def test_partners_are_written_once(self):
        statements = []
        execute = type(self.env.cr).execute

        def remember(cursor, query, *args, **kwargs):
            statements.append(getattr(query, "code", query))
            return execute(cursor, query, *args, **kwargs)

        with patch.object(type(self.env.cr), "execute", remember):
            self._create_many()
            self.assertEqual(self._count_updates(statements), 0)
            # One by one they are inserted and updated.
            self.env["res.partner"].create(VALUES[0])
            self.env.flush_all()
            self.assertEqual(self._count_updates(statements), 1)

    def test_what_is_foreseen_is_what_is_computed(self):
        partners = self._create_many()
        names = [
            name
            for name, field in partners._fields.items()
            if field.store and field.compute and field.readonly and field.column_type
        ]
        self.assertIn("commercial_partner_id", names)
        foreseen = [partner.read(names)[0] for partner in partners]
        for name in names:
            self.env.add_to_compute(partners._fields[name], partners)
        for partner, known in zip(partners, foreseen, strict=True):
            self.assertEqual(partner.read(names)[0], known)

    def test_another_addon_names_partners_its_own_way(self):
        model = self.env.registry["res.partner"]
        with patch.object(model, "_get_complete_name", lambda self: f"№ {self.name}"):
            partners = self._create_many()
            self.env.invalidate_all()
            self.assertEqual(partners[2].complete_name, "№ 乙公司")
