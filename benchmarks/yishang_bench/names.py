"""Made-up companies and persons: real short names, places, trades, legal forms."""

import gzip
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "company_names.txt.gz"
TRADES = """
    科技 商贸 机械 电子 建材 食品 服装 物流 医药 化工 五金 纺织 家具 印刷 包装 环保
    农业 餐饮 广告 装饰 电器 仪器 汽车配件 新能源 信息技术 生物 钢铁 塑料 橡胶 玻璃
""".split()
FORMS = ["有限公司"] * 14 + ["有限责任公司"] * 3 + ["股份有限公司", "厂", "经营部"]
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲梅鑫宇浩欣怡子轩梓涵雨桐"
)
AREAS = ("10", "20", "21", "22", "25", "27", "311", "371", "531", "571")
MOBILES = ("135", "136", "137", "138", "139", "150", "151", "158", "159", "186", "188")
# Some names are much more common than others.
BRAND_SKEW = 2


def read_brands():
    """Return the short names of the file, in a fixed random order."""
    from random import Random

    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        brands = lines.read().split()
    Random(1).shuffle(brands)
    return brands


def make_company(random, brands, city):
    """Return the brand and the full name of a company in ``city``."""
    brand = brands[int(len(brands) * random.random() ** BRAND_SKEW)]
    trade, form = random.choice(TRADES), random.choice(FORMS)
    return brand, f"{city}{brand}{trade}{form}"


def make_person(random):
    """Return the name of a person."""
    given = "".join(random.choices(GIVEN, k=random.choice((1, 2, 2, 2))))
    return random.choice(SURNAMES) + given


def make_phone(random):
    """Return a phone number as people write it, and in the international form."""
    if random.random() < 0.2:
        area, number = random.choice(AREAS), random.randrange(80_000_000, 90_000_000)
        return f"0{area}-{number}", f"+86{area}{number}"
    number = f"{random.choice(MOBILES)}{random.randrange(10**8):08}"
    return number, f"+86{number}"
