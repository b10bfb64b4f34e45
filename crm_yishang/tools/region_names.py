"""Recognise the regions of China in what people type: codes, names and paths."""

import re
import unicodedata
from collections import defaultdict

# Groups of the statistics office that are no places of the tree: they stand for the
# province they belong to. Source: GB/T 2260 and scripts/make_divisions.py.
GROUP_CODES = {
    "110100": "110000",
    "120100": "120000",
    "310100": "310000",
    "419000": "410000",
    "429000": "420000",
    "469000": "460000",
    "500100": "500000",
    "500200": "500000",
    "659000": "650000",
}
GROUP_NAMES = re.compile("(?:省|自治区)直辖县级行政区划|市辖区")
SEPARATORS = re.compile(r"[\s/\\>|,.、·_-]+")
NUMBER = re.compile(r"(\d+)(?:\.0+)?")

# Autonomous places name their peoples (恩施土家族苗族自治州); people say 恩施州.
PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 "
    "佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 "
    "仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 "
    "独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各"
).split()
AUTONOMOUS = re.compile(
    rf"(.{{2,}}?)(?:(?:{'|'.join(sorted(PEOPLES, key=len, reverse=True))})族?)*"
    "自治([区州县旗])"
)
PLAIN = re.compile("(.{2,}?)(?:特别行政区|地区|新区|[省市县区盟旗])")


def normalize(text):
    """Return ``text`` without spaces, separators and full-width characters."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", str(text)))


def get_names(name):
    """Return what people call a place, in full first: 石家庄市, 石家庄."""
    if match := AUTONOMOUS.fullmatch(name):
        return name, match[1], match[1] + match[2]
    if match := PLAIN.fullmatch(name):
        return name, match[1]
    return (name,)


class RegionNames:
    """The names of one tree of regions, prepared for many questions.

    :param rows: ``(id, code, name, parent id or False, whether it is a province)``
        of each region
    """

    def __init__(self, rows):
        self._parent = {}
        self._names = {}
        self._by_code = {}
        self._by_name = defaultdict(set)
        self._provinces = set()
        for region, code, name, parent, is_province in rows:
            self._parent[region] = parent
            self._names[region] = get_names(normalize(name))
            self._by_code[code.casefold()] = region
            for text in self._names[region]:
                self._by_name[text].add(region)
            if is_province:
                self._provinces.add(region)

    def find(self, value):
        """Return the ids of the regions that ``value`` may mean.

        :param value: code (a number too), name or path, shortened or in full
        :return: set of ids: empty if unknown, several if ambiguous
        """
        text = unicodedata.normalize("NFKC", str(value)).strip()
        if number := NUMBER.fullmatch(text):
            text = number[1]
        if region := self._find_code(text.casefold()):
            return {region}
        text = normalize(text)
        return self._choose(
            self._find_path(text)
            or self._find_path(GROUP_NAMES.sub("", text), is_repeated=True)
        )

    def _find_code(self, code):
        codes = [code]
        if code.isdecimal() and len(code) in (2, 4, 6, 9, 12):
            official = code[:6].ljust(6, "0")
            codes += [official, GROUP_CODES.get(official)]
            if official.endswith("01"):  # the districts of a city, as one group
                codes.append(official[:4] + "00")
        return next((self._by_code[c] for c in codes if c in self._by_code), None)

    def _find_path(self, text, is_repeated=False):
        """Return the regions on whose name ``text`` ends after names above it.

        :param is_repeated: a name may stand there twice: 北京市 is both state and
            city of an address
        :return: ``{region: whether its name stands there in full}``
        """
        found = {}
        for start in range(len(text)):
            name = text[start:]
            for region in self._by_name.get(name, ()):
                above = region if is_repeated else self._parent[region]
                if self._is_made_of(text[:start], above, is_repeated):
                    is_full = name == self._names[region][0]
                    found[region] = found.get(region, False) or is_full
        return found

    def _is_made_of(self, text, region, is_repeated):
        """Tell whether ``text`` is made of names of ``region`` and of those above."""
        if not text:
            return True
        while region in self._parent:
            above = region if is_repeated else self._parent[region]
            for name in self._names[region]:
                if text.endswith(name) and self._is_made_of(
                    text[: -len(name)], above, is_repeated
                ):
                    return True
            region = self._parent[region]
        return False

    def _choose(self, found):
        """Return what ``found`` means: a name in full first, then the one on top."""
        regions = {region for region, is_full in found.items() if is_full} or set(found)
        # 吉林 is the province before its city, 河北 before a district of Tianjin
        if len(provinces := regions & self._provinces) == 1:
            return provinces
        for region in regions:
            if all(self._is_within(other, region) for other in regions):
                return {region}
        return regions

    def _is_within(self, region, top):
        while region and region != top:
            region = self._parent.get(region)
        return region == top
