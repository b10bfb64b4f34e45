"""Columns of the second sheet of the customers' workbook."""

from functools import partial

from odoo.tools.translate import LazyTranslate

from .cells import clean_date, clean_email, clean_line, clean_lines, clean_phone
from .import_sheet import Column, Sheet

_lt = LazyTranslate(__name__)

CONTACTS = Sheet(
    name="contacts",
    zh="联系人",
    en="Contacts",
    columns=(
        Column(
            "customer",
            "客户",
            "Customer",
            aliases=("客户编码", "客户名称", "Customer Code", "Customer Name"),
            required=True,
            is_repeated=True,
            example="石家庄示例商贸有限公司",
            width=32,
            help=_lt(
                "Code or name of a customer, in this file or recorded already. Left"
                " empty or merged with the cell above: the customer of the row above."
            ),
        ),
        Column(
            "name",
            "姓名",
            "Name",
            partial(clean_line, limit=200),
            ("联系人", "联系人姓名", "Contact"),
            required=True,
            example="李强",
        ),
        Column(
            "function",
            "职务",
            "Position",
            partial(clean_line, limit=100),
            ("联系人职务", "职位"),
        ),
        Column(
            "phone",
            "电话",
            "Phone",
            clean_phone,
            ("手机", "联系电话", "联系人电话"),
            example="13900139000",
        ),
        Column("email", "邮箱", "Email", clean_email, ("电子邮箱", "联系人邮箱")),
        Column(
            "yishang_birthday",
            "生日",
            "Birthday",
            clean_date,
            ("出生日期",),
            resolve="_resolve_past",
        ),
        Column(
            "yishang_preferences",
            "偏好",
            "Preferences",
            partial(clean_line, limit=300),
            ("爱好",),
            width=24,
        ),
        Column(
            "yishang_decision_role",
            "决策角色",
            "Decision Role",
            resolve="_resolve_selection",
            choices="res.partner.yishang_decision_role",
        ),
        Column("comment", "备注", "Remark", clean_lines, ("说明",), width=32),
    ),
)
