"""Columns of the workbooks an administrator imports: settings and products."""

from functools import partial

from odoo.tools.translate import LazyTranslate

from .cell_numbers import clean_integer, clean_positive
from .cells import (
    clean_code,
    clean_email,
    clean_line,
    clean_lines,
    clean_phone,
    clean_terms,
)
from .import_sheet import Column, Sheet

_lt = LazyTranslate(__name__)


def dictionary_sheet(title, code_field="code", has_sequence=True):
    """Return the sheet of a dictionary: code, name and order.

    :param title: what the dictionary is called, for the sheet
    """
    columns = (
        Column(
            code_field,
            "编码",
            "Code",
            clean_code,
            ("代码", "编号"),
            required=True,
            unique=True,
            example="A01",
        ),
        Column("name", "名称", "Name", required=True, example="示例名称", width=24),
        Column(
            "sequence",
            "顺序",
            "Sequence",
            clean_integer,
            ("排序",),
            example=10,
            help=_lt("Smaller numbers come first."),
        ),
    )
    return Sheet(
        name="entries",
        zh=title,
        en=title,
        columns=columns if has_sequence else columns[:2],
    )


REGIONS = Sheet(
    name="regions",
    zh="区域",
    en="Regions",
    columns=(
        Column(
            "code",
            "区域编码",
            "Region Code",
            clean_code,
            ("编码", "代码", "行政区划代码", "Code"),
            required=True,
            unique=True,
            example="130102",
        ),
        Column(
            "name",
            "区域名称",
            "Region Name",
            aliases=("名称", "Name"),
            required=True,
            example="长安区",
            width=24,
        ),
        Column(
            "parent_id",
            "上级区域",
            "Part Of",
            aliases=("上级编码", "上级区域编码", "上级", "Parent"),
            example="130100",
            width=24,
            help=_lt(
                "Code, name or path of the region above, in this file or recorded"
                " already."
            ),
        ),
        Column(
            "manager_ids",
            "负责人",
            "In Charge",
            clean_terms,
            resolve="_resolve_users",
            choices="res.users",
            width=24,
            help=_lt("Operator codes, logins or names, with commas between."),
        ),
    ),
)

PRODUCTS = Sheet(
    name="products",
    zh="商品信息",
    en="Products",
    columns=(
        Column(
            "default_code",
            "商品编码",
            "Product Code",
            clean_code,
            ("编码", "产品编码", "货号", "Code"),
            required=True,
            unique=True,
            example="P001",
        ),
        Column(
            "name",
            "商品名称",
            "Product Name",
            partial(clean_line, limit=200),
            ("名称", "产品名称", "品名", "Name"),
            required=True,
            example="水泵 2kW",
            width=32,
        ),
        Column(
            "uom_id",
            "单位",
            "Unit",
            aliases=("计量单位",),
            resolve="_resolve_or_create",
            choices="uom.uom",
            help=_lt("By name; a new one is created."),
        ),
        Column(
            "list_price",
            "单价",
            "Unit Price",
            clean_positive,
            ("销售单价", "价格", "售价", "Price"),
            example=1280.5,
        ),
        Column(
            "categ_id",
            "商品类别",
            "Category",
            aliases=("类别", "产品类别"),
            resolve="_resolve_term",
            choices="product.category",
        ),
        Column("description_sale", "说明", "Description", clean_lines, ("备注",)),
    ),
)

OPERATORS = Sheet(
    name="operators",
    zh="操作员",
    en="Operators",
    columns=(
        Column(
            "yishang_code",
            "操作员编码",
            "Operator Code",
            clean_code,
            ("编码", "工号", "员工编号", "Code"),
            required=True,
            unique=True,
            example="S001",
        ),
        Column(
            "name",
            "姓名",
            "Name",
            aliases=("名称", "操作员姓名"),
            required=True,
            example="李伟",
        ),
        Column(
            "login",
            "登录名",
            "Login",
            clean_code,
            ("登录账号", "账号", "用户名"),
            required=True,
            unique=True,
            example="liwei",
        ),
        Column(
            "password",
            "初始密码",
            "Initial Password",
            partial(clean_code, limit=128),
            ("密码",),
            help=_lt("At least eight characters. Existing operators keep their own."),
        ),
        Column(
            "yishang_role_sales",
            "销售角色",
            "Sales Role",
            aliases=("角色",),
            resolve="_resolve_selection",
            choices="res.users.yishang_role_sales",
        ),
        Column(
            "yishang_role_service",
            "客服角色",
            "Service Role",
            resolve="_resolve_selection",
            choices="res.users.yishang_role_service",
        ),
        Column(
            "roles",
            "其他角色",
            "Other Roles",
            clean_terms,
            resolve="_resolve_roles",
            width=24,
            help=_lt("Cashier, marketing, report viewer: names with commas between."),
        ),
        Column(
            "manager",
            "上级",
            "Manager",
            aliases=("直接上级", "经理", "上级编码"),
            help=_lt(
                "Code, login or name of the operator above, in this file or recorded"
                " already."
            ),
        ),
        Column(
            "yishang_department_id",
            "部门",
            "Department",
            resolve="_resolve_or_create",
            choices="hr.department",
            help=_lt("By name; a new one is created."),
        ),
        Column(
            "yishang_job_id",
            "职位",
            "Job",
            aliases=("岗位",),
            resolve="_resolve_or_create",
            choices="hr.job",
            help=_lt("By name; a new one is created."),
        ),
        Column(
            "yishang_personnel_type_id",
            "人员类型",
            "Personnel Type",
            resolve="_resolve_term",
            choices="crm.yishang.personnel.type",
        ),
        Column(
            "yishang_region_id",
            "所属区域",
            "Region",
            aliases=("区域", "区域编码", "区域名称"),
            resolve="_resolve_term",
            choices="crm.yishang.region",
            help=_lt("Code, name or path of the region."),
        ),
        Column(
            "yishang_managed_region_ids",
            "负责区域",
            "Regions in Charge",
            clean_terms,
            resolve="_resolve_terms",
            choices="crm.yishang.region",
            width=24,
            help=_lt("Codes, names or paths, with commas between."),
        ),
        Column("email", "邮箱", "Email", clean_email, ("电子邮箱",)),
        Column("phone", "电话", "Phone", clean_phone, ("手机", "联系电话")),
    ),
)
