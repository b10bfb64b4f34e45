"""The company: 200 operators in four levels, nine provinces with forty cities."""

import csv
from typing import NamedTuple

from .databases import ADDON, ROOT

GROUP = f"{ADDON}.{ADDON}_group_"
# Official codes of the provinces, with the code of the host's state for each.
PROVINCES = {
    "130000": "冀",
    "140000": "晋",
    "210000": "辽",
    "320000": "苏",
    "330000": "浙",
    "370000": "鲁",
    "410000": "豫",
    "420000": "鄂",
    "440000": "粤",
}
LEADERS, SALESPEOPLE = 30, 160


class City(NamedTuple):
    """Where customers are: a region with the host's words for the place."""

    region_id: int
    name: str
    state_id: int


def create(env):
    """Create regions and operators in a database that has neither.

    Operator ``sales_001`` is the first of 160; who is whose superior, and who works
    where, follows from the numbers alone.
    """
    env["res.lang"]._activate_lang("zh_CN")
    env.company.yishang_visibility_in_force = True
    provinces = create_provinces(env)
    cities = [
        create_cities(env, number, province)
        for number, province in enumerate(provinces)
    ]
    director = create_operators(env, "director", [(None, None)])
    bosses = [(director, province) for province in provinces]
    managers = create_operators(env, "regional_manager", bosses)
    for province, manager in zip(provinces, managers, strict=True):
        province.manager_ids = manager
    leaders = create_operators(
        env,
        "leader",
        [
            (managers[number % 9], pick(cities[number % 9], number // 9))
            for number in range(LEADERS)
        ],
    )
    create_operators(
        env,
        "salesperson",
        [
            (
                leaders[number % LEADERS],
                pick(cities[number % LEADERS % 9], number // LEADERS),
            )
            for number in range(SALESPEOPLE)
        ],
    )
    env["crm.yishang.scope"]._rebuild()


def pick(records, number):
    """Return one of the records, beginning again after the last."""
    return records[number % len(records)]


def read_divisions():
    """Return the rows of the addon's divisions of China."""
    with (ROOT / ADDON / "data" / "china_divisions.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def create_provinces(env):
    """Create the nine provinces."""
    names = {row["code"]: row["name"] for row in read_divisions()}
    return env["crm.yishang.region"].create(
        [{"code": code, "name": names[code]} for code in PROVINCES]
    )


def create_cities(env, number, province):
    """Create the first five cities of the first four provinces, or four of others."""
    rows = [row for row in read_divisions() if row["parent_code"] == province.code]
    return env["crm.yishang.region"].create(
        [
            {"code": row["code"], "name": row["name"], "parent_id": province.id}
            for row in rows[: 5 if number < 4 else 4]
        ]
    )


def create_operators(env, role, places):
    """Create operators of one role, named after it and numbered.

    :param places: superior (a user) and region of each
    """
    users = (
        env["res.users"]
        .with_context(no_reset_password=True, tracking_disable=True)
        .create(
            [
                {
                    "name": f"{role} {number:03}",
                    "login": get_login(role, number),
                    "email": f"{get_login(role, number)}@example.com",
                    "lang": "zh_CN",
                    "tz": "Asia/Shanghai",
                    "group_ids": [
                        (4, env.ref("base.group_user").id),
                        (4, env.ref(GROUP + role).id),
                    ],
                    "yishang_region_id": region and region.id,
                }
                for number, (_boss, region) in enumerate(places, 1)
            ]
        )
    )
    env["hr.employee"].with_context(tracking_disable=True).create(
        [
            {
                "name": user.name,
                "user_id": user.id,
                "parent_id": boss and boss.employee_id.id,
            }
            for user, (boss, _region) in zip(users, places, strict=True)
        ]
    )
    return users


def get_login(role, number):
    """Return the login of an operator: role and number from 1 on."""
    return f"bench_{role}_{number:03}"


def get_users(env, role):
    """Return the operators of a role, in order."""
    return env["res.users"].search(
        [("login", "=like", f"bench_{role}_%")], order="login"
    )


def get_cities(env):
    """Return all ``City`` by the region's id, each with its state."""
    states = {
        state.code: state.id
        for state in env["res.country.state"].search(
            [("country_id.code", "=", "CN"), ("code", "in", list(PROVINCES.values()))]
        )
    }
    regions = env["crm.yishang.region"].search(
        [("parent_id.code", "in", list(PROVINCES))], order="code"
    )
    return {
        region.id: City(
            region.id, region.name, states[PROVINCES[region.parent_id.code]]
        )
        for region in regions
    }
